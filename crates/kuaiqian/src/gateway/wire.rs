//! From a request to what goes out: checked, signed, written.

use bytes::Bytes;
use http::{
    HeaderValue, Request,
    header::{CONTENT_TYPE, HeaderName},
};
use kq_form::{Fields, InputCharset, Operation, PAY, Refund, RefundQuery, SignedList, Signing, fields, json, soap};
use paycore::{BeijingTime, ConfigError, Error, FieldError, FieldErrors, Sensitive};
use paysign::Hash;
use paywire::{charset::Charset, form};
use zeroize::Zeroizing;

use super::{Account, Endpoint, Services, Signer, account::md5_key, keys::rsa};

/// The fields of a payment request, whichever way it is submitted.
pub(super) fn payment_fields<O: Operation>(account: &Account, request: &O) -> Result<Fields, Error> {
    let fields = fields(request)?;
    of_type(&fields, account.signer.sign_type())?;
    if account.high_risk {
        let missing = ["payerIP", "orderTimestamp"].into_iter().filter(|name| fields.get(name).is_none());
        let errors = missing.map(|name| FieldError::new(name, "is required for a merchant with a high phishing risk")).collect();
        if let Some(errors) = FieldErrors::from_vec(errors) {
            return Err(errors.into());
        }
    }
    Ok(fields)
}

/// A signature of another type than the request says would verify nowhere.
fn of_type(fields: &Fields, sign_type: &str) -> Result<(), Error> {
    match fields.get("signType") {
        Some(given) if given != sign_type => Err(FieldError::new("signType", format!("{sign_type} is what the settings sign with")).into()),
        _ => Ok(()),
    }
}

/// Puts the signature of the payment interface behind the fields.
pub(super) fn sign_payment(account: &Account, fields: &mut Fields, charset: InputCharset) -> Result<(), Error> {
    let base = fields.base(&PAY, account.signer.signing(), charset.charset())?;
    fields.push(PAY.signature, account.signer.sign(&base)?);
    Ok(())
}

/// An offline order: the same form that a browser submits.
pub(super) fn remit(account: &Account, request: &kq_form::Remit) -> Result<Request<Bytes>, Error> {
    let mut fields = payment_fields(account, request)?;
    sign_payment(account, &mut fields, request.input_charset)?;
    let body = form::encode(fields.encode(request.input_charset.charset())?.iter());
    post(account, Endpoint::Remit, "application/x-www-form-urlencoded", body.into_bytes())
}

/// 99bill's time.
pub(super) fn timestamp(account: &Account) -> Result<Request<Bytes>, Error> {
    get(&account.url(account.paths.get(Endpoint::Timestamp)))
}

/// An order query.
pub(super) fn query(account: &Account, request: &kq_form::Query, now: BeijingTime) -> Result<Request<Bytes>, Error> {
    let key = account.query_key()?;
    refuse([("endTime", request.end_time.is_some_and(|end| end > now))].into_iter(), "not in the future")?;
    service(account, request, key, soap::ORDER_QUERY, [Endpoint::QuerySoap, Endpoint::QueryJson])
}

/// A refund query.
pub(super) fn refund_query(account: &Account, request: &RefundQuery) -> Result<Request<Bytes>, Error> {
    let key = account.refund_query_key()?;
    if account.services == Services::Json {
        let only_soap = [
            ("lastupdateStartDate", &request.last_update_start_date),
            ("lastupdateEndDate", &request.last_update_end_date),
            ("customerBatchId", &request.customer_batch_id),
            ("status", &request.status),
        ];
        refuse(only_soap.into_iter().map(|(name, value)| (name, value.is_some())), "is a field of the SOAP service only")?;
    }
    service(account, request, key, soap::REFUND_QUERY, [Endpoint::RefundQuerySoap, Endpoint::RefundQueryJson])
}

/// A query in either family. The key ends the signed text in both (section 8.1).
fn service<O: Operation>(
    account: &Account,
    request: &O,
    key: &Sensitive,
    operation: &str,
    [by_soap, by_json]: [Endpoint; 2],
) -> Result<Request<Bytes>, Error> {
    let mut fields = fields(request)?;
    of_type(&fields, account.services.sign_type())?;
    let Some(list) = O::SIGNED else { return Err(FieldError::new(O::ID, "is not signed").into()) };
    match account.services {
        Services::Soap => {
            let base = fields.base(list, Signing::Md5, Charset::Utf8)?;
            fields.push(list.signature, md5_key("query_key", key)?.sign(&base));
            let mut http = post(account, by_soap, "text/xml; charset=utf-8", soap::request(operation, &fields))?;
            http.headers_mut().insert(HeaderName::from_static("soapaction"), HeaderValue::from_static("\"\""));
            Ok(http)
        }
        Services::Json => {
            fields.push(list.signature, sign_for_json(account, &fields, list, key)?);
            post(account, by_json, "application/json; charset=utf-8", json::to_vec(&fields))
        }
    }
}

/// A refund. The GET carries personal data in its URL, which therefore is never logged.
pub(super) fn refund(account: &Account, request: &Refund) -> Result<Request<Bytes>, Error> {
    if account.member.is_empty() && request.merchant_id.is_empty() {
        return Err(ConfigError::new("member", "is needed for a refund: the account does not end in 01").into());
    }
    match account.services {
        Services::Soap => {
            let key = md5_key("refund_key", account.refund_key()?)?;
            let only_json = [("returnSharingFlag", request.return_sharing_flag.is_some()), ("returnData", request.return_data.is_some())];
            refuse(only_json.into_iter(), "is a field of the JSON service only")?;
            let mut fields = fields(request)?;
            let base = fields.base(&kq_form::REFUND, Signing::Md5, Charset::Utf8)?;
            fields.push(kq_form::REFUND.signature, key.sign(&base));
            let query = form::encode(fields.encode(Charset::Utf8)?.iter());
            get(&format!("{}?{query}", account.url(account.paths.get(Endpoint::RefundGet))))
        }
        Services::Json => {
            let mut fields = fields(request)?;
            fields.push(kq_form::REFUND.signature, sign_for_json(account, &fields, &kq_form::REFUND, &Sensitive::default())?);
            post(account, Endpoint::RefundJson, "application/json; charset=utf-8", json::to_vec(&fields))
        }
    }
}

/// The signature of a JSON service: always SHA-256 (sections 8.1 and 8.3).
fn sign_for_json(account: &Account, fields: &Fields, list: &SignedList, key: &Sensitive) -> Result<String, Error> {
    let Signer::Rsa(signer, _) = &account.signer else {
        return Err(ConfigError::new("services", "json needs a private key").into());
    };
    let mut text = Zeroizing::new(fields.base(list, Signing::Rsa, Charset::Utf8)?);
    if list.key_joint(Signing::Rsa).is_some() {
        text.extend_from_slice(key.expose().as_bytes());
    }
    Ok(rsa(signer, Hash::Sha256, &text)?)
}

/// The fields that are given and have no place.
fn refuse(given: impl Iterator<Item = (&'static str, bool)>, rule: &'static str) -> Result<(), Error> {
    let errors = given.filter(|(_, is_given)| *is_given).map(|(name, _)| FieldError::new(name, rule)).collect();
    FieldErrors::from_vec(errors).map_or(Ok(()), |errors| Err(errors.into()))
}

fn get(url: &str) -> Result<Request<Bytes>, Error> {
    Request::get(url).body(Bytes::new()).map_err(|_| no_url())
}

fn post(account: &Account, endpoint: Endpoint, content_type: &'static str, body: Vec<u8>) -> Result<Request<Bytes>, Error> {
    let url = account.url(account.paths.get(endpoint));
    Request::post(url).header(CONTENT_TYPE, content_type).body(body.into()).map_err(|_| no_url())
}

fn no_url() -> Error {
    ConfigError::new("base_url", "an absolute URL is expected").into()
}
