//! The offline order of the back end.

use kq_form::REMIT_REPLY;
use paysign::Hash;

use super::shop::*;
use crate::world::*;

fn remit(id: &str, amount: &str, code: &str) -> Form {
    order(id, amount).with("payType", "13").with("submitType", "01").with("remitType", "1").with("remitCode", code)
}

/// The fields of a reply as its signature covers them.
fn base(reply: &str) -> String {
    let given = REMIT_REPLY.fields.iter().filter_map(|name| Some((name, field(reply, name).filter(|text| !text.is_empty())?)));
    given.map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join("&")
}

async fn send(world: &World, form: &Form) -> String {
    let reply = world.submit(form.signed()).await.text;
    assert!(reply.contains("<res>"), "{reply}");
    let signature = md5(account().key.expose(), format!("{}&key=", base(&reply)).as_bytes());
    assert_eq!(field(&reply, "signMsg"), Some(signature.as_str()), "{reply}");
    reply
}

#[tokio::test]
async fn it_is_accepted_now_and_paid_later() {
    let world = World::new();
    let reply = send(&world, &remit("A1", "5000", "M1234M567890123")).await;
    for (name, value) in [
        ("merchantAcctId", ACCOUNT),
        ("version", "v2.0"),
        ("language", "1"),
        ("signType", "1"),
        ("orderId", "A1"),
        ("orderTime", "20250301101500"),
        ("orderAmount", "5000"),
        ("dealId", "9000000001"),
        ("remitType", "1"),
        ("remitCode", "M1234M567890123"),
        ("requestResult", "10"),
        ("errCode", ""),
    ] {
        assert_eq!(field(&reply, name), Some(value), "{name}");
    }
    assert!(world.simulator.due().is_empty());
    world.wait(2);
    let server = Server::new();
    world.simulator.deliver_due(&server).await;
    let told = server.only();
    assert_eq!((told.get("payResult"), told.get("payType"), told.get("dealId")), ("10", "13", "9000000001"));
    assert!(told.is_signed());
}

#[tokio::test]
async fn it_is_signed_with_99bill_s_key_where_the_order_was() {
    let world = World::new();
    let reply = world.submit(remit("A1", "5000", "M1M2").signed_rsa(Hash::Sha256)).await.text;
    let signature = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, field(&reply, "signMsg").expect("a signature"));
    provider(Hash::Sha256).verify(base(&reply), &signature.expect("Base64")).expect("99bill's signature");
}

#[tokio::test]
async fn what_is_wrong_with_it() {
    let world = World::new();
    send(&world, &remit("A1", "5000", "M1M1")).await;
    for (form, expected) in [
        (remit("A2", "5000", "M1M1"), "81001"),
        (remit("A2", "5000", "M12"), "81000"),
        (remit("A2", "5000", ""), "81000"),
        (remit("A2", "5000", "M1M2").with("remitType", ""), "10045"),
        (remit("A2", "5000", "M1M2").with("payType", "00"), "10019"),
        (remit("A2", "5051", "M1M2"), "20010"),
        (remit("-", "5000", "M1M2"), "10010"),
    ] {
        let reply = send(&world, &form).await;
        let texts = ["requestResult", "errCode", "orderAmount", "dealId", "remitCode"].map(|name| field(&reply, name).expect(name));
        assert_eq!(texts, ["11", expected, "", "", ""]);
    }
    let reply = world.submit(remit("A2", "5000", "M1M2").body("00")).await.text;
    assert_eq!(field(&reply, "errCode"), Some("20001"));
    let reply = world.submit(remit("A2", "5000", "M1M2").with("merchantAcctId", "1000000000101").signed()).await.text;
    assert_eq!((field(&reply, "errCode"), field(&reply, "signMsg")), (Some("10006"), Some("")), "nobody signs for nobody");
    world.wait(2);
    assert_eq!(field(&send(&world, &remit("A1", "5000", "M1M3")).await, "errCode"), Some("30004"));
}

#[tokio::test]
async fn amounts_decide() {
    let world = World::new();
    send(&world, &remit("A69", "5069", "M69M1")).await;
    world.wait(1_000_000);
    assert_eq!(world.simulator.next_due(), None, "nobody ever remits");
    for (amount, code, notices) in [("5097", "M97M1", 0), ("5098", "M98M1", 1)] {
        let form = remit(&format!("A{amount}"), amount, code);
        let request = http::Request::post(format!("https://sim.example{PAY_PATH}")).body(form.signed().into()).expect("a request");
        assert!(world.fetch(request).await.is_err());
        world.wait(2);
        assert_eq!(world.simulator.due().len(), notices, "{amount}");
    }
}
