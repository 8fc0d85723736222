//! Messages that nobody has named: what they are, what they hold, and what a log shows of them.

use kq_form::{Document, Malformed, Wire, fields, json, masked, soap};
use paywire::{charset::Charset, flat::Node, form};

use crate::{
    samples::{NOTICE, PAY_BODY, QUERY_REPLY, REFUND_TAKEN, REMIT_ACCEPTED, pay, query, refund, refund_query, remit},
    soap::{CALL, answer},
};

fn document(bytes: &[u8]) -> Document {
    Document::from_slice(bytes).expect("a message")
}

#[test]
fn what_a_message_is() {
    let form = |fields: kq_form::Fields| form::encode(fields.encode(Charset::Utf8).expect("encodable").iter()).into_bytes();
    let refund_queried = br#"{"version":"v2.0","results":[{"rOrderId":"1","status":"1"}]}"#;
    for (bytes, wire, id) in [
        (PAY_BODY.as_bytes().to_vec(), Wire::Form, Some("pay")),
        (form(fields(&remit()).expect("valid")), Wire::Form, Some("remit")),
        (form(fields(&query()).expect("valid")), Wire::Form, Some("query")),
        (form(fields(&refund()).expect("valid")), Wire::Form, Some("refund")),
        (form(fields(&refund_query()).expect("valid")), Wire::Form, Some("refund_query")),
        (NOTICE.into(), Wire::Form, Some("notice")),
        (b"a=1".to_vec(), Wire::Form, None),
        (REMIT_ACCEPTED.into(), Wire::Xml, Some("remit")),
        (REFUND_TAKEN.into(), Wire::Xml, Some("refund")),
        (b"<res><timestamp>20240105093000</timestamp></res>".to_vec(), Wire::Xml, Some("timestamp")),
        (b"<result>10</result>".to_vec(), Wire::Xml, None),
        (b"<result>1</result><redirecturl>https://shop.example/?a=1&b=2</redirecturl>\n".to_vec(), Wire::Xml, Some("notice")),
        (format!("\u{feff}?{NOTICE}\n").into(), Wire::Form, Some("notice")),
        (format!("https://shop.example/n?{NOTICE}#top").into(), Wire::Form, Some("notice")),
        (br#"{"orders":{"GatewayOrderDetail":[{"payResult":"10"}]}}"#.to_vec(), Wire::Json, Some("query")),
        (CALL.into(), Wire::Soap, Some("query")),
        (answer(soap::Beans::MultiRef, 1), Wire::Soap, Some("query")),
        (soap::request(soap::REFUND_QUERY, &fields(&refund_query()).expect("valid")), Wire::Soap, Some("refund_query")),
        (soap::fault("Server", "busy"), Wire::Soap, None),
        (QUERY_REPLY.into(), Wire::Json, Some("query")),
        (refund_queried.to_vec(), Wire::Json, Some("refund_query")),
        (json::to_vec(&fields(&query()).expect("valid")), Wire::Json, Some("query")),
        (b"{}".to_vec(), Wire::Json, None),
    ] {
        let document = document(&bytes);
        let shown = String::from_utf8_lossy(&bytes);
        assert_eq!(document.wire(), wire, "{shown}");
        assert_eq!(document.operation(), id.map(|id| format!("kuaiqian.gateway.{id}")).as_deref(), "{shown}");
    }
}

#[test]
fn forms_in_either_charset() {
    let text = |bytes: &[u8]| document(bytes).nodes().last().and_then(|node| node.text().map(str::to_owned));
    assert_eq!(text(b"orderId=1&ext1=%E7%BA%A2+%2B").as_deref(), Some("红 +"));
    assert_eq!(text(b"orderId=1&ext1=%BA%EC").as_deref(), Some("红"));
    // The bytes of 茶 in UTF-8 are text in GBK too: inputCharset decides.
    assert_eq!(text(b"inputCharset=2&ext1=%E8%8C%B6%41").as_deref(), Charset::Gbk.decode(b"\xe8\x8c\xb6A").ok().as_deref());
    assert_eq!(text(b"bgUrl=https://a.example/?b=1").as_deref(), Some("https://a.example/?b=1"), "no address around it");
    let error = Document::from_slice(b"ext1=%FF%FF").map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(error, Err("ext1: the bytes are not Utf8 text".into()));
    assert_eq!(text(b"\n a=1&b=2\n").as_deref(), Some("2"));
}

#[test]
fn what_is_no_message() {
    for (bytes, problem) in [
        (&b""[..], "nothing was given"),
        (b" \n", "nothing was given"),
        (b"<html><body>busy</body></html>", "an HTML page is no message"),
        (b"<!DOCTYPE html><html/>", "before byte 15: a DOCTYPE is not accepted"),
        (b"hello", "neither a form nor XML nor JSON"),
        (b"a=1&b=2&a=1", "a stands twice"),
        (b"a=1&%61=2", "a stands twice"),
        (b"6299990000000012348=1&6299990000000012348=2", "*** stands twice"),
        (b"<a>", "before byte 3: the document ends inside an element"),
        (b"{\"a\":1,\"a\":1}", "line 1 column 8: a: stands twice"),
    ] {
        assert_eq!(Document::from_slice(bytes).map(|_| ()), Err(Malformed(paywire::flat::FlatError::Wire(problem.into()))));
    }
}

#[test]
fn a_log_shows_listed_fields_only() {
    assert_eq!(
        masked(NOTICE.as_bytes()),
        "shop=***&lang=***&merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB&orderId=T20240105-0001\
         &orderTime=20240105093000&orderAmount=1250&bindCard&bindMobile&dealId=900000001&bankDealId=***&dealTime=20240105093142\
         &payAmount=1250&fee=0&ext1=***&ext2&payResult=10&errCode&signMsg=***"
    );
    assert_eq!(
        masked(REFUND_TAKEN.as_bytes()),
        "MERCHANT=10000000001&ORDERID=T20240105-0001&TXORDER=R20240106-0001&AMOUNT=12.50&RESULT=Y&CODE="
    );
    assert_eq!(
        masked(br#"{"signType":2,"signMsg":"x","orderDetail":[{"orderId":"1","signInfo":"y"},{"dealOtherName":"z"}]}"#),
        "signType=2&signMsg=***&orderDetail{orderDetail{orderId=1&signInfo=***}&orderDetail{dealOtherName=***}}"
    );
    assert_eq!(masked(&soap::fault("Server", "order of 13900000000")), "faultcode=soapenv:Server&faultstring=***");
}

#[test]
fn a_log_shows_addresses() {
    assert_eq!(
        masked(b"https://sandbox.99bill.com:443/webapp/receiveDrawbackAction.do?orderid=1&payeeidsrc=a@b.example&mac=0D80"),
        "https://sandbox.99bill.com:443/webapp/receiveDrawbackAction.do?orderid=1&payeeidsrc=***&mac=***"
    );
    assert_eq!(masked(b"application/json"), "application/json");
}

#[test]
fn what_is_no_message_is_not_shown() {
    assert_eq!(masked(b"<a>13900000000"), "(14 bytes that are no message of this gateway)");
    assert_eq!(masked(b"{\"payerName\":\"x\""), "(16 bytes that are no message of this gateway)");
    assert_eq!(masked("张三".as_bytes()), "(6 bytes that are no message of this gateway)");
    assert_eq!(masked(b"ZHANG SAN, 13900000000"), "(22 bytes that are no message of this gateway)");
    // In an open field too, what does not look like its value.
    for hidden in ["status=ZHANG+SAN", "bankId=张三", "status=6299990000000012348", "fee=1.6299990000000012348", "errCode=x@y.cn"] {
        let name = hidden.split_once('=').expect("a pair").0;
        assert_eq!(masked(hidden.as_bytes()), format!("{name}=***"), "{hidden}");
    }
    let long = format!("errCode={}", "x".repeat(33));
    assert_eq!(masked(long.as_bytes()), "errCode=***");
    for shown in ["orderTime=20240105093000", "orderId=123456789012345", "amount=12.50", "status=1", "faultcode=soapenv:Server"] {
        assert_eq!(masked(shown.as_bytes()), shown);
    }
    assert_eq!(masked(b"payerName=a&payerName=b&13900000000=c"), "payerName=***&payerName=***&***=***");
    assert_eq!(masked("bgUrl=x?payerName=张三".as_bytes()), "bgUrl=***");
    assert_eq!(masked(&[b'a'; 70_000]), "(70000 bytes that are no message of this gateway)");
}

#[test]
fn nothing_of_a_person_is_shown() {
    let mut order = pay();
    order.payer_id_type = Some("3".into());
    order.payer_id = Some("secret-id".into());
    order.payer_ip = Some("203.0.113.9".into());
    order.ext2 = Some("secret-2".into());
    let fields = fields(&order).expect("valid");
    let body = form::encode(fields.encode(Charset::Utf8).expect("encodable").iter());
    for log in [masked(body.as_bytes()), masked(&json::to_vec(&fields)), masked(&kq_form::reply::to_xml("res", &fields))] {
        for secret in ["测试买家", "buyer", "secret", "203.0", "cart=77", "%E6", "红茶"] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
    }
}

#[test]
fn debug_shows_no_text() {
    let shown = format!("{:?} {:?}", document(PAY_BODY.as_bytes()), Node::leaf("a", "secret"));
    assert!(!shown.contains("buyer") && !shown.contains("secret"), "{shown}");
}
