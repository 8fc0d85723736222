//! Who the merchant is: a private key with its certificate.

use std::fmt;

use paycore::Sensitive;
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use crate::{Certificate, FileKind, KeyError, PublicKey, RsaSigner, pfx, private_key};

/// An RSA key with the certificate that it belongs to, and that certificate's issuers as far as the file holds them.
///
/// Any identity [signs](Self::signer); whether it also serves [TLS](Self::for_tls) is asked when needed.
pub struct Identity {
    certificate: Certificate,
    issuers: Vec<Certificate>,
    signer: RsaSigner,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl Identity {
    /// From a PFX: as OpenSSL (RC2-40, 3DES, AES) and Java write it.
    ///
    /// # Errors
    /// [`KeyError`] tells a wrong password from a wrong file, and a missing key from a missing or foreign certificate.
    pub fn from_pfx(file: &[u8], password: &Sensitive) -> Result<Self, KeyError> {
        let pfx = pfx::open(file, password)?;
        if pfx.certificates.is_empty() {
            return Err(KeyError::CertificateMissing { found: FileKind::PrivateKey });
        }
        Self::new(pfx.key, pfx.certificates)
    }

    /// From a certificate file and a key file, PEM or DER. Both may be the same file.
    ///
    /// # Errors
    /// One of the files does not hold what it should, or the key belongs to none of the certificates.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, KeyError> {
        Self::new(private_key::read(key)?, Certificate::read(certificates)?)
    }

    /// The certificate stands first where the key fits it, its issuers follow in order, strangers are left out.
    fn new(key: RsaPrivateKey, mut certificates: Vec<Certificate>) -> Result<Self, KeyError> {
        let public = PublicKey::of(&key);
        let own = certificates.iter().position(|certificate| certificate.public_key() == Ok(&public)).ok_or(KeyError::KeyMismatch)?;
        let certificate = certificates.swap_remove(own);
        let mut issuers: Vec<Certificate> = Vec::new();
        while let Some(next) = certificates.iter().position(|other| issuers.last().unwrap_or(&certificate).names_as_issuer(other)) {
            issuers.push(certificates.swap_remove(next));
        }
        let pkcs8 = key.to_pkcs8_der().map_err(|_| KeyError::Malformed { kind: FileKind::PrivateKey })?.to_bytes();
        Ok(Self { certificate, issuers, signer: RsaSigner::new(key), pkcs8 })
    }

    /// The certificate that the key belongs to.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The key, to sign with.
    pub fn signer(&self) -> &RsaSigner {
        &self.signer
    }

    /// The certificate and its issuers in order, and the key: what rustls needs of a client.
    ///
    /// Whether the certificate has expired is not asked here: the peer's answer to that is part of some protocols.
    ///
    /// # Errors
    /// The key has less than 2048 bits, or the certificate is older than X.509 version 3. rustls would refuse both without saying why.
    pub fn for_tls(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), KeyError> {
        self.certificate.require_tls()?;
        let chain = std::iter::once(&self.certificate).chain(&self.issuers).map(|certificate| certificate.der().clone());
        Ok((chain.collect(), PrivatePkcs8KeyDer::from(self.pkcs8.to_vec()).into()))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificate", &self.certificate).field("signer", &self.signer).finish_non_exhaustive()
    }
}
