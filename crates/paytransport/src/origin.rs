//! Where a request goes: scheme, host, port.

use std::fmt;

use http::Uri;

use crate::{Kind, SendError};

/// A server, as connections and warnings tell servers apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) tls: bool,
    /// `host`, or `host:port` where the port is not the scheme's own. Lower case; an IPv6 address stands in brackets.
    authority: String,
    /// How much of it is the host.
    host: usize,
    port: u16,
}

/// Whether a request can be sent there: an absolute http or https URL with a host, without user information, its port from 1 to 65535.
pub fn is_absolute(uri: &Uri) -> bool {
    Origin::of(uri).is_ok()
}

impl Origin {
    /// The server that an absolute URI addresses.
    pub(crate) fn of(uri: &Uri) -> Result<Self, SendError> {
        let refuse = |why| SendError::not_sent(Kind::Request, why);
        let (tls, own_port) = match uri.scheme_str() {
            Some("https") => (true, 443),
            Some("http") => (false, 80),
            Some(_) => return Err(refuse("the URL's scheme is neither https nor http")),
            None => return Err(refuse("the URL is not absolute")),
        };
        let given = uri.authority().ok_or_else(|| refuse("the URL names no host"))?;
        if given.as_str().contains('@') {
            return Err(refuse("the URL carries user information"));
        }
        let host = given.host();
        if host.is_empty() {
            return Err(refuse("the URL names no host"));
        }
        let port = match (given.port_u16(), &given.as_str()[host.len()..]) {
            (None, "" | ":") => own_port,
            (None | Some(0), _) => return Err(refuse("the URL's port is none: 1 to 65535 are")),
            (Some(port), _) => port,
        };
        let mut authority = String::with_capacity(host.len() + ":65535".len());
        authority.push_str(host);
        authority.make_ascii_lowercase();
        if port != own_port {
            authority.push(':');
            authority.push_str(&port.to_string());
        }
        Ok(Self { tls, authority, host: host.len(), port })
    }

    fn host(&self) -> &str {
        &self.authority[..self.host]
    }

    /// Host and port for a connection.
    pub(crate) fn address(&self) -> (&str, u16) {
        (self.host().trim_start_matches('[').trim_end_matches(']'), self.port)
    }

    /// `host:port`, always with the port.
    pub(crate) fn host_and_port(&self) -> String {
        format!("{}:{}", self.host(), self.port)
    }

    /// `host`, or `host:port` where the port is not the scheme's own.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
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
            ("https://host:/a", "https://host", ("host", 443)),
        ] {
            let origin = Origin::of(&url.parse().expect(url)).expect(url);
            assert_eq!((origin.to_string().as_str(), origin.address()), (shown, address));
        }
    }

    #[test]
    fn what_is_not_a_server_is_refused_without_repeating_it() {
        for url in [
            "/path",
            "ftp://host/",
            "https://user:secret@host/",
            "host:80",
            "*",
            "http://host:65536/",
            "https://host:99999/",
            "http://host:0/",
        ] {
            let error = Origin::of(&url.parse().expect(url)).expect_err(url);
            assert_eq!((error.certainty, error.kind), (crate::Certainty::NotSent, Kind::Request));
            assert!(!error.message.contains("secret"));
        }
    }
}
