//! What believing a notice costs: from the query string to a compared digest, beside form_urlencoded and one MD5 of the same base.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kq_form::notice::{self, PayNotice};
use md5::{Digest, Md5};
use paywire::charset::Charset;

const QUERY: &str = "shop=7&lang=zh&merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB\
    &orderId=T20240105-0001&orderTime=20240105093000&orderAmount=1250&bindCard=&bindMobile=&dealId=900000001&bankDealId=B240105000001\
    &dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart%3D77&ext2=&payResult=10&errCode=&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6";
const BASE: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB&orderId=T20240105-0001\
    &orderTime=20240105093000&orderAmount=1250&dealId=900000001&bankDealId=B240105000001&dealTime=20240105093142&payAmount=1250&fee=0\
    &ext1=cart=77&payResult=10&key=";
const KEY: &str = "SYNTHETICKEY0001";

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
fn baseline(query: &str) -> (usize, [u8; 16]) {
    let bytes = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| name.len() + value.len()).sum();
    (bytes, digest(black_box(BASE.as_bytes())))
}

fn verified(query: &str) -> bool {
    let signed = notice::parse(query.as_bytes()).expect("a notice");
    let given = signed.signature().expect("a signature").to_vec();
    is_digest(&given, digest(signed.for_md5().as_ref()))
}

fn verify(c: &mut Criterion) {
    assert_eq!(notice::parse(QUERY.as_bytes()).expect("a notice").for_md5().as_ref(), BASE.as_bytes());
    assert!(verified(QUERY));

    let mut group = c.benchmark_group("notice");
    group.bench_function("baseline", |b| b.iter(|| baseline(black_box(QUERY))));
    group.bench_function("parse-only", |b| b.iter(|| form_urlencoded::parse(black_box(QUERY).as_bytes()).collect::<Vec<_>>().len()));
    group.bench_function("digest-only", |b| b.iter(|| digest(black_box(BASE.as_bytes()))));
    group.bench_function("kq-form", |b| b.iter(|| verified(black_box(QUERY))));
    let signed = notice::parse(QUERY.as_bytes()).expect("a notice").for_md5();
    group.bench_function("read", |b| b.iter(|| signed.read::<PayNotice>(Charset::Utf8).expect("fields")));
}

criterion_group!(benches, verify);
criterion_main!(benches);
