//! The notice: what it says, how it is signed, and until when it comes again.

use cnpay_sim::{Fault, FaultPlan, Rate, Settings, Timing, gateway::Account};
use paycore::Fen;
use paysign::Hash;

use super::shop::*;
use crate::world::*;

fn always(fault: Fault) -> Settings {
    Settings { faults: FaultPlan::seeded(1).with(fault, Rate::ALWAYS), ..Settings::default() }
}

/// The one notice that is due.
fn due(world: &World) -> Told {
    let mut deliveries = world.simulator.due();
    assert_eq!(deliveries.len(), 1);
    Told::new(&deliveries.remove(0).request().uri().to_string())
}

#[tokio::test]
async fn it_repeats_the_order_and_adds_the_deal() {
    let world = gateway_world(Account { fee: Fen::new(3), ..account() });
    world.wait(42);
    world.choose(&order("A1", "8860").with("ext1", "cart=77").with("ext2", "礼盒"), "pay").await;
    let delivery = world.simulator.due().remove(0);
    let url = delivery.request().uri().to_string();
    let expected = format!(
        "{BG_URL}&merchantAcctId={ACCOUNT}&version=v2.0&language=1&signType=1&payType=10&bankId=ICBC&orderId=A1&orderTime=20250301101500\
         &orderAmount=8860&bindCard=&bindMobile=&dealId=9000000001&bankDealId=B9000000001&dealTime=20250301101542&payAmount=8860&fee=3\
         &ext1=cart%3D77&ext2=%E7%A4%BC%E7%9B%92&payResult=10&errCode=&signMsg="
    );
    assert_eq!(url.split_at(expected.len()).0, expected);
    assert!(Told::new(&url).is_signed());
}

#[tokio::test]
async fn rsa_orders_are_told_with_99bill_s_own_key() {
    for hash in [Hash::Sha1, Hash::Sha256] {
        let world = gateway_world(Account { notice_hash: hash, ..account() });
        let action = world.submit(order("A1", "100").signed_rsa(Hash::Sha256)).await.action();
        world.post(&action, "choice=pay").await;
        assert!(due(&world).is_signed_rsa(hash), "{hash:?}");
    }
}

#[tokio::test]
async fn it_speaks_the_order_s_charset() {
    for charset in ["2", "3"] {
        let world = World::new();
        let form = order("A1", "100").with("inputCharset", charset).with("productName", "").with("ext1", b"\xba\xec\xb2\xe8");
        world.choose(&form, "pay").await;
        let told = due(&world);
        assert!(told.is_signed(), "over the bytes as they are");
        assert_eq!(told.bytes("ext1"), b"\xba\xec\xb2\xe8");
    }
}

#[tokio::test]
async fn it_comes_again_for_eighteen_hours() {
    let world = World::new();
    world.pay_order("A1", "100").await;
    let server = Server::answering(500, "<result>1</result>");
    let start = world.simulator.next_due().expect("a notice");
    let mut seconds = Vec::new();
    while let Some(next) = world.simulator.next_due() {
        let at = next.duration_since(start).expect("later").as_secs();
        let elapsed = seconds.last().copied().unwrap_or(0);
        world.wait(at - elapsed);
        assert_eq!(world.simulator.deliver_due(&server).await, 0);
        seconds.push(at);
    }
    assert_eq!(seconds[..13], [0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115, 8715, 12315]);
    assert_eq!(seconds.last(), Some(&(5115 + 16 * 3600)), "the last within 64800 s");
    let received = server.received();
    assert_eq!(received.len(), 27);
    assert!(received.iter().all(|url| *url == received[0]), "the same each time");
}

#[tokio::test]
async fn only_a_result_of_one_ends_it() {
    let server = Server::new();
    for (status, body, ends) in [
        (200, "<result>1</result>", true),
        (204, "\n<html><result>\n1 </result></html>", true),
        (200, "<result>0</result><redirecturl>https://shop.example/</redirecturl>", false),
        (200, "<result>10</result>", false),
        (200, "1", false),
        (200, "<RESULT>1</RESULT>", false),
        (200, "<result>1", false),
        (200, "", false),
        (302, "<result>1</result>", false),
        (500, "<result>1</result>", false),
    ] {
        let world = World::with(Settings { timing: Timing { resend_divisor: 5, ..Timing::default() }, ..Settings::default() });
        world.pay_order("A1", "100").await;
        server.answers(status, body);
        assert_eq!(world.simulator.deliver_due(&server).await, usize::from(ends), "{status} {body}");
        world.wait(1);
        assert_eq!(world.simulator.due().is_empty(), ends, "{status} {body}");
    }
}

#[tokio::test]
async fn faults_strike_it_too() {
    let twice = World::with(always(Fault::NoticeDuplicate));
    twice.pay_order("A1", "100").await;
    assert_eq!(twice.simulator.due().len(), 2);

    let late = World::with(always(Fault::NoticeDelay));
    let result = late.choose(&order("A1", "100").with("pageUrl", PAGE_URL), "pay").await;
    late.wait(29);
    assert!(late.simulator.due().is_empty());
    assert!(late.get(&result).await.location.is_some(), "the browser is there first");
    late.wait(1);
    due(&late);

    let exchanged = World::with(always(Fault::NoticeReorder));
    exchanged.choose(&order("A1", "100"), "fail").await;
    exchanged.pay_order("A2", "168").await;
    exchanged.wait(2);
    let orders: Vec<_> =
        exchanged.simulator.due().iter().map(|d| Told::new(&d.request().uri().to_string()).get("orderId").to_owned()).collect();
    assert_eq!(orders, ["A2", "A1"]);

    let tampered = World::with(always(Fault::NoticeTamper));
    tampered.pay_order("A1", "100").await;
    let told = due(&tampered);
    assert_eq!(told.get("payAmount"), "1100");
    assert!(!told.is_signed());

    let gbk = World::with(always(Fault::NoticeGbk));
    gbk.choose(&order("A1", "100").with("ext1", "红茶"), "pay").await;
    let told = due(&gbk);
    assert_eq!(told.bytes("ext1"), b"\xba\xec\xb2\xe8");
    assert!(told.is_signed(), "the signature is over the bytes");

    let unwritable = World::with(always(Fault::NoticeGbk));
    unwritable.choose(&order("A1", "100").with("ext1", "🍵"), "pay").await;
    assert_eq!(due(&unwritable).get("ext1"), "🍵");
}
