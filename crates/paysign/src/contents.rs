//! What a key file holds, and what that is good for.

use paycore::Sensitive;

use crate::{
    Certificate, FileKind, KeyError, PublicKey,
    parts::{found, parts},
    pfx, private_key,
};

/// A certificate, with its private key where the file holds that too; or a key without a certificate.
#[derive(Debug, Clone)]
pub struct KeyItem {
    certificate: Option<Certificate>,
    key: Key,
    private: bool,
}

/// A key, or why it is none for us.
type Key = Result<PublicKey, KeyError>;

/// Certificates, and keys beside them, each with whether it is a private one.
type Contents = (Vec<Certificate>, Vec<(Key, bool)>);

/// What a key can be used for, as far as its kind goes: whether its certificate has expired is asked elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Usage {
    /// The client's identity in TLS: an RSA key of at least 2048 bits with a certificate of X.509 version 3.
    TlsIdentity,
    /// Signing, and decrypting: an RSA private key of 1024 to 4096 bits.
    SigningKey,
    /// Verifying what somebody else signs, and encrypting for them: an RSA public key of 1024 to 4096 bits.
    NoticeKey,
}

impl KeyItem {
    /// Everything in a file: PEM, DER, or a PFX under `password`, which other files do not need.
    ///
    /// Certificates come first, in the order of the file, then keys without one. A key that is not RSA, or has a wrong size, is an item
    /// that can be used for nothing.
    ///
    /// # Errors
    /// There is neither key nor certificate, or one of them cannot be read.
    pub fn read(file: &[u8], password: &Sensitive) -> Result<Vec<Self>, KeyError> {
        let (certificates, keys) = if FileKind::of(file) == FileKind::Pfx { of_pfx(file, password)? } else { of_parts(file)? };
        let held = |key: &Key| keys.iter().any(|(other, private)| *private && other == key);
        let with_certificate = certificates.into_iter().map(|certificate| {
            let key = certificate.public_key().cloned();
            Self { private: held(&key), certificate: Some(certificate), key }
        });
        let mut items: Vec<Self> = with_certificate.collect();
        for (key, private) in keys {
            if !items.iter().any(|item| item.private && item.key == key) {
                items.push(Self { certificate: None, key, private });
            }
        }
        Ok(items)
    }

    /// The certificate, unless it is a bare key.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// The size of the RSA modulus in bits; that of other keys is not known here.
    pub fn bits(&self) -> Option<usize> {
        match self.key {
            Ok(ref key) => Some(key.bits()),
            Err(KeyError::Size { bits }) => Some(bits),
            Err(_) => None,
        }
    }

    /// What it can be used for: nothing, where the list is empty.
    pub fn usages(&self) -> Vec<Usage> {
        let fits_tls = self.certificate.as_ref().is_some_and(|certificate| certificate.require_tls().is_ok());
        match (&self.key, self.private) {
            (Err(_), _) => vec![],
            (Ok(_), false) => vec![Usage::NoticeKey],
            (Ok(_), true) if fits_tls => vec![Usage::TlsIdentity, Usage::SigningKey],
            (Ok(_), true) => vec![Usage::SigningKey],
        }
    }
}

impl Usage {
    /// The word of the usage: `tls_identity`, `signing_key`, `notice_key`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TlsIdentity => "tls_identity",
            Self::SigningKey => "signing_key",
            Self::NoticeKey => "notice_key",
        }
    }
}

fn of_pfx(file: &[u8], password: &Sensitive) -> Result<Contents, KeyError> {
    let pfx::Contents { keys, certificates } = pfx::contents(file, password)?;
    if keys.is_empty() && certificates.is_empty() {
        return Err(KeyError::NothingHeld { found: FileKind::Nothing });
    }
    let keys = keys.into_iter().map(|key| Ok((readable(key.map(|key| PublicKey::of(&key)))?, true))).collect::<Result<_, _>>()?;
    Ok((certificates, keys))
}

fn of_parts(file: &[u8]) -> Result<Contents, KeyError> {
    let parts = parts(file)?;
    let (mut certificates, mut keys) = (Vec::new(), Vec::new());
    for part in &parts {
        if part.kind == FileKind::Certificate {
            certificates.push(Certificate::from_der(&part.der)?);
        } else if part.kind.is_private_key() {
            let key = private_key::from_der(part.kind, &part.der);
            keys.push((readable(key.map(|key| PublicKey::of(&key)))?, true));
        } else if let Some(key) = PublicKey::from_der(part.kind, &part.der) {
            keys.push((readable(key)?, false));
        }
    }
    if keys.is_empty() && certificates.is_empty() { Err(KeyError::NothingHeld { found: found(&parts) }) } else { Ok((certificates, keys)) }
}

/// That a key is of another family or size is a fact about the file. That it cannot be read is an error.
fn readable(key: Key) -> Result<Key, KeyError> {
    match key {
        Ok(_) | Err(KeyError::NotRsa { .. } | KeyError::Size { .. }) => Ok(key),
        Err(error) => Err(error),
    }
}
