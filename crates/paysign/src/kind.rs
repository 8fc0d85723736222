//! What a file is, by its first bytes.

use std::fmt;

/// What the content of a key file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// Nothing at all, or only white space.
    Nothing,
    /// PEM text: `-----BEGIN ...`.
    Pem,
    /// An X.509 certificate.
    Certificate,
    /// A public key with its algorithm (SPKI).
    PublicKey,
    /// A bare RSA public key (PKCS#1).
    RsaPublicKey,
    /// A private key with its algorithm (PKCS#8).
    PrivateKey,
    /// A bare RSA private key (PKCS#1).
    RsaPrivateKey,
    /// A bare elliptic-curve private key (SEC 1).
    EcPrivateKey,
    /// An encrypted private key (PKCS#8).
    EncryptedPrivateKey,
    /// Keys and certificates under a password: `.pfx`, `.p12`.
    Pfx,
    /// Certificates in an envelope: `.p7b`.
    Pkcs7,
    /// Java's own keystore: `.jks`.
    JavaKeystore,
    /// Base64 text without the lines that make it PEM.
    Base64,
    /// Other text.
    Text,
    /// None of these.
    Unknown,
}

impl FileKind {
    /// What `bytes` look like. Looks at the outer shape only: the content may still be damaged.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.trim_ascii().is_empty() {
            Self::Nothing
        } else if bytes.starts_with(&[0xFE, 0xED, 0xFE, 0xED]) {
            Self::JavaKeystore
        } else if let Some(kind) = of_der(bytes) {
            kind
        } else {
            of_text(bytes)
        }
    }

    /// Whether it is a private key on its own, encrypted or not.
    pub(crate) fn is_private_key(self) -> bool {
        matches!(self, Self::PrivateKey | Self::RsaPrivateKey | Self::EcPrivateKey | Self::EncryptedPrivateKey)
    }
}

fn of_text(bytes: &[u8]) -> FileKind {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || b"+/=".contains(b) || b.is_ascii_whitespace();
    if bytes.windows(BEGIN.len()).any(|window| window == BEGIN) {
        FileKind::Pem
    } else if bytes.starts_with(b"MI") && bytes.iter().all(base64) {
        // "MI" is how the base64 of every long DER sequence begins.
        FileKind::Base64
    } else if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace())) {
        FileKind::Text
    } else {
        FileKind::Unknown
    }
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// Everything of interest is a sequence, and its first two members tell which.
fn of_der(bytes: &[u8]) -> Option<FileKind> {
    let (SEQUENCE, members, _) = value(bytes)? else { return None };
    let (first, content, rest) = value(members)?;
    let second = rest.first().copied();
    Some(match (first, content, second) {
        (INTEGER, [3], Some(SEQUENCE)) => FileKind::Pfx,
        (INTEGER, [0 | 1], Some(SEQUENCE)) => FileKind::PrivateKey,
        (INTEGER, [0 | 1], Some(INTEGER)) => FileKind::RsaPrivateKey,
        (INTEGER, [1], Some(OCTET_STRING)) => FileKind::EcPrivateKey,
        (INTEGER, _, Some(INTEGER)) => FileKind::RsaPublicKey,
        (SEQUENCE, _, Some(SEQUENCE)) => FileKind::Certificate,
        (SEQUENCE, _, Some(BIT_STRING)) => FileKind::PublicKey,
        (SEQUENCE, _, Some(OCTET_STRING)) => FileKind::EncryptedPrivateKey,
        (OBJECT_ID, ..) => FileKind::Pkcs7,
        _ => return None,
    })
}

/// Tag, content and what follows of the first DER value. A content that is cut short is given as far as it goes, so that a damaged file is
/// still called by its name.
fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = bytes.split_first_chunk()?;
    let (length, rest) = match length {
        short @ ..0x80 => (usize::from(short), rest),
        // Without a stated length the content reaches to the end.
        0x80 => (rest.len(), rest),
        long => {
            let (digits, rest) = rest.split_at_checked(usize::from(long - 0x80))?;
            let length = digits.iter().try_fold(0usize, |length, &digit| length.checked_mul(256)?.checked_add(usize::from(digit)))?;
            (length, rest)
        }
    };
    let (content, rest) = rest.split_at(length.min(rest.len()));
    Some((tag, content, rest))
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing",
            Self::Pem => "PEM text",
            Self::Certificate => "an X.509 certificate",
            Self::PublicKey => "a public key",
            Self::RsaPublicKey => "a PKCS#1 public key",
            Self::PrivateKey => "a private key",
            Self::RsaPrivateKey => "a PKCS#1 private key",
            Self::EcPrivateKey => "an elliptic-curve private key",
            Self::EncryptedPrivateKey => "an encrypted private key",
            Self::Pfx => "a PKCS#12 file",
            Self::Pkcs7 => "a PKCS#7 file (.p7b)",
            Self::JavaKeystore => "a Java keystore (.jks)",
            Self::Base64 => "base64 text without its -----BEGIN and -----END lines",
            Self::Text => "text",
            Self::Unknown => "bytes of no known form",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_look_like() {
        for (file, kind) in [
            (&include_bytes!("../../../fixtures/keys/notice-1024.cer")[..], FileKind::Certificate),
            (include_bytes!("../../../fixtures/keys/client-rc2.pfx"), FileKind::Pfx),
            (include_bytes!("../../../fixtures/keys/client.crt.pem"), FileKind::Pem),
            (b"", FileKind::Nothing),
            (b" \r\n", FileKind::Nothing),
            (b"MIIBIjANBgkq\nhkiG9w0B+/==\n", FileKind::Base64),
            (b"<html>404</html>", FileKind::Text),
            (b"\xFE\xED\xFE\xED\0\0\0\x02", FileKind::JavaKeystore),
            (b"\x30\x80\x02\x01\x03\x30\x80", FileKind::Pfx),
            (b"\x30\x03\x02\x01\x09", FileKind::Unknown),
            (b"\xff\xff", FileKind::Unknown),
            (b"0", FileKind::Text),
        ] {
            assert_eq!(FileKind::of(file), kind, "{file:02x?}");
        }
    }
}
