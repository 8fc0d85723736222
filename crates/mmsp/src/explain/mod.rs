//! The signature doctor: which text was signed, and why is it not the one that should have been? Sections 3.5 and 5.4.
//!
//! Every known mistake is made in turn, then every two of them; the text that has the digest of the presented signature is the one that was
//! signed. With RSA a public key opens the signature and gives that digest.

pub mod md5;
mod mistakes;
pub mod payout;
mod spelling;

use mmsp_json::Malformed;
use paycore::{Error, FieldError};

fn unreadable(error: &Malformed) -> Error {
    FieldError::new("message", error.to_string()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
