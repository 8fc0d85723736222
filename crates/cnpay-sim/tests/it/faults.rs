//! What goes wrong on purpose.

use std::time::Duration;

use cnpay_sim::{Fault, FaultPlan, Rate};
use paytransport::{Certainty, Kind};

use crate::world::*;

/// Queries nothing in particular under one fault that always strikes.
async fn under(fault: Fault) -> Result<(u16, Vec<u8>), (Certainty, Kind)> {
    let world = World::faulty(FaultPlan::seeded(3).with(fault, Rate::ALWAYS));
    let query = query("<externalRefNumber>A1</externalRefNumber>", "PUR", "");
    match world.send(request("query_txn", query)).await {
        Ok(response) => Ok((response.status().as_u16(), response.body().to_vec())),
        Err(error) => Err((error.certainty, error.kind)),
    }
}

#[tokio::test]
async fn what_a_transport_makes_of_each() {
    assert_eq!(under(Fault::Refuse).await, Err((Certainty::NotSent, Kind::Connect)));
    assert_eq!(under(Fault::DropBefore).await, Err((Certainty::MaybeSent, Kind::Closed)));
    assert_eq!(under(Fault::DropAfter).await, Err((Certainty::MaybeSent, Kind::Closed)));
    assert_eq!(under(Fault::Hang).await, Err((Certainty::MaybeSent, Kind::Timeout)));
    assert_eq!(under(Fault::Http5xx).await.map(|(status, _)| status), Ok(502));
    let (status, body) = under(Fault::Garbage).await.expect("a response");
    assert_eq!(status, 200);
    assert!(kq_xml::from_slice::<kq_xml::QueryTxn>(&body).is_err());
}

/// The orders of a hundred purchases that were lost, and those that were recorded all the same.
async fn course(seed: u64, fault: Fault, rate: &str) -> (Vec<usize>, Vec<usize>) {
    let world = World::faulty(FaultPlan::seeded(seed).with(fault, rate.parse().expect("a rate")));
    let (mut lost, mut recorded) = (Vec::new(), Vec::new());
    for at in 0..100 {
        let payer = "<customerId>U1</customerId><payToken>1234567890123456789</payToken>";
        let answer = world.send(request("purchase", purchase(&format!("A{at}"), "1", payer))).await;
        if !answer.is_ok_and(|response| response.status() == 200) {
            lost.push(at);
        }
    }
    for at in &lost {
        // A query may be lost too.
        let document = query(&format!("<externalRefNumber>A{at}</externalRefNumber>"), "PUR", "");
        let found = loop {
            if let Ok(response) = world.send(request("query_txn", document.clone())).await
                && response.status() == 200
            {
                break std::str::from_utf8(response.body()).is_ok_and(|reply| field(reply, "txnStatus").is_some());
            }
        };
        if found {
            recorded.push(*at);
        }
    }
    (lost, recorded)
}

#[tokio::test]
async fn the_seed_decides() {
    let (lost, recorded) = course(7, Fault::DropAfter, "0.3").await;
    assert!((15..45).contains(&lost.len()), "{} of 100", lost.len());
    assert_eq!(lost, recorded, "cut after it was processed");
    assert_eq!(course(7, Fault::DropAfter, "0.3").await.0, lost, "again");
    assert_ne!(course(8, Fault::DropAfter, "0.3").await.0, lost, "another seed");
    assert!(course(7, Fault::DropBefore, "0.3").await.1.is_empty(), "cut before it was processed");
}

#[tokio::test]
async fn nobody_can_tell_from_silence() {
    for fault in [Fault::Hang, Fault::Http5xx] {
        let (lost, recorded) = course(7, fault, "0.4").await;
        assert!(!recorded.is_empty() && recorded.len() < lost.len(), "{fault}: {} of {}", recorded.len(), lost.len());
    }
}

#[tokio::test]
async fn pending_is_paid_later() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::Pending, Rate::ALWAYS));
    let token = world.bind("U1", "S1", PAN).await;
    assert_eq!(field(&world.pay("A1", "1", &token).await, "responseCode"), Some("C0"));
    assert_eq!(field(&world.pay("A2", "1.51", &token).await, "responseCode"), Some("I8"), "only what would be paid");
    assert_eq!(world.status("A1").await, "P");
    world.wait(2);
    assert_eq!(world.status("A1").await, "S");
}

#[tokio::test]
async fn slow_waits_on_the_clock() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::Slow, Rate::ALWAYS));
    let (clock, call) = (world.clock.clone(), tokio::spawn(async move { world.status("A1").await }));
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert!(!call.is_finished());
    clock.advance(Duration::from_secs(5));
    assert_eq!(call.await.expect("an answer"), "B.MGW.0170");
}
