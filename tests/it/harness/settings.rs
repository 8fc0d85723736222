//! A `cnpay.toml` without a simulator: the keys of `fixtures/`, and a gateway wherever the test says.

use toml::{Table, Value};

use super::{MERCHANT, fixture};

/// The table `[kuaiqian.agreement]` of a merchant whose gateway is at `base_url`.
fn agreement(base_url: &str) -> Table {
    let text = |value: &str| Value::String(value.to_owned());
    Table::from_iter([
        ("base_url".to_owned(), text(base_url)),
        ("merchant".to_owned(), text(MERCHANT)),
        ("terminal".to_owned(), text("00002012")),
        ("identity".to_owned(), text(&fixture("keys/client-aes.pfx"))),
        ("identity_password".to_owned(), text("cnpay-test")),
        ("login_key".to_owned(), text("a-login-key")),
        ("notice_keys".to_owned(), Value::Array(vec![text(&fixture("keys/notice-1024.cer"))])),
    ])
}

/// The text of such a file, its agreement table changed by `edit`.
pub(crate) fn settings(base_url: &str, edit: impl FnOnce(&mut Table)) -> String {
    let mut agreement = agreement(base_url);
    edit(&mut agreement);
    let kuaiqian = Table::from_iter([("agreement".to_owned(), Value::Table(agreement))]);
    Table::from_iter([("kuaiqian".to_owned(), Value::Table(kuaiqian))]).to_string()
}
