//! What encrypting a payout and decrypting its reply cost, beside what the blinding adds.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use paysign::{RsaDecryptor, RsaEncryptor, RsaSigner};
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey};

/// As long as a usual request: four blocks.
const MESSAGE: [u8; 358] = [b'8'; 358];

fn payout(c: &mut Criterion) {
    let pem = include_str!("../../../fixtures/keys/notice-1024.key.pem");
    let encryptor = RsaEncryptor::new(RsaSigner::read(pem.as_bytes()).expect("a key").public_key());
    let decryptor = RsaDecryptor::read(pem.as_bytes()).expect("a key");
    let encrypted = encryptor.encrypt(&MESSAGE).expect("short enough");
    let bare = RsaPrivateKey::from_pkcs1_pem(pem).expect("a key");

    let mut group = c.benchmark_group("payout/rsa-1024");
    group.bench_function("encrypt", |b| b.iter(|| encryptor.encrypt(black_box(&MESSAGE)).is_ok()));
    group.bench_function("decrypt", |b| b.iter(|| decryptor.decrypt(black_box(&encrypted)).is_ok()));
    group.bench_function("decrypt, not blinded", |b| {
        b.iter(|| black_box(&encrypted).chunks(128).all(|block| bare.decrypt(Pkcs1v15Encrypt, block).is_ok()));
    });
}

criterion_group!(benches, payout);
criterion_main!(benches);
