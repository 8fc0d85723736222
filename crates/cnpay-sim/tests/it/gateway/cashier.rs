//! What a payer sees and does.

use bytes::Bytes;
use cnpay_sim::{Fault, FaultPlan, Rate, Settings};
use http::Request;
use paysign::Hash;

use super::shop::*;
use crate::world::*;

/// What the last page says.
async fn last_page(world: &World, path: &str) -> String {
    let page = world.get(path).await;
    assert_eq!((page.status, page.location.clone()), (200, None), "{}", page.text);
    page.attribute("data-result").expect("a result").to_owned()
}

#[tokio::test]
async fn paying_tells_the_merchant_and_then_moves_the_browser_on() {
    let world = World::new();
    let result = world.choose(&order("A1", "8860").with("ext1", "cart=77&x"), "pay").await;
    let waiting = world.get(&result).await;
    assert_eq!((waiting.status, waiting.attribute("data-result")), (200, Some("waiting")));
    assert!(waiting.text.contains(r#"http-equiv="refresh" content="1""#), "{}", waiting.text);

    let server = Server::new();
    assert_eq!(world.simulator.deliver_due(&server).await, 1, "at once");
    let notice = server.only();
    assert!(notice.is_signed());
    let parameters = notice.query().strip_prefix("shop=7&").expect("the merchant's own first");
    let page = world.get(&result).await;
    let location = page.location.expect("an address");
    assert_eq!((page.status, location.split_once('?')), (303, Some((DONE_URL, parameters))), "the same parameters");
    assert_eq!(world.simulator.next_due(), None);
}

#[tokio::test]
async fn without_an_answer_the_browser_waits_and_goes_to_the_page() {
    let server = Server::answering(200, "<result>0</result>");
    for (page_url, expected) in [(PAGE_URL, Some(PAGE_URL)), ("", None)] {
        let world = World::new();
        let result = world.choose(&order("A1", "100").with("pageUrl", page_url), "pay").await;
        world.simulator.deliver_due(&server).await;
        world.wait(4);
        assert_eq!(last_page(&world, &result).await, "waiting");
        world.wait(1);
        let page = world.get(&result).await;
        let location = page.location.as_deref().map(|url| url.split_once('?').expect("a query").0);
        assert_eq!(location, expected);
        if expected.is_none() {
            assert_eq!(page.attribute("data-result"), Some("paid"));
        }
        server.received();
    }
}

#[tokio::test]
async fn an_answer_without_an_address_leads_to_the_page() {
    for answer in ["<result>1</result>", "<result> 1 </result><redirecturl>javascript:alert(1)</redirecturl>", "x<result>1</result>"] {
        let world = World::new();
        let result = world.choose(&order("A1", "100").with("pageUrl", PAGE_URL), "pay").await;
        assert_eq!(world.simulator.deliver_due(&Server::answering(200, answer)).await, 1, "{answer}");
        let location = world.get(&result).await.location.expect("an address");
        assert!(location.starts_with(&format!("{PAGE_URL}?merchantAcctId=")), "{location}");
    }
}

#[tokio::test]
async fn with_a_page_alone_the_browser_carries_the_result() {
    let world = World::new();
    let form = order("A1", "100").with("bgUrl", "").with("pageUrl", "https://shop.example/page?lang=zh");
    let result = world.choose(&form, "pay").await;
    assert_eq!(world.simulator.next_due(), None);
    let location = world.get(&result).await.location.expect("an address");
    assert!(location.starts_with("https://shop.example/page?lang=zh&merchantAcctId="), "{location}");
    let told = Told::new(&location);
    assert!(told.is_signed());
    assert_eq!((told.get("payResult"), told.get("payAmount")), ("10", "100"));
}

#[tokio::test]
async fn a_failed_order_may_still_be_paid() {
    let world = World::new();
    let server = Server::new();
    let form = order("A1", "100");
    let result = world.choose(&form, "fail").await;
    world.simulator.deliver_due(&server).await;
    let failed = server.only();
    assert_eq!((failed.get("payResult"), failed.get("errCode"), failed.get("payAmount")), ("11", "50009", "0"));
    assert!(Told::new(&world.get(&result).await.location.expect("an address")).get("payResult") == "11");

    assert_eq!(world.choose(&form, "pay").await, result, "the same order");
    world.simulator.deliver_due(&server).await;
    let paid = server.only();
    assert_eq!((paid.get("payResult"), paid.get("errCode")), ("10", ""));
    assert_ne!(paid.get("dealId"), failed.get("dealId"));
    assert_eq!(Told::new(&world.get(&result).await.location.expect("an address")).get("payResult"), "10");
    let again = world.submit(form.signed()).await;
    assert_eq!(again.code(), Some("30004"));
}

#[tokio::test]
async fn abandoning_changes_nothing() {
    let world = World::new();
    let action = world.submit(order("A1", "100").signed()).await.action();
    let page = world.post(&action, "choice=abandon").await;
    assert_eq!((page.status, page.attribute("data-result")), (200, Some("abandoned")));
    assert_eq!(world.simulator.next_due(), None);
    assert_eq!(last_page(&world, &format!("{action}/result")).await, "open");
    assert_eq!(world.get(&action).await.action(), action, "back to the cashier");
}

#[tokio::test]
async fn the_chosen_bank_is_told() {
    let server = Server::new();
    for (fields, body, bank, method) in [
        (&[][..], "bank=CMB&choice=pay", "CMB", "10"),
        (&[], "choice=pay", "ICBC", "10"),
        (&[], "choice=pay&bank=NOBANK", "ICBC", "10"),
        (&[("payType", "10-1"), ("bankId", "ABC")], "choice=pay&bank=CMB", "ABC", "10-1"),
        (&[("payType", "14")], "choice=pay&bank=BOC_B2B", "BOC_B2B", "14"),
        (&[("payType", "12")], "choice=pay", "", "12"),
        (&[("payType", "21-1")], "choice=pay&bank=CCB", "CCB", "21-1"),
    ] {
        let world = World::new();
        let form = fields.iter().fold(order("A1", "100"), |form, (name, value)| form.with(name, value));
        let action = world.submit(form.signed()).await.action();
        world.post(&action, body).await;
        world.simulator.deliver_due(&server).await;
        let told = server.only();
        assert_eq!((told.get("bankId"), told.get("payType")), (bank, method), "{body}");
        assert_eq!(told.get("bankDealId").is_empty(), bank.is_empty());
        assert_eq!(told.get("bindCard").len(), if method == "21-1" { 10 } else { 0 });
    }
}

#[tokio::test]
async fn a_named_bank_skips_the_list() {
    let world = World::new();
    let page = world.submit(order("A1", "100").with("payType", "10-2").with("bankId", "CMB").signed()).await;
    assert!(page.text.contains("<h1>招商银行</h1>"), "{}", page.text);
    assert!(!page.text.contains("id=\"banks\"") && page.text.contains("id=\"pay\""), "{}", page.text);
}

#[tokio::test]
async fn amounts_decide() {
    let server = Server::new();
    let world = World::new();
    let results = |told: &Told| (told.get("payResult").to_owned(), told.get("errCode").to_owned());
    world.pay_order("A51", "151").await;
    world.simulator.deliver_due(&server).await;
    assert_eq!(results(&server.only()), ("11".into(), "20010".into()));

    for (id, amount) in [("A68", "168"), ("A71", "171")] {
        let result = world.pay_order(id, amount).await;
        assert_eq!(world.simulator.deliver_due(&server).await, 0, "{id} is not paid yet");
        assert_eq!(last_page(&world, &result).await, "waiting");
        world.wait(2);
        world.simulator.deliver_due(&server).await;
        assert_eq!(results(&server.only()), ("10".into(), String::new()), "{id}");
    }

    let result = world.pay_order("A69", "169").await;
    assert_eq!(last_page(&world, &result).await, "waiting");
    world.wait(1_000_000);
    assert_eq!(last_page(&world, &result).await, "open");
    assert_eq!(world.simulator.next_due(), None);
    let again = world.post(result.strip_suffix("/result").expect("the cashier"), "choice=fail").await;
    assert_eq!(again.location, Some(result), "the bank is still at work");
}

#[tokio::test]
async fn connections_are_cut() {
    let world = World::new();
    let server = Server::new();
    for (id, amount, paid) in [("A97", "197", 0), ("A98", "198", 1)] {
        let action = world.submit(order(id, amount).signed()).await.action();
        let request = Request::post(format!("https://sim.example{action}")).body(Bytes::from("choice=pay")).expect("a request");
        assert!(world.fetch(request).await.is_err(), "{id}");
        assert_eq!(world.simulator.deliver_due(&server).await, paid, "{id}");
    }
    assert_eq!(server.only().get("payResult"), "10");
}

#[tokio::test]
async fn the_fault_pending_makes_a_payment_wait() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::Pending, Rate::ALWAYS));
    world.pay_order("A1", "100").await;
    assert!(world.simulator.due().is_empty());
    world.wait(2);
    assert_eq!(world.simulator.due().len(), 1);
}

#[tokio::test]
async fn tickets_are_not_guessed_and_foreign_requests_refused() {
    let world = World::new();
    assert_eq!(world.get("/gateway/cashier/0").await.status, 404);
    assert_eq!(world.get("/gateway/cashier/").await.status, 404);
    let action = world.submit(order("A1", "100").signed()).await.action();
    for body in ["", "choice=steal", "choice=pay&choice=fail&a&b&c&d&e&f&g"] {
        assert_eq!(world.post(&action, body).await.status, 400, "{body}");
    }
    assert_eq!(world.post(&format!("{action}/result"), "choice=pay").await.status, 405);
    let other = World::with(Settings { faults: FaultPlan::seeded(7), ..Settings::default() });
    assert_ne!(other.submit(order("A1", "100").signed()).await.action(), action);
}

#[tokio::test]
async fn the_browser_s_parameters_are_signed_as_the_order_was() {
    let world = World::new();
    let body = order("A1", "100").with("pageUrl", PAGE_URL).with("bgUrl", "").signed_rsa(Hash::Sha1);
    let action = world.submit(body).await.action();
    let result = world.post(&action, "choice=pay").await.location.expect("the result");
    let told = Told::new(&world.get(&result).await.location.expect("an address"));
    assert_eq!(told.get("signType"), "4");
    assert!(told.is_signed_rsa(Hash::Sha256) && !told.is_signed_rsa(Hash::Sha1));
}
