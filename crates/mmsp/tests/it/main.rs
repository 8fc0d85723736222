//! The clients against the specification: what they send, what they make of every kind of answer, and whom they believe.

mod explain;
mod flows;
mod hostile;
mod notices;
mod payouts;
mod replies;
mod requests;
mod settling;
mod support;
mod witness;
