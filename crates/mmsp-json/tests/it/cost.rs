//! Hostile documents are refused early.

use mmsp_json::{Envelope, FrontReturn, masked, notice_body, op::quickpay::BatchQuery, parse, payout::Sealed, reply_from_base};

#[track_caller]
fn refused(document: &[u8]) {
    assert!(parse(document).is_err() && Sealed::from_slice(document).is_err());
    assert!(reply_from_base::<BatchQuery>(document).is_err());
    assert!(masked(document).starts_with('('));
}

#[test]
fn deep_wide_and_huge() {
    refused(&b"{\"Body\":".repeat(100_000));
    refused(format!("{{\"Body\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes());
    refused(format!("{{\"Body\":{{\"BIZ_CONTENT\":[{}{{}}]}}}}", "{},".repeat(1000)).as_bytes());
    refused(format!("{{{}\"a\":1}}", (0..1000).map(|n| format!("\"a{n}\":1,")).collect::<String>()).as_bytes());
    refused(&vec![b'{'; 100 << 20]);
    assert!(notice_body(&[b"result=", &*vec![b'a'; 2 << 20]].concat()).is_err());
    assert!(FrontReturn::from_query(&"a".repeat(2 << 20)).is_err());
}

#[test]
fn as_much_as_fits() {
    let row = format!("{{\"STATUS\":\"1\",\"AMT\":\"{}\"}}", "/".repeat(1000));
    let text = format!("{{\"RetCode\":1,\"Body\":{{\"BIZ_CONTENT\":[{}]}}}}", vec![row; 1000].join(","));
    assert!(text.len() < 1 << 20);
    let document = parse(text.as_bytes()).expect("within every limit");
    let base = Envelope::read(&document).expect("an envelope").base().expect("a Body");
    // A base has an escape more for every slash, and is still read.
    let error = reply_from_base::<BatchQuery>(base.as_bytes()).map(|reply| reply.content.biz_content.len());
    assert_eq!(error, Ok(1000));
}
