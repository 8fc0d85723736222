//! What is encrypted comes back, and what does not come back says nothing.

use std::sync::LazyLock;

use paycore::Sensitive;
use paysign::{DecryptionError, FileKind, KeyError, RsaDecryptor, RsaEncryptor, RsaSigner};
use proptest::prelude::*;
use rsa::{BigUint, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey, traits::PublicKeyParts};
use zeroize::Zeroizing;

use crate::fixture;

const SMALL: &str = "notice-1024.key.pem";
static DECRYPTOR: LazyLock<RsaDecryptor> = LazyLock::new(|| RsaDecryptor::read(&fixture(SMALL)).expect("a key"));
static ENCRYPTOR: LazyLock<RsaEncryptor> = LazyLock::new(|| encryptor(SMALL));

fn encryptor(private_key: &str) -> RsaEncryptor {
    RsaEncryptor::new(RsaSigner::read(&fixture(private_key)).expect("a key").public_key())
}

#[test]
fn a_block_takes_the_modulus_less_eleven_bytes() {
    for (key, size) in [(SMALL, 128), ("notice-2048.key.pem", 256), ("notice-4096.key.pem", 512)] {
        let (encryptor, decryptor) = (encryptor(key), RsaDecryptor::read(&fixture(key)).expect("a key"));
        for (length, blocks) in [(0, 1), (1, 1), (size - 11, 1), (size - 10, 2), (2 * (size - 11), 2), (2 * (size - 11) + 1, 3)] {
            let plain: Vec<u8> = (0..=255).cycle().take(length).collect();
            let encrypted = encryptor.encrypt(&plain).expect("short enough");
            assert_eq!(encrypted.len(), blocks * size, "{key} {length}");
            assert_eq!(decryptor.decrypt(&encrypted).as_deref(), Ok(&plain), "{key} {length}");
            assert_ne!(encrypted, encryptor.encrypt(&plain).expect("short enough"), "{key} {length}");
        }
    }
}

#[test]
fn a_character_may_lie_across_two_blocks() {
    let text = format!("x{}", "付款中，请稍后查询处理结果".repeat(9));
    assert!(!text.is_char_boundary(117));
    let encrypted = ENCRYPTOR.encrypt(text.as_bytes()).expect("short enough");
    assert_eq!(DECRYPTOR.decrypt(&encrypted).as_deref().map(Vec::as_slice), Ok(text.as_bytes()));
}

#[test]
fn blocks_may_be_filled_as_the_sender_likes() {
    let blocks = ["付款", "", "中", "x"].map(|text| ENCRYPTOR.encrypt(text.as_bytes()).expect("short enough"));
    let plain = DECRYPTOR.decrypt(&blocks.concat()).expect("four blocks");
    assert_eq!(*plain, "付款中x".as_bytes());
}

#[test]
fn the_number_of_blocks_is_limited_on_both_sides() {
    let longest = ENCRYPTOR.encrypt(&[b'x'; 256 * 117]).expect("the most");
    assert_eq!(DECRYPTOR.decrypt(&longest).map(|plain| plain.len()), Ok(256 * 117));
    let error = ENCRYPTOR.encrypt(&[b'x'; 256 * 117 + 1]).expect_err("too long");
    assert_eq!(error.to_string(), "at most 29952 bytes can be encrypted with this key");
    let longer = [&longest[..], &longest[..128]].concat();
    assert_eq!(DECRYPTOR.decrypt(&longer), Err(DecryptionError));
}

/// A block of raw RSA over `content`, whatever it is.
fn raw(content: &[u8]) -> Vec<u8> {
    let pem = String::from_utf8(fixture(SMALL)).expect("PEM");
    let key = RsaPrivateKey::from_pkcs1_pem(&pem).expect("a key");
    let number = BigUint::from_bytes_be(content).modpow(key.e(), key.n()).to_bytes_be();
    [vec![0; 128 - number.len()], number].concat()
}

#[test]
fn every_failure_is_the_same() {
    let good = ENCRYPTOR.encrypt("付款中".as_bytes()).expect("short enough");
    // 00 02, at least eight bytes that are not 0, 00, the message.
    let padded = |start: [u8; 2], padding: &[u8], rest: u8| [&start[..], padding, &vec![rest; 126 - padding.len()]].concat();
    assert_eq!(
        DECRYPTOR.decrypt(&raw(&padded([0, 2], &[7; 8], 0))).map(|plain| plain.len()),
        Ok(117),
        "the maker of bad ones can make a good one"
    );
    let bad = [
        ("another first byte", raw(&padded([1, 2], &[7; 8], 0))),
        ("a signature's padding", raw(&padded([0, 1], &[0xFF; 8], 0))),
        ("padding of seven bytes", raw(&padded([0, 2], &[7; 7], 0))),
        ("padding without an end", raw(&padded([0, 2], &[7; 8], 7))),
        ("nothing but zeros", vec![0; 128]),
        ("the number one", raw(&[1])),
        ("a number above the modulus", vec![0xFF; 128]),
        ("for another key", encryptor("client.key.pem").encrypt(b"x").expect("short enough")),
        ("cut", good[..127].to_vec()),
        ("longer", [&good[..], &[0]].concat()),
    ];
    for (name, bad) in bad {
        for encrypted in [bad.clone(), [&good[..], &bad].concat(), [&bad[..], &good].concat(), [&good[..], &bad, &good].concat()] {
            assert_eq!(DECRYPTOR.decrypt(&encrypted), Err(DecryptionError), "{name}");
        }
    }
    assert_eq!(DECRYPTOR.decrypt(b""), Err(DecryptionError));
    assert_eq!(DecryptionError.to_string(), "this cannot be decrypted with this key");
}

#[test]
fn a_decryptor_from_every_file() {
    let password = Sensitive::from("cnpay-test");
    let encrypted = encryptor("client.key.pem").encrypt(b"88.60").expect("short enough");
    for decryptor in [
        RsaDecryptor::read(&fixture("client.key.pem")),
        RsaDecryptor::read(&fixture("client.pkcs1.pem")),
        RsaDecryptor::from_pfx(&fixture("client-aes.pfx"), &password),
    ] {
        let decryptor = decryptor.expect("a key");
        assert_eq!(decryptor.decrypt(&encrypted).as_deref().map(Vec::as_slice), Ok(&b"88.60"[..]));
        assert_eq!(format!("{decryptor:?}"), "RsaDecryptor(2048 bits)");
    }
    let error = RsaDecryptor::read(&fixture("client.crt.pem")).map(|_| ());
    assert_eq!(error, Err(KeyError::PrivateKeyMissing { found: FileKind::Certificate }));
    assert_eq!(format!("{:?}", *ENCRYPTOR), "RsaEncryptor(1024 bits)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_encrypted_comes_back(plain in proptest::collection::vec(any::<u8>(), 0..600)) {
        let encrypted = ENCRYPTOR.encrypt(&plain).expect("short enough");
        prop_assert_eq!(DECRYPTOR.decrypt(&encrypted), Ok(Zeroizing::new(plain)));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), whole: bool) {
        let length = if whole { bytes.len() / 128 * 128 } else { bytes.len() };
        let _ = DECRYPTOR.decrypt(&bytes[..length]);
    }

    #[test]
    fn a_flipped_bit_never_gives_the_same(plain in proptest::collection::vec(any::<u8>(), 0..300), bit: prop::sample::Index) {
        let mut encrypted = ENCRYPTOR.encrypt(&plain).expect("short enough");
        crate::flip(&mut encrypted, &bit);
        prop_assert_ne!(DECRYPTOR.decrypt(&encrypted), Ok(Zeroizing::new(plain)));
    }
}
