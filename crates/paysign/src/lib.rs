//! Keys for Chinese acquirers: signing, verifying, and the files that keys come in.
//!
//! - [`RsaVerifier`] and [`Md5Key`] believe or refuse: what they verified is a [`Verified`], what also speaks of the stored order is a
//!   [`Matched`].
//! - [`RsaSigner`] and [`Md5Key`] sign.
//! - [`RsaEncryptor`] and [`RsaDecryptor`] make what only one side can read, and read it.
//! - [`PublicKey`], [`Certificate`] and [`Identity`] come from files: PEM, DER, `.cer`, `.pfx`. [`KeyError`] says why one does not, a
//!   [`KeyItem`] what a file holds and is good for.
//!
//! ```
//! use paysign::{Hash, PublicKey, RsaSigner, RsaVerifier};
//!
//! # let file = |name| std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
//! let provider = RsaSigner::read(&file("notice-1024.key.pem"))?;
//! let signature = provider.sign(Hash::Sha1, b"amount=88.60")?;
//!
//! // The provider's certificate has long expired: only its key matters.
//! let verifier = RsaVerifier::new(PublicKey::read(&file("notice-1024.cer"))?, [Hash::Sha1])?;
//! let amount = verifier
//!     .verify(b"amount=88.60", &signature)?
//!     .parse(|bytes| std::str::from_utf8(bytes).map(str::to_owned))?;
//! assert_eq!(amount.get(), "amount=88.60");
//!
//! assert!(verifier.verify(b"amount=08.60", &signature).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate reads no file, opens no socket and asks no clock: bytes and times are arguments.

mod certificate;
mod contents;
mod decryptor;
mod encryptor;
mod error;
mod generate;
mod hash;
mod identity;
mod kind;
mod md5_key;
mod parts;
mod pfx;
mod private_key;
mod public_key;
mod recover;
mod signer;
mod verified;
mod verifier;

pub use certificate::Certificate;
pub use contents::{KeyItem, Usage};
pub use decryptor::{DecryptionError, RsaDecryptor};
pub use encryptor::{EncryptionError, RsaEncryptor};
pub use error::{KeyError, SignatureError};
pub use generate::{GenerateError, RsaPair};
pub use hash::Hash;
pub use identity::Identity;
pub use kind::FileKind;
pub use md5_key::Md5Key;
pub use public_key::PublicKey;
pub use recover::Recovered;
pub use signer::{RsaSigner, SigningError};
pub use verified::{Matched, NotMatched, Verified};
pub use verifier::RsaVerifier;
