//! The operations, one a file: request, reply, path, what a retry means and what settles it.

mod ind_auth;
mod ind_auth_verify;
mod purchase;
mod query_txn;

pub use ind_auth::{IndAuth, IndAuthBuilder, IndAuthReply, ind_auth_builder};
pub use ind_auth_verify::{IndAuthVerify, IndAuthVerifyBuilder, IndAuthVerifyReply, ind_auth_verify_builder};
pub use purchase::{Purchase, PurchaseBuilder, purchase_builder};
pub use query_txn::{QueryTxn, QueryTxnBuilder, Transaction, query_txn_builder};
