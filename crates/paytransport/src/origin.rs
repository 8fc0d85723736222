//! Where a request goes: scheme, host, port.

use std::fmt;

use http::Uri;

use crate::{Kind, SendError};

/// A server, as connections and warnings tell servers apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) tls: bool,
    /// Lower case; an IPv6 address stands in brackets.
    host: String,
    port: u16,
}

impl Origin {
    /// The server that an absolute URI addresses.
    pub(crate) fn of(uri: &Uri) -> Result<Self, SendError> {
        let refuse = |why| SendError::not_sent(Kind::Request, why);
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) => return Err(refuse("the URL's scheme is neither https nor http")),
            None => return Err(refuse("the URL is not absolute")),
        };
        let authority = uri.authority().ok_or_else(|| refuse("the URL names no host"))?;
        if authority.as_str().contains('@') {
            return Err(refuse("the URL carries user information"));
        }
        if authority.host().is_empty() {
            return Err(refuse("the URL names no host"));
        }
        Ok(Self { tls, host: authority.host().to_ascii_lowercase(), port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }) })
    }

    /// Host and port for a connection.
    pub(crate) fn address(&self) -> (&str, u16) {
        (self.host.trim_start_matches('[').trim_end_matches(']'), self.port)
    }

    /// `host:port`, always with the port.
    pub(crate) fn host_and_port(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// `host`, or `host:port` where the port is not the scheme's own.
    pub(crate) fn authority(&self) -> String {
        if self.port == if self.tls { 443 } else { 80 } { self.host.clone() } else { self.host_and_port() }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.tls { "https" } else { "http" }, self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_its_server() {
        for (url, shown, address) in [
            ("https://MAS.99bill.com/cnp/purchase?x=1", "https://mas.99bill.com", ("mas.99bill.com", 443)),
            ("https://sandbox.99bill.com:9445/", "https://sandbox.99bill.com:9445", ("sandbox.99bill.com", 9445)),
            ("http://127.0.0.1:80", "http://127.0.0.1", ("127.0.0.1", 80)),
            ("https://[::1]:8443/a", "https://[::1]:8443", ("::1", 8443)),
        ] {
            let origin = Origin::of(&url.parse().expect(url)).expect(url);
            assert_eq!((origin.to_string().as_str(), origin.address()), (shown, address));
        }
    }

    #[test]
    fn what_is_not_a_server_is_refused_without_repeating_it() {
        for url in ["/path", "ftp://host/", "https://user:secret@host/", "host:80", "*"] {
            let error = Origin::of(&url.parse().expect(url)).expect_err(url);
            assert_eq!((error.certainty, error.kind), (crate::Certainty::NotSent, Kind::Request));
            assert!(!error.message.contains("secret"));
        }
    }
}
