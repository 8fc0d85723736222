//! What a payer needs next: `busContent`, of the kind that the trade type has here. Section 5.

use std::borrow::Cow;

use paywire::form::Page;
use zx_form::{ContentType, Fields, Pay, codes::tran_type};

/// What leads the payer to the page at `address`.
pub(super) fn content(request: &Pay, address: &str) -> (ContentType, String) {
    match request.tran_type.as_str() {
        tran_type::GATEWAY => {
            let bank = request.bank_code.clone().unwrap_or_default();
            let fields = [(Cow::Borrowed("bankCode"), bank)];
            (ContentType::Html, Page { action: address, charset: "utf-8", fields: &fields, nonce: None }.html())
        }
        // The text of a QR code, or a link.
        listed if tran_type::LISTED.contains(&listed) => (ContentType::Text, address.to_owned()),
        _ => {
            let mut for_the_app = Fields::default();
            for_the_app.push("payUrl", address);
            (ContentType::Json, for_the_app.to_json(&[]))
        }
    }
}
