//! A merchant of a running simulator, as the shop and the demo need one.

use cnpay::kuaiqian::gateway::{Account, Gateway, Signer, Verifier, notice};
use cnpay_sim::Running;
use paysign::{Hash, PublicKey, RsaSigner, RsaVerifier};
use paytransport::{HttpsTransport, Settings};

use crate::failure::Failure;

/// Where the payer comes back to, below the merchant's address.
pub(super) const RETURN: &str = "/result";

/// A client of the RMB gateway, for the merchant at that address. It signs with RSA.
pub(super) fn gateway(running: &Running, address: &str) -> Result<Gateway, Failure> {
    let other = |error: &dyn std::error::Error| Failure::other(error.to_string());
    let (setup, own) = (running.setup(), running.setup().gateway_account());
    let key = RsaSigner::read(setup.merchant().key_pem.expose().as_bytes()).map_err(|error| other(&error))?;
    let keys = PublicKey::read(setup.notice_public_pem().as_bytes()).map_err(|error| other(&error))?;
    let notices = RsaVerifier::new(keys, [own.notice_hash]).map_err(|error| other(&error))?;
    let mut account = Account::new(running.url(), own.account, Signer::Rsa(key, Hash::Sha256), Verifier::Rsa(notices));
    account.member = own.member;
    account.query_key = Some(own.query_key);
    account.refund_key = Some(own.refund_key);
    account.notice_url = Some(notice_url(address));
    account.page_url = Some(format!("{address}{RETURN}"));
    account.redirect_url.clone_from(&account.page_url);
    let transport = Settings { roots: vec![setup.ca().clone()], ..Settings::default() };
    Ok(Gateway::new(account, HttpsTransport::new(transport).map_err(|error| other(&error))?)?)
}

/// Where notices go, below the merchant's address.
fn notice_url(address: &str) -> String {
    format!("{address}/notices/{}", notice::ID)
}
