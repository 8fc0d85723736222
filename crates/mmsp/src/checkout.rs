//! The form that takes a payer to a bank. Sections 1.3 and 4.4.1.

use std::{borrow::Cow, fmt};

use mmsp_json::{Body, FORM_FIELD, op::gateway::Pay};
use paycore::Error;
use paywire::form::Page;

use crate::Gateway;

const CHARSET: &str = "UTF-8";

/// A signed form for the payer's browser. Store the order before it goes out: from then on its outcome is unknown.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checkout {
    /// How the browser submits it, always `POST`.
    pub method: &'static str,
    /// Where the browser submits it to.
    pub url: String,
    /// What it submits: one field, which holds the envelope.
    pub fields: Vec<(Cow<'static, str>, String)>,
}

impl Checkout {
    /// The page that submits itself. Answer it with `Content-Type: text/html; charset=utf-8` and `Cache-Control: no-store`.
    pub fn html(&self) -> String {
        self.page(None)
    }

    /// The same under a content security policy whose script nonce is `nonce`; its `form-action` must allow the platform's host.
    pub fn html_with_nonce(&self, nonce: &str) -> String {
        self.page(Some(nonce))
    }

    fn page(&self, nonce: Option<&str>) -> String {
        Page { action: &self.url, charset: CHARSET, fields: &self.fields, nonce }.html()
    }
}

impl fmt::Debug for Checkout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkout").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Gateway<'_> {
    /// Checks and signs an order. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Invalid`] names all fields that break a rule: nothing was built.
    pub fn checkout(&self, order: &Pay) -> Result<Checkout, Error> {
        let envelope = self.0.envelope::<Pay>(&Body::request(order)?);
        let account = self.0.account();
        let mut url = account.gateway_url.clone();
        if account.charset_in_form_url {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str("charset=UTF-8");
        }
        Ok(Checkout { method: "POST", url, fields: vec![(Cow::Borrowed(FORM_FIELD), envelope)] })
    }
}
