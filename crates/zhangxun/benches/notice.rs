//! What believing a notice costs: from the body to a typed, verified notice, beside form_urlencoded and one MD5 of the same base.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use md5::{Digest, Md5};
use paysign::Md5Key;
use zhangxun::notice::verify;
use zx_form::PayNotice;

const FORM: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=20240506101112000017&ordAmt=1990\
    &ordTime=20240506101112&payAmt=1990&ordStatus=01&chnTag=A%2F7&sign=9E8975CBF63299160EC583C73B671C83";
const JSON: &str = r#"{"version":"2.1","orgNo":"8161000204","custId":"16121900001774","custOrderNo":"ZX20240506000001","prdOrdNo":"20240506101112000017","ordAmt":1990,"ordTime":"20240506101112","payAmt":1990,"ordStatus":"01","chnTag":"A/7","sign":"9E8975CBF63299160EC583C73B671C83"}"#;
const BASE: &str = "chnTag=A/7&custId=16121900001774&custOrderNo=ZX20240506000001&ordAmt=1990&ordStatus=01&ordTime=20240506101112\
    &orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017&version=2.1&key=";
const KEY: &str = "FFFFFFFFFFFFFFFF";

/// Every pair decoded, and one digest of a base that is there already.
fn baseline(form: &str) -> (usize, [u8; 16]) {
    let bytes = form_urlencoded::parse(form.as_bytes()).map(|(name, value)| name.len() + value.len()).sum();
    (bytes, Md5::new().chain_update(black_box(BASE)).chain_update(KEY).finalize().into())
}

fn notices(c: &mut Criterion) {
    let key = Md5Key::new(KEY).expect("a key");
    let mut group = c.benchmark_group("notice");
    group.bench_function("baseline", |b| b.iter(|| baseline(black_box(FORM))));
    group
        .bench_function("verified and read, form", |b| b.iter(|| verify::<PayNotice>(&key, black_box(FORM.as_bytes())).expect("verified")));
    group
        .bench_function("verified and read, JSON", |b| b.iter(|| verify::<PayNotice>(&key, black_box(JSON.as_bytes())).expect("verified")));
}

criterion_group!(benches, notices);
criterion_main!(benches);
