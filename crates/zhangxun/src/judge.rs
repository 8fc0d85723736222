//! From what came back to what it means: sections 3.2 and 8, step by step.

use bytes::Bytes;
use paycore::{Advice, Answer, Effect, Error, Order, Reason, Refusal, TradeState, without_numbers};
use paysign::Md5Key;
use paytransport::Unanswered;
use paywire::flat::Node;
use zx_form::{ACCEPTED, Balance, Common, Fields, Malformed, Message, Operation, Pay, Payout, PayoutQuery, Query, Signed};

use crate::{advice, outcome};

/// An operation that the client sends.
pub trait Call: Operation + sealed::Judge {}

impl<O: Operation + sealed::Judge> Call for O {}

pub(crate) mod sealed {
    use super::{Advice, Operation, TradeState};

    /// What a believed reply with `code` 000000 says.
    pub trait Judge: Operation {
        /// What became of the order. `None`: the reply lacks what was asked for.
        fn state(reply: &Self::Reply) -> Option<TradeState>;

        /// The text for the status, where there is one.
        fn description(_: &Self::Reply) -> Option<&str> {
            None
        }

        /// What to do about the status.
        fn advice(_: &Self::Reply) -> Option<Advice> {
            None
        }

        /// The fields that are sent without and should not be.
        fn wanted_fields(&self) -> Vec<&'static str> {
            Vec::new()
        }
    }
}

impl sealed::Judge for Pay {
    fn state(reply: &Self::Reply) -> Option<TradeState> {
        Some(outcome::of_pay(reply.ord_status.as_ref()))
    }

    fn description(reply: &Self::Reply) -> Option<&str> {
        reply.ord_desc.as_deref()
    }

    fn advice(reply: &Self::Reply) -> Option<Advice> {
        reply.ord_status.as_ref().and_then(advice::of_payment)
    }
}

impl sealed::Judge for Query {
    fn state(reply: &Self::Reply) -> Option<TradeState> {
        Some(outcome::of_query(reply.ord_status.as_ref()))
    }

    fn description(reply: &Self::Reply) -> Option<&str> {
        reply.ord_desc.as_deref()
    }

    fn advice(reply: &Self::Reply) -> Option<Advice> {
        reply.ord_status.as_ref().map_or(Some(advice::NO_STATUS), advice::of_payment)
    }
}

impl sealed::Judge for Payout {
    fn state(reply: &Self::Reply) -> Option<TradeState> {
        Some(outcome::of_payout(reply.ord_status.as_ref()))
    }

    fn advice(reply: &Self::Reply) -> Option<Advice> {
        reply.ord_status.as_ref().and_then(advice::of_payout)
    }

    fn wanted_fields(&self) -> Vec<&'static str> {
        self.wanted().collect()
    }
}

impl sealed::Judge for PayoutQuery {
    fn state(reply: &Self::Reply) -> Option<TradeState> {
        Some(outcome::of_payout_query(reply.ord_status.as_ref()))
    }

    fn description(reply: &Self::Reply) -> Option<&str> {
        reply.cas_desc.as_deref()
    }

    fn advice(reply: &Self::Reply) -> Option<Advice> {
        reply.ord_status.as_ref().map_or(Some(advice::NO_STATUS), advice::of_payout)
    }
}

impl sealed::Judge for Balance {
    fn state(reply: &Self::Reply) -> Option<TradeState> {
        reply.ac_bal.as_ref().map(|_| TradeState::Done)
    }
}

/// An answer, and the fields that were verified.
pub(crate) struct Judged<R> {
    pub(crate) answer: Answer<R>,
    #[cfg_attr(not(feature = "registry"), allow(dead_code, reason = "only calls by id print them"))]
    pub(crate) nodes: Vec<Node>,
}

/// A reply with status 200.
pub(crate) fn reply<O: Call>(open: Unanswered, key: &Md5Key, sent: &Fields, received: Bytes) -> Result<Judged<O::Reply>, Error> {
    match believed::<O>(key, sent, &received) {
        Ok((reply, nodes)) => answer::<O>(open, reply, nodes, received),
        Err((reason, message)) => Err(open.unreadable(reason, &message, received)),
    }
}

type Doubt = (Reason, String);

fn untrusted(message: impl ToString) -> Doubt {
    (Reason::Untrusted, message.to_string())
}

fn unreadable(error: &Malformed) -> Doubt {
    let reason = if error.is_repetition() { Reason::Untrusted } else { Reason::Unparsable };
    (reason, error.to_string())
}

/// Reads a reply, verifies it, and compares it with what was sent.
fn believed<O: Call>(key: &Md5Key, sent: &Fields, received: &[u8]) -> Result<(O::Reply, Vec<Node>), Doubt> {
    let message = Message::from_json(received).map_err(|error| unreadable(&error))?;
    let Some(is_accepted) = message.get("code").map(|code| code == ACCEPTED.as_bytes()) else {
        return Err(untrusted("no code"));
    };
    let read = |signed: &Signed<'_>| Ok((signed.read::<O::Reply>()?, signed.nodes()?));
    let (reply, nodes) = match message.signature().map(|given| String::from_utf8_lossy(given).into_owned()) {
        Some(given) => {
            let verified = key.verify(message.for_md5(), &given).map_err(|error| untrusted(format!("sign: {error}")))?;
            verified.read(read).map_err(|error: Malformed| untrusted(error))?.into_inner()
        }
        // A refusal settles nothing, so it may come without a signature (decision Z32).
        None if !is_accepted => read(&message.for_md5()).map_err(untrusted)?,
        None => return Err(untrusted("no sign")),
    };
    let said = Fields::of(&reply).map_err(untrusted)?;
    let repeated = O::REPEATED.iter().map(|name| (*name, is_accepted)).chain(O::AMOUNT.map(|name| (name, false)));
    for (name, is_required) in repeated {
        match (sent.get(name), said.get(name)) {
            (Some(sent), Some(said)) if sent != said => {
                tracing::warn!(operation = O::ID, field = name, "the reply answers another request");
                return Err(untrusted(format!("the reply answers another request: {name} differs")));
            }
            // The signature covers no address: without its number this could be the reply to anything.
            (Some(_), None) if is_required => return Err(untrusted(format!("no {name}"))),
            _ => {}
        }
    }
    Ok((reply, nodes))
}

/// What a believed reply says.
fn answer<O: Call>(open: Unanswered, reply: O::Reply, nodes: Vec<Node>, received: Bytes) -> Result<Judged<O::Reply>, Error> {
    let code = reply.code().unwrap_or_default().to_owned();
    let state = O::state(&reply).filter(|_| code == ACCEPTED);
    let Some(state) = state else {
        return Err(Error::Refused(Box::new(Refusal {
            message: without_numbers(reply.msg().unwrap_or_default()),
            advice: Some(advice::of_refusal(open.effect)),
            // No list of codes says that a refused order was not placed (decision Z31).
            order: match open.effect {
                Effect::Reads => Order::Unchanged,
                Effect::Changes => Order::Unknown(open.query),
            },
            code,
            raw: received.into(),
        })));
    };
    let message = O::description(&reply).or(reply.msg()).map(str::to_owned);
    let advice = O::advice(&reply);
    let mut answer = Answer::new(state, reply).with_followup(open.query);
    (answer.code, answer.message, answer.advice, answer.raw) = (Some(code), message, advice, received.into());
    Ok(Judged { answer, nodes })
}
