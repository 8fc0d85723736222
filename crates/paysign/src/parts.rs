//! A key file, opened: the DER values in it.

use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use crate::{FileKind, KeyError};

/// One DER value of a key file. It may be a private key, so its memory is zeroised.
pub(crate) struct Part {
    pub(crate) kind: FileKind,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// The values of a file in their order: each block of a PEM text, or the one value that a DER file is.
///
/// PEM is read as written by anyone: text between blocks, any line length, any line ends. What a block is tells its content, not its label.
pub(crate) fn parts(file: &[u8]) -> Result<Vec<Part>, KeyError> {
    match FileKind::of(file) {
        FileKind::Nothing => Err(KeyError::Empty),
        FileKind::Pem => pem(file),
        kind => Ok(vec![Part { kind, der: Zeroizing::new(file.to_vec()) }]),
    }
}

/// What to call a file in which nothing fits: what it holds first, or PEM that holds no whole block.
pub(crate) fn found(parts: &[Part]) -> FileKind {
    parts.first().map_or(FileKind::Pem, |part| part.kind)
}

fn pem(text: &[u8]) -> Result<Vec<Part>, KeyError> {
    let mut parts = Vec::new();
    // Reserved at once: growing would leave copies of a key behind.
    let mut base64 = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut lines = text.split(|&b| b == b'\n' || b == b'\r').map(<[u8]>::trim_ascii);
    while let Some(line) = lines.next() {
        let Some(label) = label(line) else { continue };
        let damaged = || KeyError::Pem { label: label.to_owned() };
        let end = format!("-----END {label}-----");
        base64.clear();
        let mut encrypted = false;
        loop {
            match lines.next().ok_or_else(damaged)? {
                line if line == end.as_bytes() => break,
                // A header: "Proc-Type: 4,ENCRYPTED" is how OpenSSL marks an encrypted PKCS#1 key.
                line if line.contains(&b':') => encrypted |= line.ends_with(b"ENCRYPTED"),
                line => base64.extend_from_slice(line),
            }
        }
        let mut der = Zeroizing::new(vec![0; base64::decoded_len_estimate(base64.len())]);
        let length = BASE64_STANDARD.decode_slice(&*base64, &mut der).map_err(|_| damaged())?;
        der.truncate(length);
        let kind = if encrypted { FileKind::EncryptedPrivateKey } else { FileKind::of(&der) };
        parts.push(Part { kind, der });
    }
    Ok(parts)
}

/// The label of a line that begins a block. A byte order mark may stand before the first.
fn label(line: &[u8]) -> Option<&str> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let label = line.strip_prefix(b"-----BEGIN ")?.strip_suffix(b"-----")?;
    std::str::from_utf8(label).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ders(text: &str) -> Result<Vec<Vec<u8>>, KeyError> {
        parts(text.as_bytes()).map(|parts| parts.iter().map(|part| part.der.to_vec()).collect())
    }

    #[test]
    fn pem_as_written_by_anyone() {
        let value = b"\x30\x03\x02\x01\x09".to_vec();
        for text in [
            "-----BEGIN A-----\nMAMCAQk=\n-----END A-----",
            "\u{feff}-----BEGIN A-----\r\nMAMC\r\nAQk=\r\n\r\n-----END A-----\r\n",
            "Bag Attributes: 名\n\n-----BEGIN A B-----  \n  MAMCAQk=\n-----END A B-----\nmore",
        ] {
            assert_eq!(ders(text), Ok(vec![value.clone()]), "{text}");
        }
        let twice = "-----BEGIN A-----\nMAMCAQk=\n-----END A-----\n".repeat(2);
        assert_eq!(ders(&twice).map(|ders| ders.len()), Ok(2));
    }

    #[test]
    fn damaged_pem_names_its_block() {
        for body in ["MAMCAQk=", "MAMCAQk\n-----END A-----", "MAM!AQk=\n-----END A-----", "MAMCAQk=\n-----END B-----"] {
            let error = KeyError::Pem { label: "A".to_owned() };
            assert_eq!(ders(&format!("-----BEGIN A-----\n{body}")), Err(error), "{body}");
        }
    }

    #[test]
    fn an_old_encrypted_key_is_called_so() {
        let text =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMAMCAQk=\n-----END RSA PRIVATE KEY-----";
        let parts = parts(text.as_bytes()).expect("sound PEM");
        assert_eq!(parts[0].kind, FileKind::EncryptedPrivateKey);
    }

    #[test]
    fn an_empty_file() {
        assert_eq!(ders(""), Err(KeyError::Empty));
    }
}
