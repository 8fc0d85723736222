//! 99bill RMB gateway.

use kuaiqian::gateway::{Verifier, notice};
use paycore::{Error, Notice};
use paysign::Hash;

use super::{Product, other_keys, same_merchant, untrusted};
use crate::{Comes, Config, NoticeEntry, NoticeKeys, NoticeSettings, Notified};

pub(crate) const PRODUCT: Product = Product {
    prefix: "kuaiqian.gateway.",
    operations: kq_form::registry::OPERATIONS,
    notices: &[NoticeEntry {
        id: notice::ID,
        title: "the result of an order, and its page return",
        comes: Comes::Query,
        hashes: &[Hash::Sha1, Hash::Sha256],
        redirects: true,
        signed: true,
    }],
    mask: kq_form::masked,
    call: |config, id, fields, via| {
        Box::pin(async move {
            // A key that only this operation needs is missed only now.
            config.gateway_via(via)?.call(id, fields).await.map_err(|error| match error {
                Error::Config(error) => Error::Config(config.in_gateway_table(&error)),
                other => other,
            })
        })
    },
    notice: |config, _| Config::gateway_notice(config),
    notify,
};

fn notify(_: &str, raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    let NoticeSettings { keys, merchant, charset, redirect_url } = settings;
    let verifier = match keys {
        NoticeKeys::Rsa(keys) => Verifier::Rsa(keys),
        NoticeKeys::Md5(keys) => Verifier::Md5(keys.into_iter().next().ok_or_else(|| other_keys(notice::ID))?),
        NoticeKeys::None => return Err(other_keys(notice::ID)),
    };
    let verified = notice::verify_nodes(&verifier, raw, charset)?;
    let (told, nodes) = verified.get();
    same_merchant("merchantAcctId", told.merchant_acct_id.as_ref(), merchant.as_ref())?;
    let ack = redirect_url.map_or_else(|| Ok(told.ack()), |url| kq_form::notice::redirect_ack(&url))?;
    let notice = kq_form::registry::nodes_to_json(nodes).map_err(|error| untrusted(error.to_string()))?;
    let message = notice::conflict(told).map(str::to_owned);
    Ok(Notified { verified: true, state: notice::state(told), message, notice: notice.into(), ack: Some(ack) })
}
