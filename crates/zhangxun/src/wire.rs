//! From a request to what goes out: checked, signed, written.

use bytes::Bytes;
use http::{Request, header::CONTENT_TYPE};
use paycore::{ConfigError, Error};
use paytransport::is_absolute;
use zx_form::{Fields, Operation, SIGNATURE, fields};

use crate::Account;

/// The fields of a request and those that the caller adds, signed.
pub(crate) fn signed<O: Operation>(account: &Account, request: &O, further: Vec<(String, String)>) -> Result<Fields, Error> {
    let mut fields = fields(request)?;
    for (name, value) in further {
        fields.extend(name, value)?;
    }
    let signature = account.key.sign(&fields.base());
    fields.push(SIGNATURE, signature);
    Ok(fields)
}

pub(crate) fn post<O: Operation>(account: &Account, fields: &Fields) -> Result<Request<Bytes>, Error> {
    let request = Request::post(account.url(O::PATH)).header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8");
    request.body(fields.to_form().into()).map_err(|_| no_url().into())
}

/// Checks the address of the settings.
pub(crate) fn check_url(url: &str) -> Result<(), ConfigError> {
    // A query or fragment would swallow the path, and a password in the URL would be printed with it.
    if url.parse().is_ok_and(|uri| is_absolute(&uri)) && !url.contains(['?', '#', '@']) { Ok(()) } else { Err(no_url()) }
}

fn no_url() -> ConfigError {
    ConfigError::new("base_url", "an absolute URL is expected, such as https://pay.example/mpcctp/")
}
