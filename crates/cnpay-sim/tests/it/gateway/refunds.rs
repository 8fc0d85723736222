//! Refunds and what becomes of them.

use kq_form::REFUND_QUERY_REPLY;
use paysign::Hash;

use super::{
    queries::{Answer, By, Texts, body, call, text},
    shop::*,
};
use crate::world::*;

type Fields = Vec<(&'static str, String)>;

fn refund(order: &str, amount: &str, number: &str) -> Fields {
    [
        ("merchant_id", MEMBER),
        ("version", "bill_drawback_api_1"),
        ("command_type", "001"),
        ("orderid", order),
        ("amount", amount),
        ("postdate", "20250301101500"),
        ("txOrder", number),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

/// `RESULT` and `CODE`, after a look at the echoes.
async fn send(world: &World, by: By, fields: &Fields) -> String {
    let signed: Vec<_> = fields.iter().filter(|(name, _)| *name != "payeeidsrc").map(|(name, value)| format!("{name}={value}")).collect();
    let page = match by {
        By::Soap => {
            let mac = md5(account().refund_key.expose(), format!("{}merchant_key=", signed.concat()).as_bytes());
            world.get(&format!("/webapp/receiveDrawbackAction.do?{}&mac={mac}", unsigned(fields))).await
        }
        By::Json => {
            let mac = rsa(Hash::Sha256, signed.join("&").as_bytes());
            let members: String = fields.iter().map(|(name, value)| format!("\"{name}\":\"{value}\",")).collect();
            world.post("/gatewayapi/recievedrawbackPKI.do", format!("{{{members}\"mac\":\"{mac}\"}}")).await
        }
    };
    assert_eq!(page.status, 200, "{}", page.text);
    let part = |name: &str| match by {
        By::Soap => field(&page.text, name).unwrap_or_default().to_owned(),
        By::Json => {
            page.text.split_once(&format!("\"{name}\":\"")).map_or("", |(_, rest)| rest.split_once('"').expect("an end").0).to_owned()
        }
    };
    for (echo, name) in [("MERCHANT", "merchant_id"), ("ORDERID", "orderid"), ("TXORDER", "txOrder"), ("AMOUNT", "amount")] {
        let sent = fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str());
        assert_eq!(part(echo), sent.unwrap_or_default());
    }
    format!("{}{}", part("RESULT"), part("CODE"))
}

fn unsigned(fields: &Fields) -> String {
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

async fn ask(world: &World, by: By, more: Texts<'_>) -> Answer {
    let sign_type = if by == By::Soap { "1" } else { "2" };
    let mut fields = vec![("version", "v2.0"), ("signType", sign_type), ("merchantAcctId", ACCOUNT)];
    fields.extend(more);
    let page = world.post(path(by), call(by, "query", &fields)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    Answer::read(by, &page.text, &REFUND_QUERY_REPLY, None)
}

const fn path(by: By) -> &'static str {
    match by {
        By::Soap => "/gatewayapi/services/gatewayRefundQuery",
        By::Json => "/gatewayapi/gatewayRefundQuery.do",
    }
}

/// The `status` of a refund, or the error code.
async fn status(world: &World, number: &str) -> String {
    let answer = ask(world, By::Json, &[("startDate", "20250301"), ("endDate", "20250302"), ("orderId", number)]).await;
    answer.head("errCode").map_or_else(|| answer.item("status").expect("a status").to_owned(), str::to_owned)
}

#[tokio::test]
async fn money_goes_back_once_and_not_more_than_was_paid() {
    for by in [By::Soap, By::Json] {
        let world = World::new();
        world.pay_order("A1", "8860").await;
        assert_eq!(send(&world, by, &refund("A1", "80.00", "R1")).await, "Y");
        assert_eq!(send(&world, by, &refund("A1", "8.61", "R2")).await, "NTOO_MUCH");
        assert_eq!(send(&world, by, &refund("A1", "8", "R1")).await, "NREPEATED");
        assert_eq!(send(&world, by, &refund("A1", "8.60", "R2")).await, "Y");
        assert_eq!(send(&world, by, &refund("A1", "0.01", "R3")).await, "NTOO_MUCH");
    }
}

#[tokio::test]
async fn it_is_applied_and_then_refunded() {
    let world = World::new();
    world.choose(&order("A1", "8860").with("payerName", "张三"), "pay").await;
    assert_eq!(status(&world, "R1").await, "10012");
    send(&world, By::Soap, &refund("A1", "10.00", "R1")).await;
    assert_eq!(status(&world, "R1").await, "0");
    world.wait(2);
    assert_eq!(status(&world, "R1").await, "1");
    for by in [By::Soap, By::Json] {
        let answer = ask(&world, by, &[("startDate", "20250301"), ("endDate", "20250301"), ("rOrderId", "A1")]).await;
        for (name, value) in [("recordCount", "1"), ("pageCount", "1"), ("currentPage", "1"), ("pageSize", "10")] {
            assert_eq!(answer.head(name), Some(value), "{name}");
        }
        for (name, value) in [
            ("orderId", "R1"),
            (if by == By::Soap { "ROrderId" } else { "rOrderId" }, "A1"),
            ("orderAmout", "1000"),
            ("orderTime", "20250301101500"),
            ("lastUpdateTime", "20250301101502"),
            ("status", "1"),
            ("dealOtherName", "张三"),
            ("ownerFee", "0"),
        ] {
            assert_eq!(answer.item(name), Some(value), "{name}");
        }
        let sequence = answer.item("sequenceId").expect("a number").to_owned();
        for (name, value, found) in [
            ("seqId", sequence.as_str(), true),
            ("seqId", "1", false),
            ("rOrderId", "A2", false),
            ("status", "1", true),
            ("status", "0", false),
        ] {
            let answer = ask(&world, by, &[("startDate", "20250301"), ("endDate", "20250301"), (name, value)]).await;
            assert_eq!(answer.items().len(), usize::from(found), "{name} {value}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_it() {
    for by in [By::Soap, By::Json] {
        let world = World::new();
        world.submit(order("A0", "100").signed()).await;
        world.pay_order("A1", "100").await;
        for (name, value, expected) in [
            ("merchant_id", "10000000001", "NMERCHANT"),
            ("version", "bill_drawback_api_2", "NVERSION"),
            ("version", "bill_drawback_api_3", "NVERSION"),
            ("command_type", "002", "NCOMMAND"),
            ("amount", "0", "NAMOUNT"),
            ("amount", "0.5", "NAMOUNT"),
            ("amount", "0.001", "NAMOUNT"),
            ("amount", "-1", "NAMOUNT"),
            ("postdate", "20250301", "NPOSTDATE"),
            ("txOrder", "-1", "NTXORDER"),
            ("orderid", "A9", "NORDERID"),
            ("orderid", "A0", "NUNPAID"),
        ] {
            let fields = refund("A1", "1", "R1").into_iter().map(|field| if field.0 == name { (name, value.to_owned()) } else { field });
            assert_eq!(send(&world, by, &fields.collect()).await, expected, "{name}={value}");
        }
        let mut third = refund("A1", "1", "R1");
        third[1].1 = "bill_drawback_api_3".into();
        third.push(("payeeidsrc", "a@shop.example".into()));
        assert_eq!(send(&world, by, &third).await, "Y");
    }
    let world = World::new();
    let page = world.get(&format!("/gatewayapi/receiveDrawbackAction.do?{}&mac=00", unsigned(&refund("A1", "1", "R1")))).await;
    assert_eq!(field(&page.text, "CODE"), Some("MAC"), "the other path, a wrong signature");
    assert_eq!(world.get("/webapp/receiveDrawbackAction.do?amount=1&amount=1").await.status, 400);
    assert_eq!(world.post("/webapp/receiveDrawbackAction.do", "").await.status, 405);
}

#[tokio::test]
async fn amounts_decide() {
    let world = World::new();
    world.pay_order("A1", "100000").await;
    for (amount, number, answer, before, after) in [
        ("1.51", "R51", "NDECLINED", "10012", "10012"),
        ("1.68", "R68", "Y", "0", "1"),
        ("1.69", "R69", "Y", "0", "0"),
        ("1.71", "R71", "Y", "10012", "1"),
    ] {
        assert_eq!(send(&world, By::Json, &refund("A1", amount, number)).await, answer, "{amount}");
        assert_eq!(status(&world, number).await, before, "{amount} at once");
        world.wait(2);
        assert_eq!(status(&world, number).await, after, "{amount} later");
    }
    for (amount, number, expected) in [("1.97", "R97", "10012"), ("1.98", "R98", "0")] {
        let fields = refund("A1", amount, number);
        let signed: String = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mac = md5(account().refund_key.expose(), format!("{signed}merchant_key=").as_bytes());
        let url = format!("https://sim.example/webapp/receiveDrawbackAction.do?{}&mac={mac}", unsigned(&fields));
        let request = http::Request::get(url).body(bytes::Bytes::new()).expect("a request");
        assert!(world.fetch(request).await.is_err(), "{amount} is cut");
        assert_eq!(status(&world, number).await, expected, "{amount}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_query() {
    let world = World::new();
    for by in [By::Soap, By::Json] {
        for (more, expected) in [
            (&[("startDate", "20250301")][..], "10011"),
            (&[("startDate", "2025-3-1"), ("endDate", "20250301")], "10011"),
            (&[("startDate", "20250302"), ("endDate", "20250301")], "10007"),
            (&[("startDate", "20250101"), ("endDate", "20250301")], "10007"),
            (&[("startDate", "20250301"), ("endDate", "20250301")], "10012"),
        ] {
            assert_eq!(ask(&world, by, more).await.head("errCode"), Some(expected), "{more:?}");
        }
        let sign_type = if by == By::Soap { "1" } else { "2" };
        let right = [("version", "v2.0"), ("signType", sign_type), ("merchantAcctId", ACCOUNT)];
        for (name, value, expected) in [
            ("version", "", "10010"),
            ("version", "v1", "10005"),
            ("signType", "4", "10008"),
            ("merchantAcctId", "", "10014"),
            ("merchantAcctId", "1000000000101", "10006"),
        ] {
            let fields = right.map(|field| if field.0 == name { (name, value) } else { field });
            let page = world.post(path(by), call(by, "query", &fields)).await;
            assert_eq!(Answer::read(by, &page.text, &REFUND_QUERY_REPLY, None).head("errCode"), Some(expected), "{name}={value}");
        }
        let page = world.post(path(by), body(by, "query", &right, "00")).await;
        assert_eq!(Answer::read(by, &page.text, &REFUND_QUERY_REPLY, None).head("errCode"), Some("10009"));
    }
}

#[tokio::test]
async fn a_late_payment_is_given_back_by_itself() {
    let world = World::new();
    let action = world.submit(order("A1", "100").with("orderTimeOut", "60").signed()).await.action();
    world.wait(61);
    world.post(&action, "choice=pay").await;
    let server = Server::new();
    world.simulator.deliver_due(&server).await;
    let told = server.only();
    assert_eq!(told.get("payResult"), "10");
    let by_order = [("startDate", "20250301"), ("endDate", "20250301"), ("rOrderId", "A1")];
    let answer = ask(&world, By::Json, &by_order).await;
    assert_eq!((answer.item("status"), answer.item("orderAmout")), (Some("0"), Some("100")));
    assert_eq!(text(answer.items()[0].nodes(), "orderId"), Some(format!("AUTO{}", told.get("dealId")).as_str()));
    world.wait(2);
    assert_eq!(ask(&world, By::Soap, &by_order).await.item("status"), Some("1"));
    assert_eq!(send(&world, By::Json, &refund("A1", "0.01", "R1")).await, "NTOO_MUCH");

    world.choose(&order("A2", "100").with("orderTimeOut", "3600"), "pay").await;
    assert_eq!(
        ask(&world, By::Json, &[("startDate", "20250301"), ("endDate", "20250301"), ("rOrderId", "A2")]).await.head("errCode"),
        Some("10012"),
        "in time"
    );
}
