//! What verifying a notice and signing a request cost, beside serde_json and MD5 alone.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::{fmt::Write, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
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

fn verify_notice(c: &mut Criterion) {
    let notice = notice();
    assert_eq!(notice.len(), 308);
    let mut group = c.benchmark_group("verify");
    group.bench_function("md5", |b| b.iter(|| digest(black_box(notice.as_bytes()))));
    group.bench_function("serde_json + md5", |b| {
        b.iter(|| {
            let plain: Plain = serde_json::from_slice(black_box(notice.as_bytes())).expect("a notice");
            assert_eq!(plain.sign.len(), 32);
            (digest(notice.as_bytes()), plain.body)
        });
    });
    group.bench_function("mmsp-json", |b| {
        b.iter(|| {
            let document = parse(black_box(notice.as_bytes())).expect("JSON");
            let envelope = Envelope::read(&document).expect("an envelope");
            let base = envelope.base().expect("a Body");
            assert_eq!(envelope.sign().len(), 32);
            (digest(base.as_bytes()), QuickPayNotice::read(base.as_bytes()).expect("a notice"))
        });
    });
    group.finish();
}

/// The request as serde_json's own path writes it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PlainRequest<'a> {
    #[serde(rename = "CommandID")]
    command: u32,
    #[serde(rename = "SeqID")]
    sequence: u64,
    node_type: u32,
    #[serde(rename = "NodeID")]
    node: &'a str,
    version: &'a str,
    #[serde(rename = "AGENTNO")]
    agent: &'a str,
    #[serde(rename = "MERNO")]
    merchant: &'a str,
    #[serde(rename = "TERMNO")]
    terminal: &'a str,
    body: &'a Pay,
    sign: &'a str,
}

fn order() -> Pay {
    Pay::builder()
        .mer_order_id("QP20240506000017")
        .card_no("6222020000000000018")
        .amt(Fen::new(2580))
        .card_type("1")
        .name("王小明")
        .id_no("110101199003070011")
        .phone_no("13900000001")
        .rand_str("k3J9xQ2mZ7")
        .notify_url("https://shop.example/mmsp/quickpay")
        .build()
}

fn sign_request(c: &mut Criterion) {
    let order = order();
    let header = Header::request::<Pay>("001440353999853", "84970001");
    let mut group = c.benchmark_group("sign");
    group.bench_function("serde_json + md5", |b| {
        b.iter(|| {
            let body = serde_json::to_string(black_box(&order)).expect("JSON");
            let sign = hex(digest(body.as_bytes()));
            serde_json::to_string(&PlainRequest {
                command: header.command_id,
                sequence: header.seq_id,
                node_type: header.node_type,
                node: &header.node_id,
                version: &header.version,
                agent: &header.agent_no,
                merchant: &header.mer_no,
                terminal: &header.term_no,
                body: &order,
                sign: &sign,
            })
            .expect("JSON")
        });
    });
    group.bench_function("mmsp-json", |b| {
        b.iter(|| {
            let body = Body::request(black_box(&order)).expect("valid");
            body.envelope(&header, &hex(digest(body.base().as_bytes())))
        });
    });
    group.finish();
}

fn read_batch(c: &mut Criterion) {
    let row = r#"{"STATUS":"1","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","PAY_DATE":"20240506101230","NOTIFY_DATE":"20240506101231","CARDNO":"622202*********0018","AMT":"2580","CARDTYPE":"1","REMARK":"五月/团购"}"#;
    let rows = vec![row; 1000].join(",");
    let reply = format!(r#"{{"RetCode":1,"Body":{{"STATUS":"1","BIZ_CONTENT":[{rows}],"PERPAGE":"1000"}},"Sign":""}}"#);
    let mut group = c.benchmark_group("batch of 1000");
    group.bench_function("serde_json::Value + md5", |b| {
        b.iter(|| (serde_json::from_str::<serde_json::Value>(black_box(&reply)).expect("JSON"), digest(reply.as_bytes())));
    });
    group.bench_function("mmsp-json", |b| {
        b.iter(|| {
            let document = parse(black_box(reply.as_bytes())).expect("JSON");
            let base = Envelope::read(&document).expect("an envelope").base().expect("a Body");
            (digest(base.as_bytes()), reply_from_base::<BatchQuery>(base.as_bytes()).expect("a reply"))
        });
    });
    group.finish();
}

criterion_group!(benches, verify_notice, sign_request, read_batch);
criterion_main!(benches);
