//! The client of the RMB gateway against the specification's worked examples and tables, word for word.

#[cfg(feature = "registry")]
mod calls;
mod checkout;
mod codes;
mod explain;
mod notices;
mod outcomes;
mod refunds;
mod replies;
mod requests;
mod settling;
mod support;
