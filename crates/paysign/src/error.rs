//! Why a file gives no key, and why a signature is not believed.

use crate::FileKind;

/// Why a file gives no key, or not the key that is needed. Never holds a password or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file holds nothing.
    #[error("the file is empty")]
    Empty,
    /// A PEM block that does not end, or whose text is not base64.
    #[error("the PEM text is damaged in its {label} block")]
    Pem {
        /// What the block calls itself.
        label: String,
    },
    /// The file looks like something readable and is not.
    #[error("{kind} is damaged or has a form that is not known here")]
    Malformed {
        /// What it looks like.
        kind: FileKind,
    },
    /// A PFX was expected.
    #[error("a PKCS#12 file (.pfx, .p12) is expected, found {found}")]
    NotPfx {
        /// What the file looks like.
        found: FileKind,
    },
    /// The PFX is sound and the password is another one.
    #[error("the password does not open the PKCS#12 file")]
    WrongPassword,
    /// The PFX is sound and encrypted in a way that nobody expects.
    #[error("the PKCS#12 file is encrypted in a way that is not known here; RC2-40, 3DES and AES are")]
    PfxEncryption,
    /// The PFX is written in BER, the form without stated lengths.
    #[error("the PKCS#12 file is written in BER, which is not read here: have openssl open it and write it anew")]
    PfxBer,
    /// The PEM or DER private key is itself encrypted.
    #[error("the private key is encrypted: decrypt it, or use a PKCS#12 file")]
    EncryptedKey,
    /// There is no private key.
    #[error("a private key is expected, found {found}")]
    PrivateKeyMissing {
        /// What there is instead.
        found: FileKind,
    },
    /// There are several private keys, and nothing says which to use.
    #[error("one private key is expected, found {count}")]
    SeveralPrivateKeys {
        /// How many there are.
        count: usize,
    },
    /// There is no public key and no certificate.
    #[error("a public key or a certificate is expected, found {found}")]
    PublicKeyMissing {
        /// What there is instead.
        found: FileKind,
    },
    /// There is no certificate.
    #[error("a certificate is expected, found {found}")]
    CertificateMissing {
        /// What there is instead.
        found: FileKind,
    },
    /// There is neither key nor certificate.
    #[error("a key or a certificate is expected, found {found}")]
    NothingHeld {
        /// What there is instead.
        found: FileKind,
    },
    /// The private key belongs to none of the certificates.
    #[error("the private key does not belong to the certificate")]
    KeyMismatch,
    /// The key is of another family.
    #[error("an RSA key is expected, this one is of algorithm {algorithm}")]
    NotRsa {
        /// The object identifier of its algorithm.
        algorithm: String,
    },
    /// The key is too small or too large.
    #[error("an RSA key of 1024 to 4096 bits is expected, this one has {bits}")]
    Size {
        /// Its size.
        bits: usize,
    },
    /// The identity's key is too small for TLS.
    #[error("TLS needs an RSA key of at least 2048 bits, this one has {bits}: it can only sign")]
    TlsSize {
        /// Its size.
        bits: usize,
    },
    /// The identity's certificate is too old for TLS.
    #[error("TLS needs a certificate of X.509 version 3, this one is of version {version}: its key can only sign")]
    TlsVersion {
        /// Its version.
        version: u8,
    },
    /// An MD5 key without a character.
    #[error("the MD5 key is empty: anybody could sign with it")]
    EmptySecret,
    /// A verifier without keys would believe nothing.
    #[error("at least one key to verify with is expected")]
    NoKeys,
    /// A verifier without hashes would believe nothing.
    #[error("at least one hash to verify with is expected")]
    NoHashes,
}

/// Why a signature is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// No key makes signatures of this length.
    #[error("a signature of {length} bytes fits no key: those held have {held:?} bits")]
    Length {
        /// The length of the signature in bytes.
        length: usize,
        /// The sizes of the keys held, in bits.
        held: Vec<usize>,
    },
    /// This is no MD5 digest at all.
    #[error("a signature of 32 hexadecimal digits is expected")]
    NotMd5,
    /// The bytes, the signature and the keys do not belong together.
    #[error("the signature does not verify")]
    Wrong,
}
