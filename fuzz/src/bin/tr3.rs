//! The way of a TR3 without the keys: what is cut out can be put back, and what is read from the signed bytes is what anyone would
//! read from the document as it came.
#![no_main]

use base64::{Engine, prelude::BASE64_STANDARD};
use cnpay_fuzz::mutate;
use kq_xml::{Document, SignedPart, Tr3, Tr4};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate(data, size, max_size, seed) });

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signed) = SignedPart::find(bytes) {
        let (before, after) = signed.message().split_at(signed.cut());
        let signature = BASE64_STANDARD.encode(signed.signature());
        let whole = [before, b"<signature>", signature.as_bytes(), b"</signature>", after].concat();
        assert!(whole == bytes, "the signed part is not the document without its signature");
        read(&signed, std::str::from_utf8(bytes).is_ok().then_some(bytes));
    }
    for content_type in [None, Some("text/xml; charset=GBK")] {
        if let Some(signed) = SignedPart::find_in_gb18030(bytes, content_type) {
            read(&signed, None);
        }
    }
    let _ = Tr4::from_slice(bytes);
});

fn read(signed: &SignedPart, received: Option<&[u8]>) {
    let Ok(notice) = Tr3::read(signed.message(), signed.cut()) else { return };
    let document = Tr3::document(signed.message()).expect("whatever is read exactly can be read tolerantly");
    for (name, value) in [("amount", &notice.amount), ("externalRefNumber", &notice.external_ref_number), ("txnStatus", &notice.txn_status)]
    {
        let text = document.text(name).map(str::trim_ascii).filter(|text| !text.is_empty());
        assert_eq!(text, value.as_deref(), "{name}");
    }
    if let Some(mut received) = received.and_then(|received| Document::from_slice(received).ok()) {
        let content = received.contents.iter_mut().find(|node| node.name == "TxnMsgContent").expect("a TR3 has one");
        if let paywire::flat::Tree::Nodes(nodes) = &mut content.tree {
            nodes.retain(|node| node.name != "signature");
        }
        assert!(received == document, "verifier and parser read different documents");
    }
    let answer = Tr4::answering(&notice);
    let written = answer.to_xml().expect("every text came out of XML");
    assert_eq!(Tr4::from_slice(written.as_bytes()), Ok(answer));
}
