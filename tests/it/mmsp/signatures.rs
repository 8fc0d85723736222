//! `cnpay sign` and `explain mmsp-md5`, and `decode mmsp-json`: against PHP, Python and md5sum.

use serde_json::{Value, json};

use super::witnesses::{AGENT_KEY, KEY, bases, sign};
use crate::harness::{Folder, cnpay, here, md5sum, witness};

/// The message of section 3.5, and its base.
const BODY: &str = r#"{"STATUS":"1","MERORDERID":"GW20240506000009","AMT":"8800","GOODSNAME":"龙井茶/250g","PAY_CHANNEL":"YLBILL-NET-B2C","LIST_ID":"110009000017","PAY_DATE":"20240506101112","NOTIFY_DATE":"20240506101113","REMARK":"","PUSH_COUNT":2}"#;
const BASE: &str = r#"{"AMT":"8800","GOODSNAME":"龙井茶\/250g","LIST_ID":"110009000017","MERORDERID":"GW20240506000009","NOTIFY_DATE":"20240506101113","PAY_CHANNEL":"YLBILL-NET-B2C","PAY_DATE":"20240506101112","PUSH_COUNT":2,"REMARK":"","STATUS":"1"}&key="#;

/// What stands before and behind the Body.
const HEAD: &str = r#"{"CommandID":35104,"SeqID":1,"NodeType":3,"NodeID":"openplat","Version":"1.0.0","RetCode":1,"ErrorMsg":"","AGENTNO":"001440000000017","MERNO":"001440353999853","TERMNO":"84970001","Body":"#;

fn envelope(sign: &str) -> String {
    format!(r#"{HEAD}{BODY},"Sign":"{sign}"}}"#)
}

fn text<'o>(object: &'o Value, name: &str) -> &'o str {
    object[name].as_str().unwrap_or_else(|| panic!("no {name}: {object}"))
}

#[test]
fn every_body_is_signed_as_php_and_python_have_it() {
    if !here("md5sum") {
        return;
    }
    for body in [
        BODY,
        r#"{"A":"/","B":"\/","C":"\u002f","D":"a\\/b"}"#,
        r#"{"TEXT":"引号\"与\\反斜杠\t\n\r\b\f\u0001😀\ud83d\ude00<&'>"}"#,
        r#"{"MER_ID":"1","MERORDERID":"2","IST0":"3","IS_RAW":"4","A":"5","a":"6"}"#,
        r#"{"N":9223372036854775807,"M":-1,"Z":0,"T":true,"F":false,"E":"","S":"007"}"#,
        r#"{"BIZ_CONTENT":[{"Z":"1","A":"五月/团购"},{"B":2,"A":[]}],"PAGE":"1"}"#,
        "{ \"STATUS\" : \"1\" ,\n\t\"AMT\":2580 }",
    ] {
        let signed = cnpay(&["sign", "mmsp-md5", "--key", KEY], body).object(0);
        for base in bases(body) {
            assert_eq!(text(&signed, "base"), base, "{body}");
        }
        let digest = sign(text(&signed, "base"), KEY);
        assert_eq!(text(&signed, "signature"), digest, "{body}");
        for given in [digest.clone(), digest.to_lowercase()] {
            let found = cnpay(&["explain", "mmsp-md5", "--key", KEY, "--signature", &given], body).object(0);
            assert_eq!((&found["valid"], &found["finding"]), (&json!(true), &Value::Null), "{body}: {found}");
        }
        let whole = format!(r#"{{"CommandID":771,"Body":{body},"Sign":"{digest}"}}"#);
        assert_eq!(cnpay(&["sign", "mmsp-md5", "--key", KEY], &whole).object(0), signed, "in an envelope");
        assert_eq!(cnpay(&["explain", "mmsp-md5", "--key", KEY], whole).object(0)["valid"], true);
    }
}

/// What would have been signed, had one mistake of section 3.5 been made.
fn mistakes() -> Vec<(&'static str, Vec<u8>)> {
    let agent = AGENT_KEY;
    let plain = BASE.replace("\\/", "/");
    let json = BASE.strip_suffix("&key=").expect("it ends so");
    let escaped_body = BODY.replace('/', "\\/");
    let unsorted = format!("{}{escaped_body}}}", HEAD.replace('/', "\\/"));
    let sorted = format!(
        r#"{{"AGENTNO":"001440000000017","Body":{escaped_body},"CommandID":35104,"ErrorMsg":"","MERNO":"001440353999853","NodeID":"openplat","NodeType":3,"RetCode":1,"SeqID":1,"TERMNO":"84970001","Version":"1.0.0"}}"#
    );
    let (before, behind) = json.split_once("龙井茶").expect("goods");
    let blanks = json.replace("\":", "\": ").replace(",\"", ", \"");
    let form: Vec<_> = serde_json::from_str::<serde_json::Map<String, Value>>(json)
        .expect("JSON")
        .iter()
        .map(|(name, value)| format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let with = |text: &str| format!("{text}&key={agent}").into_bytes();
    vec![
        ("slash_plain", format!("{plain}{agent}").into_bytes()),
        ("unicode_escaped", with(&json.replace('龙', "\\u9f99").replace('井', "\\u4e95").replace('茶', "\\u8336"))),
        ("number_quoted", with(&json.replace(":2,", ":\"2\","))),
        ("number_bare", with(&json.replace("\"8800\"", "8800"))),
        ("field_order", with(&escaped_body)),
        ("whitespace", with(&blanks)),
        ("key_joiner", format!("{json}{agent}").into_bytes()),
        ("key_joiner", format!("{json}&{agent}").into_bytes()),
        ("key_joiner", format!("{json}key={agent}").into_bytes()),
        ("key_missing", json.as_bytes().to_vec()),
        ("other_key", format!("{BASE}{KEY}").into_bytes()),
        ("key_case", format!("{BASE}{}", agent.to_uppercase()).into_bytes()),
        ("key_newline", format!("{BASE}{agent}\n").into_bytes()),
        ("envelope_signed", with(&sorted)),
        ("envelope_signed", with(&unsorted)),
        ("charset", [before.as_bytes(), b"\xc1\xfa\xbe\xae\xb2\xe8", behind.as_bytes(), b"&key=", agent.as_bytes()].concat()),
        ("empty_dropped", with(&json.replace(r#""REMARK":"","#, ""))),
        ("reserialised", with(&json.replace(r#""REMARK":"""#, r#""REMARK":null"#))),
        ("reserialised", with(&json.replace("\\/", "\\\\/"))),
        ("html_escaped", with(&json.replace('"', "&quot;"))),
        ("reserialised", with(&form.join("&"))),
        ("slash_plain", format!("{plain}{KEY}").into_bytes()),
        ("unexplained", with(&json.replace("8800", "1"))),
    ]
}

#[test]
fn the_doctor_names_the_mistake() {
    if !here("md5sum") {
        return;
    }
    let folder = Folder::new();
    let settings =
        folder.write("cnpay.toml", format!("[mmsp]\nagent = \"001440000000017\"\nagent_key = \"{AGENT_KEY}\"\nkey = \"{KEY}\"\n"));
    let explain = |sign: &str| cnpay(&["--config", &settings, "explain", "mmsp-md5"], envelope(sign));
    for (finding, signed) in mistakes() {
        let digest = md5sum(&signed);
        let found = explain(&digest.to_uppercase()).object(6);
        let what = String::from_utf8_lossy(&signed);
        assert_eq!((text(&found, "finding"), &found["valid"]), (finding, &json!(false)), "{what}: {found}");
        assert_eq!((text(&found, "base"), text(&found, "digest_given")), (BASE, digest.as_str()), "{found}");
        assert_eq!(text(&found, "signature_expected"), sign(BASE, AGENT_KEY));
        assert!(text(&found, "explanation").len() > 10, "{found}");
        assert_eq!(found["base_given"].is_string(), finding != "unexplained", "{found}");
        assert!(!found.to_string().contains(AGENT_KEY) && !found.to_string().contains(KEY), "a key is shown: {found}");
    }
    for (given, finding) in [("", "no_signature"), ("F0C6", "malformed_signature"), (&"Z".repeat(32), "malformed_signature")] {
        assert_eq!(text(&explain(given).object(6), "finding"), finding);
    }
    assert_eq!(explain(&sign(BASE, AGENT_KEY).to_lowercase()).object(0)["valid"], true);
}

/// The two rows of section 3.5 that need particular fields.
#[test]
fn the_doctor_knows_two_wrong_orders() {
    if !here("md5sum") {
        return;
    }
    for (body, sorted) in [
        (r#"{"MERORDERID":"W1","MER_ID":"7"}"#, r#"{"MER_ID":"7","MERORDERID":"W1"}"#),
        (r#"{"A":[{"Z":"1","B":"2"}]}"#, r#"{"A":[{"B":"2","Z":"1"}]}"#),
    ] {
        let given = sign(&format!("{sorted}&key="), KEY);
        let found = cnpay(&["explain", "mmsp-md5", "--key", KEY, "--signature", &given], body).object(6);
        assert_eq!(text(&found, "finding"), "field_order", "{found}");
    }
}

#[test]
fn what_is_no_message_is_an_error() {
    for message in ["", "[]", "a=b", r#"{"A":1,"A":2}"#, r#"{"A":"1"}{}"#] {
        for command in ["sign", "explain"] {
            let error = cnpay(&[command, "mmsp-md5", "--key", KEY], message).error(2);
            assert_eq!(error["kind"], "invalid", "{command} {message}: {error}");
        }
    }
    assert_eq!(cnpay(&["sign", "mmsp-md5", "--as", "pay", "--key", KEY], "{}").error(2)["kind"], "usage");
    assert_eq!(cnpay(&["sign", "mmsp-md5", "--key", ""], "{}").error(2)["kind"], "usage");
}

#[test]
fn a_message_is_decoded_as_it_was_received() {
    for (message, operation, member) in [
        (envelope("F0C6"), json!(null), ("/PUSH_COUNT", json!(2))),
        (
            r#"{"CommandID":771,"NodeID":"openapi","Body":{"AMT":"2580"},"Sign":""}"#.into(),
            json!("mmsp.quickpay.pay"),
            ("/AMT", json!("2580")),
        ),
        (
            r#"{"CommandID":"35074","NodeID":"openplat","Body":{"AMT":2580}}"#.into(),
            json!("mmsp.scan.wechat_prepay"),
            ("/AMT", json!(2580)),
        ),
        (r#"{"CommandID":776,"NodeID":"openplat","Body":{"CODE":"1"}}"#.into(), json!("mmsp.scan.qq_micropay"), ("/CODE", json!("1"))),
        (
            r#"{"CommandID":776,"NodeID":"openapi","Body":{"BIND_ID":"1"}}"#.into(),
            json!("mmsp.quickpay.bind_query"),
            ("/BIND_ID", json!("1")),
        ),
        (
            r#"{"CommandID":33541,"Body":{"A":1.50,"B":12345678901234567890123}}"#.into(),
            json!("mmsp.quickpay.query"),
            ("/A", json!("1.50")),
        ),
        (r#"{"CommandID":32768,"RetCode":0,"ErrorMsg":"签名错误","Body":""}"#.into(), json!(null), ("/_head/ErrorMsg", json!("签名错误"))),
        (r#"{"RETCODE":"1006","RETMSG":"验签失败"}"#.into(), json!(null), ("/RETCODE", json!("1006"))),
        (r#"{"CMDID":"4097","AMT":"150000"}"#.into(), json!(null), ("/CMDID", json!("4097"))),
        (
            "result=%7B%22CommandID%22%3A2322%2C%22Body%22%3A%7B%22AMT%22%3A%221%22%7D%7D".into(),
            json!("mmsp.gateway.pay"),
            ("/AMT", json!("1")),
        ),
    ] {
        let object = cnpay(&["decode", "mmsp-json"], &message).object(0);
        assert_eq!((&object["operation"], &object["verified"]), (&operation, &json!(false)), "{message}");
        assert_eq!(object["message"].pointer(member.0), Some(&member.1), "{message}: {object}");
        let is_envelope = message.contains("CommandID");
        assert_eq!(object["message"]["_head"].is_object(), is_envelope, "{object}");
    }
    for (bytes, looks_like) in
        [("", "nothing at all"), ("{\"A\":1,}", "JSON"), ("<html></html>", "an HTML page"), ("a=b", "a form"), ("[1]", "JSON")]
    {
        let error = cnpay(&["decode", "mmsp-json"], bytes).error(2);
        assert!(text(&error, "message").contains(&format!("it looks like {looks_like}")), "{error}");
    }
}

/// PHP reads the very form that `cnpay call mmsp.gateway.pay` builds.
#[test]
fn php_verifies_a_built_form() {
    if !here("php") {
        return;
    }
    let folder = Folder::new();
    let settings = folder.write(
        "cnpay.toml",
        format!(
            "[mmsp]\nbase_url = \"https://platform.example/g\"\nmerchant = \"1\"\nterminal = \"2\"\nkey = \"{KEY}\"\n\
             notice_url = \"https://shop.example/n?a=1&b=2\"\njump_url = \"https://shop.example/done\"\n"
        ),
    );
    let fields = ["MERORDERID=GW1", "AMT=8800", "PAY_CHANNEL=YLBILL-NET-B2C", "GOODSNAME=龙井茶/250g+\"礼盒\""];
    let built = cnpay(&[&["--config", &settings, "call", "mmsp.gateway.pay"], &fields[..]].concat(), "").object(0);
    let form = built["reply"]["fields"].as_object().expect("fields").values().next().and_then(Value::as_str).expect("an envelope");
    let script = r#"
        $envelope = json_decode(stream_get_contents(STDIN), true);
        $body = $envelope['Body'];
        ksort($body, SORT_STRING);
        echo strtoupper(md5(json_encode($body, JSON_UNESCAPED_UNICODE) . '&key=' . $argv[1])) === $envelope['Sign'] ? 'good' : 'bad';
    "#;
    assert_eq!(witness("php", &["-n", "-r", script, "--", KEY], form), b"good", "{form}");
}
