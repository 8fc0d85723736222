//! The RMB gateway: any message is read or refused; a notice is believed only where a key signed it, and then says what was signed.
#![no_main]

use std::sync::LazyLock;

use kq_form::{Document, LISTS, Signing, masked, notice, registry::message_to_json};
use kuaiqian::gateway::{Verifier, notice::verify_nodes};
use libfuzzer_sys::fuzz_target;
use paysign::Md5Key;
use paywire::{
    charset::Charset,
    form::{Pairs, encode},
};

static KEY: LazyLock<Md5Key> = LazyLock::new(|| Md5Key::new("SYNTHETICKEY0001").expect("a key"));

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = Document::from_slice(bytes) {
        let _ = (document.operation(), message_to_json(&document));
        for list in LISTS {
            let _ = list.take_nodes(document.nodes()).map(|listed| listed.base(Signing::Rsa));
        }
    }
    let _ = masked(bytes);
    let Ok(listed) = notice::parse(bytes) else { return };

    // What a key signs is believed, whatever else stands around it, and says exactly that.
    let base = listed.base(Signing::Md5);
    let mut pairs: Pairs<'_> = listed.iter().map(|(name, value)| (name.as_bytes(), value)).collect();
    let signature = KEY.sign(&base);
    pairs.push(&b"signMsg"[..], signature.as_bytes());
    let query = encode(pairs.iter());
    let verifier = Verifier::Md5(KEY.clone());
    let Ok(verified) = verify_nodes(&verifier, query.as_bytes(), Charset::Gb18030) else {
        let readable = listed.iter().all(|(_, value)| Charset::Gb18030.decode(value).is_ok());
        let doubtful = !readable || listed.ambiguous().is_some() || listed.get("signType") != Some(b"1") || query.len() > 16 << 10;
        assert!(doubtful, "a good signature is not believed");
        return;
    };
    let (_, nodes) = verified.get();
    let told: Vec<_> = nodes.iter().map(|node| (node.name.as_str(), node.text().unwrap_or_default().to_owned())).collect();
    // Texts that are not of this charset are read in another.
    let decoded = |(name, value)| Some((name, Charset::Gb18030.decode(value).ok()?.into_owned()));
    if let Some(sent) = listed.iter().map(decoded).collect::<Option<Vec<_>>>() {
        assert_eq!(told, sent);
    }
    // The signature that came along was made by somebody without the key.
    if listed.signature() != Some(signature.as_bytes()) {
        let believed = verify_nodes(&verifier, bytes, Charset::Gb18030).is_ok();
        let is_it = listed.signature().is_some_and(|given| given.eq_ignore_ascii_case(signature.as_bytes()));
        assert!(!believed || is_it, "a forged notice is believed");
    }
});
