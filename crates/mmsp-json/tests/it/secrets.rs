//! Nothing that is printed shows a secret.

use mmsp_json::{Body, Envelope, masked, notice::QuickPayNotice, op::quickpay::Query, parse, payout::plaintext, reply_from_base};

use crate::{
    envelopes::{pay, sample},
    payouts,
};

const SECRETS: [&str; 6] = ["6222020000000000018", "622202*********0018", "王小明", "110101199003070011", "13900000001", "482913"];

#[track_caller]
fn silent(printed: &str) {
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn debug_and_wire_logs() {
    for sample in include_str!("../samples/envelopes.txt").lines() {
        let document = parse(sample.as_bytes()).expect("JSON");
        let envelope = Envelope::read(&document).expect("an envelope");
        silent(&format!("{document:?} {envelope:?} {:?}", envelope.refusal()));
        silent(&masked(sample.as_bytes()));
    }
    for sample in include_str!("../samples/payouts.txt").lines() {
        silent(&masked(sample.as_bytes()));
    }
    silent(&format!("{:?} {:?} {:?}", pay(), payouts::pay(), Body::request(&pay())));
    let document = parse(sample(33541).as_bytes()).expect("JSON");
    let base = Envelope::read(&document).expect("an envelope").base().expect("a Body");
    silent(&format!("{:?} {:?}", reply_from_base::<Query>(base.as_bytes()), QuickPayNotice::read(base.as_bytes())));
}

#[test]
fn errors_name_fields_and_no_values() {
    for secret in SECRETS {
        let broken = mmsp_json::op::quickpay::Pay {
            card_no: format!("{secret}x").into(),
            name: format!("{secret}\n").into(),
            phone_no: secret.into(),
            mer_order_id: format!("{secret}{}", "x".repeat(40)),
            ..pay()
        };
        silent(&format!("{0} {0:?}", Body::request(&broken).expect_err("rules are broken")));
        let text = format!(r#"{{"STATUS":"{secret}","CARDNO":"{secret}"x}}"#);
        silent(&format!("{0} {0:?}", reply_from_base::<Query>(text.as_bytes()).expect_err("no JSON")));
        let text = format!(r#"{{"CARDNO":["{secret}"]}}"#);
        silent(&format!("{0} {0:?}", reply_from_base::<Query>(text.as_bytes()).expect_err("no text")));
    }
    assert!(plaintext(&payouts::pay()).is_ok());
}
