//! An HTTP proxy: `CONNECT` for https, absolute URLs for http.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Uri};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::origin::Origin;
use crate::{Kind, SendError, SettingsError};

/// How much a proxy may say before the tunnel stands.
const HEAD_LIMIT: usize = 16 * 1024;

/// An HTTP proxy, from `http://host:port` or `http://user:password@host:port` (percent-encoded where needed).
///
/// ```
/// let proxy: paytransport::Proxy = "http://me:secret@proxy.example:3128".parse().unwrap();
/// assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy.example:3128)");
/// ```
#[derive(Clone)]
pub struct Proxy {
    origin: Origin,
    authorization: Option<HeaderValue>,
}

impl Proxy {
    /// Adds the proxy's own credentials to a request that the proxy reads itself.
    pub(crate) fn authorize(&self, headers: &mut HeaderMap) {
        if let Some(value) = &self.authorization {
            headers.insert(PROXY_AUTHORIZATION, value.clone());
        }
    }

    /// A connection to the proxy.
    pub(crate) async fn connect(&self) -> Result<TcpStream, SendError> {
        TcpStream::connect(self.origin.address()).await.map_err(|error| self.error(error))
    }

    /// Asks the proxy, over a fresh connection, to connect on to `origin`. What is said here is not part of the request.
    pub(crate) async fn tunnel(&self, stream: &mut TcpStream, origin: &Origin) -> Result<(), SendError> {
        let target = origin.host_and_port();
        let mut ask = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes();
        if let Some(value) = &self.authorization {
            ask.extend_from_slice(b"Proxy-Authorization: ");
            ask.extend_from_slice(value.as_bytes());
            ask.extend_from_slice(b"\r\n");
        }
        ask.extend_from_slice(b"\r\n");
        stream.write_all(&ask).await.map_err(|error| self.error(error))?;

        // Byte by byte, because what follows the blank line belongs to TLS. It is short and happens once a connection.
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if head.len() == HEAD_LIMIT {
                return Err(self.error("its answer has no end"));
            }
            head.push(stream.read_u8().await.map_err(|error| self.error(error))?);
        }
        match status(&head) {
            Some(200..=299) => Ok(()),
            Some(code) => Err(self.error(format_args!("it answered {code}"))),
            None => Err(self.error("its answer is not HTTP")),
        }
    }

    fn error(&self, why: impl fmt::Display) -> SendError {
        SendError::not_sent(Kind::Proxy, format!("the proxy {}: {why}", self.origin))
    }
}

/// The status code in `HTTP/1.1 200 ...`.
fn status(head: &[u8]) -> Option<u16> {
    let code = head.strip_prefix(b"HTTP/1.")?.get(2..5)?;
    std::str::from_utf8(code).ok()?.parse().ok()
}

impl FromStr for Proxy {
    type Err = SettingsError;

    fn from_str(url: &str) -> Result<Self, SettingsError> {
        let uri: Uri = url.parse().map_err(|_| SettingsError::Proxy("this is not a URL"))?;
        if uri.scheme_str() != Some("http") {
            return Err(SettingsError::Proxy("the scheme is another"));
        }
        let authority = uri.authority().ok_or(SettingsError::Proxy("there is no host"))?.as_str();
        if uri.path_and_query().is_some_and(|path| path != "/") {
            return Err(SettingsError::Proxy("there is a path"));
        }
        let (user, server) = authority.rsplit_once('@').map_or((None, authority), |(user, server)| (Some(user), server));
        let server: Uri = format!("http://{server}").parse().map_err(|_| SettingsError::Proxy("there is no host"))?;
        let origin = Origin::of(&server).map_err(|_| SettingsError::Proxy("there is no host"))?;
        Ok(Self { origin, authorization: user.map(basic).transpose()? })
    }
}

/// `Basic ...` from the percent-encoded `user:password` of a URL.
fn basic(user: &str) -> Result<HeaderValue, SettingsError> {
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let mut pair = decode(name)?;
    pair.push(b':');
    pair.extend(decode(password)?);
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair)))
        .map_err(|_| SettingsError::Proxy("the user or password cannot be written"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn decode(text: &str) -> Result<Vec<u8>, SettingsError> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2).filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte =
            code.and_then(|code| u8::from_str_radix(code, 16).ok()).ok_or(SettingsError::Proxy("a % is not followed by two digits"))?;
        bytes.push(byte);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    Ok(bytes)
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_decoded_and_never_printed() {
        let proxy: Proxy = "http://me:p%40ss@proxy:3128/".parse().expect("a proxy");
        assert_eq!(proxy.authorization.as_ref().expect("credentials").as_bytes(), b"Basic bWU6cEBzcw==");
        assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy:3128)");
    }

    #[test]
    fn what_is_not_a_proxy_is_refused() {
        for url in [
            "",
            "proxy",
            "proxy:3128",
            "https://proxy:3128",
            "socks5://proxy",
            "http://proxy/path",
            "http://a:%4@proxy",
            "http://a:%+1@proxy",
        ] {
            let error = url.parse::<Proxy>().expect_err(url);
            assert!(matches!(error, SettingsError::Proxy(_)), "{url}");
        }
    }

    #[test]
    fn a_status_is_found_or_not() {
        assert_eq!(status(b"HTTP/1.1 200 Connection established\r\n\r\n"), Some(200));
        assert_eq!(status(b"HTTP/1.0 407 \r\n\r\n"), Some(407));
        assert_eq!(status(b"\r\n\r\n"), None);
        assert_eq!(status(b"HTTP/1.1 2\xff0\r\n\r\n"), None);
    }
}
