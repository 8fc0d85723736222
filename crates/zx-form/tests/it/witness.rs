//! Second opinions of Python: urllib on our forms, json on our replies, hashlib on our bases.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use zx_form::{Fields, Message, Pay, fields, op::pay::PayReply};

use crate::samples::{
    BALANCE_REPLY, KEY, NOTICE, PAY, PAY_REPLY, PAYOUT, PAYOUT_QUERY, PAYOUT_QUERY_REPLY, PAYOUT_REPLY, QUERY, QUERY_REPLY, md5, pay,
};

/// Runs a script with `input` on stdin. Without Python there is no second opinion.
fn python(script: &str, arguments: &[&str], input: &[u8]) -> Option<String> {
    let mut command = Command::new("python3");
    command.arg("-c").arg(script).args(arguments).env("PYTHONIOENCODING", "utf-8").stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "python3 is missing");
        let _ = writeln!(std::io::stderr(), "SKIP: python3 is missing, nothing was compared");
        return None;
    };
    child.stdin.take().expect("piped").write_all(input).expect("python3 reads");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "python3 fails");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// The rule of section 3.1, written down a second time: prints the base and whether the signature of each line verifies.
const SCRIPT: &str = r"
import sys, json, hashlib, urllib.parse as u
for line in sys.stdin.read().split('\0'):
    if line.lstrip().startswith('{'):
        fields = json.loads(line, parse_int=str, parse_float=str)
    else:
        fields = dict(u.parse_qsl(line, keep_blank_values=True, strict_parsing=True, errors='strict'))
    sign = fields.pop('sign')
    base = '&'.join(k + '=' + v for k, v in sorted(fields.items(), key=lambda f: f[0].encode()) if v not in ('', None)) + '&key='
    valid = hashlib.md5((base + sys.argv[1]).encode()).hexdigest().upper() == sign
    sys.stdout.write(base + '\0' + str(valid) + '\0')
";

fn compared(messages: &[String]) {
    let Some(said) = python(SCRIPT, &[KEY], messages.join("\0").as_bytes()) else { return };
    let mut said = said.split('\0');
    for message in messages {
        let base = Message::parse(message.as_bytes()).expect("a message").base();
        assert_eq!(said.next(), Some(&*String::from_utf8_lossy(&base)));
        assert_eq!(said.next(), Some("True"), "{message}");
    }
}

#[test]
fn hashlib_verifies_the_worked_examples() {
    let samples = [PAY, PAYOUT, QUERY, PAYOUT_QUERY, NOTICE, PAY_REPLY, QUERY_REPLY, PAYOUT_REPLY, PAYOUT_QUERY_REPLY, BALANCE_REPLY];
    compared(&samples.map(str::to_owned));
}

#[test]
fn hashlib_verifies_what_we_write() {
    let signed = |mut fields: Fields| {
        let signature = md5(&fields.base());
        fields.push("sign", signature);
        [fields.to_form(), fields.to_json(&[])]
    };
    let messages = ["商品<&quot;>'\"", "a b+c%2B=&d", "100%", "~*-._", "，。", "\u{3000}x \n\t\u{1}", "😀/\\"].map(|text| {
        let order = Pay { goods_name: text.into(), order_desc: Some(text.into()), ..pay() };
        let reply = PayReply { code: Some("000000".into()), bus_content: Some(text.into()), ..PayReply::default() };
        [signed(fields(&order).expect("valid")), signed(Fields::of(&reply).expect("texts"))].concat()
    });
    compared(&messages.concat());
}
