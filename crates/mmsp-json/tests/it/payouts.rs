//! Payout messages: the plaintexts of the specification, byte for byte, and the envelope around them.

use mmsp_json::{
    Outcome as _, foreign,
    op::payout::{Balance, Pay, Query},
    payout::{Sealed, plaintext, read_reply, read_request, reply_plaintext},
};
use paycore::{BeijingTime, Fen};

fn line(at: usize) -> &'static str {
    include_str!("../samples/payouts.txt").lines().nth(at).expect("a sample")
}

fn time(text: &str) -> BeijingTime {
    BeijingTime::parse_compact(text).expect("a time")
}

pub(crate) fn pay() -> Pay {
    Pay::builder()
        .mer_no("001440353999853")
        .order_no("202405060000000007")
        .req_time(time("20240506101112"))
        .amt(Fen::new(150_000))
        .busi_type("002")
        .acc_name("王小明")
        .acc_no("6222020000000000018")
        .memo("五月工资/奖金")
        .pay_type("1")
        .acc_type("0")
        .mobile("13900000001")
        .bank_name("中国工商银行")
        .bank_prov("浙江省")
        .bank_city("杭州市")
        .build()
}

#[test]
fn the_sample_requests() {
    assert_eq!(String::from_utf8(plaintext(&pay()).expect("valid")).expect("text"), line(0));
    assert_eq!(line(0).len(), 358);
    assert_eq!(read_request::<Pay>(line(0).as_bytes()).expect("a request"), (pay(), vec![]));
    let query = Query::builder().mer_no("001440353999853").order_no("202405060000000007").req_time(time("20240506102000")).build();
    assert_eq!(plaintext(&query).expect("valid"), line(4).as_bytes());
    let balance = Balance::builder().mer_no("001440353999853").order_no("20240506120000001").req_time(time("20240506120000")).build();
    assert_eq!(plaintext(&balance).expect("valid"), line(6).as_bytes());
}

#[test]
fn the_sample_replies() {
    let sealed = Sealed::from_slice(line(1).as_bytes()).expect("an envelope");
    assert_eq!((sealed.ret_code.as_deref(), sealed.ciphertext()), (Some("0000"), None));
    let reply = read_reply::<Pay>(&sealed, Some(line(2).as_bytes())).expect("a reply");
    assert_eq!((reply.content.ret_code.as_deref(), reply.content.ret_msg.as_deref()), (Some("0000"), Some("交易成功")));
    assert_eq!((reply.content.pay_state.as_deref(), reply.content.bs_order_no.as_deref()), (Some("2"), Some("2024050600000931")));
    assert_eq!(reply.extra.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["ACCNAME", "ACCNO", "AMT"]);
    assert_eq!(foreign::<Pay>(line(0).as_bytes(), line(2).as_bytes()), Ok(None));
    assert_eq!(foreign::<Pay>(line(0).as_bytes(), br#"{"ORDERNO":202405060000000008}"#), Ok(Some("ORDERNO")));

    let queried = read_reply::<Query>(&sealed, Some(line(5).as_bytes())).expect("a reply").content;
    assert_eq!((queried.amt.as_deref(), queried.cur_type.as_deref(), queried.pay_state.as_deref()), (Some("150000"), Some("1"), Some("1")));

    let refused = Sealed::from_slice(line(3).as_bytes()).expect("an envelope");
    let reply = read_reply::<Pay>(&refused, None).expect("a refusal").content;
    assert_eq!((reply.ret_code.as_deref(), reply.ret_msg.as_deref(), reply.pay_state), (Some("1031"), Some("商户余额不足"), None));
}

#[test]
fn accounts_are_a_list_an_object_or_a_text_that_holds_one() {
    let sealed = Sealed::default();
    let accounts = |plaintext: &str| read_reply::<Balance>(&sealed, Some(plaintext.as_bytes())).expect("a reply").content.acc_info;
    let expected = accounts(line(7));
    assert_eq!((expected[0].pending_settlement.as_deref(), expected[0].available.as_deref()), (Some("520000"), Some("300000")));
    let list = &line(7)[line(7).find('[').expect("a list")..=line(7).rfind(']').expect("its end")];
    let quoted = serde_json::to_string(list).expect("a text");
    assert_eq!(accounts(&format!("{{\"ACCINFO\" : {quoted} , \"RSPTIME\":\"1\"}}")), expected);
    assert_eq!(accounts(&format!("{{\"ACCINFO\":{}}}", &list[1..list.len() - 1])), expected);
    assert_eq!(accounts("{\"ACCINFO\":\"\"}"), []);
    for broken in ["\"[{]\"", "\"[1,]\"", "\"x\"", "[1]"] {
        assert!(read_reply::<Balance>(&sealed, Some(format!("{{\"ACCINFO\":{broken}}}").as_bytes())).is_err(), "{broken}");
    }
}

#[test]
fn the_code_stands_outside_or_inside_and_never_differs() {
    let outside = |code: &str| {
        Sealed::from_slice(format!("{{\"RETCODE\":{code},\"REMSG\":\"m\",\"ENCRYPT\":null}}").as_bytes()).expect("an envelope")
    };
    let code = |sealed: &Sealed, inside: &str| read_reply::<Query>(sealed, Some(inside.as_bytes())).map(|reply| reply.content.ret_code);
    assert_eq!(code(&outside("\"0000\""), "{}"), Ok(Some("0000".into())));
    assert_eq!(code(&outside("1008"), "{\"RETCODE\":1008,\"RETMMSG\":\"x\"}"), Ok(Some("1008".into())));
    assert_eq!(code(&outside("\"\""), "{\"RETCODE\":\"0000\"}"), Ok(Some("0000".into())));
    assert_eq!(code(&outside("\"0000\""), "{\"RETCODE\":\"\",\"RETMSG\":\"\"}"), Ok(Some("0000".into())));
    let error = code(&outside("\"0000\""), "{\"RETCODE\":\"0001\"}").expect_err("a contradiction").to_string();
    assert_eq!(error, "not a message of the MMSP platform: RETCODE: the plaintext and its envelope differ");
    let spelt = read_reply::<Query>(&outside("1"), Some(b"{\"BUSIYPE\":\"001\",\"BANKBRACHNONAME\":\"b\"}")).expect("a reply").content;
    assert_eq!(
        (spelt.busi_type.as_deref(), spelt.bank_branch_name.as_deref(), spelt.ret_msg.as_deref()),
        (Some("001"), Some("b"), Some("m"))
    );
}

#[test]
fn the_envelope() {
    let sent = Sealed::request(&[0; 128], b"sign");
    assert!(sent.starts_with("{\"ENCRYPT\":\"AAAA") && sent.ends_with("\",\"SIGN\":\"c2lnbg==\"}"), "{sent}");
    let sealed = Sealed::from_slice(sent.as_bytes()).expect("an envelope");
    assert_eq!((sealed.ciphertext(), sealed.signature()), (Some(vec![0; 128]), Some(b"sign".to_vec())));
    let broken = Sealed::from_slice(b"{\"ENCRYPT\":\" c2ln\\r\\nbg== \",\"SIGN\":\"c2l-\"}").expect("an envelope");
    assert_eq!((broken.ciphertext(), broken.signature()), (Some(b"sign".to_vec()), None));
    assert_eq!(Sealed::reply("1006", "签名错误", None), r#"{"RETCODE":"1006","RETMSG":"签名错误"}"#);
    assert!(Sealed::reply("0000", "", Some(b"x")).ends_with(r#","ENCRYPT":"eA=="}"#));
    for none in ["", "[]", "{\"SIGN\":1,\"SIGN\":2}"] {
        assert!(Sealed::from_slice(none.as_bytes()).is_err());
    }
    let printed = format!("{sealed:?}");
    assert!(!printed.contains("AAAA") && printed.contains("172"), "{printed}");
}

#[test]
fn what_a_platform_answers() {
    let reply = read_reply::<Balance>(&Sealed::default(), Some(line(7).as_bytes())).expect("a reply").content;
    let written = reply_plaintext::<Balance>(&reply).expect("writable");
    assert_eq!(read_reply::<Balance>(&Sealed::default(), Some(&written)).expect("a reply").content, reply);
    // A placing reply and a payout are judged by different fields.
    assert_eq!(mmsp_json::op::quickpay::PayReply::default().status(), None);
}
