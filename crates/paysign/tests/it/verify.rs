//! What is believed and what is not.

use std::sync::LazyLock;

use paysign::{Hash, KeyError, Md5Key, PublicKey, RsaSigner, RsaVerifier, SignatureError};
use proptest::prelude::*;

use crate::{fixture, flip};

static SMALL: LazyLock<RsaSigner> = LazyLock::new(|| RsaSigner::read(&fixture("notice-1024.key.pem")).expect("a key"));
static NOTICE: LazyLock<RsaSigner> = LazyLock::new(|| RsaSigner::read(&fixture("notice-2048.key.pem")).expect("a key"));
static CLIENT: LazyLock<RsaSigner> = LazyLock::new(|| RsaSigner::read(&fixture("client.key.pem")).expect("a key"));

fn verifier<const N: usize>(signers: [&RsaSigner; N]) -> RsaVerifier {
    RsaVerifier::new(signers.map(RsaSigner::public_key), [Hash::Sha1]).expect("a verifier")
}

#[test]
fn any_key_of_the_ring_will_do() {
    let verifier = verifier([&SMALL, &NOTICE, &CLIENT]);
    for signer in [&SMALL, &NOTICE, &CLIENT] {
        let signature = signer.sign(Hash::Sha1, b"88.60").expect("a signature");
        let verified = verifier.verify(b"88.60".to_vec(), &signature).expect("believed");
        assert_eq!(verified.into_inner(), b"88.60");
    }
    assert_eq!(format!("{verifier:?}"), "RsaVerifier { bits: [1024, 2048, 2048], hashes: [Sha1] }");
}

#[test]
fn a_stranger_s_signature_is_wrong() {
    let signature = CLIENT.sign(Hash::Sha1, b"88.60").expect("a signature");
    assert_eq!(verifier([&NOTICE]).verify(b"88.60", &signature), Err(SignatureError::Wrong));
}

#[test]
fn only_the_accepted_hashes() {
    let signature = NOTICE.sign(Hash::Sha256, b"88.60").expect("a signature");
    assert_eq!(verifier([&NOTICE]).verify(b"88.60", &signature), Err(SignatureError::Wrong));
    let both = RsaVerifier::new([NOTICE.public_key()], [Hash::Sha1, Hash::Sha256]).expect("a verifier");
    assert!(both.verify(b"88.60", &signature).is_ok());
}

#[test]
fn a_length_that_fits_no_key_says_which_sizes_are_held() {
    let verifier = verifier([&SMALL, &NOTICE]);
    for length in [0, 1, 127, 129, 255, 257, 512] {
        let error = verifier.verify(b"88.60", &vec![1; length]).expect_err("no such key");
        assert_eq!(error, SignatureError::Length { length, held: vec![1024, 2048] });
    }
    let error = verifier.verify(b"88.60", &[1; 100]).expect_err("no such key");
    assert_eq!(error.to_string(), "a signature of 100 bytes fits no key: those held have [1024, 2048] bits");
}

#[test]
fn a_verifier_that_would_believe_nothing_is_refused() {
    assert_eq!(RsaVerifier::new([], [Hash::Sha1]).map(|_| ()), Err(KeyError::NoKeys));
    assert_eq!(RsaVerifier::new([SMALL.public_key()], []).map(|_| ()), Err(KeyError::NoHashes));
}

#[test]
fn an_expired_certificate_of_x509_v1_verifies() {
    let ring = PublicKey::read(&fixture("notice-1024.cer")).expect("a key");
    let verifier = RsaVerifier::new(ring, [Hash::Sha1]).expect("a verifier");
    let signature = SMALL.sign(Hash::Sha1, b"88.60").expect("a signature");
    assert!(verifier.verify(b"88.60", &signature).is_ok());
}

proptest! {
    #[test]
    fn one_flipped_bit_never_verifies(message in proptest::collection::vec(any::<u8>(), 1..300), bit: prop::sample::Index, sha1: bool) {
        let hash = if sha1 { Hash::Sha1 } else { Hash::Sha256 };
        let verifier = RsaVerifier::new([SMALL.public_key()], [Hash::Sha1, Hash::Sha256]).expect("a verifier");
        let signature = SMALL.sign(hash, &message).expect("a signature");
        prop_assert!(verifier.verify(&message, &signature).is_ok());

        let mut other = message.clone();
        flip(&mut other, &bit);
        prop_assert!(verifier.verify(&other, &signature).is_err());

        let mut forged = signature;
        flip(&mut forged, &bit);
        prop_assert!(verifier.verify(&message, &forged).is_err());
    }

    #[test]
    fn one_flipped_bit_never_verifies_with_md5(base in proptest::collection::vec(any::<u8>(), 1..300), bit: prop::sample::Index) {
        let key = Md5Key::new("SYNTHETICKEY0001").expect("a key");
        let signature = key.sign(&base);
        prop_assert!(key.verify(&base, &signature).is_ok());

        let mut other = base.clone();
        flip(&mut other, &bit);
        prop_assert_eq!(key.verify(&other, &signature), Err(SignatureError::Wrong));

        let mut forged = signature.clone().into_bytes();
        flip(&mut forged, &bit);
        let forged = String::from_utf8_lossy(&forged);
        // The one bit that may differ is the one between upper and lower case.
        prop_assert_eq!(key.verify(&base, &forged).is_ok(), forged.eq_ignore_ascii_case(&signature));
    }

    #[test]
    fn no_bytes_are_a_signature(signature in proptest::collection::vec(any::<u8>(), 128)) {
        prop_assert_eq!(verifier([&SMALL]).verify(b"88.60", &signature), Err(SignatureError::Wrong));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// The number is promised: a signed message as long as a usual notice, and one bit anywhere in it or in its signature.
    #[test]
    fn ten_thousand_flipped_bits(bit: prop::sample::Index, sha1: bool) {
        static SIGNED: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
            [Hash::Sha1, Hash::Sha256].map(|hash| [MESSAGE, &SMALL.sign(hash, MESSAGE).expect("a signature")].concat())
        });
        static VERIFIER: LazyLock<RsaVerifier> =
            LazyLock::new(|| RsaVerifier::new([SMALL.public_key()], [Hash::Sha1, Hash::Sha256]).expect("a verifier"));
        const MESSAGE: &[u8] = &[b'8'; 750];

        let mut signed = SIGNED[usize::from(sha1)].clone();
        let (message, signature) = signed.split_at(MESSAGE.len());
        prop_assert!(VERIFIER.verify(message, signature).is_ok());
        flip(&mut signed, &bit);
        let (message, signature) = signed.split_at(MESSAGE.len());
        prop_assert_eq!(VERIFIER.verify(message, signature), Err(SignatureError::Wrong));
    }
}
