//! Every operation of 掌讯 in one merchant's day, with curl as the payer.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::harness::{NOBODY, Sim, cnpay, here};

const PAGE: &str = "https://shop.example/done";

/// A merchant of the simulated platform, and the operations that were called.
struct Day {
    sim: Sim,
    config: String,
    called: RefCell<BTreeSet<String>>,
}

/// A text of the reply.
#[track_caller]
fn text<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer["reply"][field].as_str().unwrap_or_else(|| panic!("no {field}: {answer}"))
}

fn order(number: &str, trade_type: &str, amount: &str) -> Value {
    json!({ "custOrderNo": number, "tranType": trade_type, "payAmt": amount, "goodsName": "冰美式 & 贝果" })
}

fn wages(number: &str, amount: &str) -> Value {
    json!({
        "custOrdNo": number, "casAmt": amount, "accountName": "王小明", "cardNo": "6222020000000000018", "bankName": "中国工商银行",
        "subBankName": "杭州西湖支行", "provinceName": "浙江省", "cityName": "杭州市", "cnapsCode": "102331099999",
        "filed1": "110101199003070011", "filed2": "13900000001",
    })
}

impl Day {
    /// Nobody listens where the notices go.
    fn begins() -> Self {
        let sim = Sim::start(&[]);
        let mut settings = sim.settings();
        let zhangxun = settings["zhangxun"].as_table_mut().expect("a table");
        zhangxun.insert("notice_url".into(), format!("{NOBODY}/notices").into());
        zhangxun.insert("payout_notice_url".into(), format!("{NOBODY}/payouts").into());
        let config = sim.folder.write("sim/zhangxun.toml", settings.to_string());
        Self { sim, config, called: RefCell::default() }
    }

    #[track_caller]
    fn call(&self, operation: &str, fields: &Value, state: &str, code: i32) -> Value {
        let id = format!("zhangxun.{operation}");
        let answer = cnpay(&["--config", &self.config, "call", &id, "--body", "-"], fields.to_string()).object(code);
        assert_eq!((&answer["operation"], &answer["state"]), (&json!(id), &json!(state)), "{answer}");
        self.called.borrow_mut().insert(id);
        answer
    }

    /// Asks until the answer has that state.
    #[track_caller]
    fn asked(&self, operation: &str, fields: &Value, state: &str) -> Value {
        let (id, started) = (format!("zhangxun.{operation}"), Instant::now());
        self.called.borrow_mut().insert(id.clone());
        loop {
            let ran = cnpay(&["--config", &self.config, "call", &id, "--body", "-"], fields.to_string());
            let answer = ran.object(ran.code);
            if answer["state"] == state {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{id} is not {state}: {answer}");
            sleep(Duration::from_millis(300));
        }
    }

    fn balance(&self) -> u64 {
        let answer = self.call("balance", &json!({}), "done", 0);
        assert_eq!(text(&answer, "acType"), "01");
        text(&answer, "acBal").parse().expect("fen")
    }

    /// Each of the three kinds of content leads the payer to a page.
    fn is_paid(&self) {
        let before = self.balance();
        let placed = self.call("pay", &order("SCAN", "0402", "1990"), "pending", 4);
        assert_eq!((text(&placed, "contentType"), &placed["code"]), ("01", &json!("000000")));
        self.sim.presses("pay", &self.sim.curl(&[text(&placed, "busContent")]));
        let paid = self.asked("query", &json!({ "custOrderNo": "SCAN" }), "succeeded");
        assert_eq!(text(&paid, "ordStatus"), "01");

        let placed = self.call("pay", &order("APP", "0101", "300"), "pending", 4);
        let content: Value = serde_json::from_str(text(&placed, "busContent")).expect("JSON");
        assert_eq!(text(&placed, "contentType"), "02");
        self.sim.presses("pay", &self.sim.curl(&[content["payUrl"].as_str().expect("an address")]));
        self.asked("query", &json!({ "custOrderNo": "APP" }), "succeeded");
        assert_eq!(self.balance() - before, 2290);
    }

    fn goes_to_the_bank(&self) {
        let mut fields = order("BANK", "0601", "8800");
        fields["bankCode"] = "ICBC".into();
        fields["frontUrl"] = PAGE.into();
        let placed = self.call("pay", &fields, "pending", 4);
        assert_eq!(text(&placed, "contentType"), "03");
        let form = text(&placed, "busContent");
        let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
        let back = self.sim.waits_at(&self.sim.presses("pay", &self.sim.curl(&["--data", "bankCode=ICBC", action])));
        let (address, query) = back.split_once('?').expect("parameters");
        assert_eq!(address, PAGE);
        let returned = cnpay(&["--config", &self.config, "notify", "zhangxun.front_return", "--query", query], "").object(0);
        assert_eq!((&returned["verified"], &returned["state"], &returned["ack"]), (&json!(true), &json!("unknown"), &Value::Null));
        assert_eq!(returned["notice"]["ordStatus"], "01", "{returned}");
        self.asked("query", &json!({ "custOrderNo": "BANK" }), "succeeded");
    }

    fn is_not_paid(&self) {
        self.call("pay", &order("DECLINED", "0402", "1051"), "failed", 3);
        let placed = self.call("pay", &order("FAIL", "0402", "500"), "pending", 4);
        self.sim.presses("fail", &self.sim.curl(&[text(&placed, "busContent")]));
        let failed = self.asked("query", &json!({ "custOrderNo": "FAIL" }), "failed");
        assert_eq!(text(&failed, "ordStatus"), "02");
    }

    /// 01 waits, 06 is being cleared, 07 has arrived.
    fn pays_out(&self) {
        let before = self.balance();
        let waits = self.call("payout", &wages("WAGES", "150000"), "pending", 4);
        assert_eq!(text(&waits, "ordStatus"), "01", "no success of a payout");
        let cleared = self.asked("payout_query", &json!({ "custOrdNo": "WAGES" }), "succeeded");
        assert_eq!((text(&cleared, "ordStatus"), text(&cleared, "casAmt")), ("07", "150000"));
        let failed = self.call("payout", &wages("DECLINED", "1051"), "failed", 3);
        assert_eq!(text(&failed, "ordStatus"), "08");
        assert_eq!(before - self.balance(), 150_000, "what failed is given back");
    }
}

#[test]
fn every_operation_works() {
    if !here("curl") {
        return;
    }
    let day = Day::begins();
    day.is_paid();
    day.goes_to_the_bank();
    day.is_not_paid();
    day.pays_out();

    let listed = cnpay(&["operations", "--output", "json"], "").objects();
    let listed = listed.iter().map(|operation| operation["id"].as_str().expect("an id").to_owned());
    let listed: BTreeSet<_> = listed.filter(|id| id.starts_with("zhangxun.")).collect();
    assert_eq!(*day.called.borrow(), listed, "every operation was called");
}
