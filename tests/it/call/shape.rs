//! The success object, member by member; where fields come from; what people get to read.

use serde_json::{Value, json};

use crate::harness::{CARD, CUSTOMER, MERCHANT, PHONE, Sim, cnpay};

/// A value that the simulator chooses: taken over once it has been looked at.
#[track_caller]
fn chosen(object: &Value, name: &str, looks_right: impl Fn(&str) -> bool) -> Value {
    let value = &object["reply"][name];
    assert!(value.as_str().is_some_and(looks_right), "{name}: {object}");
    value.clone()
}

fn digits(count: usize) -> impl Fn(&str) -> bool {
    move |text| text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

#[test]
fn a_card_is_bound_and_charged_and_the_order_is_found() {
    let sim = Sim::start(&[]);
    let signing = json!({ "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "pan": CARD, "cardHolderName": "张三", "phoneNO": PHONE });
    let begun = sim.call("ind_auth", &signing).object(0);
    let token = chosen(&begun, "token", |token| !token.is_empty());
    assert_eq!(
        begun,
        json!({
            "operation": "kuaiqian.agreement.ind_auth", "state": "done", "code": "00", "message": "交易成功", "advice": null,
            "reply": {
                "merchantId": MERCHANT, "terminalId": "00002012", "customerId": CUSTOMER, "externalRefNumber": "SIGN1",
                "storablePan": "6299992348", "token": token, "responseCode": "00", "responseTextMessage": "交易成功",
            },
        })
    );

    let code = json!({
        "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "pan": CARD, "validCode": "246810", "token": token, "phoneNO": PHONE,
    });
    let bound = sim.call("ind_auth_verify", &code).object(0);
    let pay_token = chosen(&bound, "payToken", digits(19));
    assert_eq!(
        bound,
        json!({
            "operation": "kuaiqian.agreement.ind_auth_verify", "state": "done", "code": "00", "message": "交易成功", "advice": null,
            "reply": {
                "merchantId": MERCHANT, "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "storablePan": "6299992348",
                "payToken": pay_token, "responseCode": "00", "responseTextMessage": "交易成功",
            },
        })
    );

    let paid = sim.purchase("ORDER1", "88.60", pay_token.as_str().expect("a text")).object(0);
    let (entered, transferred) = (chosen(&paid, "entryTime", digits(14)), chosen(&paid, "transTime", digits(14)));
    let (reference, approval) = (chosen(&paid, "refNumber", digits(12)), chosen(&paid, "authorizationCode", digits(6)));
    assert_eq!(
        paid,
        json!({
            "operation": "kuaiqian.agreement.purchase", "state": "succeeded", "code": "00", "message": "交易成功", "advice": null,
            "reply": {
                "txnType": "PUR", "interactiveStatus": "TR2", "amount": "88.60", "merchantId": MERCHANT, "terminalId": "00002012",
                "entryTime": entered, "externalRefNumber": "ORDER1", "customerId": CUSTOMER, "transTime": transferred,
                "refNumber": reference, "responseCode": "00", "responseTextMessage": "交易成功", "cardOrg": "CU", "issuer": "建设银行",
                "storableCardNo": "6299992348", "authorizationCode": approval,
            },
        })
    );

    // The state is the transaction's; the reply's own code only says that the query ran.
    let found = sim.query("ORDER1").object(0);
    assert_eq!(
        found,
        json!({
            "operation": "kuaiqian.agreement.query_txn", "state": "succeeded", "code": "S", "message": null, "advice": null,
            "reply": {
                "txnType": "PUR", "amount": "88.60", "merchantId": MERCHANT, "terminalId": "00002012", "entryTime": entered,
                "externalRefNumber": "ORDER1", "customerId": CUSTOMER, "transTime": transferred, "voidFlag": "0", "refNumber": reference,
                "responseCode": "00", "responseTextMessage": "", "cardOrg": "CU", "issuer": "建设银行", "storableCardNo": "6299992348",
                "authorizationCode": approval, "txnStatus": "S",
            },
        })
    );
    let reference = reference.as_str().expect("a text");
    assert_eq!(sim.call("query_txn", &json!({ "refNumber": reference })).object(0)["reply"], found["reply"], "by 99bill's number");
}

#[test]
fn fields_come_from_the_command_line_and_from_a_body() {
    let sim = Sim::start(&[]);
    let id = "kuaiqian.agreement.query_txn";
    let file = sim.folder.write("body.json", r#"{ "externalRefNumber": "FROM-FILE" }"#);
    for (arguments, stdin, order) in [
        (vec!["externalRefNumber=LINE", "txnType=PUR"], "", "LINE"),
        (vec!["txnType=PUR", "--body", "-"], r#"{"externalRefNumber":"STDIN"}"#, "STDIN"),
        (vec!["txnType=PUR", "--body", &file], "", "FROM-FILE"),
    ] {
        let asked = cnpay(&[&["--config", &sim.config, "call", id], &arguments[..]].concat(), stdin).object(5);
        assert_eq!(asked["reply"]["externalRefNumber"], order, "{asked}");
    }
}

#[test]
fn people_read_text_in_their_language() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    let declined = |language: &str, order: &str| {
        let fields =
            [format!("externalRefNumber={order}"), "amount=1.51".into(), format!("customerId={CUSTOMER}"), format!("payToken={token}")];
        let fields = fields.each_ref().map(String::as_str);
        let flags = ["--config", &sim.config, "--lang", language, "--output", "text", "call", "kuaiqian.agreement.purchase"];
        cnpay(&[&flags[..], &fields].concat(), "")
    };
    let (zh, en) = (declined("zh", "ZH"), declined("en", "EN"));
    assert_eq!((zh.code, en.code), (3, 3));
    assert!(
        zh.stdout.starts_with("kuaiqian.agreement.purchase: failed · I8 · 金额超限或其他\n  请持卡人向发卡行核实限额或限制\n"),
        "{zh:?}"
    );
    assert!(en.stdout.contains("\n  the holder asks the bank about limits or restrictions\n"), "{en:?}");

    let advice = cnpay(&["--config", &sim.config, "--lang", "zh", "call", "kuaiqian.agreement.query_txn", "externalRefNumber=NONE"], "");
    assert_eq!(advice.object(5)["advice"], "按轮询规则再查；十次后请人工向快钱核实");
}
