//! Documents as trees, as JSON and as masked text: nothing that is as long as a card number is shown but in fields that anybody may read.
#![no_main]

use cnpay_fuzz::{leaves, mutate, numbers};
use kq_xml::{Document, masked, registry::message_to_json};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// The fields that may show a long number: a second opinion on the list in `kq_xml::masked`.
const OPEN: &[&str] = &[
    "amount",
    "bankId",
    "cardOrg",
    "cardType",
    "entryTime",
    "errorCode",
    "externalRefNumber",
    "interactiveStatus",
    "issuer",
    "key",
    "merchantId",
    "origRefNumber",
    "orignalTxnType",
    "refNumber",
    "responseCode",
    "spFlag",
    "storableCardNo",
    "storablePan",
    "termInMonths",
    "terminalId",
    "transTime",
    "txnStatus",
    "txnType",
    "validFlag",
    "validateType",
    "voidFlag",
];

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate(data, size, max_size, seed) });

fuzz_target!(|bytes: &[u8]| {
    let shown = masked(bytes);
    let Ok(document) = Document::from_slice(bytes) else {
        assert_eq!(numbers(&shown).next(), None, "shown of what is no document");
        return;
    };
    let (mut open, mut secret) = (Vec::new(), Vec::new());
    leaves(&document.contents, &mut |name, text| if OPEN.contains(&name) { open.push(text) } else { secret.push(text) });
    let debug = format!("{document:?}");
    for number in secret.iter().flat_map(|text| numbers(text)) {
        // Element names are shown, and a number of one field may stand in another.
        let named = debug.contains(number);
        assert!(named || !shown.contains(number) || open.iter().any(|text| text.contains(number)), "a secret is shown");
    }
    message_to_json(&document);
    document.operation();
});
