//! Scan 扫码支付: the codes and pages of WeChat, Alipay, QQ, JD and UnionPay. Section 4.3.
//!
//! Order numbers have at most 20 characters here.

mod alipay_dynamic_code;
mod alipay_h5;
mod alipay_micropay;
mod alipay_prepay;
mod alipay_static_code;
mod cancel;
mod charged;
mod close;
mod h5_placed;
mod jd_prepay;
mod openid_url;
mod order;
mod placed;
mod qq_micropay;
mod qq_prepay;
pub(crate) mod query;
mod refund;
pub(crate) mod refund_query;
mod refunded;
mod unionpay_prepay;
mod wechat_h5;
mod wechat_micropay;
mod wechat_prepay;
mod wechat_wake_url;

pub use alipay_dynamic_code::{AlipayDynamicCode, AlipayDynamicCodeBuilder, alipay_dynamic_code_builder};
pub use alipay_h5::{AlipayH5, AlipayH5Builder, alipay_h5_builder};
pub use alipay_micropay::{AlipayMicropay, AlipayMicropayBuilder, alipay_micropay_builder};
pub use alipay_prepay::{AlipayPrepay, AlipayPrepayBuilder, alipay_prepay_builder};
pub use alipay_static_code::{AlipayStaticCode, AlipayStaticCodeBuilder, alipay_static_code_builder};
pub use cancel::{Cancel, CancelBuilder, cancel_builder};
pub use charged::Charged;
pub use close::{Close, CloseBuilder, close_builder};
pub use h5_placed::H5Placed;
pub use jd_prepay::{JdPrepay, JdPrepayBuilder, jd_prepay_builder};
pub use openid_url::{NoReply, OpenidUrl, OpenidUrlBuilder, openid_url_builder};
pub use order::Order;
pub use placed::Placed;
pub use qq_micropay::{QqMicropay, QqMicropayBuilder, qq_micropay_builder};
pub use qq_prepay::{QqPrepay, QqPrepayBuilder, qq_prepay_builder};
pub use query::{Query, QueryBuilder, query_builder};
pub use refund::{Refund, RefundBuilder, refund_builder};
pub use refund_query::{RefundQuery, RefundQueryBuilder, refund_query_builder};
pub use refunded::Refunded;
pub use unionpay_prepay::{UnionpayPrepay, UnionpayPrepayBuilder, unionpay_prepay_builder};
pub use wechat_h5::{WechatH5, WechatH5Builder, wechat_h5_builder};
pub use wechat_micropay::{WechatMicropay, WechatMicropayBuilder, wechat_micropay_builder};
pub use wechat_prepay::{WechatPrepay, WechatPrepayBuilder, wechat_prepay_builder};
pub use wechat_wake_url::{WechatWakeUrl, WechatWakeUrlBuilder, wechat_wake_url_builder};
