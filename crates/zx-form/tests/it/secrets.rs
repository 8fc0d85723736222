//! No debug print of anything shows a secret.

use std::fmt::Debug;

use zx_form::{Document, Message, fields};

use crate::samples::{PAYOUT, payout};

const SECRETS: [&str; 5] = ["王小明", "6222020000000000018", "110101199003070011", "13900000001", "8BD75DC1EB7E4D5F73668CA4873562CD"];

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
    silent(&payout());
    silent(&fields(&payout()).expect("valid"));
    let message = Message::parse(PAYOUT.as_bytes()).expect("a form");
    silent(&message);
    let signed = message.for_md5();
    silent(&signed);
    silent(&signed.nodes().expect("texts"));
    silent(&signed.read_request::<zx_form::Payout>().expect("a payout"));
    silent(&Document::from_slice(PAYOUT.as_bytes()).expect("a form"));
}
