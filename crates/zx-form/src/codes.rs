//! The code lists of sections 5 and 9. All of them are open: a code that no table lists is kept as it came.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$code_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$code_doc])* $variant,)+
            /// A code that no table lists.
            Other(String),
        }

        impl $name {
            /// Every code that a table lists.
            pub const LISTED: &[Self] = &[$(Self::$variant),+];

            /// The code as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                code.as_str().into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

codes! {
    /// The `ordStatus` of a payment. That of a payout has other meanings under the same codes: [`PayoutStatus`].
    PayStatus {
        /// `00` not traded yet 未交易.
        NotTraded = "00",
        /// `01` success 成功.
        Succeeded = "01",
        /// `02` failure 失败.
        Failed = "02",
        /// `03` rejected; observed.
        Rejected = "03",
        /// `04` processing 处理中.
        Processing = "04",
        /// `05` cancelled; observed.
        Cancelled = "05",
        /// `06` unpaid 未支付.
        Unpaid = "06",
        /// `07` refunded; observed.
        Refunded = "07",
        /// `08` refunding; observed.
        Refunding = "08",
    }
}

codes! {
    /// The `ordStatus` of a payout. That of a payment has other meanings under the same codes: [`PayStatus`].
    PayoutStatus {
        /// `00` not processed 未处理.
        NotProcessed = "00",
        /// `01` waiting for settlement 待结算: **no success**.
        Waiting = "01",
        /// `06` clearing 清算中.
        Clearing = "06",
        /// `07` cleared 清算完成: the success.
        Cleared = "07",
        /// `08` clearing failed 清算失败.
        ClearingFailed = "08",
        /// `09` clearing cancelled 清算撤销; observed.
        ClearingCancelled = "09",
    }
}

codes! {
    /// What the `busContent` of a payment's reply is.
    ContentType {
        /// `01` a text 字符串.
        Text = "01",
        /// `02` JSON.
        Json = "02",
        /// `03` a page of HTML.
        Html = "03",
    }
}

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        $($(#[$doc])* pub const $name: &str = $code;)+
        /// Every code above.
        pub const LISTED: &[&str] = &[$($name),+];
    };
}

/// Trade types (`tranType`), section 9.1.
pub mod tran_type {
    constants! {
        /// Quick pay, direct 快捷直连.
        QUICK = "0302";
        /// WeChat scan 微信扫码.
        WECHAT_SCAN = "0402";
        /// WeChat H5.
        WECHAT_H5 = "0406";
        /// Alipay scan 支付宝扫码.
        ALIPAY_SCAN = "0502";
        /// Alipay H5, direct; a link comes back.
        ALIPAY_H5 = "0506";
        /// Gateway 网关支付, direct to the bank; needs a [`bank_code`](super::bank_code).
        GATEWAY = "0601";
        /// QQ wallet H5.
        QQ_H5 = "0701";
        /// QQ wallet scan, direct.
        QQ_SCAN = "0702";
        /// UnionPay scan 银联扫码, through a cashier page.
        UNIONPAY_SCAN = "0801";
        /// JD H5.
        JD_H5 = "0901";
        /// JD scan 京东扫码.
        JD_SCAN = "0902";
    }
}

/// Banks (`bankCode`), all B2C, section 9.3.
pub mod bank_code {
    constants! {
        /// 工商银行.
        ICBC = "ICBC";
        /// 建设银行.
        CCB = "CCB";
        /// 农业银行.
        ABC = "ABC";
        /// 邮储银行.
        PSBC = "PSBCCNBJ";
        /// 广发银行.
        GDB = "GDB";
        /// 中信银行.
        CNCB = "CNCB";
        /// 光大银行.
        EBBC = "EBBC";
        /// 华夏银行.
        HXB = "HXB";
        /// 中国银行.
        BC = "BC";
        /// 招商银行.
        CMB = "CMB";
        /// 民生银行.
        CMBC = "CMBC";
        /// 上海银行.
        SHB = "SHB";
        /// 上海农商银行.
        SRCB = "SRCB";
        /// 北京银行.
        BOB = "BOB";
        /// 北京农商银行.
        BRCB = "BRCB";
        /// 交通银行.
        BOCOM = "BOCOM";
        /// 浦发银行.
        SPDB = "SPDB";
        /// 兴业银行.
        CIB = "CIB";
        /// 光大银行, its second code (decision Z18).
        CEB = "CEB";
        /// 平安银行.
        PAB = "PAB";
        /// 东亚银行.
        BEA = "BEA";
        /// 南京银行.
        NJC = "NJC";
        /// 宁波银行.
        NBB = "NBB";
        /// 银联.
        UNION = "UNION";
    }
}
