//! From what came back to what it means: section 2.2 of the specification, step by step.

use std::borrow::Cow;

use bytes::Bytes;
use mmsp_json::{Body, Envelope, Kind, Malformed, Outcome, Refusal, Signed, foreign, parse, reply_from_base};
use paycore::{Answer, Error, Order, Reason, TradeState, without_numbers};
use paysign::{Md5Key, SignatureError, Verified};
use paytransport::Unanswered;

use crate::{advice, outcome};

/// Believes `base` by the first key that its signature belongs to.
pub(crate) fn verify<'b>(keys: &[Md5Key], base: &'b str, sign: &str) -> Result<Verified<&'b str>, SignatureError> {
    let mut refused = SignatureError::Wrong;
    for key in keys {
        match key.verify(base, sign) {
            Ok(verified) => return Ok(verified),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// A text or number of a JSON object that we wrote.
pub(crate) fn member(json: &str, name: &str) -> Option<String> {
    let document = parse(json.as_bytes()).ok()?;
    document.root().get(name)?.text_or_number().map(Cow::into_owned)
}

/// A reply with status 200.
pub(crate) fn reply<O: Signed>(open: Unanswered, keys: &[Md5Key], sent: &Body, received: Bytes) -> Result<Answer<O::Reply>, Error> {
    match believed::<O>(keys, sent, &received) {
        Ok(Believed::Reply(reply)) => answer::<O>(open, reply, received),
        Ok(Believed::Refusal(refusal)) => Err(refused::<O>(open, &refusal, received)),
        Err((reason, message)) => Err(open.unreadable(reason, &message, received)),
    }
}

enum Believed<R> {
    Reply(R),
    Refusal(Refusal),
}

/// Steps 1 to 3 and 5: the reply is read, verified, read from what was verified, and compared with what was sent.
fn believed<O: Signed>(keys: &[Md5Key], sent: &Body, received: &[u8]) -> Result<Believed<O::Reply>, (Reason, String)> {
    let unparsable = |error: Malformed| (Reason::Unparsable, error.to_string());
    let untrusted = |message: String| (Reason::Untrusted, message);
    let document = parse(received).map_err(unparsable)?;
    let envelope = Envelope::read(&document).map_err(unparsable)?;
    if let Some(refusal) = envelope.refusal() {
        return Ok(Believed::Refusal(refusal));
    }
    let base = envelope.base().map_err(|error| untrusted(error.to_string()))?;
    let verified = verify(keys, &base, &envelope.sign()).map_err(|error| untrusted(format!("Sign: {error}")))?;
    let base = verified.get().as_bytes();
    match foreign::<O>(sent.as_str().as_bytes(), base).map_err(unparsable)? {
        Some(field) => {
            tracing::warn!(operation = O::ID, field, "the reply answers another request");
            Err(untrusted(format!("the reply answers another request: {field} differs")))
        }
        None => reply_from_base::<O>(base).map(|reply| Believed::Reply(reply.content)).map_err(unparsable),
    }
}

/// The platform's front door said no. Nothing of that is signed, so an order that the call concerned stays open.
fn refused<O: Signed>(open: Unanswered, refusal: &Refusal, received: Bytes) -> Error {
    Error::Refused(Box::new(paycore::Refusal {
        code: refusal.code.clone().unwrap_or_else(|| refusal.ret_code.clone()),
        message: without_numbers(&refusal.message),
        advice: advice::of_refusal(refusal),
        order: if O::KIND.concerns_an_order() { Order::Unknown(open.query) } else { Order::Unchanged },
        raw: received.into(),
    }))
}

/// Step 4: what a believed reply says.
fn answer<O: Signed>(open: Unanswered, reply: O::Reply, received: Bytes) -> Result<Answer<O::Reply>, Error> {
    let (status, code, message) = (reply.status(), reply.code().map(str::to_owned), reply.message().map(str::to_owned));
    let (state, stage) = outcome::of_reply::<O>(status, code.as_deref());
    // A list that was not given says nothing about any order.
    if O::KIND == Kind::List {
        match state {
            TradeState::Unknown => return Err(open.unreadable(Reason::Unparsable, "the reply has no STATUS", received)),
            TradeState::Failed => {
                return Err(Error::Refused(Box::new(paycore::Refusal {
                    code: code.or_else(|| status.map(str::to_owned)).unwrap_or_default(),
                    message: without_numbers(message.as_deref().unwrap_or_default()),
                    advice: None,
                    order: Order::Unchanged,
                    raw: received.into(),
                })));
            }
            _ => {}
        }
    }
    let advice = advice::of_answer::<O>(state, status, code.as_deref());
    let mut answer = Answer::new(state, reply).with_followup(open.query);
    (answer.stage, answer.code, answer.message, answer.advice, answer.raw) = (stage, code, message, advice, received.into());
    Ok(answer)
}
