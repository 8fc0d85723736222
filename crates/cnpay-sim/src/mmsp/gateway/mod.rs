//! Gateway 网关支付: the payer's browser is sent to a bank. Section 4.4.

mod batch_query;
mod pay;
mod query;

use mmsp_json::{Signed, op::gateway as op};

pub(super) use self::pay::pay;
use super::{desk::Desk, rules::tables};
use crate::service::Handled;

/// What serves a command that comes as JSON; `None` when there is no such command. The pay request comes as a form only.
pub(super) fn service(command: u32) -> Option<fn(&mut Desk<'_>) -> Handled> {
    Some(match command {
        op::Query::COMMAND => |desk| desk.serve(tables::QUERY, query::query),
        op::BatchQuery::COMMAND => |desk| desk.serve(tables::BATCH_QUERY, batch_query::batch_query),
        _ => return None,
    })
}
