//! The client against prepared answers: what goes out, what is believed, and what it means for the order.
#![allow(missing_docs, reason = "tests")]

mod calls;
mod explain;
mod notices;
mod outcomes;
mod replies;
mod requests;
mod settling;
mod support;
