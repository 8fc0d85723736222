//! The order query, by SOAP and by JSON.

use base64::{Engine, prelude::BASE64_STANDARD};
use kq_form::{Listed, QUERY_ITEM, QUERY_REPLY, SignedList, Signing, reply, soap};
use paysign::Hash;
use paywire::flat::Node;

use super::shop::*;
use crate::world::*;

pub(crate) type Texts<'t> = &'t [(&'static str, &'t str)];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum By {
    Soap,
    Json,
}

/// An answer whose head and items are signed as they should be.
pub(crate) struct Answer {
    nodes: Vec<Node>,
}

impl Answer {
    pub(crate) fn read(by: By, text: &str, head: &'static SignedList, item: Option<&'static SignedList>) -> Self {
        let nodes = match by {
            By::Soap => soap::read_reply(text.as_bytes()).expect("SOAP"),
            By::Json => reply::from_json(text.as_bytes()).expect("JSON"),
        };
        let answer = Self { nodes };
        if answer.head("signMsg").is_some() {
            verify(by, head.take_nodes(&answer.nodes).expect("a head"));
        }
        for order in answer.items() {
            if let Some(item) = item {
                verify(by, item.take_nodes(order.nodes()).expect("an item"));
            }
        }
        answer
    }

    pub(crate) fn head(&self, name: &str) -> Option<&str> {
        text(&self.nodes, name)
    }

    pub(crate) fn items(&self) -> Vec<&Node> {
        reply::items(&self.nodes).expect("one list")
    }

    pub(crate) fn item(&self, name: &str) -> Option<&str> {
        assert_eq!(self.items().len(), 1);
        text(self.items()[0].nodes(), name)
    }
}

pub(crate) fn text<'n>(nodes: &'n [Node], name: &str) -> Option<&'n str> {
    nodes.iter().find(|node| node.name == name)?.text().filter(|text| !text.is_empty())
}

fn verify(by: By, message: Listed<'_>) {
    let signature = String::from_utf8(message.signature().expect("a signature").to_vec()).expect("ASCII");
    let key = account().query_key;
    match by {
        By::Soap => assert_eq!(signature, md5(key.expose(), &message.base(Signing::Md5))),
        By::Json => {
            let signature = BASE64_STANDARD.decode(signature).expect("Base64");
            provider(Hash::Sha256).verify(message.for_rsa(&key), &signature).expect("99bill's signature");
        }
    }
}

/// The body of a call, signed with the query key.
pub(crate) fn call(by: By, operation: &str, fields: Texts<'_>) -> String {
    let base = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}"));
    let base = format!("{}&key=", base.collect::<Vec<_>>().join("&"));
    let key = account().query_key;
    let signature = match by {
        By::Soap => md5(key.expose(), base.as_bytes()),
        By::Json => rsa(Hash::Sha256, format!("{base}{}", key.expose()).as_bytes()),
    };
    body(by, operation, fields, &signature)
}

pub(crate) fn body(by: By, operation: &str, fields: Texts<'_>, signature: &str) -> String {
    let fields = fields.iter().copied().chain([("signMsg", signature)]);
    match by {
        By::Soap => {
            let fields: String = fields.map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
            format!(
                "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><a:{operation} xmlns:a=\"x\">\
                 <request>{fields}</request></a:{operation}></e:Body></e:Envelope>"
            )
        }
        By::Json => {
            let fields: Vec<_> = fields.map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

pub(crate) const fn path(by: By) -> &'static str {
    match by {
        By::Soap => "/apipay/services/gatewayOrderQuery",
        By::Json => "/gatewayapi/gatewayOrderQuery.do",
    }
}

fn fields<'t>(by: By, more: Texts<'t>) -> Vec<(&'static str, &'t str)> {
    let sign_type = if by == By::Soap { "1" } else { "2" };
    [("inputCharset", "1"), ("version", "v2.0"), ("signType", sign_type), ("merchantAcctId", ACCOUNT)]
        .into_iter()
        .chain(more.iter().copied())
        .collect()
}

async fn ask(world: &World, by: By, more: Texts<'_>) -> Answer {
    let page = world.post(path(by), call(by, "gatewayOrderQuery", &fields(by, more))).await;
    assert_eq!(page.status, 200, "{}", page.text);
    Answer::read(by, &page.text, &QUERY_REPLY, Some(&QUERY_ITEM))
}

async fn one(world: &World, by: By, order: &str) -> Answer {
    ask(world, by, &[("queryType", "0"), ("queryMode", "1"), ("orderId", order)]).await
}

/// `payResult`, or the error code.
async fn state(world: &World, order: &str) -> String {
    let mut states = Vec::new();
    for by in [By::Soap, By::Json] {
        let answer = one(world, by, order).await;
        let state = answer.head("errCode").map_or_else(|| answer.item("payResult").expect("a result").to_owned(), str::to_owned);
        states.push(state);
    }
    assert_eq!(states[0], states[1]);
    states.remove(0)
}

#[tokio::test]
async fn a_paid_order_is_told_with_both_signatures() {
    let world = World::new();
    world.pay_order("A1", "8860").await;
    for by in [By::Soap, By::Json] {
        let answer = one(&world, by, "A1").await;
        assert_eq!(answer.head("errCode"), None);
        assert_eq!(answer.head("merchantAcctId"), Some(ACCOUNT));
        assert_eq!(answer.head("recordCount"), None, "no paging for one order");
        for (name, value) in [
            ("orderId", "A1"),
            ("orderAmount", "8860"),
            ("orderTime", "20250301101500"),
            ("dealTime", "20250301101500"),
            ("payResult", "10"),
            ("payType", "10"),
            ("payAmount", "8860"),
            ("fee", "0"),
            ("dealId", "9000000001"),
        ] {
            assert_eq!(answer.item(name), Some(value), "{name} {by:?}");
        }
    }
    assert_eq!(world.post("/gatewayapi/services/gatewayOrderQuery", "").await.status, 500, "the other path, a fault");
}

#[tokio::test]
async fn the_states_of_an_order() {
    let world = World::new();
    assert_eq!(state(&world, "A0").await, "31003");
    world.submit(order("A1", "100").signed()).await;
    assert_eq!(state(&world, "A1").await, "31005", "nobody has paid yet");
    world.choose(&order("A1", "100"), "fail").await;
    assert_eq!(state(&world, "A1").await, "11");
    world.choose(&order("A1", "100"), "pay").await;
    assert_eq!(state(&world, "A1").await, "10");
    for (id, amount, before, after) in
        [("A51", "151", "11", "11"), ("A68", "168", "31005", "10"), ("A69", "169", "31005", "31005"), ("A71", "171", "31003", "10")]
    {
        world.pay_order(id, amount).await;
        assert_eq!(state(&world, id).await, before, "{id} at once");
        world.wait(2);
        assert_eq!(state(&world, id).await, after, "{id} later");
    }
}

#[tokio::test]
async fn lists_come_in_pages_of_ten() {
    let world = World::new();
    let window = |page: &'static str| {
        [("queryType", "1"), ("queryMode", "1"), ("startTime", "20250301000000"), ("endTime", "20250301101500"), ("requestPage", page)]
    };
    assert_eq!(ask(&world, By::Soap, &window("1")).await.head("errCode"), Some("31001"));
    world.choose(&order("A00", "100"), "fail").await;
    assert_eq!(ask(&world, By::Soap, &window("1")).await.head("errCode"), Some("31002"));
    for number in 1..=21 {
        world.pay_order(&format!("A{number:02}"), "100").await;
    }
    for by in [By::Soap, By::Json] {
        for (page, count, first) in [("1", 10, "A01"), ("", 10, "A01"), ("2", 10, "A11"), ("3", 1, "A21")] {
            let answer = ask(&world, by, &window(page)).await;
            let paging = ["pageCount", "pageSize", "recordCount"].map(|name| answer.head(name).expect(name).to_owned());
            assert_eq!(paging, ["3", "10", "21"]);
            assert_eq!(answer.items().len(), count, "page {page}");
            assert_eq!(text(answer.items()[0].nodes(), "orderId"), Some(first));
        }
        for page in ["0", "4", "x"] {
            assert_eq!(ask(&world, by, &window(page)).await.head("errCode"), Some("31006"), "page {page}");
        }
    }
    assert_eq!(
        ask(&world, By::Json, &[("queryType", "1"), ("queryMode", "1"), ("startTime", "20250228000000"), ("endTime", "20250228235959")])
            .await
            .head("errCode"),
        Some("31001")
    );
}

#[tokio::test]
async fn every_error() {
    let world = World::new();
    let batch = |start: &'static str, end: &'static str| [("queryType", "1"), ("queryMode", "1"), ("startTime", start), ("endTime", end)];
    for (more, expected) in [
        (&[("queryType", "2"), ("queryMode", "1")][..], "10004"),
        (&[("queryMode", "1")], "10004"),
        (&[("queryType", "0"), ("queryMode", "2")], "10005"),
        (&[("queryType", "0"), ("queryMode", "1")], "10008"),
        (&[("queryType", "0"), ("queryMode", "1"), ("orderId", "A 1")], "10008"),
        (&[("queryType", "0"), ("queryMode", "1"), ("orderId", "A1")], "31003"),
        (&batch("20250301", "20250301101500"), "10006"),
        (&batch("20250301000000", ""), "10007"),
        (&batch("20250301000001", "20250301000000"), "11001"),
        (&batch("20250129101459", "20250301101459"), "11002"),
        (&batch("20250301000000", "20250301101501"), "11004"),
        (&batch("20250130101459", "20250301101459"), "31001"),
    ] {
        for by in [By::Soap, By::Json] {
            let answer = ask(&world, by, more).await;
            assert_eq!(answer.head("errCode"), Some(expected), "{more:?}");
            assert!(answer.items().is_empty());
        }
    }
    for by in [By::Soap, By::Json] {
        let more = [("queryType", "0"), ("queryMode", "1"), ("orderId", "A1")];
        for (name, value, expected) in [
            ("inputCharset", "2", "10010"),
            ("version", "v3.0", "10001"),
            ("signType", "4", "10002"),
            ("merchantAcctId", "M1", "10003"),
            ("merchantAcctId", "1000000000101", "20001"),
        ] {
            let fields: Vec<_> = fields(by, &more).into_iter().map(|field| if field.0 == name { (name, value) } else { field }).collect();
            let page = world.post(path(by), call(by, "gatewayOrderQuery", &fields)).await;
            let answer = Answer::read(by, &page.text, &QUERY_REPLY, Some(&QUERY_ITEM));
            assert_eq!(answer.head("errCode"), Some(expected), "{name}");
        }
        for (signature, expected) in [("", "11003"), ("00", "20002")] {
            let page = world.post(path(by), body(by, "gatewayOrderQuery", &fields(by, &more), signature)).await;
            assert_eq!(Answer::read(by, &page.text, &QUERY_REPLY, None).head("errCode"), Some(expected));
        }
    }
}

#[tokio::test]
async fn what_is_no_call_is_no_answer() {
    let world = World::new();
    let fault = world.post(path(By::Soap), call(By::Soap, "query", &[])).await;
    assert_eq!(fault.status, 500);
    assert!(matches!(soap::read_reply(fault.text.as_bytes()), Err(soap::SoapError::Fault(_))), "{}", fault.text);
    assert_eq!(world.post(path(By::Json), "[]").await.status, 400);
    assert_eq!(world.get(path(By::Json)).await.status, 405);
    let twice = r#"{"orderId":"A1","orderId":"A1"}"#;
    assert_eq!(world.post(path(By::Json), twice).await.status, 400);
}
