//! Notices: read from what was verified, compared with the stored order; and what is no notice.

use mmsp_json::{
    Envelope, FrontReturn,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
    notice_body, parse,
};
use paycore::{Expected, Fen, Notice};

use crate::{
    envelopes::{pay, prepay, sample},
    examples::EXAMPLES,
    signing::base_of,
};

fn base(sample: &str) -> String {
    let document = parse(sample.as_bytes()).expect("JSON");
    Envelope::read(&document).expect("an envelope").base().expect("a Body")
}

#[test]
fn the_samples_match_their_orders() {
    let paid = QuickPayNotice::read(base(sample(35104)).as_bytes()).expect("a notice").notice;
    assert_eq!((paid.status.as_str(), paid.push_count.as_deref()), ("1", Some("1")));
    let order = pay().expected("001440353999853");
    assert_eq!(paid.compare(&order), Ok(()));
    assert_eq!(paid.compare(&order.clone().reference("100000900017")), Ok(()));
    assert_eq!((paid.ack().content_type, paid.ack().body.as_str()), ("text/plain", "SUCCESS"));
    let field = |order: &Expected| paid.compare(order).expect_err("another order").field;
    assert_eq!(field(&Expected::new("", "QP20240506000017", Fen::new(2581))), "AMT");
    assert_eq!(field(&Expected::new("", "QP2", Fen::new(2580))), "MERORDERID");
    assert_eq!(field(&order.reference("1")), "LIST_ID");

    let pushed = ScanNotice::read(base(sample(2324)).as_bytes()).expect("a push").notice;
    assert_eq!((pushed.amt.as_str(), pushed.trde_time.as_deref()), ("1990", Some("2024-05-06 10:11:12")));
    assert_eq!(pushed.compare(&prepay().expected("001440353999853")), Ok(()));

    let gateway = EXAMPLES.last().expect("an example").base;
    let paid = GatewayNotice::read(gateway.as_bytes()).expect("a notice").notice;
    assert_eq!(paid.compare(&Expected::new("", "GW20240506000009", Fen::new(8800))), Ok(()));
}

#[test]
fn a_push_has_three_spellings_of_its_time_and_bare_numbers() {
    for name in ["TRDETIME", "TRDTIME", "TRADETIME"] {
        let body = format!(r#"{{"STATUS":1,"AMT":1,"ORDERNO":2,"PAYTIME":"3","MERORDERID":4,"{name}":"t"}}"#);
        let push = ScanNotice::read(base_of(&body).as_bytes()).expect("a push").notice;
        assert_eq!((push.trde_time.as_deref(), push.mer_order_id.as_str()), (Some("t"), "4"));
    }
}

/// The signature covers no command: what else is signed must not pass for a notice.
#[test]
fn a_signed_message_of_another_kind_is_no_notice() {
    for command in [33539, 33541, 33540, 33551] {
        let read = QuickPayNotice::read(base(sample(command)).as_bytes());
        // The answer to a query says the same as a notice does.
        assert_eq!(read.is_ok(), command == 33541);
    }
    for command in [35074, 35075, 35080] {
        assert!(ScanNotice::read(base(sample(command)).as_bytes()).is_err());
    }
    let error = ScanNotice::read(base(sample(35074)).as_bytes()).expect_err("a placing reply").to_string();
    assert_eq!(error, "not a message of the MMSP platform: AMT: is required");
    let empty = r#"{"STATUS":"1","AMT":"1","ORDERNO":"2","PAYTIME":"","MERORDERID":"4"}"#;
    assert_eq!(
        ScanNotice::read(empty.as_bytes()).expect_err("unpaid").to_string(),
        "not a message of the MMSP platform: PAYTIME: is required"
    );
}

#[test]
fn amounts_are_compared_exactly() {
    let order = Expected::new("", "4", Fen::new(100));
    for (amt, is_same) in [
        ("100", true),
        ("\"100\"", true),
        ("1e2", false),
        ("100.0", false),
        ("\"1.00\"", false),
        ("-100", false),
        ("99999999999999999999", false),
    ] {
        let body = format!(r#"{{"STATUS":"1","AMT":{amt},"ORDERNO":"2","PAYTIME":"3","MERORDERID":"4"}}"#);
        let push = ScanNotice::read(base_of(&body).as_bytes()).expect("a push").notice;
        assert_eq!(push.compare(&order).is_ok(), is_same, "{amt}");
    }
}

#[test]
fn an_envelope_may_come_in_a_form() {
    assert_eq!(&*notice_body(b"{\"a\":1}").expect("a body"), b"{\"a\":1}");
    assert_eq!(&*notice_body(b"result=%7B%22a%22%3A1%7D&x=1").expect("a form"), b"{\"a\":1}");
    assert!(parse(&notice_body(b"result=%7").expect("a form")).is_err());
}

#[test]
fn the_front_page_return() {
    let query = "STATUS=1&MERORDERID=GW20240506000009&AMT=8800&GOODSNAME=%E9%BE%99%E4%BA%95%E8%8C%B6%2F250g&new=1";
    let (returned, extra) = FrontReturn::from_query(query).expect("a query string");
    assert_eq!((returned.status.as_deref(), returned.goods_name.as_deref(), extra.len()), (Some("1"), Some("龙井茶/250g"), 1));
    assert!(FrontReturn::from_query("STATUS=1&STATUS=2").is_err());
    assert_eq!(FrontReturn::from_query("").expect("nothing").0, FrontReturn::default());
}
