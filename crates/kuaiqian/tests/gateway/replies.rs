//! Replies of the timestamp, the offline order and the order query: what is believed, and what is not.

use bytes::Bytes;
use kuaiqian::gateway::{Account, Gateway, Orders};
use paycore::{Answer, Error, Fen, Order};
use paysign::Hash;
use paytransport::{Kind, SendError};

use crate::support::{KEY, QUERY_KEY, Reply, by_md5, by_rsa, elements, http, md5, members, private, replayed, verdict};

const HEAD: &str = "version=v2.0&signType=1&merchantAcctId=1000000000101&currentPage=1&pageCount=1&pageSize=10&recordCount=1";
const ITEM: &str = "orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000&dealTime=20240105093142&payResult=10\
                    &payType=10&payAmount=1250&fee=0&dealId=900000001";

fn signed(pairs: &str, name: &str) -> String {
    elements(&format!("{pairs}&{name}={}", md5(&format!("{pairs}&key={QUERY_KEY}"))))
}

/// An answer by SOAP, of elements.
pub(crate) fn soap(head: &str, items: &[String]) -> Bytes {
    let items: String = items.iter().map(|item| format!("<GatewayOrderDetail>{item}</GatewayOrderDetail>")).collect();
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><ns1:gatewayOrderQueryResponse \
         xmlns:ns1=\"http://api.seashell.bill99.com\"><gatewayOrderQueryReturn>{head}<orders>{items}</orders>\
         </gatewayOrderQueryReturn></ns1:gatewayOrderQueryResponse></soapenv:Body></soapenv:Envelope>"
    )
    .into()
}

/// The signed answer of these lines.
pub(crate) fn answered(head: &str, items: &[&str]) -> Reply {
    let items: Vec<_> = items.iter().map(|item| signed(item, "signInfo")).collect();
    http(200, soap(&signed(head, "signMsg"), &items))
}

async fn asked(account: Account, reply: Reply) -> Result<Answer<Orders>, Error> {
    let (gateway, _) = replayed(account, [reply]);
    gateway.send(&gateway.query().order_id("T20240105-0001").build()).await
}

#[tokio::test]
async fn the_worked_example_is_believed() {
    assert_eq!(md5(&format!("{HEAD}&key={QUERY_KEY}")), "3E0709A8A1FAE7233B0673E16C124E5F");
    assert_eq!(md5(&format!("{ITEM}&key={QUERY_KEY}")), "C29DD29E06483E5427E592D03500FEF7");
    let answer = asked(by_md5(), answered(HEAD, &[ITEM])).await.expect("believable");
    assert_eq!(verdict(&Ok(answer.clone())), "succeeded -");
    assert_eq!(answer.reply.orders[0].deal_id.as_deref(), Some("900000001"));
    assert_eq!(answer.reply.head.record_count.as_deref(), Some("1"));
    assert!(!answer.raw.expose().is_empty());
}

#[tokio::test]
async fn order_query_outcomes() {
    let code = |code: &str| HEAD.replace("&currentPage", &format!("&errCode={code}&currentPage"));
    let item = |from: &str, to: &str| ITEM.replace(from, to);
    for (reply, expected) in [
        (answered(HEAD, &[&item("payResult=10", "payResult=11")]), "failed -"),
        (answered(HEAD, &[&item("payResult=10", "payResult=11"), ITEM]), "succeeded -"),
        (answered(HEAD, &[&item("payResult=10", "payResult=99")]), "unknown -, query"),
        (answered(HEAD, &[]), "unknown -, query"),
        (answered(&code("31005"), &[]), "pending 31005, query"),
        (answered(&code("31003"), &[]), "unknown 31003, query"),
        (answered(&code("31001"), &[]), "unknown 31001, query"),
        (answered(&code("31002"), &[]), "unknown 31002, query"),
        (answered(&code("30001"), &[]), "unknown 30001, query"),
        (answered(&code("20002"), &[]), "unknown 20002, query"),
        // Believable, and an answer to somebody else.
        (answered(&HEAD.replace("1000000000101", "1000000000201"), &[ITEM]), "untrusted: unchanged"),
        (answered(HEAD, &[&item("-0001", "-0002")]), "untrusted: unchanged"),
        (answered(&HEAD.replace("signType=1", "signType=2"), &[ITEM]), "untrusted: unchanged"),
        // Not believable.
        (http(200, soap(&elements(HEAD), &[signed(ITEM, "signInfo")])), "untrusted: unchanged"),
        (http(200, soap(&signed(HEAD, "signMsg").replace("<pageCount>1<", "<pageCount>2<"), &[])), "untrusted: unchanged"),
        (http(200, soap(&(signed(HEAD, "signMsg") + "<version>v2.0</version>"), &[])), "untrusted: unchanged"),
        (http(200, "not XML"), "untrusted: unchanged"),
        (http(200, kq_form::soap::fault("Server", "down")), "untrusted: unchanged"),
        (http(500, kq_form::soap::fault("Server", "down")), "untrusted: unchanged"),
        (http(500, "down"), "status: unchanged"),
        // "Paid", and something else as the amount.
        (answered(HEAD, &[&item("payAmount=1250", "payAmount=1249")]), "unknown -, query"),
        (answered(HEAD, &[&item("&payAmount=1250", "")]), "unknown -, query"),
        (answered(HEAD, &[&item("orderAmount=1250&", "")]), "unknown -, query"),
        (answered(HEAD, &[ITEM, &item("payAmount=1250", "payAmount=1249")]), "unknown -, query"),
        // The head speaks of two.
        (answered(&HEAD.replace("recordCount=1", "recordCount=2"), &[&item("payResult=10", "payResult=11")]), "unknown -, query"),
        (answered(&HEAD.replace("recordCount=1", "recordCount=2"), &[ITEM]), "succeeded -"),
        (Err(SendError::maybe_sent(Kind::Timeout, "slow")), "timeout: unchanged"),
        (Err(SendError::maybe_sent(Kind::Closed, "cut")), "reset: unchanged"),
        (Err(SendError::not_sent(Kind::Connect, "nobody there")), "not_sent: not placed"),
    ] {
        let described = format!("{reply:?}");
        assert_eq!(verdict(&asked(by_md5(), reply).await), expected, "{described}");
    }
}

#[tokio::test]
async fn an_unverified_error_is_named_all_the_same() {
    let head = elements(&HEAD.replace("&currentPage", "&errCode=20002&currentPage"));
    let error = asked(by_md5(), http(200, soap(&head, &[]))).await.expect_err("no signature").to_string();
    assert!(error.contains("no signMsg") && error.contains("20002"), "{error}");
}

#[tokio::test]
async fn an_item_without_a_good_signature_is_ignored_and_reported() {
    let other = ITEM.replace("-0001", "-0002");
    let forged = signed(&other, "signInfo").replace("<payResult>10<", "<payResult>11<");
    let bare = elements(&ITEM.replace("-0001", "-0003"));
    let reply = soap(&signed(HEAD, "signMsg"), &[forged, signed(ITEM, "signInfo"), bare.clone()]);
    let answer = asked(by_md5(), http(200, reply)).await.expect("believable");
    assert_eq!(verdict(&Ok(answer.clone())), "succeeded -");
    assert_eq!((answer.reply.orders.len(), answer.reply.untrusted), (1, 2));
    assert!(answer.message.expect("a warning").starts_with("untrusted: 2 of 3"));

    // The failed one verifies; the ignored one may be the success.
    let failed = signed(&ITEM.replace("payResult=10", "payResult=11"), "signInfo");
    let answer = asked(by_md5(), http(200, soap(&signed(HEAD, "signMsg"), &[failed, elements(ITEM)]))).await.expect("believable");
    assert_eq!(verdict(&Ok(answer.clone())), "unknown -, query");
    assert!(answer.message.expect("a warning").starts_with("untrusted: 1 of 2"));

    let nothing_left = asked(by_md5(), http(200, soap(&signed(HEAD, "signMsg"), &[bare]))).await;
    assert_eq!(verdict(&nothing_left), "unknown -, query");
}

#[tokio::test]
async fn a_conflict_is_for_a_person() {
    let answer = asked(by_md5(), answered(HEAD, &[&ITEM.replace("payAmount=1250", "payAmount=1249")])).await.expect("believable");
    assert!(answer.message.expect("a message").starts_with("conflict: "));
    assert!(answer.advice.expect("advice").en.contains("a person"));
}

#[tokio::test]
async fn a_fault_is_named_whatever_the_status() {
    for status in [200, 500] {
        let error = asked(by_md5(), http(status, kq_form::soap::fault("Server", "down"))).await.expect_err("a fault").to_string();
        assert!(error.contains("soapenv:Server"), "{status}: {error}");
    }
}

#[tokio::test]
async fn a_list_without_an_array_is_read() {
    let item = signed(ITEM, "signInfo");
    for orders in [format!("<orders>{item}</orders>"), format!("<orders>{item}</orders><orders>{item}</orders>")] {
        let Ok(reply) = answered(HEAD, &[]) else { panic!("a reply") };
        let body = String::from_utf8(reply.body().to_vec()).expect("UTF-8").replace("<orders></orders>", &orders);
        assert_eq!(verdict(&asked(by_md5(), http(200, body)).await), "succeeded -", "{orders}");
    }
    let Ok(reply) = answered(HEAD, &[]) else { panic!("a reply") };
    let body = String::from_utf8(reply.body().to_vec()).expect("UTF-8").replace("<orders></orders>", "<orders>none</orders>");
    assert_eq!(verdict(&asked(by_md5(), http(200, body)).await), "untrusted: unchanged");
}

#[tokio::test]
async fn paid_twice_is_for_a_person() {
    let answer = asked(by_md5(), answered(HEAD, &[ITEM, &ITEM.replace("dealId=9", "dealId=8")])).await.expect("believable");
    assert!(answer.advice.expect("advice").en.contains("two deals"));
}

#[tokio::test]
async fn lists() {
    let list = async |reply: Reply| {
        let (gateway, _) = replayed(by_md5(), [reply]);
        let query = gateway.query().query_type("1").start_time(gateway.now()).end_time(gateway.now()).build();
        verdict(&gateway.send(&query).await)
    };
    let code = |code: &str| HEAD.replace("&currentPage", &format!("&errCode={code}&currentPage"));
    let two = HEAD.replace("recordCount=1", "recordCount=2");
    let other = ITEM.replace("-0001", "-0002");
    assert_eq!(list(answered(&two, &[ITEM, &other])).await, "done -");
    // Half a list is none.
    assert_eq!(list(answered(&two, &[ITEM])).await, "untrusted: unchanged");
    assert_eq!(list(answered(&two, &[])).await, "untrusted: unchanged");
    assert_eq!(
        list(http(200, soap(&signed(&two, "signMsg"), &[signed(ITEM, "signInfo"), elements(&other)]))).await,
        "untrusted: unchanged"
    );
    // Of eleven records the second page of ten has one.
    let second = HEAD.replace("currentPage=1&pageCount=1", "currentPage=2&pageCount=2").replace("recordCount=1", "recordCount=11");
    assert_eq!(list(answered(&second, &[ITEM])).await, "done -");
    assert_eq!(list(answered(&second, &[])).await, "untrusted: unchanged");
    assert_eq!(list(answered("version=v2.0&signType=1&merchantAcctId=1000000000101", &[])).await, "done -", "a head that does not say");
    for empty in ["31001", "31002", "31006"] {
        assert_eq!(list(answered(&code(empty), &[])).await, format!("done {empty}"));
    }
    assert_eq!(list(answered(&code("11002"), &[])).await, "refused: unchanged");
}

/// A JSON answer, signed by 99bill's key.
fn json(head: &str, item: &str, key: &str) -> Reply {
    let sign = |pairs: &str| {
        let signature = private("notice-2048.key.pem").sign(Hash::Sha256, format!("{pairs}&key={key}").as_bytes()).expect("a signature");
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, signature)
    };
    let number = |members: String| members.replace("\"fee\":\"0\"", "\"fee\":0").replace("\"errCode\":\"\"", "\"errCode\":null");
    let head = format!("{},\"errCode\":null,\"signMsg\":\"{}\"", members(head), sign(head));
    let item = format!("{},\"signInfo\":\"{}\"", number(members(item)), sign(item));
    http(200, format!("{{{head},\"orderDetail\":[{{{item}}}]}}"))
}

#[tokio::test]
async fn json_with_rsa() {
    let head = HEAD.replace("signType=1", "signType=2");
    assert_eq!(verdict(&asked(by_rsa(Hash::Sha256), json(&head, ITEM, QUERY_KEY)).await), "succeeded -");
    assert_eq!(verdict(&asked(by_rsa(Hash::Sha256), json(HEAD, ITEM, QUERY_KEY)).await), "untrusted: unchanged", "signType");
    assert_eq!(verdict(&asked(by_rsa(Hash::Sha256), json(&head, ITEM, KEY)).await), "untrusted: unchanged", "the gateway key");
    assert_eq!(verdict(&asked(by_rsa(Hash::Sha256), http(200, "{\"errCode\":1,\"errCode\":2}")).await), "untrusted: unchanged");
}

#[tokio::test]
async fn timestamps() {
    let ask = async |body: &'static str| {
        let (gateway, _) = replayed(by_md5(), [http(200, body)]);
        gateway.send(&gateway.timestamp()).await
    };
    for body in ["<res><timestamp>20240105093000</timestamp></res>", "<a><b><timestamp> 20240105093000 </timestamp></b></a>"] {
        assert_eq!(ask(body).await.expect("a time").reply.timestamp.as_deref(), Some("20240105093000"), "{body}");
    }
    for body in [
        "<res><timestamp>20240105</timestamp></res>",
        "<res><timestamp>20241305093000</timestamp></res>",
        "<res><timestamp>20240105093000</timestamp><timestamp>20240105093000</timestamp></res>",
        "<res/>",
        "<html>busy",
    ] {
        assert_eq!(verdict(&ask(body).await), "untrusted: unchanged", "{body}");
    }
}

const ACCEPTED: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&orderId=T20240105-0002&orderTime=20240105100000\
                        &orderAmount=5000&dealId=900000002&remitType=1&remitCode=M1234M567890123&requestResult=10";
const REFUSED: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&orderId=T20240105-0002&orderTime=20240105100000\
                       &remitType=1&requestResult=11&errCode=20008";

fn remit_reply(pairs: &str) -> Reply {
    let signature = md5(&format!("{pairs}&key={KEY}"));
    http(200, format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<res>\n{}<signMsg>{signature}</signMsg>\n</res>", elements(pairs)))
}

async fn placed(reply: Reply) -> String {
    let (gateway, wire) = replayed(by_md5(), [reply]);
    let verdict = verdict(&gateway.send(&remit(&gateway)).await);
    assert_eq!(wire.requests().len(), 1, "sent once");
    verdict
}

fn remit(gateway: &Gateway) -> kq_form::Remit {
    let order = gateway.remit().order_id("T20240105-0002").order_amount(Fen::new(5000)).remit_type("1").remit_code("M1234M567890123");
    kq_form::Remit { order_time: paycore::BeijingTime::parse_compact("20240105100000").expect("a time"), ..order.build() }
}

#[tokio::test]
async fn offline_orders() {
    assert_eq!(md5(&format!("{ACCEPTED}&key={KEY}")), "8C2727072859D4DFA033B6B39A320A5C", "the specification's");
    let (_, signature) = ("", md5(&format!("{ACCEPTED}&key={KEY}")));
    for (reply, expected) in [
        (remit_reply(ACCEPTED), "pending -, query"),
        (remit_reply(REFUSED), "failed 20008"),
        (remit_reply(&REFUSED.replace("20008", "99999")), "failed 99999"),
        (remit_reply(&REFUSED.replace("20008", "81001")), "unknown 81001, query"),
        (remit_reply(&REFUSED.replace("20008", "30004")), "unknown 30004, query"),
        (remit_reply(&ACCEPTED.replace("requestResult=10", "requestResult=12")), "unknown -, query"),
        // It may have been accepted all the same.
        (remit_reply(&ACCEPTED.replace("&orderAmount=5000", "")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("&dealId=900000002", "")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("&remitCode=M1234M567890123", "")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("&remitType=1", "")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("remitType=1", "remitType=2")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("20240105100000", "20240105100001")), "untrusted: unknown, query"),
        (remit_reply(&REFUSED.replace("&orderTime=20240105100000", "")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("-0002", "-0003")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("5000", "500")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("1000000000101", "1000000000201")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("M1234M567890123", "M1M2")), "untrusted: unknown, query"),
        (remit_reply(&ACCEPTED.replace("signType=1", "signType=4")), "untrusted: unknown, query"),
        (http(200, format!("<res>{}<signMsg>{signature}</signMsg></res>", elements(REFUSED))), "untrusted: unknown, query"),
        (http(200, format!("<res>{}</res>", elements(ACCEPTED))), "untrusted: unknown, query"),
        (http(200, "<html><p>20001</p>"), "unparsable: unknown, query"),
        (http(302, ""), "status: unknown, query"),
        (Err(SendError::maybe_sent(Kind::Timeout, "slow")), "timeout: unknown, query"),
        (Err(SendError::not_sent(Kind::Connect, "nobody there")), "not_sent: not placed"),
    ] {
        let described = format!("{reply:?}");
        assert_eq!(placed(reply).await, expected, "{described}");
    }
}

#[tokio::test]
async fn the_query_of_an_open_order_asks_for_it() {
    let (gateway, _) = replayed(by_md5(), [http(302, "")]);
    let error = gateway.send(&remit(&gateway)).await.expect_err("a redirect");
    let Order::Unknown(Some(query)) = error.order() else { panic!("{error:?}") };
    assert_eq!((query.id, query.fields), ("kuaiqian.gateway.query", vec![("orderId", "T20240105-0002".to_owned())]));
}
