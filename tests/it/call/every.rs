//! Every operation in one merchant's day.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::harness::{CARD, CUSTOMER, PHONE, Sim, cnpay};

/// The simulator, and the operations that were called.
struct Day {
    sim: Sim,
    called: BTreeSet<String>,
}

impl Day {
    #[track_caller]
    fn call(&mut self, operation: &str, fields: Value, state: &str, code: i32) -> Value {
        self.called.insert(format!("kuaiqian.agreement.{operation}"));
        let answer = self.sim.call(operation, &fields).object(code);
        assert_eq!(answer["state"], state, "{operation}: {answer}");
        answer
    }

    /// Asks for a transaction until it is in that state.
    fn asked(&mut self, order: &str, kind: &str, state: &str) -> Value {
        let started = Instant::now();
        loop {
            let answer = self.sim.call("query_txn", &json!({ "externalRefNumber": order, "txnType": kind }));
            let answer = answer.object(answer.code);
            if answer["state"] == state {
                self.called.insert("kuaiqian.agreement.query_txn".into());
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "{order} is not {state}: {answer}");
        }
    }
}

fn text<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer["reply"][field].as_str().unwrap_or_else(|| panic!("no {field}: {answer}"))
}

#[test]
fn every_operation_works_against_the_simulator() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    let called = ["ind_auth", "ind_auth_verify"].map(|operation| format!("kuaiqian.agreement.{operation}"));
    let mut day = Day { sim, called: called.into() };
    let customer = json!({ "customerId": CUSTOMER });
    let with = |fields: Value| {
        let mut all = customer.clone();
        all.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        all
    };

    let card = day.call("query_cardinfo", json!({ "cardNo": CARD }), "done", 0);
    let cards = day.call("pci_query", with(json!({ "cardType": text(&card, "cardType") })), "done", 0);
    assert_eq!(cards["reply"]["pciInfos"][0]["payToken"], token.as_str(), "{cards}");

    let paid = day.call("purchase", with(json!({ "externalRefNumber": "PAY1", "amount": "88.60", "payToken": token })), "succeeded", 0);
    let paid = text(&paid, "refNumber").to_owned();
    let refund = |order: &str, amount: &str| json!({ "externalRefNumber": order, "amount": amount, "origRefNumber": paid });
    let applied = day.call("refund", refund("REFUND1", "8.60"), "pending", 4);
    assert_eq!(applied["stage"], "applied", "{applied}");
    assert_eq!(day.asked("REFUND1", "RFD", "succeeded")["stage"], "submitted");
    day.call("refund", refund("REFUND2", "80.01"), "failed", 3);

    let second = day.call("purchase", with(json!({ "externalRefNumber": "PAY2", "amount": "10", "payToken": token })), "succeeded", 0);
    let void = json!({ "externalRefNumber": "VOID1", "amount": "10", "refNumber": text(&second, "refNumber"), "orignalTxnType": "PUR" });
    day.call("void", void, "succeeded", 0);
    day.asked("PAY2", "PUR", "reversed");

    let held = day.call("preauth", with(json!({ "externalRefNumber": "HOLD1", "amount": "500", "payToken": token })), "succeeded", 0);
    let capture = |order: &str, amount: &str| {
        json!({
            "externalRefNumber": order, "amount": amount, "origRefNumber": text(&held, "refNumber"),
            "authorizationCode": text(&held, "authorizationCode"),
        })
    };
    day.call("confirm", capture("CAPTURE1", "501"), "failed", 3);
    day.call("confirm", capture("CAPTURE2", "420"), "succeeded", 0);
    let terms = with(json!({ "externalRefNumber": "TERMS1", "amount": "1200", "termInMonths": "12", "payToken": token }));
    day.call("installment_purchase", terms, "succeeded", 0);

    let code = with(json!({ "externalRefNumber": "QUICK1", "amount": "10.20", "pan": CARD, "phoneNO": PHONE }));
    let sent = day.call("get_dyn_num", code, "done", 0);
    let pairs = [("phone", PHONE), ("validCode", "246810"), ("savePciFlag", "1"), ("token", text(&sent, "token")), ("payBatch", "1")];
    let pairs = pairs.map(|(key, value)| json!({ "key": key, "value": value }));
    let quick = with(json!({ "externalRefNumber": "QUICK1", "amount": "10.20", "cardNo": CARD, "extMap": pairs }));
    day.call("quick_purchase", quick, "succeeded", 0);

    let unbind = with(json!({ "payToken": token, "bankId": text(&card, "bankId") }));
    day.call("pci_del", unbind.clone(), "done", 0);
    assert_eq!(day.call("pci_del", unbind, "done", 0)["code"], "T8");
    day.call("purchase", with(json!({ "externalRefNumber": "PAY3", "amount": "10", "payToken": token })), "failed", 3);

    let listed = cnpay(&["operations", "--output", "json"], "").objects();
    let listed = listed.iter().map(|operation| operation["id"].as_str().expect("an id").to_owned());
    let listed: BTreeSet<_> = listed.filter(|id| id.starts_with("kuaiqian.agreement.")).collect();
    assert_eq!(day.called, listed, "every operation was called");
}
