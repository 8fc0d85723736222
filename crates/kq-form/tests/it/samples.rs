//! The worked examples of sections 4.6, 4.7, 5.5 and 8.1 to 8.4: base strings, digests, bodies.

use kq_form::{
    Fields, InputCharset, LISTS, Pay, Query, Refund, RefundQuery, Remit, SignedList, Signing, fields, notice,
    op::{
        query::{QueriedOrder, QueryReply},
        refund::RefundReply,
        refund_query::RefundQueryReply,
        remit::RemitReply,
    },
    reply,
};
use md5::{Digest, Md5};
use paycore::{BeijingTime, Fen};
use paywire::{
    charset::Charset,
    flat::Node,
    form::{self, Pairs},
};

pub(crate) const KEY: &str = "SYNTHETICKEY0001";
pub(crate) const QUERY_KEY: &str = "SYNTHETICQKEY002";
pub(crate) const REFUND_KEY: &str = "SYNTHETICRKEY003";

/// Section 4.6: the base string of the order up to the key, but for the charset's number.
pub(crate) const PAY_BASE: &str = "&bgUrl=https://shop.example/pay/notify?shop=7&lang=zh&version=v2.0&language=1&signType=1&merchantAcctId=1000000000101\
    &payerName=测试买家&payerContactType=1&payerContact=buyer@example.com&orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000\
    &productName=红茶 & \"礼盒\"&productNum=2&ext1=cart=77&payType=00&redoFlag=0&key=";
pub(crate) const PAY_BODY: &str = "inputCharset=1&bgUrl=https%3A%2F%2Fshop.example%2Fpay%2Fnotify%3Fshop%3D7%26lang%3Dzh&version=v2.0&language=1&signType=1\
    &merchantAcctId=1000000000101&payerName=%E6%B5%8B%E8%AF%95%E4%B9%B0%E5%AE%B6&payerContactType=1&payerContact=buyer%40example.com\
    &orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000&productName=%E7%BA%A2%E8%8C%B6+%26+%22%E7%A4%BC%E7%9B%92%22&productNum=2\
    &ext1=cart%3D77&payType=00&redoFlag=0&signMsg=F1ED2BC2C5F0CC0D76BA3F6A0686A4B6";
pub(crate) const NOTICE: &str = "shop=7&lang=zh&merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB\
    &orderId=T20240105-0001&orderTime=20240105093000&orderAmount=1250&bindCard=&bindMobile=&dealId=900000001&bankDealId=B240105000001\
    &dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart%3D77&ext2=&payResult=10&errCode=&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6";
pub(crate) const NOTICE_BASE: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB&orderId=T20240105-0001\
    &orderTime=20240105093000&orderAmount=1250&dealId=900000001&bankDealId=B240105000001&dealTime=20240105093142&payAmount=1250&fee=0\
    &ext1=cart=77&payResult=10&key=";
pub(crate) const REMIT_ACCEPTED: &str = include_str!("../samples/remit_accepted.xml");
pub(crate) const REMIT_REFUSED: &str = include_str!("../samples/remit_refused.xml");
pub(crate) const REFUND_TAKEN: &str = "<REFUND><MERCHANT>10000000001</MERCHANT><ORDERID>T20240105-0001</ORDERID><TXORDER>R20240106-0001</TXORDER>\
    <AMOUNT>12.50</AMOUNT><RESULT>Y</RESULT><CODE></CODE></REFUND>";

pub(crate) fn time(compact: &str) -> BeijingTime {
    BeijingTime::parse_compact(compact).expect("a time")
}

pub(crate) fn pay() -> Pay {
    Pay::builder()
        .bg_url("https://shop.example/pay/notify?shop=7&lang=zh")
        .sign_type("1")
        .merchant_acct_id("1000000000101")
        .payer_name("测试买家")
        .payer_contact_type("1")
        .payer_contact("buyer@example.com")
        .order_id("T20240105-0001")
        .order_amount(Fen::new(1250))
        .order_time(time("20240105093000"))
        .product_name("红茶 & \"礼盒\"")
        .product_num("2")
        .ext1("cart=77")
        .redo_flag("0")
        .build()
}

pub(crate) fn remit() -> Remit {
    Remit::builder()
        .bg_url("https://shop.example/pay/notify")
        .sign_type("1")
        .merchant_acct_id("1000000000101")
        .order_id("T20240105-0002")
        .order_amount(Fen::new(5000))
        .order_time(time("20240105100000"))
        .remit_type("1")
        .remit_code("M1234M567890123")
        .build()
}

pub(crate) fn query() -> Query {
    Query::builder().sign_type("1").merchant_acct_id("1000000000101").order_id("T20240105-0001").build()
}

pub(crate) fn batch() -> Query {
    Query::builder()
        .sign_type("1")
        .merchant_acct_id("1000000000101")
        .query_type("1")
        .start_time(time("20240105000000"))
        .end_time(time("20240106000000"))
        .request_page("1")
        .build()
}

pub(crate) fn refund() -> Refund {
    Refund::builder()
        .merchant_id("10000000001")
        .order_id("T20240105-0001")
        .amount(Fen::new(1250))
        .post_date(time("20240106090000"))
        .tx_order("R20240106-0001")
        .build()
}

pub(crate) fn refund_query() -> RefundQuery {
    RefundQuery::builder()
        .sign_type("1")
        .merchant_acct_id("1000000000101")
        .start_date("20240106")
        .end_date("20240107")
        .order_id("R20240106-0001")
        .request_page("1")
        .r_order_id("T20240105-0001")
        .build()
}

/// Upper-case hex, as the wire has it.
pub(crate) fn md5(base: &[u8], key: &str) -> String {
    upper(&Md5::new().chain_update(base).chain_update(key).finalize())
}

fn upper(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn sha1_and_sha256(base: &[u8]) -> (String, String) {
    (upper(&sha1::Sha1::digest(base)).to_lowercase(), upper(&sha2::Sha256::digest(base)).to_lowercase())
}

fn base(fields: &Fields, list: &SignedList, signing: Signing) -> String {
    let bytes = fields.base(list, signing, Charset::Utf8).expect("encodable");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_payment_in_utf_8() {
    let mut form = fields(&pay()).expect("valid");
    let base = base(&form, &kq_form::PAY, Signing::Md5);
    assert_eq!(base, format!("inputCharset=1{PAY_BASE}"));
    assert_eq!(base.len() + KEY.len(), 368);
    assert_eq!(md5(base.as_bytes(), KEY), "F1ED2BC2C5F0CC0D76BA3F6A0686A4B6");
    form.push("signMsg", "F1ED2BC2C5F0CC0D76BA3F6A0686A4B6");
    assert_eq!(form::encode(form.encode(Charset::Utf8).expect("encodable").iter()), PAY_BODY);
    // The signature does not sign itself.
    assert_eq!(form.base(&kq_form::PAY, Signing::Md5, Charset::Utf8).expect("encodable"), base.into_bytes());
}

#[test]
fn a_payment_in_gbk() {
    let form = fields(&Pay { input_charset: InputCharset::Gbk, ..pay() }).expect("valid");
    let base = form.base(&kq_form::PAY, Signing::Md5, Charset::Gbk).expect("encodable");
    assert_eq!(base, Charset::Gbk.encode(&format!("inputCharset=2{PAY_BASE}")));
    assert_eq!(base.len() + KEY.len(), 360);
    assert_eq!(md5(&base, KEY), "23ECA35AD40E6257521220ACD4ED1CBB");
    // All its characters are in GB2312 too.
    assert_eq!(form.base(&kq_form::PAY, Signing::Md5, Charset::Gb2312).expect("encodable"), base);
}

#[test]
fn a_payment_with_rsa() {
    let form = fields(&Pay { sign_type: "4".into(), ..pay() }).expect("valid");
    let base = base(&form, &kq_form::PAY, Signing::Rsa);
    assert_eq!(base, format!("inputCharset=1{}", PAY_BASE.replace("signType=1", "signType=4").trim_end_matches("&key=")));
    let (sha1, sha256) = sha1_and_sha256(base.as_bytes());
    assert_eq!(sha1, "00e0cdc34d1cea178f274c0814ecc8e602cbabc0");
    assert_eq!(sha256, "f9824102d6ad1925f8ff21622ad7dcab0f81078d4426faebd59781b249c2a9f2");
}

#[test]
fn a_notice() {
    let listed = notice::parse(NOTICE.as_bytes()).expect("a notice");
    assert_eq!(listed.base(Signing::Md5), NOTICE_BASE.as_bytes());
    assert_eq!(listed.base(Signing::Rsa), NOTICE_BASE.trim_end_matches("&key=").as_bytes());
    assert_eq!(listed.signature(), Some(md5(NOTICE_BASE.as_bytes(), KEY).as_bytes()));
    let foreign = Pairs::from_iter([(&b"shop"[..], &b"7"[..]), (b"lang", b"zh")]);
    assert_eq!(listed.foreign(), &foreign);
    let notice: notice::PayNotice = listed.for_md5().read(Charset::Utf8).expect("fields");
    assert_eq!((notice.fee.as_deref(), notice.bind_card, notice.err_code), (Some("0"), None, None));
    assert_eq!(notice.ext1.as_ref().map(|text| text.expose()), Some("cart=77"));
}

/// The base string of a received tree, and its digest with `key`.
#[track_caller]
fn received(list: &'static SignedList, nodes: &[Node], expected: &str, digest: &str, key: &str) {
    let listed = list.take_nodes(nodes).expect("no field twice");
    assert_eq!(String::from_utf8(listed.base(Signing::Md5)).expect("UTF-8"), expected);
    assert_eq!(md5(expected.as_bytes(), key), digest);
}

#[test]
fn offline_replies() {
    let accepted = reply::from_xml(REMIT_ACCEPTED.as_bytes()).expect("a reply");
    let expected = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&orderId=T20240105-0002&orderTime=20240105100000\
        &orderAmount=5000&dealId=900000002&remitType=1&remitCode=M1234M567890123&requestResult=10&key=";
    received(&kq_form::REMIT_REPLY, &accepted, expected, "8C2727072859D4DFA033B6B39A320A5C", KEY);
    let read: RemitReply = reply::read(&accepted, reply::EXACT).expect("a reply");
    assert_eq!((read.request_result.as_deref(), read.err_code), (Some("10"), None));

    let refused = reply::from_xml(REMIT_REFUSED.as_bytes()).expect("a reply");
    let expected = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&orderId=T20240105-0003&orderTime=20240105100500\
        &remitType=1&requestResult=11&errCode=20008&key=";
    received(&kq_form::REMIT_REPLY, &refused, expected, "9051FF7751FCCB75D2A7FCE45BE17955", KEY);
    let read: RemitReply = reply::read(&refused, reply::EXACT).expect("a reply");
    assert_eq!((read.request_result.as_deref(), read.err_code.as_deref(), read.deal_id), (Some("11"), Some("20008"), None));
}

#[test]
fn order_queries() {
    let one = fields(&query()).expect("valid");
    let expected =
        "inputCharset=1&version=v2.0&signType=1&merchantAcctId=1000000000101&queryType=0&queryMode=1&orderId=T20240105-0001&key=";
    assert_eq!(base(&one, &kq_form::QUERY, Signing::Md5), expected);
    assert_eq!(md5(expected.as_bytes(), QUERY_KEY), "6804B4C953BB1C8C56FEA27F228BE9F3");

    let many = fields(&batch()).expect("valid");
    let expected = "inputCharset=1&version=v2.0&signType=1&merchantAcctId=1000000000101&queryType=1&queryMode=1&startTime=20240105000000\
        &endTime=20240106000000&requestPage=1&key=";
    assert_eq!(base(&many, &kq_form::QUERY, Signing::Md5), expected);
    assert_eq!(md5(expected.as_bytes(), QUERY_KEY), "78511E894B4664AED497E0D115152AB6");

    let rsa = fields(&Query { sign_type: "2".into(), ..query() }).expect("valid");
    let mut base = base(&rsa, &kq_form::QUERY, Signing::Rsa);
    base.push_str(QUERY_KEY);
    assert_eq!(sha1_and_sha256(base.as_bytes()).1, "63b8051b507caafeec64f34619b5877a40a8c928a393238ede3e1a9b4bc48f1e");
}

pub(crate) const QUERY_REPLY: &str = r#"{"version":"v2.0","signType":1,"merchantAcctId":"1000000000101","errCode":null,"currentPage":1,"pageCount":1,
    "pageSize":10,"recordCount":1,"signMsg":"3E0709A8A1FAE7233B0673E16C124E5F","orderDetail":[{"orderId":"T20240105-0001","orderAmount":1250,
    "orderTime":"20240105093000","dealTime":"20240105093142","payResult":"10","payType":"10","payAmount":1250,"fee":0,"dealId":"900000001",
    "signInfo":"C29DD29E06483E5427E592D03500FEF7"}]}"#;

#[test]
fn an_order_query_s_reply() {
    let nodes = reply::from_json(QUERY_REPLY.as_bytes()).expect("a reply");
    let expected = "version=v2.0&signType=1&merchantAcctId=1000000000101&currentPage=1&pageCount=1&pageSize=10&recordCount=1&key=";
    received(&kq_form::QUERY_REPLY, &nodes, expected, "3E0709A8A1FAE7233B0673E16C124E5F", QUERY_KEY);
    let head: QueryReply = reply::read(&nodes, reply::EXACT).expect("a head");
    assert_eq!((head.err_code, head.page_size.as_deref()), (None, Some("10")));

    let items = reply::items(&nodes).expect("a list");
    let expected = "orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000&dealTime=20240105093142&payResult=10&payType=10\
        &payAmount=1250&fee=0&dealId=900000001&key=";
    assert_eq!(items.len(), 1);
    received(&kq_form::QUERY_ITEM, items[0].nodes(), expected, "C29DD29E06483E5427E592D03500FEF7", QUERY_KEY);
    let order: QueriedOrder = reply::read(items[0].nodes(), reply::EXACT).expect("an order");
    assert_eq!((order.fee.as_deref(), order.pay_result.as_deref()), (Some("0"), Some("10")));
}

#[test]
fn a_refund() {
    let form = fields(&refund()).expect("valid");
    let expected = "merchant_id=10000000001version=bill_drawback_api_1command_type=001orderid=T20240105-0001amount=12.50\
        postdate=20240106090000txOrder=R20240106-0001merchant_key=";
    assert_eq!(base(&form, &kq_form::REFUND, Signing::Md5), expected);
    assert_eq!(md5(expected.as_bytes(), REFUND_KEY), "08E33CD287AD25BFD653DC61DA57D098");

    let expected = "merchant_id=10000000001&version=bill_drawback_api_1&command_type=001&orderid=T20240105-0001&amount=12.50\
        &postdate=20240106090000&txOrder=R20240106-0001";
    assert_eq!(base(&form, &kq_form::REFUND, Signing::Rsa), expected);
    assert_eq!(sha1_and_sha256(expected.as_bytes()).1, "50fb8886a0d6e5c09461645d86f36f20e6347c52f859ac70cf2b6b95159d17a1");
}

#[test]
fn the_payee_of_a_refund_is_sent_and_not_signed() {
    let form = fields(&Refund { version: "bill_drawback_api_3".into(), payeeidsrc: Some("shop@example.com".into()), ..refund() });
    let form = form.expect("valid");
    assert_eq!(form.get("payeeidsrc"), Some("shop@example.com"));
    for signing in [Signing::Md5, Signing::Rsa] {
        assert!(!base(&form, &kq_form::REFUND, signing).contains("payeeidsrc"));
    }
}

#[test]
fn a_split_refund_signs_its_parts() {
    let split = Refund { return_sharing_flag: Some("1".into()), return_data: Some("2^10000000002^0.01^memo".into()), ..refund() };
    let base = base(&fields(&split).expect("valid"), &kq_form::REFUND, Signing::Rsa);
    assert!(base.ends_with("&txOrder=R20240106-0001&returnSharingFlag=1&returnData=2^10000000002^0.01^memo"), "{base}");
}

#[test]
fn a_refund_s_reply() {
    let read = |nodes: &[Node]| reply::read::<RefundReply>(nodes, reply::ANY_CASE).expect("a reply");
    let xml = read(&reply::from_xml(REFUND_TAKEN.as_bytes()).expect("a reply"));
    let json =
        br#"{"merchant":"10000000001","orderId":"T20240105-0001","txOrder":"R20240106-0001","amount":12.50,"Result":"Y","code":null}"#;
    let json = read(&reply::from_json(json).expect("a reply"));
    assert_eq!(xml, json);
    assert_eq!((xml.result.as_deref(), xml.amount.as_deref(), xml.code), (Some("Y"), Some("12.50"), None));
    let bare = read(&reply::from_xml(b"<result>10</result>").expect("a reply"));
    assert_eq!(bare, RefundReply { result: Some("10".into()), ..RefundReply::default() });
}

#[test]
fn a_refund_query() {
    let form = fields(&refund_query()).expect("valid");
    let expected = "version=v2.0&signType=1&merchantAcctId=1000000000101&startDate=20240106&endDate=20240107&orderId=R20240106-0001\
        &requestPage=1&rOrderId=T20240105-0001&key=";
    assert_eq!(base(&form, &kq_form::REFUND_QUERY, Signing::Md5), expected);
    assert_eq!(base(&form, &kq_form::REFUND_QUERY, Signing::Rsa), expected);
    assert_eq!(md5(expected.as_bytes(), QUERY_KEY), "9B4C5F1C7FC4E655848338EA7F9F53A2");

    let head =
        br#"{"pageSize":10,"currentPage":1,"pageCount":1,"recordCount":1,"merchantAcctId":"1000000000101","signType":1,"version":"v2.0"}"#;
    let nodes = reply::from_json(head).expect("a reply");
    let expected = "version=v2.0&signType=1&merchantAcctId=1000000000101&recordCount=1&pageCount=1&currentPage=1&pageSize=10&key=";
    received(&kq_form::REFUND_QUERY_REPLY, &nodes, expected, "204D46499CBB8AD3837D040BF82DD17A", QUERY_KEY);
    let read: RefundQueryReply = reply::read(&nodes, reply::EXACT).expect("a head");
    assert_eq!(read.record_count.as_deref(), Some("1"));
}

#[test]
fn the_timestamp() {
    for document in [
        "<res><timestamp>20240105093000</timestamp></res>",
        "<timestamp>20240105093000</timestamp>",
        "<?xml version='1.0' encoding='GBK'?><a:r xmlns:a='urn:x'><b><a:timestamp>20240105093000</a:timestamp></b></a:r>",
    ] {
        let nodes = reply::from_xml(document.as_bytes()).expect("a document");
        assert_eq!(reply::element(&nodes, "timestamp"), Ok("20240105093000"), "{document}");
    }
    for (document, problem) in [
        ("<res><time>1</time></res>", "no timestamp"),
        ("<res><timestamp>1</timestamp><a><timestamp>1</timestamp></a></res>", "timestamp stands twice"),
        ("<res><timestamp><a/></timestamp></res>", "timestamp has child elements"),
    ] {
        let nodes = reply::from_xml(document.as_bytes()).expect("a document");
        assert_eq!(reply::element(&nodes, "timestamp").map_err(|error| error.to_string()), Err(problem.to_owned()), "{document}");
    }
}

#[test]
fn every_list_has_its_own_name() {
    let mut names: Vec<_> = LISTS.iter().map(|list| list.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), LISTS.len());
}
