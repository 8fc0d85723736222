//! The flow of a card against the simulator: bound, debited, asked for, refused.

use cnpay_sim::{FaultPlan, InMemory, SMS_CODE};
use kuaiqian::agreement::Agreement;
use paycore::{Error, Expected, Order, Query, Reason, Sensitive, TradeState};

use crate::support::{CUSTOMER, PAN, PHONE, World, account, ask_for, fixture, pay, peer, sign, verdict};

#[tokio::test]
async fn a_card_is_bound_debited_and_asked_for() {
    let world = World::new();
    let agreement = &world.agreement;
    let token = world.bind().await;
    let order = pay(agreement, "ORDER0001", 8860, &token);
    let answer = agreement.send(&order).await.expect("an answer");
    assert_eq!((answer.state, answer.code.as_deref()), (TradeState::Succeeded, Some("00")));
    assert_eq!(answer.reply.external_ref_number.as_deref(), Some("ORDER0001"));

    // By order number and by 99bill's number it is the same payment.
    let reference = answer.reply.ref_number.expect("99bill's number");
    let by_order = agreement.send(&ask_for(agreement, "ORDER0001")).await.expect("an answer");
    let by_number = agreement.send(&agreement.query_txn().ref_number(&reference).build()).await.expect("an answer");
    assert_eq!((by_order.state, by_number.state), (TradeState::Succeeded, TradeState::Succeeded));
    assert_eq!(by_order.reply, by_number.reply);
    assert_eq!(by_order.reply.ref_number.as_ref(), Some(&reference));
    assert_eq!(agreement.ask(&Expected::from(&order)).await.expect("an answer").alarm, None);
}

#[tokio::test]
async fn the_sms_code_is_spent_by_the_first_attempt() {
    let world = World::new();
    let begun = world.agreement.send(&sign(&world.agreement, "SIGN0001")).await.expect("an answer");
    assert_eq!(verdict(&Ok(begun.clone())), "done 00");
    let token = begun.reply.token.expect("a token");
    for (code, meaning) in [("000000", "failed T6"), (SMS_CODE, "failed T6")] {
        let verify = world.agreement.ind_auth_verify().customer_id(CUSTOMER).external_ref_number("SIGN0001").pan(PAN);
        let verify = verify.valid_code(code).token(token.clone()).phone_no(PHONE).build();
        let result = world.agreement.send(&verify).await;
        assert_eq!(verdict(&result), meaning, "{code}");
        assert!(result.expect("an answer").advice.expect("advice").en.contains("new SMS code"));
    }
}

#[tokio::test]
async fn what_an_amount_decides() {
    let world = World::new();
    let token = world.bind().await;
    for (order, fen, at_once, asked, later) in [
        ("O51", 1051, "failed I8", "failed F", "failed F"),
        ("O68", 1068, "pending C0, query", "pending P, query", "succeeded S"),
        ("O69", 1069, "pending C0, query", "pending P, query", "pending P, query"),
        ("O71", 1071, "unknown 68, query", "pending P, query", "succeeded S"),
        ("O97", 1097, "reset: unknown, query", "unknown B.MGW.0170, query", "unknown B.MGW.0170, query"),
        ("O98", 1098, "reset: unknown, query", "succeeded S", "succeeded S"),
        ("O00", 1000, "succeeded 00", "succeeded S", "succeeded S"),
    ] {
        assert_eq!(verdict(&world.agreement.send(&pay(&world.agreement, order, fen, &token)).await), at_once, "{order}");
        assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, order)).await), asked, "{order}");
        world.wait(60);
        assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, order)).await), later, "{order}");
    }
    assert_eq!(world.sent("purchase"), 7, "none was sent twice");
}

#[tokio::test]
async fn a_reused_order_number_may_stand_for_an_earlier_success() {
    let world = World::new();
    let token = world.bind().await;
    let first = pay(&world.agreement, "ORDER0001", 8860, &token);
    let _ = world.agreement.send(&first).await;
    let again = world.agreement.send(&first).await.expect("an answer");
    assert_eq!(verdict(&Ok(again.clone())), "unknown OR, query");
    assert!(again.advice.expect("advice").en.contains("query"));
    assert_eq!(world.agreement.ask(&Expected::from(&first)).await.expect("an answer").state, TradeState::Succeeded);

    // The number belongs to the first amount; the query of the second order finds that out.
    let other = pay(&world.agreement, "ORDER0001", 100, &token);
    assert_eq!(verdict(&world.agreement.send(&other).await), "unknown OR, query");
    let asked = world.agreement.ask(&Expected::from(&other)).await.expect("an answer");
    assert_eq!((asked.state, asked.alarm.expect("an alarm").field), (TradeState::Unknown, "amount"));
}

#[tokio::test]
async fn a_card_that_is_not_bound() {
    let world = World::new();
    let result = world.agreement.send(&pay(&world.agreement, "ORDER0001", 8860, &Sensitive::from("8190000000000000017"))).await;
    assert_eq!(verdict(&result), "failed T3");
    assert!(result.expect("an answer").advice.expect("advice").en.contains("sign the card again"));
}

#[tokio::test]
async fn a_wrong_login_key_ends_the_order_and_leaves_a_queried_one_alone() {
    let world = World::with(FaultPlan::default(), |account| account.login_key = Sensitive::from("wrong"));
    let order = pay(&world.agreement, "ORDER0001", 8860, &Sensitive::from("8190000000000000017"));
    let error = world.agreement.send(&order).await.expect_err("a refusal");
    assert_eq!(error.order(), Order::NotPlaced);
    let Error::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!((&*refusal.code, refusal.advice.expect("advice").en), ("B.MGW.0004", "check the login key"));
    assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, "ORDER0001")).await), "refused: unchanged");
}

/// The gateway answers an expired certificate by a bare HTTP 400. Only whoever knows the certificate knows what that means.
#[tokio::test]
async fn an_expired_certificate() {
    let world = World::new();
    let gateway = || InMemory::with_certificate(world.simulator.clone(), peer("20220101080000"));
    let expired = paysign::Identity::from_pfx(&fixture("client-expired.pfx"), &Sensitive::from("cnpay-test")).expect("an identity");
    let mut knowing = account();
    knowing.certificate = Some(expired.certificate().clone());
    for (account, order) in [
        (knowing, Order::NotPlaced),
        (
            account(),
            Order::Unknown(Some(Query {
                id: "kuaiqian.agreement.query_txn",
                fields: vec![("externalRefNumber", "ORDER0001".into()), ("txnType", "PUR".into())],
            })),
        ),
    ] {
        let agreement = Agreement::new(account, gateway()).expect("an account").with_clock(crate::support::start);
        let error = agreement.send(&crate::support::sample(&agreement)).await.expect_err("HTTP 400");
        assert_eq!(error.order(), order);
        if let Error::Unknown(unknown) = error {
            assert_eq!(unknown.reason, Reason::Status);
        }
    }
}
