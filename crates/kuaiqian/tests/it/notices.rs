//! The way of a TR3 from the simulator to the merchant and back.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use cnpay_sim::{Delivery, Fault, FaultPlan, Rate, Simulator};
use http::Response;
use kq_xml::Tr3;
use kuaiqian::agreement::{Agreement, notice};
use paycore::{Error, Expected, TradeState};
use paysign::Matched;

use crate::support::{NOTICE_URL, World, line, pay, simulated, start, verdict};

/// What the merchant's address does with a delivery: verify, match, confirm, store, answer.
async fn take(agreement: &Agreement, delivery: &Delivery, order: &Expected) -> (TradeState, Response<Bytes>) {
    let matched = matched(agreement, delivery, order);
    let state = agreement.confirmed(&matched, order).await.expect("the query's answer");
    (state, notice::answer(matched.ack()).map(Bytes::from))
}

fn matched(agreement: &Agreement, delivery: &Delivery, order: &Expected) -> Matched<Tr3> {
    agreement.tr3(delivery.request()).expect("a notice").matched(order).expect("the order")
}

/// Debits that amount; the stored order.
async fn debit(world: &World, order: &str, fen: u64) -> Expected {
    let token = world.bind().await;
    let order = pay(&world.agreement, order, fen, &token);
    let _ = world.agreement.send(&order).await;
    Expected::from(&order)
}

fn one(simulator: &Simulator) -> Delivery {
    let mut due = simulator.due();
    assert_eq!(due.len(), 1, "one notice");
    due.remove(0)
}

#[tokio::test]
async fn a_notice_is_verified_matched_confirmed_and_answered() {
    for (fen, state) in [(8860, TradeState::Succeeded), (8851, TradeState::Failed), (8868, TradeState::Succeeded)] {
        let world = World::new();
        let order = debit(&world, "ORDER0001", fen).await;
        world.wait(5);
        let delivery = one(&world.simulator);
        assert_eq!(delivery.request().uri(), NOTICE_URL);
        let (told, answer) = take(&world.agreement, &delivery, &order).await;
        assert_eq!(told, state, "{fen}");
        assert!(delivery.answered(&answer), "the TR4 is what the gateway wants");
        assert_eq!(world.simulator.next_due(), None, "and it sends no more");
    }
}

#[tokio::test]
async fn without_a_tr4_it_comes_again_and_says_the_same() {
    let world = World::new();
    let order = debit(&world, "ORDER0001", 8860).await;
    world.wait(5);
    let mut bodies = Vec::new();
    for pause in [10, 30] {
        let delivery = one(&world.simulator);
        assert!(!delivery.answered(&notice::not_now().map(Bytes::from)));
        bodies.push((delivery.request().body().clone(), take(&world.agreement, &delivery, &order).await.0));
        world.wait(pause);
    }
    assert_eq!(bodies[0], bodies[1]);
    let delivery = one(&world.simulator);
    assert!(delivery.answered(&take(&world.agreement, &delivery, &order).await.1));
    assert_eq!(world.simulator.next_due(), None);
}

#[tokio::test]
async fn a_duplicate_is_answered_like_the_first() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::NoticeDuplicate, Rate::ALWAYS));
    let order = debit(&world, "ORDER0001", 8860).await;
    world.wait(5);
    let deliveries = world.simulator.due();
    assert_eq!(deliveries.len(), 2);
    let mut answers = Vec::new();
    for delivery in &deliveries {
        let (state, answer) = take(&world.agreement, delivery, &order).await;
        assert_eq!(state, TradeState::Succeeded);
        assert!(delivery.answered(&answer));
        answers.push(answer.into_body());
    }
    assert_eq!(answers[0], answers[1]);
}

/// The order is written down before it is sent, so a notice that overtakes the reply finds it; the late reply changes nothing.
#[tokio::test]
async fn a_notice_that_overtakes_the_reply() {
    let world = World::new();
    let token = world.bind().await;
    let order = pay(&world.agreement, "ORDER0001", 8868, &token);
    let stored = Expected::from(&order);
    let told = Arc::new(Mutex::new(Vec::new()));
    // The gateway has answered, the reply is still on its way, and in between the notice is delivered and answered.
    let line = line(&world.simulator, {
        let (world, stored, told) = (world.clone(), stored.clone(), Arc::clone(&told));
        move |_| {
            world.wait(5);
            let delivery = one(&world.simulator);
            let matched = matched(&world.agreement, &delivery, &stored);
            assert!(delivery.answered(&notice::answer(matched.ack()).map(Bytes::from)));
            told.lock().expect("the notices").push(matched);
        }
    });
    let agreement = Agreement::new(simulated(), line).expect("an account").with_clock(start);
    assert_eq!(verdict(&agreement.send(&order).await), "pending C0, query");
    let told = told.lock().expect("the notices").pop().expect("a notice");
    assert_eq!(world.agreement.confirmed(&told, &stored).await.expect("an answer"), TradeState::Succeeded);
    assert_eq!(world.agreement.ask(&stored).await.expect("an answer").state, TradeState::Succeeded);
}

/// The reply is lost, and the notice alone tells that the money moved.
#[tokio::test]
async fn a_notice_instead_of_the_reply() {
    let world = World::new();
    let order = debit(&world, "ORDER0001", 8898).await;
    world.wait(5);
    let delivery = one(&world.simulator);
    assert_eq!(take(&world.agreement, &delivery, &order).await.0, TradeState::Succeeded);
}

#[tokio::test]
async fn a_notice_of_another_order_is_not_applied() {
    let world = World::new();
    let order = debit(&world, "ORDER0001", 8860).await;
    world.wait(5);
    let delivery = one(&world.simulator);
    let other = Expected::new(&order.merchant, &order.order, paycore::Fen::new(100)).terminal("00002012").kind("PUR");
    let verified = world.agreement.tr3(delivery.request()).expect("a notice");
    let error = verified.matched(&other).expect_err("another amount");
    assert_eq!(error.mismatch.field, "amount");
    assert!(!delivery.answered(&notice::not_now().map(Bytes::from)), "it will come again");
    assert!(world.simulator.next_due().is_some());
}

#[tokio::test]
async fn a_tampered_notice() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::NoticeTamper, Rate::ALWAYS));
    let _ = debit(&world, "ORDER0001", 8860).await;
    world.wait(5);
    let delivery = one(&world.simulator);
    let error = world.agreement.tr3(delivery.request()).expect_err("a forgery");
    assert!(matches!(error, Error::Untrusted { .. }));
    assert!(!format!("{error} {error:?}").contains("ORDER0001"));
    let refusal = notice::refusal(delivery.request());
    assert_eq!((refusal.status().as_u16(), &**refusal.body()), (400, ""));
    assert!(!delivery.answered(&refusal.map(Bytes::from)));
}

#[tokio::test]
async fn a_notice_in_gbk() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::NoticeGbk, Rate::ALWAYS));
    let order = debit(&world, "ORDER0001", 8851).await;
    world.wait(5);
    let delivery = one(&world.simulator);
    assert!(std::str::from_utf8(delivery.request().body()).is_err(), "it is no UTF-8");
    let matched = matched(&world.agreement, &delivery, &order);
    assert_eq!(matched.response_text_message.as_deref(), Some("金额超限或其他"));
    assert!(delivery.answered(&notice::answer(matched.ack()).map(Bytes::from)));
}
