//! Bytes nobody meant: no panic, and nothing read that was not written.

use kq_form::{Document, FORM_LIMITS, InputCharset, LISTS, NOTICE, NOTICE_LIMITS, Pay, Signing, fields, json, masked, notice, reply, soap};
use paycore::Fen;
use paywire::{
    charset::Charset,
    flat::Node,
    form::{self, Pairs},
};
use proptest::{collection::vec, prelude::*, sample::Index};

use crate::{
    samples::{self, PAY_BODY, QUERY_REPLY, REFUND_TAKEN, REMIT_ACCEPTED, pay},
    soap::{CALL, answer},
};

/// Reads `bytes` in every way there is.
fn read_all(bytes: &[u8]) {
    if let Ok(listed) = notice::parse(bytes) {
        let _ = listed.base(Signing::Md5);
        let signed = listed.for_md5();
        for charset in [Charset::Utf8, Charset::Gbk, Charset::Gb2312] {
            let _ = signed.read::<notice::PayNotice>(charset);
        }
    }
    for nodes in [reply::from_xml(bytes).ok(), reply::from_json(bytes).ok(), soap::read_reply(bytes).ok()].into_iter().flatten() {
        for list in LISTS {
            let _ = list.take_nodes(&nodes).map(|listed| listed.base(Signing::Rsa));
        }
        let _ = reply::items(&nodes);
        let _ = reply::element(&nodes, "timestamp");
        let _ = reply::read::<kq_form::op::refund::RefundReply>(&nodes, reply::ANY_CASE);
    }
    let _ = soap::read_request(bytes);
    if let Ok(document) = Document::from_slice(bytes) {
        let _ = document.operation();
        #[cfg(feature = "registry")]
        let _ = kq_form::registry::message_to_json(&document);
    }
    let _ = masked(bytes);
}

const PIECES: [&[u8]; 32] = [
    b"<",
    b">",
    b"</",
    b"/>",
    b"<r>",
    b"</r>",
    b"<a>",
    b"</a>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"&amp;",
    b"&#65;",
    b"<?xml version=\"1.0\"?>",
    b" href=\"#a\"",
    b" id=\"a\"",
    b"<Envelope><Body>",
    b"</Body></Envelope>",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"a\"",
    b":",
    b",",
    b"\\u00",
    b"=",
    b"&",
    b"%",
    b"orderId",
    b"\xba\xec",
];

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let sample = prop_oneof![
        Just(PAY_BODY.as_bytes().to_vec()),
        Just(samples::NOTICE.as_bytes().to_vec()),
        Just(QUERY_REPLY.as_bytes().to_vec()),
        Just(REMIT_ACCEPTED.as_bytes().to_vec()),
        Just(REFUND_TAKEN.as_bytes().to_vec()),
        Just(CALL.as_bytes().to_vec()),
        Just(answer(soap::Beans::MultiRef, 2)),
    ];
    let change = (any::<Index>(), 0..40usize, (0..PIECES.len()).prop_map(|piece| PIECES[piece]));
    (sample, vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
        for (at, cut, piece) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        bytes
    })
}

/// Texts that a request may carry in a charset, hostile ones among them.
fn text(charset: InputCharset) -> impl Strategy<Value = String> {
    let han = if charset == InputCharset::Utf8 { "[ -~一-龥😀é]{1,40}" } else { "[ -~红茶礼盒中文，。]{1,40}" };
    han.prop_filter("no field inside", |text| !text.contains('&'))
}

fn any_pay() -> impl Strategy<Value = Pay> {
    prop_oneof![Just(InputCharset::Utf8), Just(InputCharset::Gbk), Just(InputCharset::Gb2312)].prop_flat_map(|charset| {
        (text(charset), text(charset), "[A-Za-z0-9][A-Za-z0-9_-]{0,29}", 1..10_000_000_000u64).prop_map(
            move |(name, extra, order, amount)| Pay {
                input_charset: charset,
                product_name: Some(name),
                ext1: Some(extra.into()),
                order_id: order,
                order_amount: Fen::new(amount),
                ..pay()
            },
        )
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_pieces(pieces in vec((0..PIECES.len()).prop_map(|piece| PIECES[piece]), 0..60)) {
        read_all(&pieces.concat());
    }

    #[test]
    fn mutated_samples(bytes in mutated()) {
        read_all(&bytes);
    }

    #[test]
    fn a_form_survives_the_wire(order in any_pay()) {
        let charset = order.input_charset.charset();
        let fields = fields(&order).expect("every rule holds");
        let body = form::encode(fields.encode(charset).expect("encodable").iter());
        let pairs = Pairs::parse(body.as_bytes(), FORM_LIMITS).expect("a form");
        let base = fields.base(&kq_form::PAY, Signing::Md5, charset).expect("encodable");
        let listed = kq_form::PAY.take(pairs).expect("no field twice");
        prop_assert_eq!(listed.base(Signing::Md5), base);
        let signed = listed.for_md5();
        prop_assert_eq!(signed.read::<Pay>(charset).expect("a payment"), order);
    }

    #[test]
    fn json_and_soap_survive_the_wire(order in any_pay()) {
        let fields = fields(&order).expect("every rule holds");
        let expected: Vec<_> = fields.as_slice().iter().map(|(name, value)| Node::leaf(&**name, value.as_str())).collect();
        prop_assert_eq!(reply::from_json(&json::to_vec(&fields)), Ok(expected.clone()));
        prop_assert_eq!(soap::read_request(&soap::request("a", &fields)), Ok(("a".to_owned(), expected)));
    }

    /// Every listed value is under the signature: another value, another base.
    #[test]
    fn a_changed_signed_value_changes_the_base(values in vec("[0-9a-z&= ]{0,6}", NOTICE.fields.len()), at in any::<Index>(), other in "[0-9a-z&= ]{0,6}") {
        let base = |values: &[String]| {
            let pairs: Pairs<'_> = NOTICE.fields.iter().zip(values).map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect();
            NOTICE.take(pairs).expect("no field twice").base(Signing::Md5)
        };
        let at = at.index(values.len());
        let mut changed = values.clone();
        changed[at] = other.replace('&', "");
        let mut plain = values;
        plain[at] = plain[at].replace('&', "");
        prop_assert_eq!(base(&plain) == base(&changed), plain[at] == changed[at]);
    }

    /// However the pairs are ordered, the base is the list's.
    #[test]
    fn the_order_of_arrival_does_not_matter(order in Just((0..24usize).collect::<Vec<_>>()).prop_shuffle()) {
        let parts: Vec<_> = samples::NOTICE.split('&').collect();
        let shuffled: Vec<_> = order.iter().filter_map(|at| parts.get(*at).copied()).collect();
        let query = shuffled.join("&");
        prop_assert!(query.len() <= NOTICE_LIMITS.bytes);
        prop_assert_eq!(notice::parse(query.as_bytes()).expect("a notice").base(Signing::Md5), samples::NOTICE_BASE.as_bytes());
    }
}
