//! From what came back to what it means: sections 5.2 and 8.6.

use bytes::Bytes;
use mmsp_json::{
    Payout, foreign,
    op::payout::{Balance, BalanceReply, Pay, PayReply, Query, QueryReply},
    payout::{Sealed, read_reply},
};
use paycore::{Answer, Effect, Error, Order, Reason, Refusal, TradeState, without_numbers};
use zeroize::Zeroizing;

use super::PayoutAccount;
use crate::{advice, outcome};
use paytransport::Unanswered;

/// An operation of payout, and how its reply is judged.
pub trait Judge: Payout {
    /// `RETCODE` of the reply, from outside or inside, and what the platform says in words.
    fn said(reply: &Self::Reply) -> (Option<&str>, Option<&str>);

    /// What a reply with this code says. `None`: the call was refused.
    fn judge(ret_code: &str, reply: &Self::Reply) -> Option<TradeState>;
}

impl Judge for Pay {
    fn said(reply: &PayReply) -> (Option<&str>, Option<&str>) {
        (reply.ret_code.as_deref(), reply.desc.as_deref().or(reply.ret_msg.as_deref()))
    }

    fn judge(ret_code: &str, reply: &PayReply) -> Option<TradeState> {
        outcome::of_payout(ret_code, reply.pay_state.as_deref())
    }
}

impl Judge for Query {
    fn said(reply: &QueryReply) -> (Option<&str>, Option<&str>) {
        (reply.ret_code.as_deref(), reply.desc.as_deref().or(reply.ret_msg.as_deref()))
    }

    fn judge(ret_code: &str, reply: &QueryReply) -> Option<TradeState> {
        outcome::of_payout_query(ret_code, reply.pay_state.as_deref())
    }
}

impl Judge for Balance {
    fn said(reply: &BalanceReply) -> (Option<&str>, Option<&str>) {
        (reply.ret_code.as_deref(), reply.ret_msg.as_deref())
    }

    fn judge(ret_code: &str, _: &BalanceReply) -> Option<TradeState> {
        outcome::of_balance(ret_code)
    }
}

/// A judged reply, with what it was read from.
pub(super) struct Judged<R> {
    pub(super) answer: Answer<R>,
    #[cfg_attr(not(feature = "registry"), allow(dead_code, reason = "only calls by id print the reply anew"))]
    pub(super) sealed: Sealed,
    #[cfg_attr(not(feature = "registry"), allow(dead_code, reason = "only calls by id print the reply anew"))]
    pub(super) plaintext: Option<Zeroizing<Vec<u8>>>,
}

/// What every reply says that cannot be opened, whichever step failed (section 5.2).
const UNOPENED: &str = "the reply cannot be opened";

/// A reply with status 200.
pub(super) fn reply<O: Judge>(open: Unanswered, account: &PayoutAccount, sent: &[u8], received: Bytes) -> Result<Judged<O::Reply>, Error> {
    let sealed = match Sealed::from_slice(&received) {
        Ok(sealed) => sealed,
        Err(error) => return Err(open.unreadable(Reason::Unparsable, &error.to_string(), received)),
    };
    let opened = account.open(&sealed).ok().and_then(|plaintext| {
        let reply = read_reply::<O>(&sealed, plaintext.as_ref().map(|plaintext| plaintext.as_slice())).ok()?;
        let foreign = foreign::<O>(sent, plaintext.as_ref().map_or(b"{}", |plaintext| plaintext.as_slice())).ok()?;
        Some((plaintext, reply.content, foreign))
    });
    let Some((plaintext, reply, foreign)) = opened else {
        return Err(open.unreadable(Reason::Untrusted, UNOPENED, received));
    };
    if let Some(field) = foreign {
        tracing::warn!(operation = O::ID, field, "the reply answers another request");
        return Err(open.unreadable(Reason::Untrusted, &format!("the reply answers another request: {field} differs"), received));
    }
    answer::<O>(open, reply, received).map(|answer| Judged { answer, sealed, plaintext })
}

fn answer<O: Judge>(open: Unanswered, reply: O::Reply, received: Bytes) -> Result<Answer<O::Reply>, Error> {
    let (code, message) = O::said(&reply);
    let Some(code) = code.map(str::to_owned) else {
        return Err(open.unreadable(Reason::Unparsable, "the reply has no RETCODE", received));
    };
    let Some(state) = O::judge(&code, &reply) else {
        return Err(Error::Refused(Box::new(Refusal {
            message: without_numbers(message.unwrap_or_default()),
            advice: advice::of_payout(&code),
            // The refusal is unsigned, and an earlier sending of the same number may have been taken.
            order: match open.effect {
                Effect::Reads => Order::Unchanged,
                Effect::Changes => Order::Unknown(open.query),
            },
            code,
            raw: received.into(),
        })));
    };
    let message = message.map(str::to_owned);
    let mut answer = Answer::new(state, reply).with_followup(open.query);
    (answer.advice, answer.code, answer.message, answer.raw) = (advice::of_payout(&code), Some(code), message, received.into());
    Ok(answer)
}
