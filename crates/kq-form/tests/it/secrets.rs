//! No debug print of anything shows a secret.

use std::fmt::Debug;

use kq_form::{Document, Extension, Pay, Place, Refund, fields, notice, reply, soap};
use paywire::charset::Charset;

use crate::samples::{NOTICE, PAY_BODY, pay, refund};

const SECRETS: [&str; 8] = [
    "测试买家",
    "buyer@example.com",
    "cart=77",
    "secret-id",
    "203.0.113.9",
    "9900000000000000017",
    "SYNTHETIC",
    "0D8063EB12FF7954EF5B441D2A2CB6F6",
];

#[track_caller]
fn silent(value: &impl Debug) {
    let printed = format!("{value:?} {value:#?}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!printed.contains(&format!("{:?}", secret.as_bytes())), "the bytes of {secret} in {printed}");
    }
}

#[test]
fn messages() {
    let order = Pay {
        payer_id_type: Some("3".into()),
        payer_id: Some("secret-id".into()),
        payer_ip: Some("203.0.113.9".into()),
        pay_type: "17".into(),
        card_num: Some("9900000000000000017".into()),
        ext_data_type: Some("NB2".into()),
        ext_data_content: Some("<NB2>{\"a\":\"secret-id\"}</NB2>".into()),
        ..pay()
    };
    silent(&order);
    silent(&fields(&order).expect("valid"));
    silent(&fields(&order).expect("valid").encode(Charset::Utf8).expect("encodable"));
    silent(&Refund { return_data: Some("2^secret-id^0.01^a".into()), payeeidsrc: Some("buyer@example.com".into()), ..refund() });
    silent(&Document::from_slice(PAY_BODY.as_bytes()).expect("a form"));
}

#[test]
fn received_messages() {
    let notice = format!("{}&bindCard=9900000000000000017", NOTICE.replace("bindCard=&", ""));
    let listed = notice::parse(notice.as_bytes()).expect("a notice");
    silent(&listed);
    let signed = listed.clone().for_md5();
    silent(&signed);
    silent(&signed.read::<notice::PayNotice>(Charset::Utf8).expect("fields"));
    silent(&signed.nodes(Charset::Utf8).expect("fields"));
    silent(&listed.for_rsa(&"SYNTHETICQKEY002".into()));
    silent(&reply::from_json(br#"{"dealOtherName":"secret-id"}"#).expect("an object"));
    silent(&soap::read_reply(&soap::fault("secret-id secret", "secret-id")));
}

#[test]
fn an_extension() {
    silent(&Extension::new("terminalIp", "203.0.113.9", Place::Unsigned));
}
