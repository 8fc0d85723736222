//! MMSP open platform: quick pay, scan, gateway, payout.

use mmsp::notice::{Push, verify_json};
use mmsp_json::{
    FrontReturn,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
};
use paycore::{Error, FieldError, Raw, TradeState};

use super::{Product, other_keys};
use crate::{Comes, Config, NoticeEntry, NoticeKeys, NoticeSettings, Notified};

pub(crate) const PRODUCT: Product = Product {
    prefix: "mmsp.",
    operations: mmsp_json::registry::OPERATIONS,
    notices: &[
        pushed(QuickPayNotice::ID, "the result of a quick pay order"),
        pushed(ScanNotice::ID, "the result of a scan order"),
        pushed(GatewayNotice::ID, "the result of a gateway order"),
        NoticeEntry {
            id: FrontReturn::ID,
            title: "what the payer's browser brings back: unsigned, never a proof",
            comes: Comes::Query,
            hashes: &[],
            redirects: false,
            signed: false,
        },
    ],
    mask: mmsp_json::masked,
    call: |config, id, fields, via| {
        Box::pin(async move {
            if id.starts_with("mmsp.payout.") {
                config.payout_via(via)?.call(id, fields).await
            } else {
                config.mmsp_via(via)?.call(id, fields).await
            }
        })
    },
    notice: |config, _| Config::mmsp_notice(config),
    notify,
};

const fn pushed(id: &'static str, title: &'static str) -> NoticeEntry {
    NoticeEntry { id, title, comes: Comes::Body, hashes: &[], redirects: false, signed: true }
}

fn notify(id: &str, raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    match id {
        QuickPayNotice::ID => push::<QuickPayNotice>(raw, settings),
        ScanNotice::ID => push::<ScanNotice>(raw, settings),
        GatewayNotice::ID => push::<GatewayNotice>(raw, settings),
        FrontReturn::ID => front_return(raw),
        _ => Err(FieldError::new(id.to_owned(), "is no notice").into()),
    }
}

/// The merchant number stands in the unsigned header, so it is not compared.
fn push<N: Push>(raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    let NoticeKeys::Md5(keys) = &settings.keys else { return Err(other_keys(N::ID)) };
    let (verified, notice) = verify_json::<N>(keys, raw)?;
    Ok(Notified { verified: true, state: verified.state(), message: None, notice, ack: Some(verified.ack()) })
}

fn front_return(raw: &[u8]) -> Result<Notified, Error> {
    let untrusted = |message: String| Error::Untrusted { message, raw: Raw::default() };
    let query = std::str::from_utf8(raw).map_err(|_| untrusted("not UTF-8".into()))?;
    FrontReturn::from_query(query).map_err(|error| untrusted(error.to_string()))?;
    let notice = mmsp_json::registry::front_return_to_json(query).map_err(|error| untrusted(error.to_string()))?;
    Ok(Notified { verified: false, state: TradeState::Unknown, message: None, notice: notice.into(), ack: None })
}
