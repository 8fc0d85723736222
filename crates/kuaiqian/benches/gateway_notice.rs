//! Verifying and reading a notice of the RMB gateway: RSA-2048 beside the bare verification with a parsed key, MD5 beside parsing the same
//! query with one digest of the base.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::STANDARD};
use criterion::{Criterion, criterion_group, criterion_main};
use kuaiqian::gateway::{Verifier, notice};
use md5::{Digest, Md5};
use paysign::{Hash, Md5Key, PublicKey, RsaSigner, RsaVerifier};
use paywire::{charset::Charset, form};
use rsa::{RsaPrivateKey, pkcs8::DecodePrivateKey, traits::PublicKeyParts};

const BASE: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=4&payType=10&bankId=CMB&orderId=T20240105-0001\
    &orderTime=20240105093000&orderAmount=1250&dealId=900000001&bankDealId=B240105000001&dealTime=20240105093142&payAmount=1250\
    &fee=0&ext1=cart=77&payResult=10";

fn query(base: &str, signature: &str) -> String {
    let pairs: Vec<_> = base.split('&').filter_map(|pair| pair.split_once('=')).chain([("signMsg", signature)]).collect();
    form::encode(pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

fn rsa(criterion: &mut Criterion) {
    let file = |name: &str| std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture");
    let pem = file("notice-2048.key.pem");
    let signature = RsaSigner::read(&pem).expect("a private key").sign(Hash::Sha256, BASE.as_bytes()).expect("a signature");
    let query = query(BASE, &STANDARD.encode(&signature));
    let keys = PublicKey::read(&file("notice-2048.crt.pem")).expect("a certificate");
    let verifier = Verifier::Rsa(RsaVerifier::new(keys, [Hash::Sha256]).expect("a ring"));
    let key = RsaPrivateKey::from_pkcs8_pem(&String::from_utf8(pem).expect("PEM")).expect("a private key").to_public_key();
    let raw = RsaPublicKeyComponents { n: key.n().to_bytes_be(), e: key.e().to_bytes_be() }
        .to_parsed_public_key(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
        .expect("a public key");

    let mut group = criterion.benchmark_group("gateway_notice_rsa2048");
    group.bench_function("aws-lc-rs verification alone", |bench| {
        bench.iter(|| raw.verify_sig(black_box(BASE.as_bytes()), black_box(&signature)).expect("it verifies"));
    });
    group.bench_function("verify and read", |bench| {
        bench.iter(|| notice::verify(&verifier, black_box(query.as_bytes()), Charset::Utf8).expect("it verifies"));
    });
    group.finish();
}

fn md5(criterion: &mut Criterion) {
    let base = BASE.replace("signType=4", "signType=1");
    let key = || Md5Key::new("SYNTHETICKEY0001").expect("a key");
    let query = query(&base, &key().sign(format!("{base}&key=").as_bytes()));
    let verifier = Verifier::Md5(key());
    let signed = format!("{base}&key=SYNTHETICKEY0001");

    let mut group = criterion.benchmark_group("gateway_notice_md5");
    group.bench_function("one digest of the base alone", |bench| bench.iter(|| Md5::digest(black_box(&signed))));
    group.bench_function("verify and read", |bench| {
        bench.iter(|| notice::verify(&verifier, black_box(query.as_bytes()), Charset::Utf8).expect("it verifies"));
    });
    group.finish();
}

criterion_group!(benches, rsa, md5);
criterion_main!(benches);
