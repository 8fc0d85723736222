//! 0x1003: what can be paid out. Section 4.6.3.

use mmsp_json::op::payout::{Account, Balance, BalanceReply};

use super::{
    book::SETTLE_HOUR,
    door::{Call, Stop},
    pay::{CHANNEL, CHANNEL_MERCHANT, MOST},
};
use crate::mmsp::order::compact;

pub(super) fn balance(call: &mut Call<'_>, _: Balance) -> Result<BalanceReply, Stop> {
    let book = call.book();
    let account = Account {
        acc_status: Some("1".into()),
        pending_settlement: Some(book.pending.to_fen()),
        available: Some(book.available.to_fen()),
        advance_available: Some("0".into()),
        frozen: Some(book.frozen.to_fen()),
        is_charge: Some("2".into()),
        mer_type: Some("1".into()),
        chl_no: Some(CHANNEL.into()),
        chl_mer_no: Some(CHANNEL_MERCHANT.into()),
        limit_down: Some("1".into()),
        limit_top: Some(MOST.to_string()),
        begin_at: Some("00:00".into()),
        end_at: Some("24:00".into()),
        holiday_type: Some("2".into()),
        settle_at: Some(SETTLE_HOUR.to_string()),
        settle_type: Some("2".into()),
    };
    Ok(BalanceReply { rsp_time: Some(compact(call.moment.now)), acc_info: vec![account], ..BalanceReply::default() })
}
