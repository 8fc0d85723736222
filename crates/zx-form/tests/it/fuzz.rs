//! Bytes nobody meant: no panic, and nothing read that was not written.

use paycore::Fen;
use proptest::{collection::vec, prelude::*, sample::Index};
use zx_form::{
    Document, FrontReturn, Message, Notification, Pay, PayNotice, PayoutNotice, fields, masked,
    op::{pay::PayReply, payout_query::PayoutQueryReply},
};

use crate::samples::{NOTICE, PAY, PAY_REPLY, PAYOUT, QUERY_REPLY, md5, pay};

/// Reads `bytes` in every way there is.
fn read_all(bytes: &[u8]) {
    for message in [Message::parse(bytes), Message::from_form(bytes), Message::from_json(bytes)].into_iter().flatten() {
        let _ = message.signature();
        let signed = message.for_md5();
        let _ = signed.nodes();
        let _ = PayNotice::read(&signed);
        let _ = PayoutNotice::read(&signed);
        let _ = signed.read::<FrontReturn>();
        let _ = signed.read::<PayoutQueryReply>();
        let _ = signed.read::<PayReply>().map(|reply| format!("{:?}", reply.content()));
        let _ = signed.read_request::<Pay>();
    }
    if let Ok(document) = Document::from_slice(bytes) {
        let _ = document.operation();
        #[cfg(feature = "registry")]
        let _ = zx_form::registry::message_to_json(&document);
    }
    let _ = masked(bytes);
}

const PIECES: [&[u8]; 18] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"a\"",
    b":",
    b",",
    b"\\u00",
    b"null",
    b"1e5",
    b"=",
    b"&",
    b"%",
    b"%E5",
    b"sign",
    b"custOrderNo",
    b"\xef\xbb\xbf",
    b"\xb1\xf9",
];

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let sample = prop_oneof![Just(PAY), Just(PAYOUT), Just(NOTICE), Just(PAY_REPLY), Just(QUERY_REPLY)];
    let change = (any::<Index>(), 0..40usize, (0..PIECES.len()).prop_map(|piece| PIECES[piece]));
    (sample, vec(change, 1..6)).prop_map(|(sample, changes)| {
        let mut bytes = sample.as_bytes().to_vec();
        for (at, cut, piece) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        bytes
    })
}

fn text() -> impl Strategy<Value = String> {
    "[ -~一-龥😀é\n\u{1}]{1,40}"
}

fn any_pay() -> impl Strategy<Value = Pay> {
    (text(), text(), "[!-%'-~]{1,30}", 1..u64::MAX).prop_map(|(goods, desc, order, amount)| Pay {
        goods_name: goods,
        order_desc: Some(desc),
        cust_order_no: order,
        pay_amt: Fen::new(amount),
        ..pay()
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
    fn a_request_survives_both_wires(order in any_pay()) {
        let fields = fields(&order).expect("every rule holds");
        for written in [fields.to_form(), fields.to_json(&[])] {
            let message = Message::parse(written.as_bytes()).expect("a message");
            prop_assert_eq!(message.base(), fields.base().to_vec());
            let (read, extra) = message.for_md5().read_request::<Pay>().expect("a payment");
            prop_assert_eq!(&read, &order);
            prop_assert!(extra.is_empty());
        }
    }

    /// Every value is under the signature, listed or not, and so is every name.
    #[test]
    fn a_changed_bit_never_verifies(at in any::<Index>(), bit in 0..8u32) {
        let mut bytes = NOTICE.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let original = Message::parse(NOTICE.as_bytes()).expect("a notice");
        if let Ok(message) = Message::parse(&bytes) {
            let signature = message.signature().map(|given| given.to_ascii_uppercase());
            let verifies = signature == Some(md5(&message.base()).into_bytes());
            // What still verifies says the same: a digit of an escape or of the signature in the other case.
            prop_assert!(!verifies || message.iter().eq(original.iter()));
        }
    }
}
