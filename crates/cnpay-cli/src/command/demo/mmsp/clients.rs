//! The clients of a merchant of the running simulator.

use cnpay::{
    mmsp::{
        Account, Mmsp, NoticeUrls,
        notice::Push,
        payout::{Payout, PayoutAccount},
    },
    mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice},
};
use cnpay_sim::Running;
use paysign::{Md5Key, PublicKey};
use paytransport::{HttpsTransport, Settings};

use crate::{command::merchant::RETURN, failure::Failure};

/// For quick pay, scan and gateway; the merchant is told at `address`.
pub(super) fn mmsp(running: &Running, address: &str) -> Result<Mmsp, Failure> {
    let own = running.setup().mmsp_account();
    let (terminal, key) = (own.terminals.first().cloned().unwrap_or_default(), Md5Key::new(own.key).map_err(other)?);
    let at = |path: &str| format!("{}/mmsp/{path}", running.url());
    let below = |id: &str| Some(format!("{address}/notices/{id}"));
    let account = Account {
        gateway_url: at("gateway"),
        notice_urls: NoticeUrls { quickpay: below(QuickPayNotice::ID), scan: below(ScanNotice::ID), gateway: below(GatewayNotice::ID) },
        jump_url: Some(format!("{address}{RETURN}")),
        ..Account::new(at("open"), own.merchant, terminal, key)
    };
    Ok(Mmsp::new(account, transport(running)?)?)
}

/// For payouts.
pub(super) fn payout(running: &Running) -> Result<Payout, Failure> {
    let (setup, url) = (running.setup(), format!("{}/mmsp/payout", running.url()));
    let platform = PublicKey::read(setup.payout_platform_pem().as_bytes()).map_err(other)?.into_iter().next();
    let platform = platform.ok_or_else(|| Failure::other("the platform has no key"))?;
    let account = PayoutAccount::new(url, setup.mmsp_account().merchant, setup.payout_key_pem().expose().as_bytes(), platform)?;
    Ok(Payout::new(PayoutAccount { verify_reply_sign: true, ..account }, transport(running)?)?)
}

fn transport(running: &Running) -> Result<HttpsTransport, Failure> {
    HttpsTransport::new(Settings { roots: vec![running.setup().ca().clone()], ..Settings::default() }).map_err(other)
}

fn other(error: impl ToString) -> Failure {
    Failure::other(error.to_string())
}
