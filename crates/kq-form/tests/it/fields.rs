//! The rules of sections 2.1, 2.2, 8.1, 8.3 and 8.4: broken once, the error names the wire field and the rule, and repeats no value.

use std::fmt::Write;

use kq_form::{Operation, Pay, Query, Refund, RefundQuery, Remit, fields};
use paycore::Fen;

use crate::samples::{batch, pay, query, refund, refund_query, remit, time};

/// `broken` is refused with exactly these errors, one a line, in whatever order.
#[track_caller]
fn errors<O: Operation>(broken: &O, expected: &[&str]) {
    let errors = fields(broken).expect_err("a rule is broken");
    let mut lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    let mut expected = expected.to_vec();
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

/// Breaks one field of a good request with each of these values.
macro_rules! broken {
    ($request:expr, $field:ident: $($value:expr => $($error:expr),+;)+) => {$(
        let mut request = $request;
        request.$field = $value.into();
        errors(&request, &[$($error),+]);
    )+};
}

/// The same for an optional field.
macro_rules! broken_option {
    ($request:expr, $field:ident: $($value:expr => $($error:expr),+;)+) => {$(
        let mut request = $request;
        request.$field = Some($value.into());
        errors(&request, &[$($error),+]);
    )+};
}

#[test]
fn good_requests() {
    let good = [fields(&pay()), fields(&remit()), fields(&query()), fields(&batch()), fields(&refund()), fields(&refund_query())];
    assert!(good.iter().all(Result::is_ok), "{good:?}");
}

/// The rules that a payment and an offline order share.
macro_rules! order {
    ($request:expr) => {
        broken_option!($request, bg_url:
            "" => "bgUrl: at least 1 character", "bgUrl: an absolute http or https address of ASCII characters";
            format!("https://a.example/{}", "x".repeat(239)) => "bgUrl: at most 256 characters";
            "/notify" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://" => "bgUrl: an absolute http or https address of ASCII characters";
            "ftp://a.example" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://商店.example" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://a.example/a b" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://a.example:99999/n" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://a.example/100%" => "bgUrl: an absolute http or https address of ASCII characters";
            "https://a.example/#top" => "bgUrl: no fragment (#)";
            "https://a.example/?shop=7&orderId=1" => "bgUrl: the gateway appends a parameter orderId of its own";
            "https://a.example/?signmsg" => "bgUrl: the gateway appends a parameter signmsg of its own";
            "https://a.example/?order%49d=1" => "bgUrl: the gateway appends a parameter orderId of its own";
        );
        broken_option!($request, page_url:
            "https://a.example/?fee=0" => "pageUrl: the gateway appends a parameter fee of its own";
        );
        broken!($request, language: "3" => "language: one of 1, 2"; "" => "language: at least 1 character", "language: one of 1, 2";);
        broken!($request, sign_type: "2" => "signType: one of 1, 4"; "DSA" => "signType: at most 2 characters", "signType: one of 1, 4";);
        broken!($request, merchant_acct_id:
            "" => "merchantAcctId: at least 1 character";
            "1".repeat(31) => "merchantAcctId: at most 30 characters";
            "10000000001O1" => "merchantAcctId: only the digits 0 to 9";
        );
        broken_option!($request, payer_name:
            "" => "payerName: at least 1 character";
            "买".repeat(33) => "payerName: at most 32 characters";
            "买家&fee=0" => "payerName: & before the name of a field and = could be read as that field";
        );
        broken_option!($request, payer_contact_type:
            "3" => "payerContactType: one of 1, 2";
        );
        broken_option!($request, payer_ip:
            "203.0.113" => "payerIP: an IP address";
            "shop.example" => "payerIP: an IP address";
        );
        broken!($request, order_id:
            "" => "orderId: at least 1 character";
            "T".repeat(31) => "orderId: at most 30 characters";
            "T 1" => "orderId: only ASCII letters, digits, - and _";
            "订单" => "orderId: only ASCII letters, digits, - and _";
            "-1" => "orderId: a letter or digit comes first";
            "_1" => "orderId: a letter or digit comes first";
        );
        broken!($request, order_amount:
            Fen::new(0) => "orderAmount: greater than 0";
            Fen::new(10_000_000_000) => "orderAmount: at most 10 characters";
        );
        broken_option!($request, product_name:
            "" => "productName: at least 1 character";
            "茶".repeat(257) => "productName: at most 256 characters";
            "a&signMsg=F" => "productName: & before the name of a field and = could be read as that field";
        );
        broken_option!($request, product_num:
            "2.5" => "productNum: only the digits 0 to 9";
            "1".repeat(9) => "productNum: at most 8 characters";
        );
        broken_option!($request, product_id:
            "A B" => "productId: only ASCII letters, digits, - and _";
            "A".repeat(21) => "productId: at most 20 characters";
        );
        broken_option!($request, product_desc:
            "茶".repeat(401) => "productDesc: at most 400 characters";
            "&bgUrl=x" => "productDesc: & before the name of a field and = could be read as that field";
        );
        broken_option!($request, ext1:
            "x".repeat(129) => "ext1: at most 128 characters";
            "a&payResult=10" => "ext1: & before the name of a field and = could be read as that field";
        );
        broken_option!($request, ext2:
            "x".repeat(129) => "ext2: at most 128 characters";
            "a&period=" => "ext2: & before the name of a field and = could be read as that field";
        );
        broken_option!($request, redo_flag: "2" => "redoFlag: one of 0, 1";);
        broken_option!($request, pid: "A" => "pid: only the digits 0 to 9"; "1".repeat(31) => "pid: at most 30 characters";);
        broken_option!($request, order_time_out:
            "2592001" => "orderTimeOut: 0 to 2592000 seconds";
            "9999999999" => "orderTimeOut: 0 to 2592000 seconds";
            "-1" => "orderTimeOut: only the digits 0 to 9";
        );
        broken_option!($request, ext_data_type:
            "NB2" => "extDataContent: is required with extDataType";
            "NB3" => "extDataContent: is required with extDataType", "extDataType: one of NB2";
        );
        broken_option!($request, ext_data_content:
            "<NB2>{}</NB2>" => "extDataType: is required with extDataContent";
            "{}" => "extDataContent: <NB2> around a JSON object", "extDataType: is required with extDataContent";
        );
        let mut request = $request;
        request.bg_url = None;
        errors(&request, &["bgUrl: is required when pageUrl is absent"]);
        request.page_url = Some("https://shop.example/done".into());
        assert!(fields(&request).is_ok());
    };
}

#[test]
fn a_payment() {
    order!(pay());
    broken!(pay(), version: "v3.0" => "version: one of v2.0, mobile1.0"; "V2.0" => "version: one of v2.0, mobile1.0";);
    broken_option!(pay(), payer_contact:
        "buyer" => "payerContact: an e-mail address, as payerContactType 1 says";
        "buyer@shop@example.com" => "payerContact: an e-mail address, as payerContactType 1 says";
        "buyer@-.example" => "payerContact: an e-mail address, as payerContactType 1 says";
        "bu yer@example.com" => "payerContact: an e-mail address, as payerContactType 1 says";
        "@example.com" => "payerContact: an e-mail address, as payerContactType 1 says";
        format!("{}@example.com", "b".repeat(39)) => "payerContact: at most 50 characters";
    );
    let phone = |number: &str| Pay { payer_contact_type: Some("2".into()), payer_contact: Some(number.into()), ..pay() };
    errors(&phone("1390000000"), &["payerContact: a mobile phone number of 11 digits, as payerContactType 2 says"]);
    errors(&phone("+8613900000"), &["payerContact: a mobile phone number of 11 digits, as payerContactType 2 says"]);
    assert!(fields(&phone("13900000000")).is_ok());
    errors(&Pay { payer_contact_type: None, ..pay() }, &["payerContactType: is required with payerContact"]);
    broken_option!(pay(), payer_id_type:
        "5" => "payerIdType: one of 0, 1, 2, 3, 4";
        "3" => "payerId: is required with payerIdType 3";
        "4" => "payerId: is required with payerIdType 4";
    );
    assert!(fields(&Pay { payer_id_type: Some("1".into()), ..pay() }).is_ok());
    broken_option!(pay(), payer_id:
        "1".repeat(51) => "payerId: at most 50 characters";
        "1&orderId=2" => "payerId: & before the name of a field and = could be read as that field";
    );
    errors(&Pay { version: "mobile1.0".into(), product_name: None, ..pay() }, &["productName: is required with version mobile1.0"]);
    broken_option!(pay(), remit_type: "3" => "remitType: one of 1, 2";);
    for code in ["", "M", "M1M", "MM1", "M1234567", "m1M1", "M1m1", "1M1M1", "M1M-1", "M 1M1"] {
        let errors = fields(&Pay { remit_code: Some(code.into()), ..pay() }).expect_err("no such code").to_string();
        assert!(errors.contains("remitCode: M, letters or digits, M, letters or digits"), "{code}: {errors}");
    }
    errors(
        &Pay { pay_type: "13".into(), submit_type: Some("01".into()), ..pay() },
        &["remitCode: is required with submitType 01", "remitType: is required with submitType 01"],
    );
    broken_option!(pay(), submit_type: "02" => "submitType: one of 00, 01";);
}

#[test]
fn a_bank_goes_with_a_method() {
    let with = |pay_type: &str, bank: Option<&str>| Pay { pay_type: pay_type.into(), bank_id: bank.map(str::to_owned), ..pay() };
    for (pay_type, bank) in
        [("10", Some("CMB")), ("10-1", Some("CMB")), ("10-2", Some("CMB")), ("14", Some("CMB_B2B")), ("21-1", Some("CMB")), ("12", None)]
    {
        assert!(fields(&with(pay_type, bank)).is_ok(), "{pay_type}");
    }
    errors(&with("10-1", None), &["bankId: is required with payType 10-1"]);
    errors(&with("10-2", None), &["bankId: is required with payType 10-2"]);
    errors(&with("00", Some("CMB")), &["bankId: is sent only with payType 10, 10-1, 10-2, 14, 21, 21-1, 21-2"]);
    errors(&with("14", Some("CMB")), &["bankId: ends in _B2B with payType 14, and only with it"]);
    errors(&with("10", Some("CMB_B2B")), &["bankId: ends in _B2B with payType 14, and only with it"]);
    errors(&with("10", Some("ICBC_B2B_")), &["bankId: at most 8 characters"]);
    errors(&with("10", Some("招行")), &["bankId: only ASCII letters, digits, -, . and _"]);
    errors(&with("10－1", None), &["payType: only ASCII letters, digits, -, . and _"]);
    errors(&with("21-12", None), &["payType: at most 4 characters"]);
}

#[test]
fn a_prepaid_card_goes_with_a_method() {
    let with = |pay_type: &str, card: &str| Pay { pay_type: pay_type.into(), card_num: Some(card.into()), ..pay() };
    for pay_type in ["15", "15-1", "15-2", "17"] {
        assert!(fields(&with(pay_type, "9900000000000000017")).is_ok());
    }
    errors(&with("00", "99"), &["cardNum: is sent only with payType 15, 15-1, 15-2, 17"]);
    errors(&with("17", "99 00"), &["cardNum: only the digits 0 to 9"]);
    errors(&with("17", "99000000000000000170"), &["cardNum: at most 19 characters"]);
    broken_option!(pay(), card_issuer: "9".repeat(21) => "cardIssuer: at most 20 characters";);
}

#[test]
fn an_offline_order() {
    order!(remit());
    broken!(remit(), pay_type: "00" => "payType: one of 13";);
    broken!(remit(), submit_type: "00" => "submitType: one of 01";);
    broken!(remit(), remit_type: "3" => "remitType: one of 1, 2";);
    broken!(remit(), remit_code: "M1M" => "remitCode: M, letters or digits, M, letters or digits";);
    broken!(remit(), version: "mobile1.0" => "version: one of v2.0";);
}

#[test]
fn an_order_query() {
    broken!(query(), input_charset: "2" => "inputCharset: one of 1";);
    broken!(query(), sign_type: "4" => "signType: one of 1, 2";);
    broken!(query(), query_type: "2" => "queryType: one of 0, 1", "orderId: is sent only with queryType 0";);
    broken!(query(), query_mode: "0" => "queryMode: one of 1";);
    errors(&Query { order_id: None, ..query() }, &["orderId: is required with queryType 0"]);
    errors(&Query { start_time: Some(time("20240105000000")), ..query() }, &["startTime: is sent only with queryType 1"]);
    errors(
        &Query { start_time: None, end_time: None, ..batch() },
        &["endTime: is required with queryType 1", "startTime: is required with queryType 1"],
    );
    errors(&Query { end_time: Some(time("20240104235959")), ..batch() }, &["endTime: not before startTime"]);
    errors(&Query { end_time: Some(time("20240204000001")), ..batch() }, &["endTime: at most 30 days after startTime"]);
    assert!(fields(&Query { end_time: Some(time("20240204000000")), ..batch() }).is_ok());
    broken_option!(query(), request_page: "one" => "requestPage: only the digits 0 to 9"; "0" => "requestPage: from 1"; "00" => "requestPage: from 1";);
    broken_option!(batch(), order_id: "A" => "orderId: is sent only with queryType 0";);
}

#[test]
fn a_refund() {
    broken!(refund(), merchant_id: "1000000000101" => "merchant_id: at most 11 characters"; "M" => "merchant_id: only the digits 0 to 9";);
    broken!(refund(), version:
        "bill_drawback_api_2" => "version: one of bill_drawback_api_1, bill_drawback_api_3";
        "bill_drawback_api_3" => "payeeidsrc: is required with version bill_drawback_api_3";
    );
    broken!(refund(), command_type: "002" => "command_type: one of 001";);
    broken!(refund(), order_id: "a b" => "orderid: only ASCII letters, digits, - and _"; "T".repeat(31) => "orderid: at most 30 characters";);
    broken!(refund(), amount: Fen::new(0) => "amount: greater than 0"; Fen::new(1_000_000_000) => "amount: at most 10 characters";);
    assert!(fields(&Refund { amount: Fen::new(999_999_999), ..refund() }).is_ok());
    broken!(refund(), tx_order: "R".repeat(51) => "txOrder: at most 50 characters"; "-R" => "txOrder: a letter or digit comes first";);
    broken_option!(refund(), payeeidsrc: "a@b.example" => "payeeidsrc: is sent only with version bill_drawback_api_3";);
    let by_email = |email: &str| Refund { version: "bill_drawback_api_3".into(), payeeidsrc: Some(email.into()), ..refund() };
    errors(&by_email("shop"), &["payeeidsrc: an e-mail address"]);
    assert!(fields(&by_email("shop@example.com")).is_ok());
    broken_option!(refund(), return_data: "2^1^0.01^a" => "returnSharingFlag: is required with returnData";);
}

#[test]
fn a_refund_query() {
    broken!(refund_query(), start_date: "20240230" => "startDate: a day as yyyyMMdd"; "2024010" => "startDate: at least 8 characters", "startDate: a day as yyyyMMdd";);
    broken!(refund_query(), end_date: "2024-1-1" => "endDate: a day as yyyyMMdd";);
    broken!(refund_query(), end_date: "20240105" => "endDate: not before startDate";);
    broken_option!(refund_query(), request_page: "0" => "requestPage: from 1";);
    broken!(refund_query(), sign_type: "4" => "signType: one of 1, 2";);
    broken_option!(refund_query(), last_update_start_date: "today" => "lastupdateStartDate: a day as yyyyMMdd", "lastupdateStartDate: at least 8 characters";);
    broken_option!(refund_query(), r_order_id: "a b" => "rOrderId: only ASCII letters, digits, - and _";);
    broken_option!(refund_query(), extra_output_column: "x".repeat(257) => "extra_output_column: at most 256 characters";);
    broken_option!(refund_query(), status: "a b" => "status: only ASCII letters, digits, -, . and _";);
}

#[test]
fn control_characters_are_refused_everywhere() {
    for text in ["a\nb", "a\rb", "a\0", "\u{7f}", "\u{85}", "\u{fffe}"] {
        errors(&Pay { product_desc: Some(text.into()), ..pay() }, &["productDesc: no control characters"]);
        errors(&RefundQuery { extra_output_column: Some(text.into()), ..refund_query() }, &["extra_output_column: no control characters"]);
        errors(&Remit { ext2: Some(text.into()), ..remit() }, &["ext2: no control characters"]);
    }
}

#[test]
fn an_error_repeats_no_value() {
    const SECRET: &str = "6299990000000012348+张三&fee=0\n";
    let mut all = String::new();
    let request = Pay {
        page_url: Some(SECRET.into()),
        bg_url: Some(SECRET.into()),
        version: SECRET.into(),
        language: SECRET.into(),
        sign_type: SECRET.into(),
        merchant_acct_id: SECRET.into(),
        payer_name: Some(SECRET.into()),
        payer_contact_type: Some("2".into()),
        payer_contact: Some(SECRET.into()),
        payer_id_type: Some(SECRET.into()),
        payer_id: Some(SECRET.repeat(2).into()),
        payer_ip: Some(SECRET.into()),
        order_id: SECRET.into(),
        product_name: Some(SECRET.into()),
        product_num: Some(SECRET.into()),
        product_id: Some(SECRET.into()),
        product_desc: Some(SECRET.into()),
        ext1: Some(SECRET.into()),
        ext2: Some(SECRET.into()),
        pay_type: "00".into(),
        bank_id: Some(SECRET.into()),
        card_num: Some(SECRET.into()),
        remit_code: Some(SECRET.into()),
        order_time_out: Some(SECRET.into()),
        ext_data_content: Some(SECRET.into()),
        ..pay()
    };
    let errors = fields(&request).expect_err("nearly everything is wrong");
    write!(all, "{errors} {errors:?}").expect("memory takes it");
    for part in ["62999900", "张三", "\\n"] {
        assert!(!all.contains(part), "{all}");
    }
}
