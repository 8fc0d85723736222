//! 掌讯.

use paycore::{Ack, Error, FieldError, TradeState};
use paysign::Md5Key;
use paywire::flat::Node;
use zhangxun::notice::{Push, verify_front_return_nodes, verify_nodes};
use zx_form::{FrontReturn, Notification, PayNotice, PayoutNotice};

use super::{Product, other_keys, same_merchant};
use crate::{Comes, Config, NoticeEntry, NoticeKeys, NoticeSettings, Notified};

pub(crate) const PRODUCT: Product = Product {
    prefix: "zhangxun.",
    operations: zx_form::registry::OPERATIONS,
    notices: &[
        told(PayNotice::ID, "the result of a payment", Comes::Body),
        told(PayoutNotice::ID, "the result of a payout", Comes::Body),
        told(FrontReturn::ID, "what the payer's browser brings back: for display only", Comes::Query),
    ],
    mask: zx_form::masked,
    call: |config, id, fields, via| Box::pin(async move { config.zhangxun_via(via)?.call(id, fields).await }),
    notice: |config, _| Config::zhangxun_notice(config),
    notify,
};

const fn told(id: &'static str, title: &'static str, comes: Comes) -> NoticeEntry {
    NoticeEntry { id, title, comes, hashes: &[], redirects: false, signed: true }
}

fn notify(id: &str, raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    let NoticeKeys::Md5(keys) = &settings.keys else { return Err(other_keys(id)) };
    let key = keys.first().ok_or_else(|| other_keys(id))?;
    match id {
        PayNotice::ID => push::<PayNotice>(key, raw, &settings),
        PayoutNotice::ID => push::<PayoutNotice>(key, raw, &settings),
        FrontReturn::ID => {
            let verified = verify_front_return_nodes(key, raw)?;
            let (returned, nodes) = verified.get();
            same_merchant("custId", returned.cust_id.as_ref(), settings.merchant.as_ref())?;
            // Signed, and still no more than a page to show.
            Ok(notified(TradeState::Unknown, nodes, None))
        }
        _ => Err(FieldError::new(id.to_owned(), "is no notice").into()),
    }
}

fn push<N: Push>(key: &Md5Key, raw: &[u8], settings: &NoticeSettings) -> Result<Notified, Error> {
    let verified = verify_nodes::<N>(key, raw)?;
    let (notice, nodes) = verified.get();
    same_merchant("custId", Some(&notice.cust_id().to_owned()), settings.merchant.as_ref())?;
    Ok(notified(notice.state(), nodes, Some(notice.ack())))
}

fn notified(state: TradeState, nodes: &[Node], ack: Option<Ack>) -> Notified {
    Notified { verified: true, state, message: None, notice: zx_form::registry::nodes_to_json(nodes).into(), ack }
}
