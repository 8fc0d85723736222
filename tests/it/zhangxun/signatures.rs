//! `cnpay sign` and `explain zhangxun-md5`, and `decode zx-form`: against md5sum.

use serde_json::{Value, json};

use super::{KEY, sign};
use crate::harness::{cnpay, here, md5sum};

/// Example 1 of section 3.3: the form, and its base.
const FORM: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&tranType=0402&payAmt=1990\
    &backUrl=https%3A%2F%2Fshop.example%2Fzx%2Fnotice%3Fshop%3D7&frontUrl=&goodsName=%E5%86%B0%E7%BE%8E%E5%BC%8F+%26+%E8%B4%9D%E6%9E%9C\
    &buyIp=203.0.113.7";
const BASE: &str = "backUrl=https://shop.example/zx/notice?shop=7&buyIp=203.0.113.7&custId=16121900001774&custOrderNo=ZX20240506000001\
    &goodsName=冰美式 & 贝果&orgNo=8161000204&payAmt=1990&tranType=0402&version=2.1";
const SIGN: &str = "CFD7D7DC22F3902658031D5F743E3C81";

fn explain(given: &str, code: i32) -> Value {
    cnpay(&["explain", "zhangxun-md5", "--key", KEY], format!("{FORM}&sign={given}")).object(code)
}

#[test]
fn a_form_is_signed_as_md5sum_has_it() {
    if !here("md5sum") {
        return;
    }
    assert_eq!(sign(BASE, KEY), SIGN, "the specification's own");
    let signed = cnpay(&["sign", "zhangxun-md5", "--key", KEY], FORM).object(0);
    assert_eq!(signed, json!({ "base": format!("{BASE}&key="), "signature": SIGN }));
    assert_eq!(signed, cnpay(&["sign", "zhangxun-md5", "--key", KEY], format!("{FORM}&sign={SIGN}")).object(0), "its own is no field");
}

#[test]
fn the_doctor_names_the_mistake() {
    if !here("md5sum") {
        return;
    }
    for good in [SIGN, &SIGN.to_lowercase()] {
        let found = explain(good, 0);
        assert_eq!((&found["valid"], &found["finding"]), (&json!(true), &Value::Null), "{found}");
    }
    let encoded = FORM.replace("&frontUrl=", "").split('&').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let encoded = encoded.into_iter().collect::<Vec<_>>().join("&");
    for (finding, signed) in [
        ("url_encoded", format!("{encoded}&key={KEY}")),
        ("empty_kept", format!("{}&key={KEY}", BASE.replace("&goodsName", "&frontUrl=&goodsName"))),
        ("key_missing", BASE.to_owned()),
        ("key_joiner", format!("{BASE}key={KEY}")),
        ("key_newline", format!("{BASE}&key={KEY}\n")),
        ("key_case", format!("{BASE}&key={}", KEY.to_lowercase())),
        ("unexplained", format!("{BASE}?")),
    ] {
        let digest = md5sum(&signed);
        let found = explain(&digest.to_uppercase(), 6);
        assert_eq!((&found["valid"], &found["finding"]), (&json!(false), &json!(finding)), "{signed}: {found}");
        assert_eq!((&found["signature_expected"], &found["digest_given"]), (&json!(SIGN), &json!(digest)));
        assert!(found["explanation"].as_str().is_some_and(|text| text.len() > 10) && !found.to_string().contains(KEY), "{found}");
    }
}

#[test]
fn a_message_is_decoded_as_it_was_received() {
    let form = cnpay(&["decode", "zx-form"], FORM).object(0);
    assert_eq!((&form["operation"], &form["verified"]), (&json!("zhangxun.pay"), &json!(false)));
    assert_eq!((&form["message"]["frontUrl"], &form["message"]["goodsName"]), (&json!(""), &json!("冰美式 & 贝果")), "{form}");
    let reply = r#"{"orgNo":"8161000204","code":"000000","account":"A000017","acBal":300000,"frozBalance":"0","msg":null}"#;
    let reply = cnpay(&["decode", "zx-form"], reply).object(0);
    assert_eq!((&reply["operation"], &reply["message"]["acBal"]), (&json!("zhangxun.balance"), &json!("300000")), "{reply}");
    for (bytes, looks_like) in [("", "nothing at all"), ("<html></html>", "an HTML page"), ("[1]", "JSON")] {
        let error = cnpay(&["decode", "zx-form"], bytes).error(2);
        assert!(error["message"].as_str().is_some_and(|message| message.contains(&format!("it looks like {looks_like}"))), "{error}");
    }
}
