//! Every operation of the gateway against the simulator, in both families of services, with curl as the payer's browser.

use std::{
    collections::BTreeSet,
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use toml::Table;

use crate::harness::{Ran, Sim, cnpay, here};

const PAGE: &str = "https://shop.example/done?shop=7";

struct Day {
    sim: Sim,
    config: String,
    called: BTreeSet<String>,
}

impl Day {
    /// A merchant of the simulator, whose gateway table is changed by `edit`.
    fn new(edit: impl FnOnce(&mut Table)) -> Self {
        let sim = Sim::start(&[]);
        let mut settings = sim.settings();
        edit(settings["kuaiqian"]["gateway"].as_table_mut().expect("a table"));
        let config = sim.folder.write("sim/gateway.toml", settings.to_string());
        Self { sim, config, called: BTreeSet::new() }
    }

    fn run(&mut self, operation: &str, fields: &[&str]) -> Ran {
        let id = format!("kuaiqian.gateway.{operation}");
        let ran = cnpay(&[&["--config", &self.config, "call", &id], fields].concat(), "");
        self.called.insert(id);
        ran
    }

    #[track_caller]
    fn call(&mut self, operation: &str, fields: &[&str], state: &str, code: i32) -> Value {
        let answer = self.run(operation, fields).object(code);
        assert_eq!(answer["state"], state, "{operation}: {answer}");
        answer
    }

    /// Asks until the answer has that state.
    #[track_caller]
    fn asked(&mut self, operation: &str, fields: &[&str], state: &str) -> Value {
        let started = Instant::now();
        loop {
            let answer = self.run(operation, fields);
            let answer = answer.object(answer.code);
            if answer["state"] == state {
                return answer;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "not {state}: {answer}");
            sleep(Duration::from_millis(200));
        }
    }

    /// Submits a built form, presses a button at the cashier, and gives the address to which the browser is sent back.
    fn plays(&self, form: &Value, choice: &str) -> String {
        let url = form["url"].as_str().expect("a URL");
        let mut submit = Vec::new();
        for (name, value) in form["fields"].as_object().expect("fields") {
            submit.extend(["--data-urlencode".to_owned(), format!("{name}={}", value.as_str().expect("a text"))]);
        }
        let submit: Vec<_> = submit.iter().map(String::as_str).chain([url]).collect();
        let cashier = self.sim.curl(&submit);
        self.sim.waits_at(&self.sim.presses(choice, &cashier))
    }

    /// What the query string of a page return says.
    #[track_caller]
    fn told(&self, address: &str, state: &str) -> Value {
        let query = address.split_once('?').expect("a query").1;
        let told = cnpay(&["--config", &self.config, "notify", "kuaiqian.gateway.notice", "--query", query], "").object(0);
        assert_eq!((&told["state"], &told["verified"]), (&json!(state), &json!(true)), "{told}");
        told
    }
}

fn every_operation(edit: impl FnOnce(&mut Table)) {
    let mut day = Day::new(edit);
    let time = day.call("timestamp", &[], "done", 0);
    assert_eq!(time["reply"]["timestamp"].as_str().map(str::len), Some(14), "{time}");

    let page = format!("pageUrl={PAGE}");
    let hostile = "productName=商品<&quot;>'\"";
    let form = day.call("pay", &["orderId=PAY1", "orderAmount=1250", &page, "bgUrl=", hostile], "built", 0);
    assert!(form["reply"]["html"].as_str().is_some_and(|html| html.contains("商品&lt;&amp;quot;&gt;&#39;&quot;")), "{form}");
    let failed = day.plays(&form["reply"], "fail");
    assert_eq!(day.told(&failed, "failed")["notice"]["orderId"], "PAY1");
    let paid = day.plays(&form["reply"], "pay");
    let paid = day.told(&paid, "succeeded");
    assert_eq!((&paid["notice"]["payAmount"], &paid["notice"]["shop"]), (&json!("1250"), &Value::Null), "{paid}");
    let found = day.call("query", &["orderId=PAY1"], "succeeded", 0);
    let list = ["orders", "orderDetail"].iter().find_map(|name| found["reply"][name].as_array()).expect("a list");
    assert!(list.iter().any(|order| order["payResult"] == "10" && order["dealId"] == paid["notice"]["dealId"]), "{found}");
    day.call("query", &["orderId=NONE"], "unknown", 5);
    let today = time["reply"]["timestamp"].as_str().expect("a time")[..8].to_owned();
    let (start, end) = (format!("startTime={today}000000"), format!("endTime={}", time["reply"]["timestamp"].as_str().expect("a time")));
    day.call("query", &["queryType=1", &start, &end], "done", 0);

    let refund = ["orderid=PAY1", "amount=2.50", "txOrder=BACK1"];
    assert_eq!(day.call("refund", &refund, "pending", 4)["stage"], "applied");
    let (start, end) = (format!("startDate={today}"), format!("endDate={today}"));
    let refunded = day.asked("refund_query", &["orderId=BACK1", &start, &end], "succeeded");
    assert_eq!(refunded["stage"], "refunded", "{refunded}");
    day.call("refund", &["orderid=PAY1", "amount=10.01", "txOrder=BACK2"], "failed", 3);
    day.call("refund_query", &["orderId=NONE", &start, &end], "unknown", 5);

    let remit = ["orderId=REMIT1", "orderAmount=5000", "remitType=1", "remitCode=M1234M567890123", &page, "bgUrl="];
    day.call("remit", &remit, "pending", 4);
    // The same code again: an earlier order may exist (section 9, class A).
    let again = ["orderId=REMIT2", "orderAmount=5000", "remitType=1", "remitCode=M1234M567890123", &page, "bgUrl="];
    assert_eq!(day.call("remit", &again, "unknown", 5)["code"], "81001");

    let listed = cnpay(&["operations", "--output", "json"], "").objects();
    let listed = listed.iter().map(|operation| operation["id"].as_str().expect("an id").to_owned());
    let listed: BTreeSet<_> = listed.filter(|id| id.starts_with("kuaiqian.gateway.")).collect();
    assert_eq!(day.called, listed, "every operation was called");
}

#[test]
fn every_operation_works_by_rsa_and_json() {
    if here("curl") {
        every_operation(|gateway| {
            gateway.insert("services".into(), "json".into());
        });
    }
}

#[test]
fn every_operation_works_by_md5_and_soap() {
    if here("curl") {
        every_operation(|gateway| {
            gateway.insert("sign".into(), "md5".into());
            gateway.insert("services".into(), "soap".into());
        });
    }
}

#[test]
fn a_cut_connection_leaves_the_order_unknown_with_its_query() {
    let mut day = Day::new(|_| {});
    for (order, amount) in [("CUT1", "5097"), ("CUT2", "5098")] {
        let code = format!("remitCode=M{amount}M{order}");
        let fields = [format!("orderId={order}"), format!("orderAmount={amount}"), "remitType=1".into(), code, format!("pageUrl={PAGE}")];
        let fields: Vec<_> = fields.iter().map(String::as_str).collect();
        let error = day.run("remit", &fields).error(5);
        assert_eq!((&error["kind"], &error["order"]), (&json!("unknown"), &json!("unknown")), "{error}");
        assert_eq!(error["query"], json!({ "id": "kuaiqian.gateway.query", "fields": { "orderId": order } }));
    }
    let error = day.run("refund", &["orderid=NONE", "amount=50.98", "txOrder=CUT3"]);
    assert!([3, 5].contains(&error.code), "{error:?}");
}

#[test]
fn a_form_is_described_as_it_is_built() {
    let told = cnpay(&["operations", "kuaiqian.gateway.pay", "--output", "json"], "").object(0);
    let members = told["reply"]["properties"].as_object().expect("members");
    assert_eq!(members.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["method", "url", "fields", "html"]));
}

#[test]
fn what_breaks_a_rule_is_named_and_nothing_is_built() {
    let mut day = Day::new(|gateway| {
        gateway.remove("notice_url");
        gateway.remove("page_url");
    });
    let fine = ["orderId=A1", "orderAmount=1250", "pageUrl=https://shop.example/done"];
    for (field, wrong) in [
        ("bgUrl", "bgUrl=https://shop.example/n?orderId=1"),
        ("pageUrl", "pageUrl=https://shop.example/n?PAYRESULT=1"),
        ("orderAmount", "orderAmount=12.50"),
        ("orderAmount", "orderAmount=0"),
        ("orderId", "orderId=0123456789012345678901234567890"),
        ("orderId", "orderId=A 1"),
        ("bankId", "payType=10-1"),
        ("payerId", "payerIdType=3"),
        ("payerContactType", "payerContact=a@b.cn"),
        ("extDataType", "extDataContent=<NB2>{}</NB2>"),
        ("productName", "productName=a\nb"),
        ("colour", "colour=red"),
    ] {
        let name = wrong.split_once('=').expect("a field").0;
        let fields: Vec<_> = fine.iter().copied().filter(|field| !field.starts_with(&format!("{name}="))).chain([wrong]).collect();
        let error = day.run("pay", &fields).error(2);
        assert_eq!((&error["kind"], &error["field"], &error["order"]), (&json!("invalid"), &json!(field), &json!("not_placed")), "{wrong}");
    }
    for (operation, field, fields) in [
        ("query", "orderId", &["queryType=1", "orderId=A", "startTime=20240105000000", "endTime=20240105000001"][..]),
        ("query", "requestPage", &["orderId=A", "requestPage=0"]),
        ("query", "endTime", &["queryType=1", "startTime=20980105000000", "endTime=20980105000001"]),
        ("refund_query", "endDate", &["startDate=20240106", "endDate=20240105"]),
    ] {
        assert_eq!(day.run(operation, fields).error(2)["field"], field, "{operation}");
    }
    let error = day.run("pay", &["orderId=A1", "orderAmount=1250"]).error(2);
    assert_eq!(error["field"], "bgUrl");
    let error = day.run("pay", &[&fine[..], &["payType=13", "submitType=01"]].concat()).error(2);
    assert_eq!(error["field"], "remitType");
    for (config, field) in [("gbk", "productName"), ("gb2312", "productName")] {
        let mut day = Day::new(|gateway| {
            gateway.insert("charset".into(), config.into());
        });
        let error = day.run("pay", &[&fine[..], &["productName=🙂"]].concat()).error(2);
        assert_eq!(error["field"], field);
        assert!(error["message"].as_str().is_some_and(|text| text.contains('🙂')), "{error}");
    }
    let mut day = Day::new(|gateway| {
        gateway.insert("high_risk".into(), true.into());
    });
    assert_eq!(day.run("pay", &fine).error(2)["field"], "payerIP");
}
