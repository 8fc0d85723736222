//! Steps 1 to 3: how the order is to be read, who it comes from, and whether it does.

use kq_form::{Listed, Signing};
use paywire::charset::Charset;

use super::{
    super::{account::Account, code},
    Cashier, Code,
};

/// Charset and signature type, once version and language are known too.
pub(super) fn form(received: &Listed<'_>, cashier: Cashier) -> Result<(Charset, Signing), Code> {
    let charset = match received.get("inputCharset") {
        None | Some(b"1") => Charset::Utf8,
        Some(b"2") => Charset::Gbk,
        Some(b"3") => Charset::Gb2312,
        Some(_) => return Err(code::CHARSET),
    };
    if received.get("version") != Some(cashier.version().as_bytes()) {
        return Err(code::VERSION);
    }
    if !matches!(received.get("language"), Some(b"1" | b"2")) {
        return Err(code::LANGUAGE);
    }
    match received.get("signType") {
        Some(b"1") => Ok((charset, Signing::Md5)),
        Some(b"4") => Ok((charset, Signing::Rsa)),
        _ => Err(code::SIGN_TYPE),
    }
}

/// The merchant, if it may do business here.
pub(super) fn account<'a>(received: &Listed<'_>, accounts: &'a [Account]) -> Result<&'a Account, Code> {
    let number = received.get("merchantAcctId");
    let account = accounts.iter().find(|account| Some(account.account.as_bytes()) == number).ok_or(code::NO_ACCOUNT)?;
    if !account.open {
        return Err(code::NOT_OPEN);
    }
    if account.frozen { Err(code::FROZEN) } else { Ok(account) }
}

/// Whether the merchant has signed it, over the bytes as they came.
pub(super) fn signature(received: &Listed<'_>, account: &Account, signing: Signing) -> Result<(), Code> {
    if received.signature().is_none() {
        return Err(code::NO_SIGNATURE);
    }
    if account.signed(received, signing, &account.key) { Ok(()) } else { Err(code::WRONG_SIGNATURE) }
}
