//! The payer's side: the page of an order, its buttons, where it leads; and the two links.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

/// What a browser shows.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Seen {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        Some(self.text.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0)
    }

    /// The last page's result.
    pub(crate) fn result(&self) -> &str {
        self.attribute("data-result").unwrap_or_else(|| panic!("no result: {self:?}"))
    }
}

impl World {
    pub(crate) async fn browse(&self, method: &str, url: &str, body: impl Into<Bytes>) -> Seen {
        let url = if url.starts_with('/') { format!("https://sim.example{url}") } else { url.to_owned() };
        let request = Request::builder().method(method).uri(url).body(body.into()).expect("a request");
        let response = self.send(request).await.expect("a response");
        Seen {
            status: response.status().as_u16(),
            location: response.headers().get("location").map(|url| url.to_str().expect("a URL").to_owned()),
            text: String::from_utf8(response.body().to_vec()).expect("UTF-8"),
        }
    }

    /// Presses a button; what is seen then.
    pub(crate) async fn press(&self, url: &str, choice: &str) -> Seen {
        let pressed = self.browse("POST", url, format!("choice={choice}")).await;
        match &pressed.location {
            Some(result) => self.browse("GET", result, "").await,
            None => pressed,
        }
    }
}

fn h5(number: &str) -> Value {
    json!({ "AMT": "100", "CUR": "CNY", "GOODSNAME": "红茶<b>", "NOTIFY_URL": NOTIFY_URL, "JUMP_URL": JUMP_URL, "MERORDERID": number })
}

#[tokio::test]
async fn a_page_shows_its_order_and_its_code() {
    let world = World::new();
    let placed = world.scan(2321, h5("S1")).await;
    let page = world.browse("GET", placed.get("URL"), "").await;
    assert_eq!(page.status, 200);
    for part in ["<dd id=\"order\">S1</dd>", "<dd id=\"amount\">¥1.00</dd>", "红茶&lt;b&gt;", "<figure id=\"qr\"><svg", "微信支付"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert_eq!(page.attribute("action"), placed.get("URL").strip_prefix("https://sim.example"));
    assert_eq!(world.browse("GET", "/mmsp/cashier/0", "").await.status, 404);
    assert_eq!(world.browse("POST", placed.get("URL"), "choice=x").await.status, 400);
    assert_eq!(world.browse("PUT", placed.get("URL"), "").await.status, 405);
}

#[tokio::test]
async fn pay_fail_abandon() {
    let world = World::new();
    let url = async |number: &str| world.scan(2306, prepay(number, "100")).await.get("URL").to_owned();
    let first = url("S1").await;
    assert_eq!(world.press(&first, "abandon").await.result(), "abandoned");
    assert_eq!(world.browse("GET", &format!("{first}/result"), "").await.result(), "open");
    assert_eq!(world.press(&first, "pay").await.result(), "paid");
    assert_eq!(world.press(&first, "fail").await.result(), "paid", "too late");
    assert_eq!(world.browse("GET", &first, "").await.status, 303, "nothing to choose any more");
    assert_eq!(world.press(&url("S2").await, "fail").await.result(), "failed");
    assert_eq!(world.scan_state("S2").await, "2 S1");
}

#[tokio::test]
async fn a_pending_payment_shows_itself() {
    let world = World::new();
    let url = async |number: &str, amount: &str| world.scan(2306, prepay(number, amount)).await.get("URL").to_owned();
    let (pending, open, unknown) = (url("S1", "168").await, url("S2", "169").await, url("S3", "171").await);
    assert_eq!(world.press(&pending, "pay").await.result(), "waiting");
    assert_eq!(world.press(&open, "pay").await.result(), "open");
    assert_eq!(world.press(&unknown, "pay").await.result(), "waiting");
    world.wait(2);
    for paid in [pending, unknown] {
        assert_eq!(world.browse("GET", &format!("{paid}/result"), "").await.result(), "paid");
    }
}

#[tokio::test]
async fn the_browser_goes_back_to_the_merchant_without_data() {
    let world = World::new();
    let placed = world.scan(2321, h5("S1")).await;
    assert_eq!(world.press(placed.get("URL"), "pay").await.location.as_deref(), Some(JUMP_URL));
}

#[tokio::test]
async fn unionpay_is_a_link_or_a_page() {
    let world = World::new();
    let order =
        |number: &str| json!({ "MERORDERID": number, "AMT": "100", "JUMP_URL": JUMP_URL, "NOTIFY_URL": NOTIFY_URL, "TRADE_MODE": "1" });
    let link = world.card(783, order("U1")).await;
    assert_eq!(
        link.0["Body"],
        json!({
            "STATUS": "0", "LIST_ID": link.get("LIST_ID"), "MERORDERID": "U1", "PAY_DATE": "", "PAY_URL": link.get("PAY_URL"),
            "AMT": "100", "ERRMSG": "用户支付中",
        })
    );
    assert_eq!(world.press(link.get("PAY_URL"), "pay").await.location.as_deref(), Some(JUMP_URL));
    assert_eq!(world.card(773, json!({ "MERORDERID": "U1" })).await.status(), "1");

    let page = world.card(783, with(order("U2"), "TRADE_MODE", "2")).await;
    assert_eq!(page.get("PAY_URL"), "");
    let html = Seen { status: 200, location: None, text: page.get("HTML").to_owned() };
    world.press(html.attribute("action").expect("a form"), "fail").await;
    assert_eq!(world.card(773, json!({ "MERORDERID": "U2" })).await.status(), "2 S1");

    assert_eq!(world.card(783, with(order("U3"), "AMT", "151")).await.status(), "2 S1");
    world.try_ask(OPEN, 783, "openapi", with(order("U4"), "AMT", "198")).await.expect_err("cut");
    assert_eq!(world.card(773, json!({ "MERORDERID": "U4" })).await.status(), "1");
}

#[tokio::test]
async fn the_payer_s_id_is_fetched() {
    let world = World::new();
    let fetch = async |query: &str| world.browse("GET", &format!("/mmsp/openid?{query}"), "").await;
    let page = "merurl=https%3A%2F%2Fshop.example%2Fpay%3Fo%3D7";
    let wechat = fetch(&format!("{page}&merno={MERCHANT}&tradetype=1")).await;
    assert_eq!(
        (wechat.status, wechat.location.as_deref()),
        (303, Some("https://shop.example/pay?o=7&token_id=oSIMULATEDopenid000000000001"))
    );
    let alipay = fetch(&format!("merurl=https%3A%2F%2Fshop.example%2Fpay&merno={MERCHANT}&tradetype=2")).await;
    assert_eq!(alipay.location.as_deref(), Some("https://shop.example/pay?token_id=2088000000000001"));
    for query in [
        String::new(),
        format!("{page}&merno=1&tradetype=1"),
        format!("{page}&merno={MERCHANT}&tradetype=3"),
        format!("merurl=javascript%3Aalert&merno={MERCHANT}&tradetype=1"),
    ] {
        assert_eq!(fetch(&query).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn wechat_is_woken() {
    let world = World::new();
    let page = "https://shop.example/pay?o=7";
    let merurl = BASE64_STANDARD.encode(page).replace('=', "%3D");
    for name in ["merno", "memo"] {
        let url = format!("/payopenplath5/wxh5pay?{name}={MERCHANT}&termno={TERMINAL}&merurl={merurl}&tradetype=1");
        assert_eq!(world.browse("GET", &url, "").await.location.as_deref(), Some(page), "{name}");
        assert_eq!(world.browse("GET", &url.replace(TERMINAL, "1"), "").await.status, 400);
        assert_eq!(world.browse("GET", &url.replace("tradetype=1", "tradetype=2"), "").await.status, 400);
    }
}
