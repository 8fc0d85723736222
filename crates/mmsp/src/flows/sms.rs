//! Quick pay with an SMS code (交易流程A): placed, code sent, sent again, handed in. Section 7.1.

use std::time::Duration;

use mmsp_json::Operation;
use mmsp_json::op::quickpay::{ConfirmReply, PayReply, Query, ResendSmsReply};
use paycore::{Answer, BeijingTime, Error, Expected, FieldError, Order, Sensitive, TradeState};

use crate::QuickPay;

/// The shortest time between two codes for one order.
pub const BETWEEN_SMS: Duration = Duration::from_secs(60);

/// A placed quick payment whose payer waits for a code. Plain data: store it between the payer's two pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsPayment {
    /// The stored facts of the order.
    pub order: Expected,
    /// The platform's number of the order.
    pub list_id: String,
    /// When the last code was sent.
    pub sent: BeijingTime,
}

impl SmsPayment {
    /// The next step of an order that was just placed. `None`: the reply is not that of a placed order.
    pub fn placed(order: Expected, answer: &Answer<PayReply>, now: BeijingTime) -> Option<Self> {
        let list_id = answer.reply.list_id.clone().filter(|_| answer.state == TradeState::Pending)?;
        Some(Self { order: order.reference(&list_id), list_id, sent: now })
    }

    /// How long the payer must wait for another code.
    pub fn wait(&self, now: BeijingTime) -> Duration {
        let age = now.unix_seconds().saturating_sub(self.sent.unix_seconds());
        // A clock that was set back forbids nothing for longer than the rule itself.
        u64::try_from(age).map_or(BETWEEN_SMS, |age| BETWEEN_SMS.saturating_sub(Duration::from_secs(age)))
    }

    /// The query that settles it, which the request that hands in the code cannot name.
    fn query(&self) -> paycore::Query {
        paycore::Query { id: Query::ID, fields: vec![("MERORDERID", self.order.order.clone())] }
    }
}

impl QuickPay<'_> {
    /// Sends the code again, at most once in 60 seconds.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is too early: nothing was sent. Else as [`send`](crate::Mmsp::send).
    pub async fn resend(&self, payment: &mut SmsPayment) -> Result<Answer<ResendSmsReply>, Error> {
        let wait = payment.wait(self.0.now()).as_secs();
        if wait > 0 {
            return Err(FieldError::new("LIST_ID", format!("gets a code at most once in 60 s: wait {wait} s")).into());
        }
        // Noted before it is sent, so that a caller who gives up waiting does not forget it.
        let before = std::mem::replace(&mut payment.sent, self.0.now());
        let result = self.0.send(&self.resend_sms().list_id(&payment.list_id).build()).await;
        if result.as_ref().is_err_and(|error| error.order() == Order::NotPlaced) {
            payment.sent = before;
        }
        result
    }

    /// Hands in the payer's code. Whether it was taken or not, the order is then settled by [`settle`](Self::settle); a wrong code may be
    /// tried again.
    ///
    /// # Errors
    /// As [`send`](crate::Mmsp::send); the error names the query that settles the order.
    pub async fn hand_in(&self, payment: &SmsPayment, code: impl Into<Sensitive>) -> Result<Answer<ConfirmReply>, Error> {
        let request = self.confirm().list_id(&payment.list_id).msg_code(code).build();
        let query = Some(payment.query());
        match self.0.send(&request).await {
            Ok(answer) => Ok(answer.with_followup(query)),
            Err(Error::Unknown(mut unknown)) => {
                unknown.order = Order::Unknown(query);
                Err(Error::Unknown(unknown))
            }
            Err(Error::Refused(mut refused)) => {
                refused.order = Order::Unknown(query);
                Err(Error::Refused(refused))
            }
            Err(error) => Err(error),
        }
    }
}
