//! What verifying a long reply costs in memory, by an allocator that counts: alone in its process, for whatever else runs would count too.
#![allow(missing_docs, reason = "a test")]

use md5::{Digest, Md5};
use mmsp_json::{Envelope, parse};
use peak_alloc::PeakAlloc;

#[global_allocator]
static COUNTED: PeakAlloc = PeakAlloc;

/// At most twice the Body above the received bytes.
#[test]
fn a_batch_of_a_thousand_is_verified_in_bounded_memory() {
    let row = r#"{"STATUS":"1","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","PAY_DATE":"20240506101230","NOTIFY_DATE":"20240506101231","CARDNO":"622202*********0018","AMT":"2580","CARDTYPE":"1","REMARK":"五月/团购"}"#;
    let body = format!(r#"{{"STATUS":"1","BIZ_CONTENT":[{}],"PERPAGE":"1000"}}"#, vec![row; 1000].join(","));
    let received = format!(r#"{{"RetCode":1,"Body":{body},"Sign":""}}"#);

    COUNTED.reset_peak_usage();
    let before = COUNTED.current_usage();
    let document = parse(received.as_bytes()).expect("JSON");
    let envelope = Envelope::read(&document).expect("an envelope");
    let base = envelope.base().expect("a Body");
    let digest: [u8; 16] = Md5::new().chain_update(&base).chain_update("key").finalize().into();
    let used = COUNTED.peak_usage() - before;

    assert_ne!(digest, [0; 16]);
    // The base alone is as long as the Body: a count below that counts nothing.
    assert!(used >= base.len(), "{used} bytes for {}", base.len());
    assert!(used <= 2 * body.len(), "{used} bytes above the received {}, whose Body has {}", received.len(), body.len());
}
