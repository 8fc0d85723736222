//! What reading and writing a message costs: ours, beside the bare parser or writer and beside quick-xml's generic serde path.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::{hint::black_box, io::Cursor};

use criterion::{Criterion, criterion_group, criterion_main};
use kq_xml::{ExtDate, Purchase, SignedPart, Tr2, Tr3, from_slice, request_from_slice, to_vec};
use quick_xml::{
    Reader, Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde::Deserialize;

const REQUEST: &str = include_str!("../tests/samples/purchase.xml");
const REPLY: &str = include_str!("../tests/samples/purchase_reply.xml");
const NOTICE: &str = include_str!("../tests/samples/tr3.xml");

/// The reply as quick-xml's own serde path reads it.
#[derive(Deserialize)]
struct Generic {
    #[serde(rename = "TxnMsgContent")]
    content: Tr2,
}

fn events(document: &[u8]) -> usize {
    let mut reader = Reader::from_reader(document);
    let mut count = 0;
    while reader.read_event().expect("well-formed") != Event::Eof {
        count += 1;
    }
    count
}

fn read_reply(c: &mut Criterion) {
    let ours = from_slice::<Purchase>(REPLY.as_bytes()).expect("a reply").content.expect("an answer");
    assert_eq!(quick_xml::de::from_str::<Generic>(REPLY).expect("a reply").content, ours);

    let mut group = c.benchmark_group("read");
    group.bench_function("events", |b| b.iter(|| events(black_box(REPLY.as_bytes()))));
    group.bench_function("kq-xml", |b| b.iter(|| from_slice::<Purchase>(black_box(REPLY.as_bytes())).expect("a reply")));
    group.bench_function("generic", |b| b.iter(|| quick_xml::de::from_str::<Generic>(black_box(REPLY)).expect("a reply")));
}

/// The sample request, written by hand with the bare writer.
fn by_hand(order: &Purchase) -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::with_capacity(1024)));
    let mut put = |event: Event<'_>| writer.write_event(event).expect("memory takes it");
    put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    put(Event::Start(BytesStart::new("MasMessage").with_attributes([("xmlns", kq_xml::NAMESPACE)])));
    let mut leaf = |name: &str, text: &str| {
        put(Event::Start(BytesStart::new(name)));
        put(Event::Text(BytesText::new(text)));
        put(Event::End(BytesEnd::new(name)));
    };
    leaf("version", "1.0");
    leaf("interactiveStatus", &order.interactive_status);
    leaf("spFlag", &order.sp_flag);
    leaf("txnType", &order.txn_type);
    leaf("merchantId", &order.merchant_id);
    leaf("terminalId", &order.terminal_id);
    leaf("externalRefNumber", &order.external_ref_number);
    leaf("entryTime", &order.entry_time.compact());
    leaf("amount", &order.amount.to_short_yuan());
    leaf("customerId", &order.customer_id);
    leaf("payToken", order.pay_token.as_ref().map_or("", |token| token.expose()));
    leaf("tr3Url", order.tr3_url.as_deref().unwrap_or_default());
    for ExtDate { key, value } in &order.ext_map.pairs {
        leaf("key", key);
        leaf("value", value.expose());
    }
    put(Event::End(BytesEnd::new("MasMessage")));
    writer.into_inner().into_inner()
}

fn write_request(c: &mut Criterion) {
    let order: Purchase = request_from_slice(REQUEST.as_bytes()).expect("a request");
    assert_eq!(to_vec(&order).expect("a request"), REQUEST.as_bytes());

    let mut group = c.benchmark_group("write");
    group.bench_function("by-hand", |b| b.iter(|| by_hand(black_box(&order))));
    group.bench_function("kq-xml", |b| b.iter(|| to_vec(black_box(&order)).expect("a request")));
}

fn read_notice(c: &mut Criterion) {
    let notice = NOTICE.replace("BASE64-OF-128-OR-256-BYTES", &format!("{}==", "A".repeat(342)));
    let mut group = c.benchmark_group("notice");
    group.bench_function("events", |b| b.iter(|| events(black_box(notice.as_bytes()))));
    group.bench_function("kq-xml", |b| {
        b.iter(|| {
            let signed = SignedPart::find(black_box(notice.as_bytes())).expect("a signature");
            Tr3::read(signed.message(), signed.cut()).expect("a notice")
        });
    });
}

criterion_group!(benches, read_reply, write_request, read_notice);
criterion_main!(benches);
