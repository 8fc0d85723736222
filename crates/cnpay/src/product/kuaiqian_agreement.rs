//! 99bill agreement pay.

use kuaiqian::agreement::notice;
use paycore::{Error, Notice};
use paysign::Hash;

use super::{Product, other_keys, same_merchant};
use crate::{Comes, Config, NoticeEntry, NoticeKeys, NoticeSettings, Notified};

pub(crate) const PRODUCT: Product = Product {
    prefix: "kuaiqian.agreement.",
    operations: kq_xml::registry::OPERATIONS,
    notices: &[NoticeEntry {
        id: notice::ID,
        title: "the result of a transaction",
        comes: Comes::Body,
        hashes: &[Hash::Sha1],
        redirects: false,
        signed: true,
    }],
    mask: kq_xml::masked,
    call: |config, id, fields, via| Box::pin(async move { config.agreement_via(via)?.call(id, fields).await }),
    notice: |config, _| Config::agreement_notice(config),
    notify,
};

fn notify(_: &str, raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    let NoticeKeys::Rsa(keys) = &settings.keys else { return Err(other_keys(notice::ID)) };
    let verified = notice::verify_document(keys, raw, None)?;
    let (tr3, document) = verified.get();
    same_merchant("merchantId", tr3.merchant_id.as_ref(), settings.merchant.as_ref())?;
    let notice = kq_xml::registry::message_to_json(document).into();
    Ok(Notified { verified: true, state: notice::state(tr3), message: None, notice, ack: Some(tr3.ack()) })
}
