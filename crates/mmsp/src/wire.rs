//! From a checked request to what goes out: header, signature, HTTP.

use bytes::Bytes;
use http::{HeaderValue, Request, header::CONTENT_TYPE};
use mmsp_json::{Body, Endpoint, Header, Operation, Product, Signed, op::scan::QqMicropay};
use paycore::{ConfigError, Error};
use paysign::Md5Key;
use paytransport::is_absolute;

use crate::Account;

/// The header of a request to `O`. Nothing of it is signed.
fn header<O: Signed>(account: &Account) -> Header {
    let mut header = Header::request::<O>(&account.merchant, &account.terminal);
    account.agent().clone_into(&mut header.agent_no);
    if O::PRODUCT == Product::Scan {
        header.node_id.clone_from(&account.scan_node_id);
    }
    if O::ID == QqMicropay::ID {
        header.command_id = account.qq_micropay_command;
    }
    header
}

/// The signed envelope, to be sent as it is.
pub(crate) fn envelope<O: Signed>(account: &Account, key: &Md5Key, body: &Body) -> String {
    body.envelope(&header::<O>(account), &key.sign(body.base().as_bytes()))
}

/// The address of `O`, and the key of the settings that names it.
pub(crate) fn address<O: Operation>(account: &Account) -> (&'static str, &str) {
    match O::PRODUCT.endpoint() {
        Endpoint::Gateway => ("gateway_url", &account.gateway_url),
        Endpoint::Open | Endpoint::Payout => ("open_url", &account.open_url),
    }
}

pub(crate) fn post((key, url): (&'static str, &str), content_type: &HeaderValue, body: String) -> Result<Request<Bytes>, Error> {
    let request = Request::post(url).header(CONTENT_TYPE, content_type.clone()).body(body.into());
    request.map_err(|_| is_no_url(key).into())
}

/// Checks an address of the settings.
pub(crate) fn check_url(key: &'static str, url: &str) -> Result<(), ConfigError> {
    // A password in it would be printed with it.
    if url.parse().is_ok_and(|uri| is_absolute(&uri)) && !url.contains(['#', '@']) { Ok(()) } else { Err(is_no_url(key)) }
}

fn is_no_url(key: &'static str) -> ConfigError {
    ConfigError::new(key, "an absolute URL is expected, such as https://platform.example/open")
}
