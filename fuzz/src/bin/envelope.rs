//! MMSP: any document is read or refused; the signing text is JSON that says what the Body says; a notice is believed only under its key.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mmsp::notice::verify;
use mmsp_json::{
    Envelope, FrontReturn, JOINER, masked,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
    parse,
    payout::Sealed,
    registry::message_to_json,
};
use paysign::Md5Key;
use serde_json::Value;

static KEYS: LazyLock<Vec<Md5Key>> = LazyLock::new(|| vec![Md5Key::new("ea21842eea24e448b991b1cb0a0294cf").expect("a key")]);

fuzz_target!(|bytes: &[u8]| {
    let _ = (masked(bytes), Sealed::from_slice(bytes));
    let _ = std::str::from_utf8(bytes).map(FrontReturn::from_query);
    let Ok(document) = parse(bytes) else { return };
    let Ok(envelope) = Envelope::read(&document) else { return };
    let json = message_to_json(&envelope);
    let Ok(base) = envelope.base() else { return };
    let text = base.strip_suffix(JOINER).expect("the base ends with the joiner");
    let signed: Value = serde_json::from_str(text).expect("what is signed is JSON");
    let received: Value = serde_json::from_str(envelope.body().expect("it has a base").lexeme()).expect("what was received is JSON");
    assert_eq!(signed, received, "the signing text says something else");
    assert!(json.contains_key("_head"));
    let is_signed = envelope.sign().eq_ignore_ascii_case(&KEYS[0].sign(base.as_bytes()));
    let believed = [
        verify::<QuickPayNotice>(&KEYS, bytes).is_ok(),
        verify::<ScanNotice>(&KEYS, bytes).is_ok(),
        verify::<GatewayNotice>(&KEYS, bytes).is_ok(),
    ];
    assert!(is_signed || believed == [false; 3], "a forged notice is believed");
});
