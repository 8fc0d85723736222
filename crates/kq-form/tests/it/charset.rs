//! The charset of a payment: exact bytes, or the field and the character that it does not have. Section 4.4.

use kq_form::{InputCharset, Pay, Remit, Signing, fields};
use paywire::{
    charset::Charset,
    form::{self, Pairs},
};

use crate::samples::{pay, remit};

fn named(text: &str) -> Pay {
    Pay { product_name: Some(text.into()), ..pay() }
}

#[test]
fn a_character_that_the_charset_does_not_have() {
    for (charset, text, error) in [
        (Charset::Gbk, "5€", "productName: Gbk has no €"),
        (Charset::Gb2312, "5€", "productName: Gb2312 has no €"),
        (Charset::Gbk, "茶🙂", "productName: Gbk has no 🙂"),
        (Charset::Gb2312, "朱镕基", "productName: Gb2312 has no 镕"),
        (Charset::Gbk, "ạ", "productName: Gbk has no ạ"),
    ] {
        let fields = fields(&named(text)).expect("valid");
        let refused = fields.encode(charset).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(refused, Err(error.to_owned()), "{text}");
        let refused = fields.base(&kq_form::PAY, Signing::Md5, charset).map_err(|error| error.to_string());
        assert_eq!(refused, Err(error.to_owned()), "{text}");
        assert!(fields.encode(Charset::Utf8).is_ok(), "{text}");
    }
}

#[test]
fn bytes_are_exact() {
    for (charset, text, bytes) in [
        (Charset::Utf8, "镕€🙂", "productName=%E9%95%95%E2%82%AC%F0%9F%99%82"),
        (Charset::Gbk, "红茶 镕", "productName=%BA%EC%B2%E8+%E9F"),
        (Charset::Gb2312, "红茶。", "productName=%BA%EC%B2%E8%A1%A3"),
    ] {
        let fields = fields(&named(text)).expect("valid");
        let body = form::encode(fields.encode(charset).expect("encodable").iter());
        assert!(body.contains(&format!("&{bytes}&")), "{body}");
        let pairs = Pairs::parse(body.as_bytes(), kq_form::FORM_LIMITS).expect("a form");
        assert_eq!(charset.decode(pairs.get("productName").expect("a name")).as_deref(), Ok(text));
    }
}

#[test]
fn a_request_names_its_charset() {
    for (named, charset, label) in [
        (InputCharset::Utf8, Charset::Utf8, "utf-8"),
        (InputCharset::Gbk, Charset::Gbk, "gbk"),
        (InputCharset::Gb2312, Charset::Gb2312, "gbk"),
    ] {
        let fields = fields(&Remit { input_charset: named, ..remit() }).expect("valid");
        assert_eq!(InputCharset::of(&fields), named);
        assert_eq!((named.charset(), named.accept_charset()), (charset, label));
    }
}
