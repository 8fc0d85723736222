//! The platform's unsigned refusals. Section 2.3.

use std::fmt;

use paycore::without_numbers;

/// A refusal: the header's code, and what its text says.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `RetCode` as received, section 9.1; empty when there was none.
    pub ret_code: String,
    /// The number in brackets that some texts begin with, such as `-2002`.
    pub code: Option<String>,
    /// The text, without that number.
    pub message: String,
}

/// The number of the text that says that there is no such order 没有该订单: no proof that there never was one.
const NO_SUCH_ORDER: &str = "-2002";

impl Refusal {
    pub(crate) fn new(ret_code: Option<&str>, message: Option<&str>) -> Self {
        let message = message.unwrap_or_default();
        let (code, message) = match bracketed(message) {
            Some((code, message)) => (Some(code.to_owned()), message),
            None => (None, message),
        };
        Self { ret_code: ret_code.unwrap_or_default().to_owned(), code, message: message.to_owned() }
    }

    /// Whether it says that there is no such order.
    pub fn is_no_such_order(&self) -> bool {
        self.code.as_deref() == Some(NO_SUCH_ORDER)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refusal({:?}, {:?}, {:?})", self.ret_code, self.code, without_numbers(&self.message))
    }
}

/// A text such as `[-2002] 没有该订单`, in two.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (code, message) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    let digits = code.strip_prefix('-').unwrap_or(code);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let message = message.trim_start();
    let message = message.strip_prefix([':', '：']).unwrap_or(message);
    Some((code, message.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_the_text() {
        for (text, code, message) in [
            ("[-2002] 没有该订单", Some("-2002"), "没有该订单"),
            (" [-3005]：交易金额不符", Some("-3005"), "交易金额不符"),
            ("[17]: no", Some("17"), "no"),
            ("[] x", None, "[] x"),
            ("[-] x", None, "[-] x"),
            ("[1a] x", None, "[1a] x"),
            ("签名错误", None, "签名错误"),
            ("", None, ""),
        ] {
            let refusal = Refusal::new(Some("0"), Some(text));
            assert_eq!((refusal.code.as_deref(), refusal.message.as_str()), (code, message));
        }
        assert!(Refusal::new(None, Some("[-2002] x")).is_no_such_order());
    }
}
