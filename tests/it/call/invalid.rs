//! Wrong before it is sent: 2, and nobody is called.

use serde_json::{Value, json};

use crate::harness::{Folder, Listener, cnpay, fixture, settings};

const PURCHASE: &str = "kuaiqian.agreement.purchase";
const QUERY: &str = "kuaiqian.agreement.query_txn";

/// A purchase whose fields are all in order, and one more that may spoil it.
fn purchase(field: &str) -> Vec<&str> {
    let name = field.split_once('=').map_or(field, |(name, _)| name);
    let good = ["externalRefNumber=ORDER1", "amount=88.60", "customerId=U1", "payToken=8190000000000000017"];
    let others = good.into_iter().filter(|other| !other.starts_with(&format!("{name}=")));
    ["call", PURCHASE].into_iter().chain(others).chain([field]).collect()
}

#[test]
fn nothing_is_sent_of_what_is_wrong() {
    let (listener, folder) = (Listener::new(), Folder::new());
    let config = folder.write("cnpay.toml", settings(&listener.url(), |_| {}));
    let long = format!("externalRefNumber={}", "x".repeat(33));
    for (arguments, kind, field, message) in [
        (vec!["call", "kuaiqian.agreement.nope"], "usage", None, "kuaiqian.agreement.nope is no operation"),
        (purchase("nonsense=1"), "invalid", Some("nonsense"), "nonsense: is not a field of kuaiqian.agreement.purchase"),
        (purchase("paytoken=1"), "invalid", Some("paytoken"), "paytoken: is not a field of"),
        (purchase(&long), "invalid", Some("externalRefNumber"), "externalRefNumber: at most 32 characters"),
        (purchase("externalRefNumber=a b"), "invalid", Some("externalRefNumber"), "only ASCII letters, digits, - and _"),
        (purchase("amount=1.234"), "invalid", Some("amount"), "amount: at most two decimals"),
        (purchase("amount=0"), "invalid", Some("amount"), "amount: greater than 0"),
        (purchase("amount=-1"), "invalid", Some("amount"), "amount: "),
        (purchase("entryTime=2025-03-01"), "invalid", Some("entryTime"), "entryTime: "),
        (purchase("tr3Url=merchant.example"), "invalid", Some("tr3Url"), "tr3Url: an absolute http or https address"),
        (purchase("merchantId=1"), "invalid", Some("merchantId"), "merchantId: "),
        (vec!["call", PURCHASE, "amount=1"], "invalid", Some("externalRefNumber"), "externalRefNumber: is required"),
        (vec!["call", PURCHASE, "externalRefNumber=A", "amount=1", "customerId=U1"], "invalid", Some("payToken"), "storableCardNo"),
        (vec!["call", QUERY], "invalid", Some("externalRefNumber"), "refNumber"),
        (vec!["call", QUERY, "externalRefNumber=A", "externalRefNumber=B"], "invalid", Some("externalRefNumber"), "is given twice"),
        (vec!["call", QUERY, "externalRefNumber"], "usage", None, "field=value"),
        (vec!["call", QUERY, "--body", "no/such/file"], "usage", None, "--body no/such/file: cannot be read"),
    ] {
        let error = cnpay(&[&["--config", &config], &arguments[..]].concat(), "").error(2);
        assert_eq!((&error["kind"], &error["field"]), (&json!(kind), &json!(field)), "{arguments:?}: {error}");
        assert!(error["message"].as_str().is_some_and(|text| text.contains(message)), "{arguments:?}: {error}");
        assert_eq!((&error["operation"], &error["order"]), (&json!(arguments[1]), &json!("not_placed")), "{arguments:?}: {error}");
        assert_eq!((&error["query"], &error["reason"]), (&Value::Null, &Value::Null), "{arguments:?}: {error}");
    }
    for (body, message) in [
        ("", "--body: line 1 column 0: not JSON"),
        ("{\"externalRefNumber\":\n\"A\",}", "--body: line 2 column 5: not JSON"),
        (r#"{"amount":"88.60","amount":"1"}"#, "amount stands twice"),
        ("[]", "--body: a JSON object of fields is expected"),
        (r#"{"externalRefNumber":1.5}"#, "externalRefNumber: a number with a fraction is written as a text"),
        (r#"{"externalRefNumber":null}"#, "externalRefNumber: a text is expected"),
        (r#"{"externalRefNumber":["A"]}"#, "externalRefNumber: a text is expected, not a list"),
    ] {
        let error = cnpay(&["--config", &config, "call", QUERY, "--body", "-"], body).error(2);
        assert_eq!((&error["kind"], &error["order"]), (&json!("invalid"), &json!("not_placed")), "{body}: {error}");
        assert!(error["message"].as_str().is_some_and(|text| text.contains(message)), "{body}: {error}");
    }
    assert!(!listener.is_called(), "somebody was called");

    // What is in order is sent there, as far as a listener that never speaks lets it.
    let config =
        folder.write("cnpay.toml", settings(&listener.url(), |agreement| drop(agreement.insert("connect_timeout".into(), "500ms".into()))));
    assert_eq!(cnpay(&[&["--config", &config], &purchase("ext1=good")[..]].concat(), "").error(7)["kind"], "not_sent");
    assert!(listener.is_called(), "the listener would have seen it");
}

#[test]
fn settings_that_cannot_work_are_named() {
    let (listener, folder) = (Listener::new(), Folder::new());
    let set = |key: &'static str, value: toml::Value| move |agreement: &mut toml::Table| drop(agreement.insert(key.into(), value));
    let unset = |key: &'static str| move |agreement: &mut toml::Table| drop(agreement.remove(key));
    let url = listener.url();
    for (text, key, expected) in [
        (settings(&url, set("base_ur", "x".into())), "kuaiqian.agreement.base_ur", "is not a key of this table"),
        (settings(&url, set("sni", "yes".into())), "kuaiqian.agreement.sni", "true or false is expected"),
        (settings(&url, set("tls", "1.1".into())), "kuaiqian.agreement.tls", "\"1.2\" or \"1.3\" is expected"),
        (settings(&url, set("total_timeout", "59s".into())), "kuaiqian.agreement.total_timeout", "at least 60s is expected"),
        (settings(&url, set("login_key", "env:CNPAY_IS_NOT_SET".into())), "kuaiqian.agreement.login_key", "CNPAY_IS_NOT_SET"),
        (settings(&url, set("login_key", "file:no-such-key".into())), "kuaiqian.agreement.login_key", "no-such-key cannot be read"),
        (settings(&url, set("identity_password", "wrong".into())), "kuaiqian.agreement.identity", "client-aes.pfx: "),
        (settings(&url, set("identity", "no-such.pfx".into())), "kuaiqian.agreement.identity", "no-such.pfx cannot be read"),
        (settings(&url, set("identity", fixture("keys/client-1024.pfx").into())), "kuaiqian.agreement.identity", "1024"),
        (settings(&url, set("identity", fixture("keys/client-v1.pfx").into())), "kuaiqian.agreement.identity", "client-v1.pfx: "),
        (
            settings(&url, set("identity", fixture("keys/client-expired.pfx").into())),
            "kuaiqian.agreement.identity",
            "client-expired.pfx: the certificate ended on 2022-01-01",
        ),
        (settings(&url, set("notice_keys", vec!["no-such.cer"].into())), "kuaiqian.agreement.notice_keys", "no-such.cer cannot be read"),
        (
            settings(&url, set("base_url", "gateway".into())),
            "kuaiqian.agreement.base_url",
            "an absolute http or https URL without a password is expected",
        ),
        (
            settings(&url, set("base_url", "https://127.0.0.1:94455".into())),
            "kuaiqian.agreement.base_url",
            "an absolute http or https URL without a password is expected",
        ),
        (settings(&url, unset("merchant")), "kuaiqian.agreement.merchant", "is required"),
        (settings(&url, unset("identity")), "kuaiqian.agreement.identity", "a .pfx file, or certificate and private_key instead"),
        ("[transport]\nproxy = 1".to_owned(), "transport.proxy", "a text in quotes is expected"),
        (String::new(), "kuaiqian.agreement", "the table is missing"),
    ] {
        let file = folder.write("cnpay.toml", &text);
        let error = cnpay(&["--config", &file, "call", QUERY, "externalRefNumber=A"], "").error(2);
        let message = error["message"].as_str().expect("a text");
        assert_eq!((&error["kind"], &error["field"]), (&json!("config"), &json!(key)), "{text}: {error}");
        assert!(message.starts_with(&format!("{file}: {key}: ")) && message.contains(expected), "{key}: {message}");
    }
    let file = folder.write("cnpay.toml", "[kuaiqian.agreement]\nmerchant = 1 2\n");
    let error = cnpay(&["--config", &file, "call", QUERY, "externalRefNumber=A"], "").error(2);
    let message = error["message"].as_str().expect("a text");
    assert!(message.starts_with(&format!("{file}: line 2 is not TOML: ")) && !message.contains("1 2"), "{message}");
    assert!(!listener.is_called(), "somebody was called");
}

#[test]
fn settings_that_are_missing_are_named_by_their_path() {
    let given = cnpay(&["--config", "no/such/cnpay.toml", "call", QUERY, "externalRefNumber=A"], "").error(2);
    assert_eq!((&given["kind"], &given["field"]), (&json!("config"), &Value::Null));
    assert!(given["message"].as_str().is_some_and(|message| message.starts_with("no/such/cnpay.toml: cannot be read")), "{given}");
    let default = cnpay(&["call", QUERY, "externalRefNumber=A"], "").error(2);
    assert!(default["message"].as_str().is_some_and(|message| message.starts_with("cnpay.toml: cannot be read")), "{default}");
}
