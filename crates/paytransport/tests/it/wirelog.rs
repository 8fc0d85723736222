//! The recorder and the replayer.

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use paycore::Effect;
use paytransport::{Certainty, Exchange, Kind, Recorder, Replayer, SendError, Transport};

/// A mask that hides one word.
fn masked(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("6222", "***")
}

fn request() -> Request<bytes::Bytes> {
    Request::post("https://provider.example/pay?card=6222")
        .header("Authorization", "Basic c2VjcmV0")
        .header("X-Card", "6222")
        .body("card=6222".into())
        .expect("a request")
}

#[tokio::test]
async fn what_is_recorded_is_masked_and_can_be_replayed() {
    let answers = [
        Ok(Response::builder()
            .status(201)
            .header("Set-Cookie", "session")
            .header("X-Card", "6222")
            .body("paid 6222".into())
            .expect("a response")),
        Err(SendError::maybe_sent(Kind::Timeout, "6222 is late")),
    ];
    let log = Arc::new(Mutex::new(Vec::<Exchange>::new()));
    let sink = log.clone();
    let replayer = Arc::new(Replayer::new(answers));
    let recorder =
        Recorder::new(replayer.clone(), Arc::new(masked), Arc::new(move |exchange| sink.lock().expect("no panic").push(exchange)));

    let response = recorder.send(request(), Effect::Changes).await.expect("a response");
    assert_eq!(response.body(), "paid 6222");
    let error = recorder.send(request(), Effect::Reads).await.expect_err("an error");
    assert_eq!(error.message, "6222 is late");
    let error = recorder.send(request(), Effect::Reads).await.expect_err("the end of the list");
    assert_eq!(error.certainty, Certainty::NotSent);
    assert_eq!(replayer.requests().len(), 3);
    assert_eq!(replayer.requests()[0].0.body(), "card=6222");

    let log = std::mem::take(&mut *log.lock().expect("no panic"));
    let shown = format!("{log:?}");
    assert!(log.len() == 3 && !shown.contains("6222") && !shown.contains("c2VjcmV0") && !shown.contains("session"), "{shown}");
    let first = &log[0];
    assert_eq!(
        (first.effect, first.method.as_str(), first.uri.as_str()),
        (Effect::Changes, "POST", "https://provider.example/pay?card=***")
    );
    assert_eq!(first.headers[0], ("authorization".to_owned(), "***".to_owned()));

    let again = Replayer::new(log.into_iter().map(Exchange::answer));
    let response = again.send(request(), Effect::Reads).await.expect("a response");
    assert_eq!((response.status().as_u16(), &response.body()[..]), (201, &b"paid ***"[..]));
    let error = again.send(request(), Effect::Reads).await.expect_err("an error");
    assert_eq!(error, SendError::maybe_sent(Kind::Timeout, "*** is late"));
}

#[tokio::test]
async fn a_transport_works_behind_any_pointer() {
    let boxed: Box<dyn Transport> = Box::new(Arc::new(Replayer::new([Ok(Response::new("ok".into()))])));
    assert_eq!(boxed.send(request(), Effect::Reads).await.expect("a response").body(), "ok");
}
