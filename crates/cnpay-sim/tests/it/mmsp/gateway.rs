//! The gateway: the form, the bank's page, the way back, the queries.

use http::Request;
use paywire::form;
use serde_json::{Value, json};

use super::{pages::Seen, shop::*};
use crate::world::World;

fn order(number: &str, amount: &str) -> Value {
    json!({
        "MERORDERID": number, "AMT": amount, "NOTIFY_URL": NOTIFY_URL, "JUMP_URL": JUMP_URL, "PAY_CHANNEL": "YLBILL-NET-B2C",
        "GOODSNAME": "龙井茶/250g", "REMARK": "",
    })
}

fn by(number: &str) -> Value {
    json!({ "MERORDERID": number })
}

fn form(envelope: &str) -> String {
    form::encode([(&b"web_api"[..], envelope.as_bytes())])
}

impl World {
    /// Posts the form; the page.
    async fn submit_form(&self, body: Value) -> Seen {
        self.browse("POST", "/mmsp/gateway?charset=UTF-8", form(&sealed(envelope(2322, "openapi", body), &key()))).await
    }

    /// Posts the form and presses a button.
    pub(crate) async fn bank(&self, number: &str, amount: &str, choice: &str) -> Seen {
        let page = self.submit_form(order(number, amount)).await;
        self.press(page.attribute("action").expect("a bank's page"), choice).await
    }

    async fn web_state(&self, number: &str) -> String {
        let reply = self.web(2323, by(number)).await;
        if reply.0["CommandID"] == 32768 { reply.refusal() } else { reply.status() }
    }
}

#[tokio::test]
async fn the_form_opens_a_bank_s_page_and_leads_back() {
    let world = World::new();
    let page = world.submit_form(order("G1", "8800")).await;
    assert!(page.text.contains("<dd id=\"bank\">YLBILL-NET-B2C</dd>") && !page.text.contains("id=\"qr\""), "{}", page.text);
    assert_eq!(world.web_state("G1").await, "0 AA");
    let action = page.attribute("action").expect("a form");
    assert_eq!(world.submit_form(order("G1", "8800")).await.attribute("action"), Some(action), "posted again");
    assert_eq!(world.press(action, "abandon").await.result(), "abandoned");
    world.wait(12);
    let list_id = world.web(2323, by("G1")).await.get("LIST_ID").to_owned();
    let back = world.press(action, "pay").await.location.expect("the merchant's page");
    assert_eq!(
        back,
        format!(
            "{JUMP_URL}&STATUS=1&ERRCODE=&ERRMSG=&LIST_ID={list_id}&MERORDERID=G1&AMT=8800&GOODSNAME=%E9%BE%99%E4%BA%95%E8%8C%B6%2F250g\
             &PAY_CHANNEL=YLBILL-NET-B2C&PAY_DATE=20250301101512&NOTIFY_DATE=20250301101513&REMARK="
        )
    );
    assert_eq!(
        world.web(2323, by("G1")).await.0["Body"],
        json!({
            "STATUS": "1", "LIST_ID": list_id, "MERORDERID": "G1", "AMT": "8800", "GOODSNAME": "龙井茶/250g",
            "PAY_CHANNEL": "YLBILL-NET-B2C", "PAY_DATE": "20250301101512", "NOTIFY_DATE": "20250301101513", "REMARK": "",
        })
    );
}

#[tokio::test]
async fn a_failure_leads_back_too() {
    let world = World::new();
    let back = world.bank("G1", "8800", "fail").await.location.expect("the merchant's page");
    assert!(back.starts_with(&format!("{JUMP_URL}&STATUS=2&ERRCODE=S1&")), "{back}");
    assert_eq!(world.web_state("G1").await, "2 S1");
}

#[tokio::test]
async fn a_form_that_is_refused_is_a_page() {
    let world = World::new();
    let text = async |body: String| {
        let page = world.browse("POST", GATEWAY, body).await;
        assert_eq!((page.status, page.attribute("data-code")), (200, Some("0")));
        page.text.split_once("data-code=\"0\">").expect("an error").1.split_once('<').expect("its end").0.to_owned()
    };
    let good = envelope(2322, "openapi", order("G1", "8800"));
    assert_eq!(text("web_api=".into()).await, "消息结构体错误");
    assert_eq!(text(form("{}")).await, "消息结构体错误");
    assert_eq!(text(form(&sealed(envelope(2323, "openapi", by("G1")), &key()))).await, "消息结构体错误", "queries come as JSON");
    assert_eq!(text(form(&sealed(good.clone(), "another key"))).await, "签名错误");
    let mut stranger = good.clone();
    stranger["MERNO"] = json!("1");
    assert_eq!(text(form(&sealed(stranger, &key()))).await, "商户不存在");
    let without = |name: &str| form(&sealed(envelope(2322, "openapi", with(order("G1", "8800"), name, json!(null))), &key()));
    for name in ["MERORDERID", "AMT", "NOTIFY_URL", "JUMP_URL", "PAY_CHANNEL"] {
        assert_eq!(text(without(name)).await, format!("参数错误:{name}"));
    }
    world.submit_form(order("G1", "8800")).await;
    assert_eq!(text(form(&sealed(envelope(2322, "openapi", order("G1", "8801")), &key()))).await, "商户订单号重复");
}

#[tokio::test]
async fn the_amount_decides_when_the_payer_pays() {
    let world = World::new();
    world.bank("G51", "151", "pay").await;
    assert_eq!(world.web_state("G51").await, "2 S1");
    assert_eq!(world.bank("G68", "168", "pay").await.result(), "waiting");
    assert_eq!(world.bank("G69", "169", "pay").await.result(), "open");
    assert_eq!(world.bank("G71", "171", "pay").await.result(), "waiting");
    assert_eq!(world.web_state("G71").await, "0 [-2002] 没有该订单");
    world.wait(2);
    for (number, state) in [("G68", "1"), ("G69", "0 AA"), ("G71", "1")] {
        assert_eq!(world.web_state(number).await, state, "{number}");
    }
    for (number, amount, state) in [("G97", "197", "0 AA"), ("G98", "198", "1")] {
        let page = world.submit_form(order(number, amount)).await;
        let pay = Request::post(format!("https://sim.example{}", page.attribute("action").expect("a form"))).body("choice=pay".into());
        world.send(pay.expect("a request")).await.expect_err("cut");
        assert_eq!(world.web_state(number).await, state, "{number}");
    }
}

#[tokio::test]
async fn paid_orders_are_listed() {
    let world = World::new();
    for number in ["G1", "G2", "G3"] {
        world.bank(number, "100", "pay").await;
        world.wait(1);
    }
    world.quick_pay("Q1", "100").await;
    let list = |page: &str| json!({ "START_DATE": "20250301", "END_DATE": "20250301", "PERPAGE": "2", "PAGE": page });
    let page = world.web(782, list("2")).await;
    assert_eq!((page.status().as_str(), page.get("TOTAL_NUM"), page.get("TOTAL_PAGE")), ("1", "3", "2"));
    let rows = page.0["Body"]["BIZ_CONTENT"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]["MERORDERID"], &rows[0]["AMT"]), (1, &json!("G3"), &json!("100")));
    assert_eq!(world.web(782, list("3")).await.status(), "0");
}
