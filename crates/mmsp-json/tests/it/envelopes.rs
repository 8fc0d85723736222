//! Envelopes of both directions: every sample, and every shape that the platform is known to use.

use mmsp_json::{
    Body, Envelope, Header, Malformed, Operation, Reply, Signed, foreign,
    op::{gateway, quickpay, scan},
    parse, reply_from_base, request_from_base,
};
use paycore::Fen;

use crate::{
    examples::KEY,
    signing::{base_of, md5},
};

pub(crate) fn sample(command: u32) -> &'static str {
    let begin = format!("{{\"CommandID\":{command},");
    include_str!("../samples/envelopes.txt").lines().find(|line| line.starts_with(&begin)).expect("a sample")
}

/// The request is read, and written again byte for byte.
#[track_caller]
fn survives<O: Signed + PartialEq>(request: &O) {
    let sample = sample(O::COMMAND);
    let document = parse(sample.as_bytes()).expect("JSON");
    let envelope = Envelope::read(&document).expect("an envelope");
    let read = request_from_base::<O>(envelope.base().expect("a Body").as_bytes()).expect("a request");
    assert_eq!((&read.content, read.extra.len()), (request, 0));
    let body = Body::request(request).expect("valid");
    let header = Header::request::<O>("001440353999853", "84970001");
    assert_eq!(body.envelope(&header, &md5(&body.base(), KEY)), sample);
}

pub(crate) fn pay() -> quickpay::Pay {
    quickpay::Pay::builder()
        .mer_order_id("QP20240506000017")
        .card_no("6222020000000000018")
        .amt(Fen::new(2580))
        .card_type("1")
        .name("王小明")
        .id_no("110101199003070011")
        .phone_no("13900000001")
        .rand_str("k3J9xQ2mZ7")
        .notify_url("https://shop.example/mmsp/quickpay")
        .build()
}

pub(crate) fn prepay() -> scan::WechatPrepay {
    scan::WechatPrepay::builder()
        .trade_type("1")
        .amt(Fen::new(1990))
        .mer_order_id("WX2024050600042")
        .rand_str("t2Gf7uJ9aK")
        .goods_name("冰美式/大杯")
        .notify_url("https://shop.example/mmsp/scan")
        .time_end(paycore::BeijingTime::parse_dashed("2024-05-06 10:16:00").expect("a time"))
        .build()
}

#[test]
fn every_sample_request() {
    survives(&pay());
    survives(&quickpay::Confirm::builder().list_id("100000900017").msg_code("482913").rand_str("p8Wc1vT5nB").build());
    survives(&quickpay::Query::builder().mer_order_id("QP20240506000017").build());
    survives(
        &quickpay::UnionpayOrder::builder()
            .mer_order_id("UP20240506000004")
            .amt(Fen::new(100))
            .jump_url("https://shop.example/done")
            .notify_url("https://shop.example/mmsp/quickpay")
            .rand_str("h6Ls0dR4yE")
            .build(),
    );
    survives(&prepay());
    survives(
        &scan::WechatMicropay::builder()
            .amt(Fen::new(500))
            .goods_name("矿泉水")
            .notify_url("https://shop.example/mmsp/scan")
            .mer_order_id("RV2024050600043")
            .rand_str("c4Yb8oN1sX")
            .code("130000000000000043")
            .build(),
    );
    survives(&scan::Query::builder().mer_order_id("RV2024050600043").rand_str("w9Zq3eM6lD").build());
    survives(
        &scan::Refund::builder()
            .mer_order_id("RV2024050600043")
            .rand_str("b7Hk5iV2rC")
            .refund_mer_order_id("RF2024050600001")
            .amt(Fen::new(200))
            .build(),
    );
    survives(&gateway::Query::builder().mer_order_id("GW20240506000009").build());
}

#[test]
fn the_gateway_form_of_the_specification() {
    let order = gateway::Pay::builder()
        .mer_order_id("GW20240506000009")
        .amt(Fen::new(8800))
        .notify_url("https://shop.example/mmsp/gateway?shop=7&lang=zh")
        .jump_url("https://shop.example/order/9/done")
        .pay_channel("YLBILL-NET-B2C")
        .goods_name("龙井茶/250g")
        .remark("")
        .build();
    let body = Body::request(&order).expect("valid");
    assert_eq!(md5(&body.base(), KEY), "8A171FA788F68D7DD8B3A21767C7F3DE");
    let sent = body.envelope(&Header::request::<gateway::Pay>("001440353999853", "84970001"), "8A171FA788F68D7DD8B3A21767C7F3DE");
    assert!(
        sent.starts_with(r#"{"CommandID":2322,"SeqID":1,"NodeType":3,"NodeID":"openapi","Version":"1.0.0","AGENTNO":"","MERNO":"#),
        "{sent}"
    );
    assert!(sent.contains(r#""REMARK":""},"Sign":"8A171FA788F68D7DD8B3A21767C7F3DE"}"#), "{sent}");
}

#[track_caller]
fn reply<O: Signed>(sample: &str) -> Reply<O> {
    let document = parse(sample.as_bytes()).expect("JSON");
    let envelope = Envelope::read(&document).expect("an envelope");
    assert_eq!(envelope.refusal(), None);
    reply_from_base(envelope.base().expect("a Body").as_bytes()).expect("a reply")
}

#[test]
fn sample_replies() {
    let placed = reply::<quickpay::Pay>(sample(33539)).content;
    assert_eq!((placed.status.as_deref(), placed.list_id.as_deref(), placed.pay_date), (Some("0"), Some("100000900017"), None));
    let paid = reply::<quickpay::Query>(sample(33541)).content;
    assert_eq!((paid.status.as_deref(), paid.amt.as_deref(), paid.card_no.is_some()), (Some("1"), Some("2580"), true));
    let paying = reply::<scan::WechatMicropay>(sample(35075)).content;
    assert_eq!((paying.status.as_deref(), paying.err_code.as_deref()), (Some("3"), Some("AA")));
    let queried = reply::<gateway::Query>(sample(35091));
    assert_eq!((queried.content.goods_name.as_deref(), queried.extra.len()), (Some("龙井茶/250g"), 0));
}

/// A reply around this Body.
fn around(body: &str) -> String {
    format!(r#"{{"CommandID":"1","RetCode":"1","Body":{body},"Sign":"x"}}"#)
}

#[test]
fn numbers_and_texts_are_one_and_names_have_several_spellings() {
    let query = |body: &str| reply::<gateway::Query>(&around(body)).content;
    assert_eq!(query(r#"{"STATUS":1,"AMT":8800,"LIST ID":7}"#), query(r#"{"STATUS":"1","AMT":"8800","LIST_ID":"7"}"#));
    assert_eq!(query(r#"{"ERR_CODE":"D4","ERR_CODE_MSG":"x"}"#), query(r#"{"ERRCODE":"D4","ERRMSG":"x"}"#));
    let scanned = |body: &str| reply::<scan::Query>(&around(body)).content;
    assert_eq!(scanned(r#"{"ERRCODE":"AA","TRDETIME":"x"}"#), scanned(r#"{"ERR_CODE":"AA","TRADETIME":"x"}"#));
    // More, longer, stranger than any table: kept.
    let strange =
        reply::<scan::Query>(&around(&format!(r#"{{"STATUS":"77","ORDERNO":"{}","MER_ID":"7","x":{{"y":[1]}}}}"#, "9".repeat(99))));
    assert_eq!(strange.content.status.as_deref(), Some("77"));
    assert_eq!(strange.extra.iter().map(paywire::flat::Node::path).collect::<Vec<_>>(), ["MER_ID", "x.y.y"]);
}

#[test]
fn rows_are_a_list_an_object_or_nothing() {
    let rows =
        |rows: &str| reply::<quickpay::BatchQuery>(&around(&format!(r#"{{"STATUS":"1","BIZ_CONTENT":{rows}}}"#))).content.biz_content;
    let row = r#"{"STATUS":"1","AMT":199,"new":1}"#;
    assert_eq!(rows(&format!("[{row},{row}]")).len(), 2);
    assert_eq!(rows(row).len(), 1);
    for none in ["[]", "\"\"", "null"] {
        assert_eq!(rows(none), []);
    }
    let text = parse(b"{\"BIZ_CONTENT\":\"secret\"}").map(|_| reply_from_base::<quickpay::BatchQuery>(b"{\"BIZ_CONTENT\":\"secret\"}"));
    let error = text.expect("JSON").expect_err("no rows").to_string();
    assert_eq!(error, "not a message of the MMSP platform: BIZ_CONTENT: child elements are expected");
}

#[test]
fn refusals_have_every_kind_of_body() {
    for body in ["\"\"", "[]", "{}", "null"] {
        let text = format!(r#"{{"CommandID":32768,"RetCode":0,"ErrMsg":"[-2002] 没有该订单","Body":{body},"Sign":""}}"#);
        let document = parse(text.as_bytes()).expect("JSON");
        let refusal = Envelope::read(&document).expect("an envelope").refusal().expect("a refusal");
        assert_eq!((refusal.ret_code.as_str(), refusal.message.as_str(), refusal.is_no_such_order()), ("0", "没有该订单", true));
    }
    for (header, is_refused) in [
        (r#""RetCode":1"#, false),
        (r#""RetCode":"1""#, false),
        (r#""RetCode":1,"CommandID":"32768""#, true),
        (r#""RetCode":null"#, true),
        (r#""RetCode":true"#, true),
        (r#""RetCode":2"#, true),
        (r#""RetCode":39999"#, true),
        (r#""RetCode":"1 1""#, true),
        (r#""RetCode":1.0"#, true),
        (r#""x":1"#, true),
    ] {
        let text = format!(r#"{{{header},"Body":{{}},"ErrorMsg":"","ErrMsg":"why"}}"#);
        let document = parse(text.as_bytes()).expect("JSON");
        let envelope = Envelope::read(&document).expect("an envelope");
        assert_eq!(envelope.refusal().is_some(), is_refused, "{header}");
        assert_eq!(envelope.head.error_msg().as_deref(), Some("why"));
    }
    let header =
        Header { result: Some((0, "消息结构体错误".into())), command_id: 32768, ..Header::request::<scan::Query>("1", "2") };
    let written = Body::refusal(&header);
    let document = parse(written.as_bytes()).expect("JSON");
    let envelope = Envelope::read(&document).expect("an envelope");
    assert_eq!(envelope.refusal().expect("a refusal").message, "消息结构体错误");
    assert!(envelope.sign().is_empty() && written.ends_with(r#","Body":"","Sign":""}"#));
}

#[test]
fn what_is_no_envelope() {
    let malformed =
        |text: &str| -> Malformed { parse(text.as_bytes()).and_then(|document| Envelope::read(&document).map(drop)).expect_err(text) };
    for text in ["", "[]", "\"\"", "{", "{}{}", "{\"Body\":{\"AMT\":1,\"AMT\":2}}", "{\"a\":1,}", "{\"Body\":\"\u{1}\"}", "web_api={}"] {
        assert!(malformed(text).to_string().starts_with("not a message of the MMSP platform: "));
    }
    assert!(parse(b"\xef\xbb\xbf {} \n").is_ok() && parse(b"\xef\xbb\xbf\xef\xbb\xbf{}").is_err());
    for body in ["", ",\"Body\":\"\"", ",\"Body\":[]", ",\"Body\":null"] {
        let text = format!(r#"{{"RetCode":1{body}}}"#);
        let document = parse(text.as_bytes()).expect("JSON");
        let error = Envelope::read(&document).expect("an envelope").base().expect_err("no Body").to_string();
        assert_eq!(error, "not a message of the MMSP platform: Body: an object is expected");
    }
}

#[test]
fn a_reply_to_another_request() {
    let sent = Body::request(&pay()).expect("valid");
    let differs = |body: &str| foreign::<quickpay::Pay>(sent.as_str().as_bytes(), base_of(body).as_bytes()).expect("JSON");
    assert_eq!(differs(r#"{"MERORDERID":"QP20240506000017","AMT":2580}"#), None);
    assert_eq!(differs(r#"{"STATUS":"0","MERORDERID":""}"#), None);
    assert_eq!(differs(r#"{"MERORDERID":"QP20240506000018"}"#), Some("MERORDERID"));
    assert_eq!(differs(r#"{"AMT":"258"}"#), Some("AMT"));
}

#[test]
fn what_a_platform_answers() {
    let document = parse(sample(771).as_bytes()).expect("JSON");
    let request = Envelope::read(&document).expect("an envelope");
    let answer = quickpay::PayReply {
        status: Some("0".into()),
        list_id: Some("100000900017".into()),
        mer_order_id: Some("QP20240506000017".into()),
        pay_date: Some(String::new()),
        notify_date: Some("20240506101112".into()),
        amt: Some("2580".into()),
        bank_name: Some("工商银行".into()),
        card_no: Some("6222020000000000018".into()),
        ..quickpay::PayReply::default()
    };
    let body = Body::answer(&answer, &[]).expect("writable");
    let header = Header::answer(&request.head, quickpay::Pay::COMMAND + 0x8000, 1, "");
    assert_eq!(body.envelope(&header, &md5(&body.base(), KEY)), sample(33539));
    let page = quickpay::BatchQueryReply { biz_content: vec![Default::default()], page: Some("1".into()), ..Default::default() };
    assert_eq!(Body::answer(&page, &["PAGE"]).expect("writable").as_str(), r#"{"BIZ_CONTENT":[{}],"PAGE":1}"#);
    assert_eq!(<quickpay::BatchQuery as Operation>::ID, "mmsp.quickpay.batch_query");
}
