//! Every operation against a gateway in Python, which reads what arrives with its own TLS, HTTP and XML and knows nothing of ours.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;
use toml::Value;

use crate::harness::{CARD, CUSTOMER, Folder, MERCHANT, PHONE, Ran, cnpay, fixture, here, settings};

const TOKEN: &str = "payToken=8190000000000000017";

struct Gateway {
    child: Child,
    findings: Lines<BufReader<ChildStdout>>,
    config: String,
    _folder: Folder,
}

impl Gateway {
    fn start() -> Self {
        let folder = Folder::new();
        let (certificate, key) = (folder.at("server.pem"), folder.at("server.key"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=gateway in Python"])
            .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", &key, "-out", &certificate])
            .output()
            .expect("openssl");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/it/foreign/gateway.py");
        let login = format!("{MERCHANT}:a-login-key");
        let mut python = Command::new("python3");
        python.args([script, &certificate, &key, &fixture("keys/ca.crt.pem"), &login]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = python.spawn().expect("python3");
        let mut findings = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = findings.next().expect("its first line").expect("UTF-8");
        let config = settings(&format!("https://127.0.0.1:{port}"), |agreement| {
            agreement.insert("roots".into(), Value::Array(vec![Value::String(certificate)]));
            agreement.insert("notice_url".into(), Value::String("https://merchant.example/tr3".into()));
        });
        let config = folder.write("cnpay.toml", config);
        Self { child, findings, config, _folder: folder }
    }

    fn call(&mut self, arguments: &[&str], body: &str) -> Ran {
        let ran = cnpay(&[&["--config", &self.config, "--output", "json", "call"], arguments, &["--body", "-"]].concat(), body);
        assert!(!matches!(ran.code, 2 | 7), "nothing was sent: {ran:?}");
        let finding = self.findings.next().expect("a request arrived").expect("UTF-8");
        assert_eq!(finding, "null", "{arguments:?}: {ran:?}");
        ran
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_gateway_in_python_understands_every_operation() {
    if !(here("python3") && here("openssl")) {
        return;
    }
    let mut gateway = Gateway::start();
    let card = json!({ "customerId": CUSTOMER, "externalRefNumber": "SIGN0001", "pan": CARD, "phoneNO": PHONE, "cardHolderName": "张三 <&>",
        "cardHolderId": "990000199001010017" });
    let verify = json!({ "customerId": CUSTOMER, "externalRefNumber": "SIGN0001", "pan": CARD, "phoneNO": PHONE, "validCode": "246810",
        "token": "9000177" });
    let quick = json!({ "customerId": CUSTOMER, "externalRefNumber": "QUICK0001", "amount": "10.20", "cardNo": CARD,
        "extMap": [{ "key": "phone", "value": PHONE }, { "key": "validCode", "value": "246810" }, { "key": "token", "value": "9000177" }] });
    let code = json!({ "customerId": CUSTOMER, "externalRefNumber": "QUICK0001", "amount": "10.20", "pan": CARD, "phoneNO": PHONE });
    let customer = format!("customerId={CUSTOMER}");
    let number = json!({ "cardNo": CARD });
    for (operation, fields, body, state, exit) in [
        ("ind_auth", vec![], card, "done", 0),
        ("ind_auth_verify", vec![], verify, "done", 0),
        ("purchase", vec!["externalRefNumber=ORDER0001", "amount=88.60", &customer, TOKEN], json!({}), "succeeded", 0),
        ("query_txn", vec!["externalRefNumber=ORDER0001"], json!({}), "succeeded", 0),
        ("pci_query", vec![customer.as_str(), "cardType=0002"], json!({}), "done", 0),
        ("pci_del", vec![customer.as_str(), TOKEN, "bankId=CCB"], json!({}), "done", 0),
        ("query_cardinfo", vec![], number, "done", 0),
        ("get_dyn_num", vec![], code, "done", 0),
        ("quick_purchase", vec![], quick, "succeeded", 0),
        ("refund", vec!["externalRefNumber=REFUND0001", "amount=8.60", "origRefNumber=990000000101"], json!({}), "pending", 4),
        (
            "void",
            vec!["externalRefNumber=VOID0001", "amount=88.60", "refNumber=990000000101", "orignalTxnType=PUR"],
            json!({}),
            "succeeded",
            0,
        ),
        ("preauth", vec!["externalRefNumber=HOLD0001", "amount=500", &customer, TOKEN], json!({}), "succeeded", 0),
        (
            "confirm",
            vec!["externalRefNumber=CAPTURE0001", "amount=420", "origRefNumber=990000000103"],
            json!({ "authorizationCode": "70809 " }),
            "succeeded",
            0,
        ),
        (
            "installment_purchase",
            vec!["externalRefNumber=ORDER0005", "amount=1200", "termInMonths=12", &customer, TOKEN],
            json!({}),
            "succeeded",
            0,
        ),
    ] {
        let id = format!("kuaiqian.agreement.{operation}");
        let answer = gateway.call(&[&[id.as_str()], &fields[..]].concat(), &body.to_string()).object(exit);
        assert_eq!(answer["state"], state, "{answer}");
        assert_eq!(answer["operation"], id, "{answer}");
    }
}
