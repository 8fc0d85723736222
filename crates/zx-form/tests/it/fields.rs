//! The rules of sections 2 and 4: broken once, the error names the wire field and the rule, and repeats no value.

use paycore::Fen;
use zx_form::{Operation, Pay, Payout, PayoutQuery, codes, fields};

use crate::samples::{balance, pay, payout, payout_query, query};

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
    ($request:expr, $($field:ident { $($value:expr => $($error:expr),+;)+ })+) => {$($(
        let mut request = $request;
        request.$field = $value.into();
        errors(&request, &[$($error),+]);
    )+)+};
}

/// The same for optional fields.
macro_rules! broken_option {
    ($request:expr, $($field:ident { $($value:expr => $($error:expr),+;)+ })+) => {$($(
        let mut request = $request;
        request.$field = Some($value.into());
        errors(&request, &[$($error),+]);
    )+)+};
}

const NO_AND: &str = "no &: it is repeated in signed messages, where it could begin another field";

/// The fields that every request has.
macro_rules! common {
    ($($request:expr),+) => {$(
        broken!($request,
            version { "" => "version: at least 1 character"; }
            org_no { "" => "orgNo: at least 1 character"; }
            cust_id { "" => "custId: at least 1 character"; }
        );
    )+};
}

#[test]
fn every_request() {
    common!(pay(), query(), payout(), payout_query(), balance());
    // Another version is a deployment's own business (decision Z25).
    assert!(fields(&Pay { version: "3.0".into(), ..pay() }).is_ok());
}

#[test]
fn a_payment() {
    broken!(pay(),
        cust_order_no { "" => "custOrderNo: at least 1 character"; "A&payAmt=1" => &format!("custOrderNo: {NO_AND}"); }
        tran_type { "" => "tranType: at least 1 character"; "0601" => "bankCode: is required with tranType 0601"; }
        pay_amt { Fen::ZERO => "payAmt: greater than 0"; }
        back_url { "" => "backUrl: at least 1 character", "backUrl: an absolute http or https address";
            "/notice" => "backUrl: an absolute http or https address";
            "ftp://a.example" => "backUrl: an absolute http or https address";
            "https://" => "backUrl: an absolute http or https address";
            "https:///x" => "backUrl: an absolute http or https address";
            "https://a.example/a b" => "backUrl: an absolute http or https address";
            "https://商店.example" => "backUrl: an absolute http or https address"; }
        goods_name { "" => "goodsName: at least 1 character"; }
    );
    broken_option!(pay(),
        front_url { "shop.example" => "frontUrl: an absolute http or https address";
            "" => "frontUrl: at least 1 character", "frontUrl: an absolute http or https address"; }
        bank_code { "" => "bankCode: at least 1 character"; }
        order_desc { "" => "orderDesc: at least 1 character"; }
        buy_ip { "203.0.113" => "buyIp: an IP address"; "shop.example" => "buyIp: an IP address";
            "" => "buyIp: at least 1 character", "buyIp: an IP address"; }
    );
    for tran_type in codes::tran_type::LISTED.iter().copied().chain(["0802", "9999"]) {
        let order = Pay { tran_type: tran_type.into(), bank_code: Some(codes::bank_code::ICBC.into()), ..pay() };
        assert!(fields(&order).is_ok(), "the list is open: {tran_type}");
    }
    // No length is documented, so none is enforced; and a text may hold anything.
    let order = Pay { goods_name: "茶\n&payAmt=1".repeat(1000), buy_ip: Some("2001:db8::7".into()), ..pay() };
    assert!(fields(&order).is_ok());
    assert!(fields(&Pay { pay_amt: Fen::new(u64::MAX), ..pay() }).is_ok());
}

#[test]
fn queries() {
    broken!(query(), cust_order_no { "" => "custOrderNo: at least 1 character"; "A&B" => &format!("custOrderNo: {NO_AND}"); });
    errors(&PayoutQuery { cust_ord_no: None, ..payout_query() }, &["casOrdNo: is required when custOrdNo is absent"]);
    broken_option!(payout_query(),
        cas_ord_no { "" => "casOrdNo: at least 1 character"; }
        cust_ord_no { "" => "custOrdNo: at least 1 character"; }
    );
    for (platform, own) in [(Some("1"), None), (None, Some("1")), (Some("1"), Some("2"))] {
        let query = PayoutQuery { cas_ord_no: platform.map(str::to_owned), cust_ord_no: own.map(str::to_owned), ..payout_query() };
        assert!(fields(&query).is_ok());
    }
}

#[test]
fn a_payout() {
    broken!(payout(),
        cust_ord_no { "" => "custOrdNo: at least 1 character"; "A&B" => &format!("custOrdNo: {NO_AND}"); }
        cas_type { "01" => "casType: one of 00"; "" => "casType: at least 1 character", "casType: one of 00"; }
        cas_amt { Fen::ZERO => "casAmt: greater than 0"; }
        account_name { "" => "accountName: at least 1 character"; }
        card_no { "" => "cardNo: at least 1 character"; }
    );
    broken_option!(payout(),
        deduct_way { "1" => "deductWay: one of 01, 02"; }
        call_back_url { "shop.example" => "callBackUrl: an absolute http or https address"; }
        bank_name { "" => "bankName: at least 1 character"; }
        sub_bank_name { "" => "subBankName: at least 1 character"; }
        province_name { "" => "provinceName: at least 1 character"; }
        city_name { "" => "cityName: at least 1 character"; }
        account_type { "3" => "accountType: one of 1, 2"; }
        cnaps_code { "" => "cnapsCode: at least 1 character"; }
        filed1 { "" => "filed1: at least 1 character"; }
        filed2 { "" => "filed2: at least 1 character"; }
        filed3 { "here" => "filed3: an IP address"; }
    );
}

#[test]
fn a_payout_goes_without_what_is_only_wanted() {
    assert_eq!(payout().wanted().count(), 0);
    let bare = Payout::builder().org_no("1").cust_id("2").cust_ord_no("3").cas_amt(Fen::new(1)).account_name("王").card_no("6222").build();
    let wanted: Vec<_> = bare.wanted().collect();
    assert_eq!(wanted, ["bankName", "subBankName", "provinceName", "cityName", "cnapsCode", "filed1", "filed2"]);
    let form = fields(&bare).expect("valid").to_form();
    assert_eq!(form, "version=2.1&orgNo=1&custId=2&custOrdNo=3&casType=00&casAmt=1&accountName=%E7%8E%8B&cardNo=6222");
    let full = Payout { filed3: Some("203.0.113.9".into()), ..payout() };
    assert!(fields(&full).expect("valid").to_form().ends_with("&filed1=110101199003070011&filed2=13900000001&filed3=203.0.113.9"));
}

#[test]
fn further_fields_are_signed() {
    let mut form = fields(&query()).expect("valid");
    form.extend("account", "A/7").expect("a field of its own");
    assert!(form.base().starts_with(b"account=A/7&custId="));
    for (name, value, rule) in [
        ("account", "B", "account: a further field has a name of its own, of ASCII letters and digits"),
        ("custId", "B", "custId: a further field has a name of its own, of ASCII letters and digits"),
        ("sign", "B", "sign: a further field has a name of its own, of ASCII letters and digits"),
        ("", "B", ": a further field has a name of its own, of ASCII letters and digits"),
        ("a&b", "B", "a&b: a further field has a name of its own, of ASCII letters and digits"),
        ("open", "", "open: a further field has a value"),
    ] {
        assert_eq!(form.extend(name, value).expect_err("refused").to_string(), rule);
    }
}

#[test]
fn no_error_repeats_a_value() {
    let secret = "SECRET&6222020000000000018";
    let order = Payout { cust_ord_no: secret.into(), cas_type: secret.into(), filed3: Some(secret.into()), ..payout() };
    let error = fields(&order).expect_err("broken");
    assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
}

/// Bytes are never what is counted: this test reads the sources, because a rule on bytes looks the same to every other test.
#[test]
fn lengths_are_counted_in_characters() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/op")).expect("a folder") {
        let source = std::fs::read_to_string(file.expect("a file").path()).expect("a source");
        assert_eq!(
            source.matches("length(").count(),
            source.matches("length(chars, ").count() + source.matches("String\", length(").count()
        );
    }
}
