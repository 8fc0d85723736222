//! What verifying a notice and signing a request cost, beside serde_json and MD5 alone.
#![allow(unused_imports, dead_code, missing_docs, reason = "criterion's macros make undocumented items")]

use std::{fmt::Write, hint::black_box};

use md5::{Digest, Md5};
use mmsp_json::{
    Body, Envelope, Header,
    notice::QuickPayNotice,
    op::quickpay::{BatchQuery, Pay},
    parse, reply_from_base,
};
use paycore::Fen;
use serde::{Deserialize, Serialize};

const KEY: &str = "ea21842eea24e448b991b1cb0a0294cf";

/// A notice of 308 bytes, without blanks.
const NOTICE: &str = r#"{"CommandID":35104,"SeqID":1,"NodeType":3,"NodeID":"openplat","RetCode":1,"MERNO":"001440353999853","Body":{"AMT":"2580","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT":1,"STATUS":"1"},"Sign":"SIGN"}"#;

/// The notice as serde_json's own path reads it: numbers as numbers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Plain {
    #[serde(rename = "CommandID")]
    _command: u32,
    #[serde(rename = "RetCode")]
    _code: u32,
    #[serde(rename = "MERNO")]
    _merchant: String,
    body: PlainBody,
    sign: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(dead_code, reason = "only decoded")]
struct PlainBody {
    status: String,
    list_id: String,
    merorderid: String,
    pay_date: String,
    notify_date: Option<String>,
    amt: String,
    cardno: Option<String>,
    cardtype: Option<String>,
    bank_name: Option<String>,
    push_count: Option<u32>,
}

fn digest(text: &[u8]) -> [u8; 16] {
    Md5::new().chain_update(text).chain_update(KEY).finalize().into()
}

fn hex(digest: [u8; 16]) -> String {
    digest.iter().fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02X}");
        hex
    })
}

fn notice() -> String {
    let document = parse(NOTICE.as_bytes()).expect("JSON");
    let base = Envelope::read(&document).expect("an envelope").base().expect("a Body");
    NOTICE.replace("SIGN", &hex(digest(base.as_bytes())))
}

fn best(name: &str, mut f: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..3000 {
        let t = std::time::Instant::now();
        for _ in 0..20 {
            f();
        }
        best = best.min(t.elapsed().as_nanos() as f64 / 20.0);
    }
    eprintln!("{name:30} {best:8.1}");
    best
}
fn main() {
    let notice = notice();
    let n = notice.as_bytes();
    best("md5", || {
        black_box(digest(black_box(n)));
    });
    best("serde typed", || {
        black_box(serde_json::from_slice::<Plain>(black_box(n)).unwrap());
    });
    let a = best("serde typed + md5", || {
        black_box((serde_json::from_slice::<Plain>(black_box(n)).unwrap(), digest(n)));
    });
    best("parse", || {
        black_box(parse(black_box(n)).unwrap().root().kind());
    });
    best("parse env", || {
        let d = parse(black_box(n)).unwrap();
        let e = Envelope::read(&d).unwrap();
        black_box(e.sign());
    });
    best("parse env base", || {
        let d = parse(black_box(n)).unwrap();
        let e = Envelope::read(&d).unwrap();
        black_box(e.base().unwrap());
    });
    let d = parse(n).unwrap();
    let base = Envelope::read(&d).unwrap().base().unwrap();
    let b2 = &base.as_bytes()[..base.len() - 5];
    best("md5 base", || {
        black_box(digest(black_box(base.as_bytes())));
    });
    best("parse base", || {
        black_box(parse(black_box(b2)).unwrap().root().kind());
    });
    best("read", || {
        black_box(QuickPayNotice::read(black_box(base.as_bytes())).unwrap());
    });
    let b = best("all", || {
        let d = parse(black_box(n)).unwrap();
        let e = Envelope::read(&d).unwrap();
        let base = e.base().unwrap();
        black_box(e.sign());
        black_box((digest(base.as_bytes()), QuickPayNotice::read(base.as_bytes()).unwrap()));
    });
    eprintln!("ratio {:.2}", b / a);
}
