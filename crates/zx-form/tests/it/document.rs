//! Messages that nobody has named: what they are, what they hold, and what a log shows of them.

use zx_form::{Document, Wire, masked};

use crate::samples::{BALANCE_REPLY, NOTICE, PAY, PAY_REPLY, PAYOUT, PAYOUT_QUERY, PAYOUT_QUERY_REPLY, PAYOUT_REPLY, QUERY, QUERY_REPLY};

#[test]
fn what_a_message_is() {
    for (bytes, wire, id) in [
        (PAY, Wire::Form, Some("zhangxun.pay")),
        (QUERY, Wire::Form, Some("zhangxun.query")),
        (PAYOUT, Wire::Form, Some("zhangxun.payout")),
        (PAYOUT_QUERY, Wire::Form, Some("zhangxun.payout_query")),
        ("version=2.1&orgNo=1&custId=2&sign=F", Wire::Form, Some("zhangxun.balance")),
        (PAY_REPLY, Wire::Json, Some("zhangxun.pay")),
        (QUERY_REPLY, Wire::Json, Some("zhangxun.query")),
        (PAYOUT_REPLY, Wire::Json, Some("zhangxun.payout")),
        (PAYOUT_QUERY_REPLY, Wire::Json, Some("zhangxun.payout_query")),
        (BALANCE_REPLY, Wire::Json, Some("zhangxun.balance")),
        (NOTICE, Wire::Form, Some("zhangxun.notice")),
        ("custId=1&custOrderNo=2&payAmt=3&ordStatus=07", Wire::Form, Some("zhangxun.payout_notice")),
        (r#"{"custOrdNo":"2","casAmt":3,"ordStatus":"07"}"#, Wire::Json, Some("zhangxun.payout_notice")),
        ("code=000000&custOrderNo=2&ordStatus=01&sign=F", Wire::Form, Some("zhangxun.front_return")),
        (r#"{"code":"E1","msg":"no"}"#, Wire::Json, None),
        ("a=1", Wire::Form, None),
        ("{}", Wire::Json, None),
    ] {
        let document = Document::from_slice(format!("\n{bytes}\r\n").as_bytes()).expect(bytes);
        assert_eq!((document.wire(), document.operation()), (wire, id), "{bytes}");
    }
}

#[test]
fn all_of_it_in_order() {
    let document = Document::from_slice(NOTICE.as_bytes()).expect("a notice");
    let names: Vec<_> = document.nodes().iter().map(|node| node.name.as_str()).collect();
    assert_eq!((names.first(), names.last(), names.len()), (Some(&"version"), Some(&"sign"), 11));
}

#[test]
fn what_is_no_message() {
    for (bytes, problem) in [
        ("", "nothing was given"),
        (" \n", "nothing was given"),
        ("<html></html>", "neither a form nor JSON: it looks like XML or HTML"),
        ("Service Unavailable", "neither a form nor JSON"),
        ("a=1&a=2", "a: stands twice"),
        ("a=%FF", "a: the bytes are not Utf8 text"),
    ] {
        assert_eq!(Document::from_slice(bytes.as_bytes()).map(|_| ()).map_err(|error| error.to_string()), Err(problem.into()));
    }
    let error = Document::from_slice(br#"{"a":1,"b"}"#).expect_err("broken").to_string();
    assert!(error.starts_with("line 1 column 11"), "{error}");
}

#[test]
fn a_log_shows_what_is_listed() {
    for (bytes, shown) in [
        (QUERY, "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&sign=***"),
        (r#"{"msg":"card 6222020000000000018","acBal":300000,"new":"x","ordDesc":null}"#, "msg=card ***&acBal=300000&new=***&ordDesc"),
        ("accountName=%E7%8E%8B&cardNo=62220&filed1=1&filed2=2", "accountName=***&cardNo=***&filed1=***&filed2=***"),
        ("http://a.example/return?custOrderNo=1&msg=13900000001", "http://a.example/return?custOrderNo=1&msg=***"),
        ("http://a.example/mpcctp/cashier/pay.ac", "http://a.example/mpcctp/cashier/pay.ac"),
        ("Bad Gateway 6222020000000000018", "Bad Gateway ***"),
        ("<b>6222</b>", "(11 bytes that are no message of 掌讯)"),
        ("{\"cardNo\":\"6222", "(15 bytes that are no message of 掌讯)"),
        ("王小明", "***"),
        ("", ""),
    ] {
        assert_eq!(masked(bytes.as_bytes()), shown);
    }
    let shown = masked(PAYOUT.as_bytes());
    for secret in ["6222020000000000018", "王小明", "110101199003070011", "13900000001", "8BD75DC1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
