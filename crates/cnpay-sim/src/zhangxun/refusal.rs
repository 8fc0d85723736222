//! Why a call is turned away. No code but 000000 is documented, so these are the simulator's own words.

use std::borrow::Cow;

/// Why a call is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No form, or a name that stands twice in it.
    Malformed,
    /// A field that is missing or not as its table has it.
    Field(&'static str),
    NoOrganisation,
    NoMerchant,
    /// A signature that is missing or wrong.
    Signature,
    /// A number that was used before.
    Duplicate,
    NoOrder,
    /// More than there is to pay out.
    Balance,
    /// Anything else.
    System,
}

impl Refusal {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "100001",
            Self::Field(_) => "100002",
            Self::NoOrganisation => "100003",
            Self::NoMerchant => "100004",
            Self::Signature => "100005",
            Self::Duplicate => "200001",
            Self::NoOrder => "200002",
            Self::Balance => "200003",
            Self::System => "999999",
        }
    }

    pub(super) fn text(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Field(name) => return Cow::Owned(format!("参数错误:{name}")),
            Self::Malformed => "报文格式错误",
            Self::NoOrganisation => "机构不存在",
            Self::NoMerchant => "商户不存在",
            Self::Signature => "签名错误",
            Self::Duplicate => "订单号重复",
            Self::NoOrder => "订单不存在",
            Self::Balance => "账户余额不足",
            Self::System => "系统异常",
        })
    }
}
