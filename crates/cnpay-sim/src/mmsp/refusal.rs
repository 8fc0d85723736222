//! Why a call is turned away, as the platform says it: unsigned and without a Body. Section 2.4.

use std::borrow::Cow;

use mmsp_json::{Body, Head, Header, REFUSED};

/// Why a call is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not JSON, a header field missing or of the wrong type, no such command here.
    Malformed,
    /// An unknown merchant, terminal or agent.
    NoMerchant,
    /// A signature that is missing or wrong.
    Signature,
    /// A field of the Body that is missing, too long or not in its set.
    Field(&'static str),
    /// An order number that was used before.
    Duplicate,
    NoOrder,
    /// Another amount than the order's, or more than there is to give back.
    Amount,
    /// Anything else that goes wrong while paying.
    Failed,
}

impl Refusal {
    pub(super) const fn ret_code(self) -> u32 {
        match self {
            Self::Failed => 39999,
            _ => 0,
        }
    }

    pub(super) fn message(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Field(name) => return Cow::Owned(format!("参数错误:{name}")),
            Self::Malformed => "消息结构体错误",
            Self::NoMerchant => "商户不存在",
            Self::Signature => "签名错误",
            Self::Duplicate => "商户订单号重复",
            Self::NoOrder => "[-2002] 没有该订单",
            Self::Amount => "[-3005] 交易金额不符",
            Self::Failed => "支付失败",
        })
    }

    /// The envelope, with what could be read of the request's header.
    pub(super) fn envelope(self, head: &Head<'_>) -> String {
        Body::refusal(&Header::answer(head, REFUSED, self.ret_code(), self.message()))
    }
}
