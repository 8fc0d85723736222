//! Bytes nobody meant: no panic, and nothing read that was not written.

use mmsp_json::{
    Body, Envelope, FrontReturn, Header, Signed, masked,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
    notice_body,
    op::{gateway, payout, quickpay, scan},
    parse,
    payout::{Sealed, plaintext, read_reply, read_request},
    reply_from_base, request_from_base,
};
use paycore::{BeijingTime, Fen};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use crate::{envelopes::prepay, payouts};

fn read_all(bytes: &[u8]) {
    fn operation<O: Signed>(bytes: &[u8]) {
        let _ = reply_from_base::<O>(bytes);
        let _ = request_from_base::<O>(bytes);
    }
    operation::<quickpay::Pay>(bytes);
    operation::<quickpay::BatchQuery>(bytes);
    operation::<scan::WechatPrepay>(bytes);
    operation::<scan::Query>(bytes);
    operation::<gateway::Query>(bytes);
    let _ = (QuickPayNotice::read(bytes), ScanNotice::read(bytes), GatewayNotice::read(bytes));
    let _ = (masked(bytes), notice_body(bytes));
    let _ = read_request::<payout::Pay>(bytes);
    let sealed = Sealed::from_slice(bytes).unwrap_or_default();
    let _ = (sealed.ciphertext(), read_reply::<payout::Balance>(&sealed, Some(bytes)));
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = FrontReturn::from_query(text);
    }
    let document = parse(bytes);
    let envelope = document.as_ref().ok().and_then(|document| Envelope::read(document).ok());
    if let Some(envelope) = envelope {
        let _ = (envelope.refusal(), envelope.sign());
        let _ = envelope.base().map(|base| read_base(base.as_bytes()));
    }
}

fn read_base(base: &[u8]) {
    assert!(parse(base.strip_suffix(b"&key=").expect("the joiner")).is_ok(), "a base is JSON");
    let _ = reply_from_base::<quickpay::BatchQuery>(base);
}

/// Pieces that a parser may trip over.
const PIECES: [&str; 16] =
    ["{", "}", "[", "]", "\"", "\\", ",", ":", "\\u", "\\ud800", "null", "-", "1e", "\0", "\"Body\":{},", "\"AMT\":1,"];

proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        read_all(&bytes);
    }

    #[test]
    fn no_changed_sample_panics(sample: Index, changes in vec((any::<Index>(), 0..PIECES.len(), 0..4usize), 1..4)) {
        let samples: Vec<_> =
            [include_str!("../samples/envelopes.txt"), include_str!("../samples/payouts.txt")].into_iter().flat_map(str::lines).collect();
        let mut bytes = sample.get(&samples).as_bytes().to_vec();
        for (at, piece, cut) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, PIECES[piece].bytes());
        }
        read_all(&bytes);
    }

    #[test]
    fn a_request_survives_the_wire(
        trade_type in "[12]", amt in 1..10_000_000_000u64, order in "[ -~王]{1,20}", goods in "[ -~龙井茶🍕]{1,15}",
        seconds in option::of(0..4_000_000_000i64), open_id in "[!-~]{1,32}", raw in option::of("[12]"),
    ) {
        let order = scan::WechatPrepay {
            open_id: Some(open_id.into()),
            is_raw: raw.filter(|_| trade_type == "2"),
            trade_type,
            amt: Fen::new(amt),
            mer_order_id: order,
            goods_name: goods,
            time_end: seconds.map(BeijingTime::from_unix_seconds),
            ..prepay()
        };
        let body = Body::request(&order).expect("valid");
        let sent = body.envelope(&Header::request::<scan::WechatPrepay>("1\"", "2\\"), "\u{1}");
        let document = parse(sent.as_bytes()).expect("JSON");
        let envelope = Envelope::read(&document).expect("an envelope");
        prop_assert_eq!(envelope.base().expect("a Body"), body.base());
        let (merchant, sign) = (envelope.head.mer_no(), envelope.sign());
        prop_assert_eq!((merchant.as_deref(), &*sign), (Some("1\""), "\u{1}"));
        let read = request_from_base::<scan::WechatPrepay>(body.base().as_bytes()).expect("a request");
        prop_assert_eq!((read.content, read.extra.len()), (order, 0));
    }

    #[test]
    fn a_payout_survives_the_wire(amt in 1..1_000_000_000u64, name in "[ -~王]{1,20}", memo in "[ -~五月/]{1,64}", branch in option::of("[ -~]{1,32}")) {
        let order = payout::Pay { amt: Fen::new(amt), acc_name: name.into(), memo, bank_branch_name: branch, ..payouts::pay() };
        let written = plaintext(&order).expect("valid");
        prop_assert_eq!(read_request::<payout::Pay>(&written).expect("a request"), (order, vec![]));
    }
}
