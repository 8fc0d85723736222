//! What verifying a notice costs: ours, beside bare aws-lc-rs with a parsed key and pure Rust.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RsaPublicKeyComponents};
use criterion::{Criterion, criterion_group, criterion_main};
use paysign::{Hash, RsaSigner, RsaVerifier};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey, pkcs8::DecodePrivateKey, traits::PublicKeyParts};
use sha1::{Digest, Sha1};

/// As long as a usual TR3.
const MESSAGE: [u8; 750] = [b'8'; 750];

fn verify(c: &mut Criterion) {
    for (bits, pem) in [
        (1024, include_str!("../../../fixtures/keys/notice-1024.key.pem")),
        (2048, include_str!("../../../fixtures/keys/notice-2048.key.pem")),
    ] {
        let mut group = c.benchmark_group(format!("verify/rsa-{bits}-sha1"));

        let signer = RsaSigner::read(pem.as_bytes()).expect("a key");
        let signature = signer.sign(Hash::Sha1, &MESSAGE).expect("a signature");
        let verifier = RsaVerifier::new([signer.public_key()], [Hash::Sha1]).expect("a verifier");
        group.bench_function("paysign", |b| b.iter(|| verifier.verify(black_box(&MESSAGE), &signature).is_ok()));

        let key = RsaPrivateKey::from_pkcs8_pem(pem).or_else(|_| RsaPrivateKey::from_pkcs1_pem(pem)).expect("a key").to_public_key();
        let components = RsaPublicKeyComponents { n: key.n().to_bytes_be(), e: key.e().to_bytes_be() };
        let parsed = components.to_parsed_public_key(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY).expect("a key");
        group.bench_function("aws-lc-rs", |b| b.iter(|| parsed.verify_sig(black_box(&MESSAGE), &signature).is_ok()));

        let scheme = Pkcs1v15Sign::new::<Sha1>();
        group.bench_function("pure-rust", |b| {
            b.iter(|| key.verify(scheme.clone(), &Sha1::digest(black_box(&MESSAGE)), &signature).is_ok());
        });
        group.bench_function("sign", |b| b.iter(|| signer.sign(Hash::Sha1, black_box(&MESSAGE)).is_ok()));
    }
}

criterion_group!(benches, verify);
criterion_main!(benches);
