//! What believing a notice costs: from the body to a compared digest, beside form_urlencoded and one MD5 of the same base.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use md5::{Digest, Md5};
use zx_form::{Message, Notification, PayNotice};

const FORM: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=20240506101112000017&ordAmt=1990\
    &ordTime=20240506101112&payAmt=1990&ordStatus=01&chnTag=A%2F7&sign=9E8975CBF63299160EC583C73B671C83";
const BASE: &str = "chnTag=A/7&custId=16121900001774&custOrderNo=ZX20240506000001&ordAmt=1990&ordStatus=01&ordTime=20240506101112\
    &orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017&version=2.1&key=";
const KEY: &str = "FFFFFFFFFFFFFFFF";

fn digest(base: &[u8]) -> [u8; 16] {
    Md5::new().chain_update(base).chain_update(KEY).finalize().into()
}

/// Whether a text of 32 hexadecimal digits is the digest.
fn is_digest(text: &[u8], digest: [u8; 16]) -> bool {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let spelt = digest.iter().flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    text.len() == 32 && text.iter().zip(spelt).fold(0, |differ, (given, own)| differ | (given.to_ascii_uppercase() ^ own)) == 0
}

/// Every pair decoded, and one digest of a base that is there already.
fn baseline(form: &str) -> (usize, [u8; 16]) {
    let bytes = form_urlencoded::parse(form.as_bytes()).map(|(name, value)| name.len() + value.len()).sum();
    (bytes, digest(black_box(BASE.as_bytes())))
}

fn verified(form: &str) -> bool {
    let message = Message::parse(form.as_bytes()).expect("a notice");
    let given = message.signature().expect("a signature").to_vec();
    is_digest(&given, digest(message.for_md5().as_ref()))
}

fn verify(c: &mut Criterion) {
    assert_eq!(Message::parse(FORM.as_bytes()).expect("a notice").for_md5().as_ref(), BASE.as_bytes());
    assert!(verified(FORM));

    let mut group = c.benchmark_group("notice");
    group.bench_function("baseline", |b| b.iter(|| baseline(black_box(FORM))));
    group.bench_function("parse-only", |b| b.iter(|| form_urlencoded::parse(black_box(FORM).as_bytes()).collect::<Vec<_>>().len()));
    group.bench_function("digest-only", |b| b.iter(|| digest(black_box(BASE.as_bytes()))));
    group.bench_function("zx-form", |b| b.iter(|| verified(black_box(FORM))));
    let signed = Message::parse(FORM.as_bytes()).expect("a notice").for_md5();
    group.bench_function("read", |b| b.iter(|| PayNotice::read(&signed).expect("fields")));
}

criterion_group!(benches, verify);
criterion_main!(benches);
