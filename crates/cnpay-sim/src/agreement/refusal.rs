//! The gateway's own error codes: what `ErrorMsgContent` says. Section 6.6.

use kq_xml::ErrorMsg;

/// A basic check has failed: nothing was executed and nothing is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    code: &'static str,
    message: String,
}

/// An element's name comes from the caller, and the message has room for 128 characters.
const NAME_MAX: usize = 64;

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(super) fn wrong_merchant() -> Self {
        Self::new("B.MGW.0001", "错误的商户编号")
    }

    pub(super) fn wrong_certificate() -> Self {
        Self::new("B.MGW.0002", "DN 不匹配")
    }

    pub(super) fn wrong_login_key() -> Self {
        Self::new("B.MGW.0004", "LoginKey 错误")
    }

    pub(super) fn no_authentication() -> Self {
        Self::new("B.MGW.0110", "Basic Auth 非法")
    }

    pub(super) fn empty(name: &str) -> Self {
        Self::new("B.MGW.0120", format!("[{}] is empty", short(name)))
    }

    pub(super) fn length(name: &str) -> Self {
        Self::new("B.MGW.0120", format!("Data length of element[{}] is incorrect!", short(name)))
    }

    /// Neither missing nor too long, and still wrong. The specification names no form for it; this one follows that of the length.
    pub(super) fn format(name: &str) -> Self {
        Self::new("B.MGW.0120", format!("Data format of element[{}] is incorrect!", short(name)))
    }

    /// The card is not of that bank.
    pub(super) fn wrong_bank() -> Self {
        Self::new("B.MGW.0120", "Element[bankId] not matched CardNo")
    }

    pub(super) fn unsupported_type() -> Self {
        Self::new("B.MGW.0130", "交易类型不支持")
    }

    pub(super) fn no_transaction(order: Option<&str>, reference: Option<&str>) -> Self {
        let (order, reference) = (order.unwrap_or("null"), reference.unwrap_or("null"));
        Self::new("B.MGW.0170", format!("No transaction[externalRefNumber='{order}', refNumber='{reference}'] exists!"))
    }

    pub(super) fn into_message(self) -> ErrorMsg {
        ErrorMsg { error_code: Some(self.code.into()), error_message: Some(self.message) }
    }
}

fn short(name: &str) -> String {
    name.chars().take(NAME_MAX).collect()
}
