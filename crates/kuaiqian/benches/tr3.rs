//! Verifying and decoding a TR3 signed with RSA-1024, beside the bare verification with a parsed key in the same run.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use aws_lc_rs::signature::{RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::STANDARD};
use criterion::{Criterion, criterion_group, criterion_main};
use kq_xml::SignedPart;
use kuaiqian::agreement::notice;
use paysign::{Hash, PublicKey, RsaSigner, RsaVerifier};
use rsa::{RsaPrivateKey, pkcs1::DecodeRsaPrivateKey, traits::PublicKeyParts};

const BEFORE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><TxnMsgContent><txnType>PUR</txnType>\
<interactiveStatus>TR3</interactiveStatus><amount>88.60</amount><merchantId>104110045112012</merchantId><terminalId>00002012</terminalId>\
<entryTime>20250301101500</entryTime><externalRefNumber>ORDER0001</externalRefNumber><transTime>20250301101502</transTime>\
<refNumber>990000000101</refNumber><responseCode>00</responseCode><cardOrg>CU</cardOrg><storableCardNo>6299992348</storableCardNo>\
<authorizationCode>204060</authorizationCode>";
const AFTER: &str = "</TxnMsgContent></MasMessage>";

fn tr3(criterion: &mut Criterion) {
    let file = |name: &str| std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture");
    let signer = RsaSigner::read(&file("notice-1024.key.pem")).expect("a private key");
    let signature = signer.sign(Hash::Sha1, format!("{BEFORE}{AFTER}").as_bytes()).expect("a signature");
    let message = format!("{BEFORE}<signature>{}</signature>{AFTER}", STANDARD.encode(&signature));

    let ring = RsaVerifier::new(PublicKey::read(&file("notice-1024.cer")).expect("a certificate"), [Hash::Sha1]).expect("a ring");
    let signed = SignedPart::find(message.as_bytes()).expect("a TR3");
    let pem = String::from_utf8(file("notice-1024.key.pem")).expect("PEM");
    let key = RsaPrivateKey::from_pkcs1_pem(&pem).expect("a private key").to_public_key();
    let raw = RsaPublicKeyComponents { n: key.n().to_bytes_be(), e: key.e().to_bytes_be() }
        .to_parsed_public_key(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY)
        .expect("a public key");

    let mut group = criterion.benchmark_group("tr3_rsa1024");
    group.bench_function("aws-lc-rs verification alone", |bench| {
        bench.iter(|| raw.verify_sig(black_box(signed.message()), black_box(signed.signature())).expect("it verifies"));
    });
    group.bench_function("verify and decode", |bench| {
        bench.iter(|| notice::verify(&ring, black_box(message.as_bytes()), None).expect("it verifies"));
    });
    group.finish();
}

criterion_group!(benches, tr3);
criterion_main!(benches);
