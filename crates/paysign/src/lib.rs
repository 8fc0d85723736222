//! Keys for Chinese acquirers: RSA signing and verifying, PEM, CER and PFX files.
