//! Every operation of the platform in one merchant's day, with curl as the payer.

use std::{cell::RefCell, collections::BTreeSet};

use serde_json::{Value, json};
use toml::Table;

use super::shop::{CARD, PHONE, Shop, card_payment, scanned, text, wages};
use crate::harness::{cnpay, here};

const PAGE: &str = "https://shop.example/done?shop=7";

/// The shop, and the operations that were called.
struct Day {
    shop: Shop,
    called: RefCell<BTreeSet<String>>,
}

impl Day {
    #[track_caller]
    fn call(&self, operation: &str, fields: Value, state: &str, code: i32) -> Value {
        self.called.borrow_mut().insert(format!("mmsp.{operation}"));
        self.shop.call(operation, &fields, state, code)
    }

    #[track_caller]
    fn asked(&self, operation: &str, fields: Value, state: &str) -> Value {
        self.called.borrow_mut().insert(format!("mmsp.{operation}"));
        self.shop.asked(operation, &fields, state)
    }

    /// The payer opens a page and pays.
    fn pays_at(&self, url: &str) {
        self.shop.sim.presses("pay", &self.shop.sim.curl(&[url]));
    }

    fn pays_by_card(&self) {
        let placed = self.call("quickpay.pay", card_payment("QP1", "2580"), "pending", 4);
        let list_id = text(&placed, "LIST_ID");
        assert_eq!(self.call("quickpay.resend_sms", json!({ "LIST_ID": list_id }), "failed", 3)["code"], "S4", "within a minute");
        let wrong = json!({ "LIST_ID": list_id, "MSG_CODE": "000000" });
        self.call("quickpay.confirm", wrong, "unknown", 5);
        self.call("quickpay.confirm", json!({ "LIST_ID": list_id, "MSG_CODE": "246810" }), "pending", 4);
        let paid = self.asked("quickpay.query", json!({ "MERORDERID": "QP1" }), "succeeded");
        assert_eq!((text(&paid, "AMT"), text(&paid, "LIST_ID")), ("2580", list_id));

        let placed = self.call("quickpay.unionpay_order", json!({ "MERORDERID": "UP1", "AMT": "199", "JUMP_URL": PAGE }), "pending", 4);
        self.pays_at(text(&placed, "PAY_URL"));
        let paid = self.asked("quickpay.query", json!({ "MERORDERID": "UP1" }), "succeeded");
        let day = &text(&paid, "PAY_DATE")[..8];
        let listed = self.call("quickpay.batch_query", json!({ "START_DATE": day, "END_DATE": day }), "done", 0);
        assert_eq!(listed["reply"]["BIZ_CONTENT"].as_array().map(Vec::len), Some(2), "{listed}");
        self.called.borrow_mut().insert("mmsp.gateway.batch_query".into());
        self.shop.call("gateway.batch_query", &json!({ "START_DATE": day, "END_DATE": day }), "done", 0);
    }

    fn pays_by_bound_card(&self) {
        let user = |fields: Value| {
            let mut all = json!({ "USER_ID": "U1", "PHONENO": PHONE });
            all.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
            all
        };
        self.call("quickpay.bind_sms", user(json!({ "MERORDERID": "B1", "CARDNO": CARD })), "done", 0);
        let bind = user(json!({
            "MERORDERID": "B1", "CARDNO": CARD, "CARDTYPE": "2", "EXPDATE": "0139", "CVN2": "123", "NAME": "王小明",
            "ID_NO": "110101199003070011", "MSG_CODE": "246810",
        }));
        let bound = self.call("quickpay.bind", bind, "done", 0);
        let id = json!({ "BIND_ID": text(&bound, "BIND_ID") });
        self.call("quickpay.bind_query", id.clone(), "done", 0);
        let payment = json!({ "BIND_ID": id["BIND_ID"], "MERORDERID": "BP1", "AMT": "300" });
        self.call("quickpay.bound_pay_sms", user(payment.clone()), "done", 0);
        let mut payment = payment;
        payment["MSG_CODE"] = "246810".into();
        payment["USER_ID"] = "U1".into();
        self.call("quickpay.bound_pay", payment, "pending", 4);
        self.asked("quickpay.query", json!({ "MERORDERID": "BP1" }), "succeeded");
        self.call("quickpay.unbind", id, "done", 0);
    }

    fn is_scanned(&self) {
        for (nth, (operation, page)) in [
            ("wechat_prepay", false),
            ("alipay_prepay", false),
            ("alipay_static_code", false),
            ("alipay_dynamic_code", false),
            ("qq_prepay", false),
            ("jd_prepay", false),
            ("unionpay_prepay", false),
            ("wechat_h5", true),
            ("alipay_h5", true),
        ]
        .into_iter()
        .enumerate()
        {
            let order = format!("SCAN{nth}");
            let mut fields = json!({ "MERORDERID": order, "AMT": "1990", "GOODSNAME": "红茶" });
            if page {
                fields["JUMP_URL"] = PAGE.into();
            } else {
                fields["TRADETYPE"] = "1".into();
            }
            let placed = self.call(&format!("scan.{operation}"), fields, "pending", 4);
            self.pays_at(text(&placed, "URL"));
            self.asked("scan.query", json!({ "MERORDERID": order }), "succeeded");
        }
        for (nth, operation) in ["wechat_micropay", "alipay_micropay", "qq_micropay"].into_iter().enumerate() {
            self.call(&format!("scan.{operation}"), scanned(&format!("CODE{nth}"), "1990"), "succeeded", 0);
        }
        let refund = json!({ "MERORDERID": "CODE0", "REFUND_MERORDERID": "BACK0", "AMT": "990" });
        assert_eq!(self.call("scan.refund", refund, "pending", 4)["stage"], "accepted");
        let refunded = self.call("scan.refund_query", json!({ "REFUND_MERORDERID": "BACK0" }), "succeeded", 0);
        assert_eq!(refunded["stage"], "accepted");
        let left = json!({ "MERORDERID": "LEFT", "AMT": "500", "GOODSNAME": "红茶", "TRADETYPE": "1" });
        self.shop.call("scan.wechat_prepay", &left, "pending", 4);
        self.call("scan.close", json!({ "MERORDERID": "LEFT" }), "closed", 0);
        self.call("scan.query", json!({ "MERORDERID": "LEFT" }), "failed", 3);
    }

    fn follows_links(&self) {
        let follow = |built: &Value| self.shop.sim.curl(&["--output", "/dev/null", "--write-out", "%{redirect_url}", text(built, "url")]);
        let wake = self.call("scan.wechat_wake_url", json!({ "merurl": PAGE }), "built", 0);
        assert_eq!(follow(&wake), PAGE);
        let openid = self.call("scan.openid_url", json!({ "merurl": PAGE, "tradetype": "1" }), "built", 0);
        assert!(follow(&openid).starts_with(&format!("{PAGE}&token_id=")), "{openid}");
    }

    fn goes_to_the_bank(&self) {
        let order = json!({
            "MERORDERID": "GW1", "AMT": "8800", "PAY_CHANNEL": "YLBILL-NET-B2C", "GOODSNAME": "龙井茶<&quot;>'\"", "JUMP_URL": PAGE,
        });
        let form = self.call("gateway.pay", order, "built", 0)["reply"].clone();
        assert!(form["html"].as_str().is_some_and(|html| !html.contains("<&quot;>'")), "{form}");
        let mut submit = vec![form["url"].as_str().expect("a URL").to_owned()];
        for (name, value) in form["fields"].as_object().expect("fields") {
            submit.extend(["--data-urlencode".to_owned(), format!("{name}={}", value.as_str().expect("a text"))]);
        }
        let page = self.shop.sim.curl(&submit.iter().map(String::as_str).collect::<Vec<_>>());
        let back = self.shop.sim.waits_at(&self.shop.sim.presses("pay", &page));
        let (address, query) = back.split_once("?shop=7&").expect("the page and more");
        assert_eq!(address, "https://shop.example/done");
        let returned = self.shop.notify("gateway.front_return", &["--query", query], "").object(0);
        assert_eq!((&returned["notice"]["STATUS"], &returned["state"]), (&json!("1"), &json!("unknown")), "{returned}");
        self.asked("gateway.query", json!({ "MERORDERID": "GW1" }), "succeeded");
    }

    fn pays_out(&self) {
        let balance = |serial: &str| {
            let answer = self.call("payout.balance", json!({ "ORDERNO": serial }), "done", 0);
            answer["reply"]["ACCINFO"][0]["BALANCEPAY"].as_str().and_then(|fen| fen.parse::<u64>().ok()).expect("an amount")
        };
        let before = balance("1");
        let paid = self.call("payout.pay", wages("11", "150000"), "succeeded", 0);
        assert_eq!((text(&paid, "RETCODE"), text(&paid, "PAYSTATE")), ("0000", "1"));
        self.call("payout.query", json!({ "ORDERNO": "11" }), "succeeded", 0);
        assert_eq!(before - balance("2"), 150_000);
    }
}

fn every_operation(edit: impl FnOnce(&mut Table, &str)) {
    if !here("curl") {
        return;
    }
    let day = Day { shop: Shop::new(&[], edit), called: RefCell::default() };
    // The platform wants 15 seconds before a payment is undone, and the day takes some of them.
    day.call("scan.alipay_micropay", scanned("UNDONE", "700"), "succeeded", 0);
    assert_eq!(day.call("scan.cancel", json!({ "MERORDERID": "UNDONE" }), "unknown", 5)["code"], "S7");
    day.pays_by_card();
    day.pays_by_bound_card();
    day.is_scanned();
    day.follows_links();
    day.goes_to_the_bank();
    day.pays_out();
    let undone = day.asked("scan.cancel", json!({ "MERORDERID": "UNDONE" }), "reversed");
    assert_eq!(text(&undone, "MERORDERID"), "UNDONE");

    let listed = cnpay(&["operations", "--output", "json"], "").objects();
    let listed = listed.iter().map(|operation| operation["id"].as_str().expect("an id").to_owned());
    let listed: BTreeSet<_> = listed.filter(|id| id.starts_with("mmsp.")).collect();
    assert_eq!(*day.called.borrow(), listed, "every operation was called");
}

#[test]
fn every_operation_works_with_the_merchants_key() {
    every_operation(|_, _| {});
}

#[test]
fn every_operation_works_with_the_agents_key() {
    every_operation(|mmsp, written| {
        // The simulator's file offers them as comments.
        for line in written.lines().filter_map(|line| line.strip_prefix("# agent")) {
            let (name, value) =
                format!("agent{line}").split_once(" = ").map(|(name, value)| (name.to_owned(), value.to_owned())).expect("a key");
            mmsp.insert(name, value.trim_matches('"').into());
        }
        assert!(mmsp.contains_key("agent") && mmsp.contains_key("agent_key"), "{written}");
    });
}

#[test]
fn what_is_undone_on_purpose_exits_with_0() {
    let shop = Shop::open();
    let order = json!({ "MERORDERID": "LEFT", "AMT": "500", "GOODSNAME": "红茶", "TRADETYPE": "1" });
    shop.call("scan.qq_prepay", &order, "pending", 4);
    let closed = shop.call("scan.close", &json!({ "MERORDERID": "LEFT" }), "closed", 0);
    assert_eq!(closed["operation"], "mmsp.scan.close");
}
