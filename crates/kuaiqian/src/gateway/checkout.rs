//! The form that takes a payer to the cashier. Section 5 of the specification.

use kq_form::{Extension, Fields, InputCharset, PAY, Pay};
use paycore::Error;
use paywire::form::Page;

use super::{Cashier, Endpoint, Gateway, wire};

/// A signed form for the payer's browser. Store the order before it goes out: from then on its outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checkout {
    /// How the browser submits it, always `POST`.
    pub method: &'static str,
    /// Where the browser submits it to.
    pub url: String,
    /// What it submits, in signature order, the signature last.
    pub fields: Fields,
    /// The charset in which it submits.
    pub charset: InputCharset,
}

impl Checkout {
    /// The page that submits itself. Answer it with `Content-Type: text/html; charset=utf-8` and `Cache-Control: no-store`, from the domain
    /// that 99bill knows.
    pub fn html(&self) -> String {
        self.page(None)
    }

    /// The same under a content security policy whose script nonce is `nonce`; its `form-action` must allow 99bill's host.
    pub fn html_with_nonce(&self, nonce: &str) -> String {
        self.page(Some(nonce))
    }

    fn page(&self, nonce: Option<&str>) -> String {
        Page { action: &self.url, charset: self.charset.accept_charset(), fields: self.fields.as_slice(), nonce }.html()
    }
}

impl Gateway {
    /// Checks and signs an order. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Invalid`] names all fields that break a rule: nothing was built.
    pub fn checkout(&self, order: &Pay) -> Result<Checkout, Error> {
        self.checkout_with(order, Vec::new())
    }

    /// The same with fields of later editions (section 2.3), on the caller's own account.
    ///
    /// # Errors
    /// As [`checkout`](Self::checkout).
    pub fn checkout_with(&self, order: &Pay, extensions: Vec<Extension>) -> Result<Checkout, Error> {
        let mut fields = wire::payment_fields(self.account(), order)?;
        for extension in extensions {
            fields.extend(&PAY, extension)?;
        }
        wire::sign_payment(self.account(), &mut fields, order.input_charset)?;
        // The request says which cashier it is for: the account's is only the preset.
        let endpoint = if order.version == Cashier::Mobile.version() { Endpoint::PayMobile } else { Endpoint::Pay };
        let account = self.account();
        Ok(Checkout { method: "POST", url: account.url(account.paths.get(endpoint)), fields, charset: order.input_charset })
    }
}
