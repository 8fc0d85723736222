//! Hostile documents are refused early. What a limit did not stop would take minutes here, or the stack.

use kq_xml::{Document, Purchase, SignedPart, Tr4, from_slice, masked, request_from_slice};

use crate::tolerance::around;

#[track_caller]
fn refused(document: &[u8]) {
    assert!(from_slice::<Purchase>(document).is_err());
    assert!(request_from_slice::<Purchase>(document).is_err());
    assert!(Document::from_slice(document).is_err());
    assert!(Tr4::from_slice(document).is_err());
}

#[test]
fn a_hundred_thousand_elements_inside_each_other() {
    refused(around(&"<a>".repeat(100_000)).as_bytes());
    refused(around(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))).as_bytes());
}

#[test]
fn a_million_siblings() {
    refused(around(&"<a/>".repeat(1_000_000)).as_bytes());
    let fit: String = (0..100_000).map(|n| format!("<a{n}/>")).collect();
    assert!(fit.len() < 1 << 20);
    refused(around(&fit).as_bytes());
    refused(around(&"<extDate><key>a</key></extDate>".repeat(30_000)).as_bytes());
}

#[test]
fn as_many_different_names_as_fit() {
    let names: String = (0..998).map(|n| format!("<{n:a>4}/>")).collect();
    let parents: String = (0..100).map(|n| format!("<p{n}>{names}</p{n}>")).collect();
    assert!(parents.len() < 1 << 20);
    let document = around(&parents.replace("<aaa", "<b").replace("<aa", "<b").replace("<a", "<b"));
    assert!(from_slice::<Purchase>(document.as_bytes()).is_ok(), "within every limit");
    assert!(!masked(document.as_bytes()).is_empty());
}

#[test]
fn a_hundred_thousand_attributes() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    assert!(attributes.len() < 1_000_000);
    refused(around(&format!("<a{attributes}/>")).as_bytes());
    refused(format!("<MasMessage{attributes}><TxnMsgContent/></MasMessage>").as_bytes());
}

#[test]
fn a_hundred_megabytes() {
    let huge = vec![b'<'; 100 << 20];
    refused(&huge);
    assert!(SignedPart::find(&huge).is_err());
    assert!(SignedPart::find_in_gb18030(&huge, Some("charset=GBK")).is_none());
}

#[test]
fn a_mebibyte_of_references_and_brackets() {
    let references = around(&format!("<issuer>{}</issuer>", "&#65;".repeat(200_000)));
    let reply = from_slice::<Purchase>(references.as_bytes()).expect("within every limit");
    assert_eq!(reply.content.and_then(|content| content.issuer).map(|issuer| issuer.len()), Some(200_000));
    let brackets = around(&format!("<issuer>{}</issuer>", "]]&gt;".repeat(150_000)));
    assert!(from_slice::<Purchase>(brackets.as_bytes()).is_ok());
    let comments = around(&format!("{}<amount/>", "<!---->".repeat(140_000)));
    assert!(from_slice::<Purchase>(comments.as_bytes()).is_ok());
    let sections = around(&format!("<issuer>{}</issuer>", "<![CDATA[]]>".repeat(80_000)));
    assert!(from_slice::<Purchase>(sections.as_bytes()).is_ok());
}
