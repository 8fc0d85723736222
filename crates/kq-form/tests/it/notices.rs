//! Notices of every edition, and what is refused of them. Sections 3 and 7.

use kq_form::{
    NOTICE, Signing,
    notice::{self, NoticeError, PayNotice, redirect_ack},
};
use paycore::{Expected, Fen, Notice};
use paywire::{charset::Charset, form::FormError};

use crate::samples::{self, KEY, md5, pay};

fn base(query: &str) -> String {
    String::from_utf8(notice::parse(query.as_bytes()).expect("a notice").base(Signing::Rsa)).expect("UTF-8")
}

fn read(query: &str) -> PayNotice {
    notice::parse(query.as_bytes()).expect("a notice").for_md5().read(Charset::Utf8).expect("fields")
}

/// What a notice needs to be looked at (section 7.2, step 3).
const LEAST: &str = "signType=1&merchantAcctId=1&orderId=2&payResult=10&signMsg=F";

#[test]
fn older_and_newer_editions() {
    // The first edition had neither bindCard nor bindMobile; the newest have aggregatePay before errCode and period behind it.
    let old = "merchantAcctId=1&signType=1&orderId=2&payAmount=1&payResult=11&errCode=20010&signMsg=F";
    assert_eq!(base(old), "merchantAcctId=1&signType=1&orderId=2&payAmount=1&payResult=11&errCode=20010");
    let new = "period=3&errCode=1&aggregatePay=27-3:[limitPay=0]&payResult=10&orderId=2&signType=4&merchantAcctId=1&signMsg=F&terminalIp=x";
    assert_eq!(base(new), "merchantAcctId=1&signType=4&orderId=2&payResult=10&aggregatePay=27-3:[limitPay=0]&errCode=1&period=3");
    let notice = read(new);
    assert_eq!((notice.period.as_deref(), notice.err_code.as_deref()), (Some("3"), Some("1")));
}

#[test]
fn a_name_twice_is_refused_even_if_both_are_equal() {
    for name in NOTICE.fields.iter().chain([&NOTICE.signature]) {
        let query = format!("{LEAST}&{name}=10&shop=7&{name}=10");
        let error = notice::parse(query.as_bytes()).expect_err("twice");
        assert!(matches!(error, NoticeError::Twice(_)), "{name}");
        assert_eq!(error.to_string(), format!("{name} stands twice"));
    }
    // Written otherwise, or empty, it is still the same name.
    for twice in ["order%49d=2", "orderId", "orderId="] {
        assert!(notice::parse(format!("{LEAST}&{twice}").as_bytes()).is_err(), "{twice}");
    }
}

#[test]
fn foreign_parameters_are_kept_apart() {
    let listed = notice::parse(b"shop=7&signType=1&merchantAcctId=1&orderId=2&payResult=10&signMsg=F&OrderId=3&shop=8").expect("a notice");
    assert_eq!(listed.get("orderId"), Some(&b"2"[..]));
    let names: Vec<_> = listed.foreign().iter().map(|(name, _)| name).collect();
    assert_eq!(names, [&b"shop"[..], b"OrderId", b"shop"]);
    let listed = listed.for_md5();
    assert_eq!(listed.as_ref(), b"merchantAcctId=1&signType=1&orderId=2&payResult=10&key=");
    assert!(listed.nodes(Charset::Utf8).expect("fields").iter().all(|node| node.name != "shop" && node.name != "OrderId"));
}

#[test]
fn what_every_notice_has() {
    for missing in ["signType", "merchantAcctId", "orderId", "payResult", "signMsg"] {
        let query: Vec<_> = LEAST.split('&').filter(|part| !part.starts_with(missing)).collect();
        for query in [query.join("&"), format!("{}&{missing}=", query.join("&"))] {
            assert_eq!(notice::parse(query.as_bytes()).map(|_| ()), Err(NoticeError::Missing(missing)), "{query}");
        }
    }
}

#[test]
fn limits() {
    let long = format!("{LEAST}&a={}", "x".repeat(16 << 10));
    assert_eq!(notice::parse(long.as_bytes()).map(|_| ()), Err(NoticeError::Form(FormError::TooLong(16384))));
    assert!(notice::parse(&long.as_bytes()[..16384]).is_ok());
    let many = format!("{LEAST}{}", "&a=b".repeat(95));
    assert!(notice::parse(many.as_bytes()).is_ok());
    assert_eq!(notice::parse(format!("{many}&a").as_bytes()).map(|_| ()), Err(NoticeError::Form(FormError::TooMany(100))));
}

#[test]
fn the_base_is_made_of_bytes_not_of_text() {
    // 红茶 in GBK; verified without knowing the charset, read in that of the order.
    let query = b"signType=1&merchantAcctId=1&orderId=2&payResult=10&ext1=%BA%EC%B2%E8&signMsg=F";
    let listed = notice::parse(query).expect("a notice");
    assert_eq!(listed.base(Signing::Rsa), b"merchantAcctId=1&signType=1&orderId=2&ext1=\xba\xec\xb2\xe8&payResult=10");
    let signed = listed.for_md5();
    for charset in [Charset::Gbk, Charset::Utf8] {
        let notice: PayNotice = signed.read(charset).expect("GBK");
        assert_eq!(notice.ext1.as_ref().map(|text| text.expose()), Some("红茶"));
    }
    let utf8 = b"signType=1&merchantAcctId=1&orderId=2&payResult=10&ext1=%E7%BA%A2%E8%8C%B6%E3%80%82&signMsg=F";
    let notice: PayNotice = notice::parse(utf8).expect("a notice").for_md5().read(Charset::Gbk).expect("UTF-8");
    assert_eq!(notice.ext1.as_ref().map(|text| text.expose()), Some("红茶。"));
    // No text in any charset: what is signed stays readable.
    let neither = b"signType=1&merchantAcctId=1&orderId=2&payResult=10&ext1=a%FF%FF&signMsg=F";
    let notice: PayNotice = notice::parse(neither).expect("a notice").for_md5().read(Charset::Utf8).expect("a notice");
    assert_eq!((notice.ext1.as_ref().map(|text| text.expose()), notice.pay_result.as_deref()), (Some("a\u{fffd}\u{fffd}"), Some("10")));
}

#[test]
fn a_value_that_repeats_a_field_is_ambiguous() {
    for (field, value) in [("ext1", "a&fee=0"), ("bankDealId", "1&payAmount=1"), ("errCode", "&period="), ("orderTime", "1&x=2&dealId=3")] {
        let query = format!("{LEAST}&{field}={}", value.replace('&', "%26").replace('=', "%3D"));
        assert_eq!(notice::parse(query.as_bytes()).expect("a notice").ambiguous(), Some(field), "{value}");
    }
    for value in ["a=1", "fee=0", "a&b=1", "a&fee", "a&Fee=0"] {
        let query = format!("{LEAST}&ext1={}", value.replace('&', "%26").replace('=', "%3D"));
        assert_eq!(notice::parse(query.as_bytes()).expect("a notice").ambiguous(), None, "{value}");
    }
}

#[test]
fn zeros_and_blanks_are_values() {
    let query = "signType=1&merchantAcctId=1&orderId=2&payResult=00&fee=0&ext1=+&ext2=&signMsg=F";
    assert_eq!(base(query), "merchantAcctId=1&signType=1&orderId=2&fee=0&ext1= &payResult=00");
    assert_eq!(read(query).ext1.as_ref().map(|text| text.expose()), Some(" "));
}

#[test]
fn rsa_of_a_notice_needs_no_key() {
    let listed = notice::parse(samples::NOTICE.as_bytes()).expect("a notice");
    assert_eq!(listed.clone().for_rsa(&KEY.into()).as_ref(), listed.base(Signing::Rsa));
}

#[test]
fn a_changed_value_changes_the_digest() {
    let digest = |query: &str| md5(&notice::parse(query.as_bytes()).expect("a notice").base(Signing::Md5), KEY);
    let good = digest(samples::NOTICE);
    for (from, to) in [("orderAmount=1250", "orderAmount=1251"), ("fee=0", "fee="), ("ext2=", "ext2=+"), ("payResult=10", "payResult=11")] {
        assert_ne!(digest(&samples::NOTICE.replace(from, to)), good, "{to}");
    }
    for (from, to) in [("shop=7", "shop=8"), ("errCode=", "errCodes=1"), ("bindCard=&", "")] {
        assert_eq!(digest(&samples::NOTICE.replace(from, to)), good, "{to}");
    }
}

#[test]
fn only_the_stored_order_matches() {
    let notice = read(samples::NOTICE);
    let order = Expected::from(&pay());
    assert_eq!(notice.compare(&order), Ok(()));
    let stored = |merchant, order, fen| Expected::new(merchant, order, Fen::new(fen)).time("20240105093000");
    for (order, field) in [
        (stored("1000000000201", "T20240105-0001", 1250), "merchantAcctId"),
        (stored("1000000000101", "T20240105-0002", 1250), "orderId"),
        (stored("1000000000101", "T20240105-0001", 1251), "orderAmount"),
        (order.clone().time("20240105093001"), "orderTime"),
        (order.clone().reference("900000002"), "dealId"),
        (Expected::new("1000000000101", "T20240105-0001", Fen::new(1250)), "orderTime"),
    ] {
        assert_eq!(notice.compare(&order).map_err(|error| error.field), Err(field));
    }
    let less = read(&samples::NOTICE.replace("payAmount=1250", "payAmount=1249"));
    assert_eq!(less.compare(&order).map_err(|error| error.field), Err("payAmount"));
    // Of a failed payment nothing was received.
    let failed = read(&samples::NOTICE.replace("payAmount=1250", "payAmount=0").replace("payResult=10", "payResult=11"));
    assert_eq!(failed.compare(&order), Ok(()));
}

#[test]
fn the_answer() {
    let ack = redirect_ack("https://shop.example/pay/done").expect("an address");
    assert_eq!(ack.body, "<result>1</result><redirecturl>https://shop.example/pay/done</redirecturl>");
    assert_eq!(ack.content_type, "text/html; charset=utf-8");
    assert_eq!(read(samples::NOTICE).ack().body, "<result>1</result>");
    assert_eq!(notice::refusal().body, "<result>0</result>");
    for url in [
        "",
        "/pay/done",
        "ftp://shop.example/",
        "https://shop.example/?a=1&b=2",
        "https://shop.example/<a>",
        "https://shop.example/\"",
        "https://shop.example/'",
        "https://shop.example/a b",
        "https://shop.example/#top",
        "https://shop.example/?orderid=1",
        "https://shop.example/?order%49d=1",
        "https://shop.example/完成",
        "https://shop.example/100%",
        "https://:8080/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:/",
        "https://user@shop.example/",
        "https://shop..example/",
        "https://[::1/",
    ] {
        assert_eq!(redirect_ack(url).map_err(|error| error.field), Err("redirecturl".into()), "{url}");
    }
}
