//! Quick pay: order, code, query, list.

use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

fn query(number: &str) -> Value {
    json!({ "MERORDERID": number })
}

impl World {
    /// Places an order; the platform's number.
    async fn place(&self, number: &str, amount: &str) -> String {
        let reply = self.card(771, pay(number, amount)).await;
        assert_eq!(reply.status(), "0");
        reply.get("LIST_ID").to_owned()
    }

    async fn hand_in(&self, list_id: &str, code: &str) -> Reply {
        self.card(772, json!({ "LIST_ID": list_id, "MSG_CODE": code })).await
    }

    /// Places and confirms.
    pub(crate) async fn quick_pay(&self, number: &str, amount: &str) {
        let list_id = self.place(number, amount).await;
        assert_eq!(self.hand_in(&list_id, "246810").await.status(), "1");
    }
}

#[tokio::test]
async fn pay_confirm_query() {
    let world = World::new();
    let placed = world.card(771, pay("Q1", "2580")).await;
    let list_id = placed.get("LIST_ID").to_owned();
    assert_eq!(
        placed.0["Body"],
        json!({
            "AMT": "2580", "BANK_NAME": "工商银行", "CARDNO": "622202*********0018", "LIST_ID": list_id, "MERORDERID": "Q1",
            "NOTIFY_DATE": "20250301101500", "PAY_DATE": "", "STATUS": "0",
        })
    );
    assert_eq!(world.card(773, query("Q1")).await.status(), "0 AA");
    world.wait(30);
    assert_eq!(world.hand_in(&list_id, "246810").await.0["Body"], json!({ "LIST_ID": list_id, "STATUS": "1" }));
    assert_eq!(
        world.card(773, query("Q1")).await.0["Body"],
        json!({
            "AMT": "2580", "CARDNO": "622202*********0018", "CARDTYPE": "1", "LIST_ID": list_id, "MERORDERID": "Q1",
            "NOTIFY_DATE": "20250301101531", "PAY_DATE": "20250301101530", "STATUS": "1",
        })
    );
}

#[tokio::test]
async fn a_wrong_code_leaves_the_order_payable() {
    let world = World::new();
    let list_id = world.place("Q1", "100").await;
    assert_eq!(world.hand_in(&list_id, "123456").await.status(), "2 S2");
    assert_eq!(world.hand_in(&list_id, "246810").await.status(), "1");
    assert_eq!(world.hand_in(&list_id, "246810").await.status(), "2 S5", "once is enough");
    assert_eq!(world.hand_in("1", "246810").await.refusal(), "0 [-2002] 没有该订单");
}

#[tokio::test]
async fn a_code_lives_for_ten_minutes_and_is_sent_once_a_minute() {
    let world = World::new();
    let list_id = world.place("Q1", "100").await;
    let again = json!({ "LIST_ID": list_id });
    world.wait(59);
    assert_eq!(world.card(778, again.clone()).await.status(), "2 S4");
    world.wait(1);
    assert_eq!(world.card(778, again.clone()).await.0["Body"], json!({ "LIST_ID": list_id, "STATUS": "1" }));
    assert_eq!(world.card(778, again.clone()).await.status(), "2 S4");
    world.wait(600);
    assert_eq!(world.hand_in(&list_id, "246810").await.status(), "2 S3");
    assert_eq!(world.card(778, again.clone()).await.status(), "1");
    assert_eq!(world.hand_in(&list_id, "246810").await.status(), "1");
    world.wait(60);
    assert_eq!(world.card(778, again).await.status(), "2 S5", "paid");
    assert_eq!(world.card(778, json!({ "LIST_ID": "1" })).await.refusal(), "0 [-2002] 没有该订单");
}

#[tokio::test]
async fn a_number_is_used_once() {
    let world = World::new();
    world.place("Q1", "100").await;
    assert_eq!(world.card(771, pay("Q1", "100")).await.refusal(), "0 商户订单号重复");
    assert_eq!(world.scan(2306, prepay("Q1", "100")).await.status(), "1", "scan counts on its own");
    assert_eq!(world.card(773, query("Q2")).await.refusal(), "0 [-2002] 没有该订单");
}

#[tokio::test]
async fn every_field_is_checked_in_the_order_of_the_table() {
    let world = World::new();
    let credit = with(with(with(pay("Q1", "100"), "CARDTYPE", "2"), "EXPDATE", "0129"), "CVN2", "123");
    for (body, field) in [
        (with(pay("Q1", "100"), "MERORDERID", "x".repeat(33)), "MERORDERID"),
        (with(pay("Q1", "100"), "MERORDERID", ""), "MERORDERID"),
        (with(pay("Q1", "100"), "MERORDERID", json!(true)), "MERORDERID"),
        (with(pay("Q1", "100"), "MERORDERID", "a\tb"), "MERORDERID"),
        (with(pay("Q1", "100"), "CARDNO", "6222 0200"), "CARDNO"),
        (pay("Q1", "0"), "AMT"),
        (pay("Q1", "01"), "AMT"),
        (pay("Q1", "1.5"), "AMT"),
        (pay("Q1", "1234567890123"), "AMT"),
        (with(pay("Q1", "100"), "CARDTYPE", "3"), "CARDTYPE"),
        (with(pay("Q1", "100"), "EXPDATE", "0129"), "EXPDATE"),
        (with(credit.clone(), "EXPDATE", json!(null)), "EXPDATE"),
        (with(credit.clone(), "EXPDATE", "1329"), "EXPDATE"),
        (with(credit.clone(), "CVN2", "12"), "CVN2"),
        (with(pay("Q1", "100"), "NAME", json!(null)), "NAME"),
        (with(pay("Q1", "100"), "NAME", "王".repeat(33)), "NAME"),
        (with(pay("Q1", "100"), "PHONENO", "1390000000"), "PHONENO"),
        (with(pay("Q1", "100"), "NOTIFY_URL", "shop.example"), "NOTIFY_URL"),
        (with(with(pay("Q1", "0"), "NAME", json!(null)), "CARDNO", "x"), "CARDNO"),
    ] {
        assert_eq!(world.card(771, body.clone()).await.refusal(), format!("0 参数错误:{field}"), "{body}");
    }
    assert_eq!(world.card(771, with(credit, "AMT", 100)).await.status(), "0", "a number for a text");
    assert_eq!(world.card(771, with(pay("Q2", "100"), "OF_NO_TABLE", "x")).await.status(), "0", "one more is none of its business");
    assert_eq!(world.card(772, json!({ "LIST_ID": "1", "MSG_CODE": "24681x" })).await.refusal(), "0 参数错误:MSG_CODE");
}

#[tokio::test]
async fn the_amount_decides() {
    let world = World::new();
    let state = async |number: &str| {
        let reply = world.card(773, query(number)).await;
        if reply.0["CommandID"] == 32768 { reply.refusal() } else { reply.status() }
    };
    assert_eq!(world.card(771, pay("Q51", "151")).await.status(), "2 D4");
    assert_eq!(state("Q51").await, "2 D4");

    world.quick_pay("Q68", "168").await;
    world.quick_pay("Q69", "169").await;
    let list_id = world.place("Q71", "171").await;
    assert_eq!(world.hand_in(&list_id, "246810").await.refusal(), "39999 支付失败");
    assert_eq!(state("Q68").await, "0 AA");
    assert_eq!(state("Q71").await, "0 [-2002] 没有该订单");
    world.wait(2);
    assert_eq!((state("Q68").await.as_str(), state("Q71").await.as_str()), ("1", "1"));
    world.wait(86400);
    assert_eq!(state("Q69").await, "0 AA");
}

#[tokio::test]
async fn the_amount_cuts_connections() {
    let world = World::new();
    world.try_ask(OPEN, 771, "openapi", pay("Q97", "197")).await.expect_err("cut");
    assert_eq!(world.card(773, query("Q97")).await.refusal(), "0 [-2002] 没有该订单");

    world.try_ask(OPEN, 771, "openapi", pay("Q98", "198")).await.expect_err("cut");
    let found = world.card(773, query("Q98")).await;
    assert_eq!(found.status(), "0 AA");
    let confirm = json!({ "LIST_ID": found.get("LIST_ID"), "MSG_CODE": "246810" });
    world.try_ask(OPEN, 772, "openapi", confirm).await.expect_err("cut");
    assert_eq!(world.card(773, query("Q98")).await.status(), "1");
}

#[tokio::test]
async fn paid_orders_are_listed_a_page_at_a_time() {
    let world = World::new();
    for number in 1..=5 {
        world.quick_pay(&format!("Q{number}"), "100").await;
        world.wait(60);
    }
    world.place("Q6", "100").await;
    let list = |first: &str, last: &str, per_page: &str, page: &str| json!({ "START_DATE": first, "END_DATE": last, "PERPAGE": per_page, "PAGE": page });
    let page = world.card(777, list("20250301", "20250301", "2", "2")).await;
    assert_eq!((page.status().as_str(), page.get("TOTAL_NUM"), page.get("TOTAL_PAGE")), ("1", "5", "3"));
    assert_eq!((page.get("PERPAGE"), page.get("PAGE")), ("2", "2"));
    let rows = page.0["Body"]["BIZ_CONTENT"].as_array().expect("rows");
    assert_eq!(rows.iter().map(|row| row["MERORDERID"].as_str().expect("a number")).collect::<Vec<_>>(), ["Q3", "Q4"]);
    assert_eq!((&rows[0]["STATUS"], &rows[0]["AMT"], &rows[0]["PAY_DATE"]), (&json!("1"), &json!("100"), &json!("20250301101700")));
    assert_eq!(world.card(777, list("20250301", "20250302", "2", "3")).await.0["Body"]["BIZ_CONTENT"].as_array().map(Vec::len), Some(1));
    for (first, last, page) in [("20250301", "20250301", "4"), ("20250302", "20250302", "1"), ("20250228", "20250228", "1")] {
        let empty = world.card(777, list(first, last, "2", page)).await;
        assert_eq!((empty.status().as_str(), &empty.0["Body"]["BIZ_CONTENT"]), ("0", &json!(null)), "{first} {page}");
    }
    for (first, last, per_page, page, field) in [
        ("2025030", "20250301", "2", "1", "START_DATE"),
        ("20250230", "20250301", "2", "1", "START_DATE"),
        ("20250301", "20250228", "2", "1", "END_DATE"),
        ("20250301", "20250301", "1001", "1", "PERPAGE"),
        ("20250301", "20250301", "0", "1", "PERPAGE"),
        ("20250301", "20250301", "10", "0", "PAGE"),
    ] {
        assert_eq!(world.card(777, list(first, last, per_page, page)).await.refusal(), format!("0 参数错误:{field}"));
    }
    world.wait(93 * 86400);
    assert_eq!(world.card(777, list("20250301", "20250301", "2", "1")).await.status(), "0", "older than three months");
}
