//! Replies and their codes: read tolerantly, nothing lost.

use serde::de::DeserializeOwned;
use zx_form::{
    Common, Content, ContentType, Fields, Message, PayStatus, PayoutStatus,
    op::{balance::BalanceReply, pay::PayReply, payout::PayoutReply, payout_query::PayoutQueryReply, query::QueryReply},
    parse_fen,
};

use crate::samples::{BALANCE_REPLY, PAY_REPLY, PAYOUT_QUERY_REPLY, PAYOUT_REPLY, QUERY_REPLY};

fn reply<R: DeserializeOwned>(json: &str) -> R {
    Message::from_json(json.as_bytes()).expect("a reply").for_md5().read().expect("fields")
}

#[test]
fn the_samples() {
    let paid: PayReply = reply(PAY_REPLY);
    assert_eq!(
        (paid.org_no(), paid.code(), paid.msg(), paid.cust_id()),
        (Some("8161000204"), Some("000000"), Some("下单成功"), Some("16121900001774"))
    );
    assert_eq!((paid.ord_status.clone(), paid.content_type.clone()), (Some(PayStatus::Unpaid), Some(ContentType::Text)));
    assert_eq!(paid.content(), Some(Content::Text("weixin://wxpay/bizpayurl?pr=SYNTHETIC2")));
    let queried: QueryReply = reply(QUERY_REPLY);
    assert_eq!((queried.ord_status, queried.ord_amt.as_deref(), queried.ord_desc), (Some(PayStatus::Succeeded), Some("1990"), None));
    let paid_out: PayoutReply = reply(PAYOUT_REPLY);
    assert_eq!((paid_out.ord_status, paid_out.cas_amt.as_deref()), (Some(PayoutStatus::Waiting), Some("150000")));
    let queried: PayoutQueryReply = reply(PAYOUT_QUERY_REPLY);
    assert_eq!((queried.ord_status, queried.fee.as_deref(), queried.cas_desc), (Some(PayoutStatus::Cleared), Some("0"), None));
    let balance: BalanceReply = reply(BALANCE_REPLY);
    assert_eq!((balance.ac_bal.as_deref(), balance.froz_balance.as_deref()), (Some("300000"), Some("0")));
}

#[test]
fn one_code_two_meanings() {
    let payments = ["00", "01", "02", "03", "04", "05", "06", "07", "08"];
    assert_eq!(PayStatus::LISTED.iter().map(PayStatus::as_str).collect::<Vec<_>>(), payments);
    let payouts = ["00", "01", "06", "07", "08", "09"];
    assert_eq!(PayoutStatus::LISTED.iter().map(PayoutStatus::as_str).collect::<Vec<_>>(), payouts);
    for code in payments {
        assert_eq!(PayStatus::from(code).as_str(), code);
        assert!(!matches!(PayStatus::from(code), PayStatus::Other(_)), "{code}");
    }
    assert_eq!(PayStatus::from("09"), PayStatus::Other("09".into()));
    for code in ["02", "03", "04", "05", "1", "001", " 01", "０１", ""] {
        assert_eq!(PayoutStatus::from(code), PayoutStatus::Other(code.into()));
    }
    assert_eq!((PayStatus::from("01"), PayoutStatus::from("01")), (PayStatus::Succeeded, PayoutStatus::Waiting));
    // A number on the wire is a code too, as it is spelt.
    assert_eq!(reply::<QueryReply>(r#"{"ordStatus":1}"#).ord_status, Some(PayStatus::Other("1".into())));
}

#[test]
fn three_kinds_of_content() {
    let content = |json: &str| {
        let reply: PayReply = reply(json);
        format!("{:?}", reply.content())
    };
    for (json, expected) in [
        (r#"{"contentType":"01","busContent":"a"}"#, r#"Some(Text("a"))"#),
        (r#"{"contentType":"02","busContent":"{\"a\":"}"#, r#"Some(Json("{\"a\":"))"#),
        (r#"{"contentType":"03","busContent":"<form>"}"#, r#"Some(Html("<form>"))"#),
        (r#"{"contentType":"04","busContent":"<form>"}"#, r#"Some(Text("<form>"))"#),
        (r#"{"busContent":"https://a.example"}"#, r#"Some(Text("https://a.example"))"#),
        (r#"{"contentType":"02","busContent":{"a": 1}}"#, r#"Some(Json("{\"a\": 1}"))"#),
        (r#"{"contentType":"02"}"#, "None"),
        (r#"{"contentType":"02","busContent":""}"#, "None"),
    ] {
        assert_eq!(content(json), expected, "{json}");
    }
    assert_eq!(Content::Text("https://a.example").link(), Some("https://a.example"));
    assert_eq!(Content::Text("weixin://a").link(), None);
    assert_eq!(Content::Html("https://a.example").link(), None);
}

#[test]
fn either_spelling_of_a_number() {
    let read: PayoutReply = reply(r#"{"custOrderNo":"A","prdOrdNo":"B"}"#);
    assert_eq!((read.cust_ord_no.as_deref(), read.cas_ord_no.as_deref()), (Some("A"), Some("B")));
    let read: QueryReply = reply(r#"{"custOrdNo":"A","custOrderNo":"A"}"#);
    assert_eq!(read.cust_order_no.as_deref(), Some("A"));
    let both = Message::from_json(br#"{"custOrdNo":"A","custOrderNo":"B"}"#).expect("a reply").for_md5();
    assert_eq!(both.read::<QueryReply>().expect_err("which?").to_string(), "custOrderNo: its two spellings differ");
}

#[test]
fn nothing_received_is_lost() {
    let signed = Message::from_json(br#"{"acT0":"7","acBal":1.50,"x":{"y": null},"z":null}"#).expect("a reply").for_md5();
    let nodes = signed.nodes().expect("texts");
    let texts: Vec<_> = nodes.iter().map(|node| (node.name.as_str(), node.text().unwrap_or("?"))).collect();
    assert_eq!(texts, [("acBal", "1.50"), ("acT0", "7"), ("x", "{\"y\": null}"), ("z", "")]);
    assert_eq!(signed.read::<BalanceReply>().expect("a reply").ac_bal.as_deref(), Some("1.50"));
}

#[test]
fn amounts_are_whole_fen() {
    for text in ["0", "1", "1990", "18446744073709551615"] {
        assert_eq!(parse_fen(text).map(|amount| amount.to_fen()).as_deref(), Some(text));
    }
    for text in ["", "00", "01990", "19.90", "1990.0", "-1", "+1", "1e3", " 1", "1 ", "１", "1,990", "18446744073709551616"] {
        assert_eq!(parse_fen(text), None, "{text}");
    }
}

#[test]
fn a_reply_is_written_as_it_is_read() {
    let read: QueryReply = reply(QUERY_REPLY);
    let mut fields = Fields::of(&read).expect("texts");
    assert_eq!(fields.base().as_slice(), crate::samples::QUERY_REPLY_BASE.as_bytes());
    fields.push("sign", "29D7BC66C70E5F404D5D5AD3B76F0F14");
    assert_eq!(fields.to_json(&["ordAmt", "payAmt"]), QUERY_REPLY.replace("\"ordDesc\":null,", ""));
    assert_eq!(Fields::default().to_json(&[]), "{}");
}
