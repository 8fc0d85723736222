//! Who is at the other end of the connection.

use paycore::BeijingTime;
use paysign::Certificate;

/// What the TLS layer knows of a client's certificate: an extension of the request. A test puts in whatever it wants to be taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificate {
    /// The common name of its subject.
    pub common_name: String,
    /// The last second of its life.
    pub not_after: BeijingTime,
}

impl PeerCertificate {
    /// The facts of a certificate. `None` when it cannot be read or its subject has no common name.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let certificate = Certificate::read(der).ok()?.into_iter().next()?;
        Some(Self { common_name: common_name(&certificate.subject())?, not_after: certificate.not_after() })
    }
}

/// The common name in `CN=...,O=...`. A comma with a backslash before it belongs to a value.
fn common_name(subject: &str) -> Option<String> {
    let mut parts = vec![String::new()];
    let mut chars = subject.chars();
    while let Some(c) = chars.next() {
        match (c, parts.last_mut()) {
            ('\\', Some(part)) => part.extend(chars.next()),
            (',' | '+', _) => parts.push(String::new()),
            (c, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    parts.iter().find_map(|part| part.strip_prefix("CN=").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_name_is_found_where_it_is_one() {
        for (subject, name) in [
            ("CN=10411004511201290", Some("10411004511201290")),
            ("C=CN,O=99bill,CN=10411004511201290", Some("10411004511201290")),
            (r"O=a\,CN=10411004511201290", None),
            (r"CN=a\,b,O=c", Some("a,b")),
            ("O=99bill", None),
            ("", None),
            ("\\", None),
        ] {
            assert_eq!(common_name(subject).as_deref(), name, "{subject}");
        }
    }

    #[test]
    fn what_is_no_certificate() {
        assert_eq!(PeerCertificate::from_der(b"\x30\x00"), None);
    }
}
