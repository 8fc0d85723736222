//! What a signature holds, opened with a public key: for the signature doctor, never for verifying.

use rsa::{BigUint, traits::PublicKeyParts};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::{Hash, PublicKey};

/// A digest, as a signature holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The hash that the signer used.
    pub hash: Hash,
    /// The digest that the signer signed.
    pub digest: Vec<u8>,
}

/// DER of `DigestInfo` up to the digest (RFC 8017, section 9.2).
const PREFIXES: [(Hash, &[u8]); 2] = [
    (Hash::Sha1, &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14]),
    (Hash::Sha256, &[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20]),
];

/// The same of hashes that no provider signs with: MD5, SHA-384, SHA-512.
const OTHERS: [(&[u8], usize); 3] = [
    (&[0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05, 0x00, 0x04, 0x10], 16),
    (&[0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30], 48),
    (&[0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40], 64),
];

impl PublicKey {
    /// Opens a PKCS#1 v1.5 signature. `None`: its padding is broken, or it is of a hash that is not ours.
    pub fn recover(&self, signature: &[u8]) -> Option<Recovered> {
        let info = self.digest_info(signature)?;
        let (hash, digest) = PREFIXES.iter().find_map(|(hash, prefix)| Some((*hash, info.strip_prefix(*prefix)?)))?;
        (digest.len() == hash.digest(&[]).len()).then(|| Recovered { hash, digest: digest.to_vec() })
    }

    /// The digest in a signature of this key by MD5, SHA-384 or SHA-512.
    pub fn recover_other(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let info = self.digest_info(signature)?;
        let (digest, length) = OTHERS.iter().find_map(|(prefix, length)| Some((info.strip_prefix(*prefix)?, *length)))?;
        (digest.len() == length).then(|| digest.to_vec())
    }

    /// What the padding holds.
    fn digest_info(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let key = self.inner();
        if signature.len() != key.size() {
            return None;
        }
        let opened = BigUint::from_bytes_be(signature).modpow(key.e(), key.n()).to_bytes_be();
        // The block is 00 01 FF..FF 00 DigestInfo; a number drops its leading zero.
        let padded = opened.strip_prefix(&[1])?;
        let fill = padded.iter().take_while(|byte| **byte == 0xff).count();
        let info = padded.get(fill..)?.strip_prefix(&[0])?;
        let whole = fill >= 8 && opened.len() + 1 == key.size();
        whole.then(|| info.to_vec())
    }
}

impl Hash {
    /// The digest of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RsaSigner;

    #[test]
    fn another_hash_is_told_from_another_key() {
        let file = std::fs::read(format!("{}/../../fixtures/keys/notice-1024.key.pem", env!("CARGO_MANIFEST_DIR"))).expect("a fixture");
        let key = crate::private_key::read(&file).expect("a key");
        let public = RsaSigner::new(key.clone()).public_key();
        for (prefix, length) in OTHERS {
            let digest = vec![7; length];
            let signature = key.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &[prefix, &digest].concat()).expect("a signature");
            assert_eq!((public.recover(&signature), public.recover_other(&signature)), (None, Some(digest)));
        }
        let ours = RsaSigner::new(key).sign(Hash::Sha256, b"a").expect("a signature");
        assert_eq!(public.recover_other(&ours), None);
    }

    #[test]
    fn a_signature_opens_with_its_own_key_only() {
        let file = |name| std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture");
        let signer = RsaSigner::read(&file("notice-1024.key.pem")).expect("a key");
        for hash in [Hash::Sha1, Hash::Sha256] {
            let signature = signer.sign(hash, b"amount=88.60").expect("a signature");
            let recovered = signer.public_key().recover(&signature);
            assert_eq!(recovered, Some(Recovered { hash, digest: hash.digest(b"amount=88.60") }));
            let mut broken = signature.clone();
            broken[64] ^= 1;
            assert_eq!(signer.public_key().recover(&broken), None);
            assert_eq!(signer.public_key().recover(&signature[1..]), None);
        }
        let other = RsaSigner::read(&file("notice-2048.key.pem")).expect("a key").public_key();
        assert_eq!(other.recover(&[7; 256]), None);
        assert_eq!(other.recover(&[0; 256]), None);
    }
}
