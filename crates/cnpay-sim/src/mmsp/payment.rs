//! What follows when an order is set on its course: the merchant will be told of its success.

use std::{sync::Arc, time::SystemTime};

use mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice};

use super::{
    BANK,
    account::Account,
    notice::{Addressee, Message, Notice},
    order::{Course, Means, Order, compact, dashed},
};
use crate::{clock::later, outbox::Posting, service::Moment};

/// Sets an order on its course. Gives the notice of its success, if it ever has one.
pub(super) fn begin(order: &mut Order, accounts: &[Account], course: Course, moment: &Moment) -> Option<Posting> {
    order.course = course;
    let success = course.success()?;
    let account = accounts.iter().find(|account| account.merchant == order.key.merchant)?;
    let due = later(success, moment.timing.notice_after);
    let to = Addressee {
        url: order.notify_url.clone(),
        agent: order.agent.clone(),
        merchant: order.key.merchant.clone(),
        terminal: order.terminal.clone(),
        seal: account.seal(&order.agent),
    };
    let notice = Arc::new(Notice::new(to, message(order, success), due, moment));
    order.notice = Some(Arc::clone(&notice));
    Some(Posting { due, letter: notice })
}

fn message(order: &Order, paid: SystemTime) -> Message {
    let (amt, mer_order_id, status) = (order.amount.to_fen(), order.number().to_owned(), "1".to_owned());
    let (list_id, pay_date) = (order.reference.clone(), compact(paid));
    match &order.means {
        Means::Wallet { wallet, .. } => Message::Scan(ScanNotice {
            amt,
            mer_order_id,
            order_no: list_id,
            pay_time: dashed(paid),
            status,
            trade_type: Some(wallet.trade_type().into()),
            trde_time: Some(dashed(order.placed)),
        }),
        Means::Bank { channel, remark } => Message::Gateway(GatewayNotice {
            amt,
            err_code: None,
            err_msg: None,
            goods_name: order.goods.clone(),
            list_id,
            mer_order_id,
            notify_date: None,
            pay_channel: Some(channel.clone()),
            pay_date,
            push_count: None,
            remark: Some(remark.clone()),
            status,
        }),
        Means::Card { .. } | Means::UnionPay => Message::QuickPay(QuickPayNotice {
            amt,
            bank_name: order.card().map(|_| BANK.into()),
            card_no: order.card().map(|card| card.masked()),
            card_type: order.card().map(|card| card.kind.clone()),
            list_id,
            mer_order_id,
            notify_date: None,
            pay_date,
            push_count: None,
            status,
        }),
    }
}
