//! The text that is signed: every worked example, every sample, and what must not change it.

use md5::{Digest, Md5};
use mmsp_json::{Envelope, JOINER, parse, signing_text};
use proptest::prelude::*;

use crate::{
    bodies::{any_body, spelt},
    examples::{AGENT_KEY, EXAMPLES, KEY},
};

/// The signature of a base.
pub(crate) fn md5(base: &str, key: &str) -> String {
    Md5::new().chain_update(base).chain_update(key).finalize().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The base of a bare Body.
#[track_caller]
pub(crate) fn base_of(body: &str) -> String {
    signing_text(parse(body.as_bytes()).expect("JSON").root()).expect("an object")
}

#[test]
fn the_worked_examples() {
    for example in EXAMPLES {
        let base = base_of(example.body);
        assert_eq!(base, format!("{}{JOINER}", example.base));
        assert_eq!(md5(&base, example.key), example.sign);
    }
}

#[test]
fn the_digests_of_the_mistakes_are_those_of_the_specification() {
    let doctored = EXAMPLES.last().expect("an example").base;
    for (mistaken, joiner, key, digest) in [
        (doctored.replace("\\/", "/"), JOINER, AGENT_KEY, "59714B79BAC5BF89EAF8F3EBBEBE902D"),
        (doctored.replace("\"PUSH_COUNT\":2", "\"PUSH_COUNT\":\"2\""), JOINER, AGENT_KEY, "6679BB633E5E710DBCA108168A40A87F"),
        (doctored.replace("\"8800\"", "8800"), JOINER, AGENT_KEY, "E2BE5F1B5F20B8CA47A951A0529F822D"),
        (doctored.to_owned(), "", AGENT_KEY, "298DE47497CAB21567CB88166BF1D038"),
        (doctored.to_owned(), JOINER, KEY, "5354AE48CF7966FF07AD92C381074606"),
        (doctored.replace("\"REMARK\":\"\",", ""), JOINER, AGENT_KEY, "D94C15EB7C793570AFACDC026BF921A7"),
        (doctored.replace("\"REMARK\":\"\"", "\"REMARK\":null"), JOINER, AGENT_KEY, "50F5A6F4D638D5C3EBA5E38953ACF068"),
    ] {
        assert_eq!(md5(&(mistaken + joiner), key), digest);
    }
}

#[test]
fn every_signed_sample_verifies() {
    let mut signed = 0;
    for sample in include_str!("../samples/envelopes.txt").lines() {
        let document = parse(sample.as_bytes()).expect("JSON");
        let envelope = Envelope::read(&document).expect("an envelope");
        if envelope.sign().is_empty() {
            assert!(envelope.refusal().is_some() && envelope.base().is_err());
            continue;
        }
        signed += 1;
        assert_eq!(md5(&envelope.base().expect("a Body"), KEY), envelope.sign(), "{sample}");
    }
    assert_eq!(signed, 20);
}

#[test]
fn what_has_no_meaning_in_json_changes_nothing() {
    let base = base_of(EXAMPLES[1].body);
    let escaped = EXAMPLES[1]
        .body
        .replace('王', "\\u738b")
        .replace('/', "\\/")
        .replace("\":\"", "\" :\n\"")
        .replace("MERORDERID", "M\\u0045RORDERID");
    assert_ne!(escaped, EXAMPLES[1].body);
    assert_eq!(base_of(&escaped), base);
}

#[test]
fn a_base_says_how_things_were_spelt() {
    for (body, base) in [
        ("{}", "{}"),
        (r#"{"b":1.0,"a":1e3,"c":-0,"d":18446744073709551616}"#, r#"{"a":1e3,"b":1.0,"c":-0,"d":18446744073709551616}"#),
        (r#"{"a":{"z":[ 1 , {} ],"b":null},"A":true}"#, r#"{"A":true,"a":{"z":[1,{}],"b":null}}"#),
        (r#"{"a/b":"\u2028\u2029\u0000\u001f\u007f<>&'"}"#, "{\"a\\/b\":\"\\u2028\\u2029\\u0000\\u001f\u{7f}<>&'\"}"),
        ("{\"a\":\"\u{2028}…\u{2029}\\b\\f\\n\\r\\t\"}", "{\"a\":\"\\u2028…\\u2029\\b\\f\\n\\r\\t\"}"),
        (r#"{"a":"\ud83c\udf55\\\/"}"#, r#"{"a":"🍕\\\/"}"#),
    ] {
        assert_eq!(base_of(body), format!("{base}{JOINER}"), "{body}");
    }
    for none in ["[]", "\"\"", "null", "1"] {
        assert_eq!(signing_text(parse(none.as_bytes()).expect("JSON").root()), None);
    }
}

proptest! {
    #[test]
    fn a_base_is_json_of_the_same_meaning(body in any_body()) {
        let base = base_of(&spelt(&body));
        let json = base.strip_suffix(JOINER).expect("it ends with the joiner");
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(json).expect("JSON"), body);
        // And the base of itself.
        prop_assert_eq!(base_of(json), base.clone());
    }

    #[test]
    fn another_body_has_another_base(one in any_body(), other in any_body()) {
        prop_assert_eq!(one == other, base_of(&spelt(&one)) == base_of(&spelt(&other)));
    }

    #[test]
    fn a_changed_value_changes_the_base(body in any_body(), name in "[A-Z][A-Z0-9_]{0,6}", value in "[ -~王]{0,6}", changed in "[ -~王]{0,6}") {
        let with = |value: &str| {
            let mut body = body.clone();
            body[&name] = value.into();
            base_of(&spelt(&body))
        };
        prop_assert_eq!(value == changed, with(&value) == with(&changed));
    }
}
