//! The form for the payer's browser: the worked examples of section 4.6 and 4.7, and what is refused before anything is built.

use kq_form::{Extension, InputCharset, Pay, Place};
use kuaiqian::gateway::{Account, Cashier, Checkout, Gateway};
use paycore::{BeijingTime, Error, Fen, Sensitive};
use paysign::Hash;

use crate::support::{by_md5, by_rsa, mute, private};

/// The order of section 4.6.
fn sample(gateway: &Gateway) -> Pay {
    gateway
        .pay()
        .payer_name("测试买家")
        .payer_contact_type("1")
        .payer_contact("buyer@example.com")
        .order_id("T20240105-0001")
        .order_amount(Fen::new(1250))
        .product_name("红茶 & \"礼盒\"")
        .product_num("2")
        .ext1("cart=77")
        .redo_flag("0")
        .build()
}

fn built(account: Account) -> Checkout {
    let gateway = mute(account);
    gateway.checkout(&sample(&gateway)).expect("a form")
}

fn refused(account: Account, change: impl FnOnce(&mut Pay)) -> String {
    let gateway = mute(account);
    let mut order = sample(&gateway);
    change(&mut order);
    match gateway.checkout(&order) {
        Err(Error::Invalid(errors)) => errors.iter().map(|error| error.field.as_ref()).collect::<Vec<_>>().join(" "),
        other => panic!("{other:?}"),
    }
}

#[test]
fn md5_as_in_the_specification() {
    let checkout = built(by_md5());
    assert_eq!(checkout.method, "POST");
    assert_eq!(checkout.url, "https://sandbox.99bill.com/gateway/recvMerchantInfoAction.htm");
    assert_eq!(checkout.fields.get("signMsg"), Some("F1ED2BC2C5F0CC0D76BA3F6A0686A4B6"));
    assert_eq!(checkout.fields.as_slice().last().map(|(name, _)| &**name), Some("signMsg"));
    let names: Vec<_> = checkout.fields.as_slice().iter().map(|(name, _)| &**name).collect();
    assert_eq!(names[..3], ["inputCharset", "bgUrl", "version"], "no empty field, in signature order");
}

#[test]
fn gbk_as_in_the_specification() {
    let mut account = by_md5();
    account.charset = InputCharset::Gbk;
    let checkout = built(account);
    assert_eq!(checkout.fields.get("signMsg"), Some("23ECA35AD40E6257521220ACD4ED1CBB"));
    assert!(checkout.html().contains("accept-charset=\"gbk\""));
}

#[test]
fn rsa_as_in_the_specification() {
    for (hash, digest) in [
        (Hash::Sha1, "00e0cdc34d1cea178f274c0814ecc8e602cbabc0"),
        (Hash::Sha256, "f9824102d6ad1925f8ff21622ad7dcab0f81078d4426faebd59781b249c2a9f2"),
    ] {
        let checkout = built(by_rsa(hash));
        let signature =
            base64::Engine::decode(&base64::engine::general_purpose::STANDARD, checkout.fields.get("signMsg").expect("a signature"));
        let recovered = private("client.key.pem").public_key().recover(&signature.expect("Base64")).expect("its own key");
        let hex: String = recovered.digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((recovered.hash, hex.as_str()), (hash, digest));
    }
}

#[test]
fn the_page_escapes_and_takes_a_nonce() {
    let html = built(by_md5()).html_with_nonce("n0nce");
    assert!(html.contains("value=\"红茶 &amp; &quot;礼盒&quot;\""), "{html}");
    assert!(html.contains("nonce=\"n0nce\"") && html.contains("accept-charset=\"utf-8\""));
    assert!(!format!("{:?}", built(by_md5())).contains("测试买家"), "Debug shows no personal data");
}

#[test]
fn the_mobile_cashier() {
    let mut account = by_md5();
    account.cashier = Cashier::Mobile;
    account.paths.set("pay_mobile", "/m/pay").expect("a path");
    let checkout = built(account);
    assert_eq!(checkout.url, "https://sandbox.99bill.com/m/pay");
    assert_eq!(checkout.fields.get("version"), Some("mobile1.0"));
    let mut account = by_md5();
    account.cashier = Cashier::Mobile;
    assert_eq!(refused(account, |order| order.product_name = None), "productName");
}

#[test]
fn a_high_risk_order_needs_address_and_timestamp() {
    let risky = || {
        let mut account = by_md5();
        account.high_risk = true;
        account
    };
    assert_eq!(refused(risky(), |_| ()), "payerIP orderTimestamp");
    assert_eq!(refused(risky(), |order| order.payer_ip = Some("192.0.2.7".into())), "orderTimestamp");
    let gateway = mute(risky());
    let mut order = sample(&gateway);
    order.payer_ip = Some("2001:db8::7".into());
    order.order_timestamp = BeijingTime::parse_compact("20240105092955").ok();
    let checkout = gateway.checkout(&order).expect("a form");
    assert_eq!(checkout.fields.get("orderTimestamp"), Some("20240105092955"));
    assert_eq!(built(by_md5()).fields.get("orderTimestamp"), None, "never sent unasked");
}

#[test]
fn what_breaks_a_rule_is_named_and_nothing_is_built() {
    type Change = fn(&mut Pay);
    let table: [(&str, Change); 12] = [
        ("bgUrl", |order| order.bg_url = None),
        ("bgUrl", |order| order.bg_url = Some("https://shop.example/?ORDERID=1".into())),
        ("pageUrl", |order| order.page_url = Some("/relative".into())),
        ("signType", |order| order.sign_type = "4".into()),
        ("orderId", |order| order.order_id = "x".repeat(31)),
        ("orderId", |order| order.order_id = "订单".into()),
        ("orderAmount", |order| order.order_amount = Fen::ZERO),
        ("bankId", |order| order.pay_type = "10-1".into()),
        ("payerId", |order| order.payer_id_type = Some("3".into())),
        ("payerContactType", |order| order.payer_contact_type = None),
        ("productName", |order| order.product_name = Some("a\nb".into())),
        ("ext1", |order| order.ext1 = Some(Sensitive::from("1&fee=0"))),
    ];
    for (field, change) in table {
        assert_eq!(refused(by_md5(), change), field);
    }
}

#[test]
fn a_character_that_the_charset_lacks_is_named() {
    let mut account = by_md5();
    account.charset = InputCharset::Gb2312;
    let gateway = mute(account);
    let mut order = sample(&gateway);
    order.product_name = Some("朱镕基".into());
    let error = gateway.checkout(&order).expect_err("not in GB2312").to_string();
    assert!(error.contains("productName") && error.contains('镕'), "{error}");
}

#[test]
fn fields_of_later_editions() {
    let gateway = mute(by_md5());
    let order = sample(&gateway);
    let plain = gateway.checkout(&order).expect("a form");
    let unsigned = gateway.checkout_with(&order, vec![Extension::new("terminalIp", "192.0.2.7", Place::Unsigned)]).expect("a form");
    assert_eq!(unsigned.fields.get("signMsg"), plain.fields.get("signMsg"));
    assert_eq!(unsigned.fields.get("terminalIp"), Some("192.0.2.7"));
    let signed = gateway.checkout_with(&order, vec![Extension::new("period", "3", Place::After("bankId"))]).expect("a form");
    assert_ne!(signed.fields.get("signMsg"), plain.fields.get("signMsg"));
    assert!(gateway.checkout_with(&order, vec![Extension::new("orderId", "3", Place::Last)]).is_err(), "a name that is taken");
}
