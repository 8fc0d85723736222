//! Scan: a builder per operation, with what the client knows filled in. Section 4.3.

use mmsp_json::{
    Product,
    op::scan::{
        AlipayDynamicCode, AlipayDynamicCodeBuilder, AlipayH5, AlipayH5Builder, AlipayMicropay, AlipayMicropayBuilder, AlipayPrepay,
        AlipayPrepayBuilder, AlipayStaticCode, AlipayStaticCodeBuilder, Cancel, CancelBuilder, Close, CloseBuilder, JdPrepay,
        JdPrepayBuilder, OpenidUrl, OpenidUrlBuilder, QqMicropay, QqMicropayBuilder, QqPrepay, QqPrepayBuilder, Query, QueryBuilder,
        Refund, RefundBuilder, RefundQuery, RefundQueryBuilder, UnionpayPrepay, UnionpayPrepayBuilder, WechatH5, WechatH5Builder,
        WechatMicropay, WechatMicropayBuilder, WechatPrepay, WechatPrepayBuilder, WechatWakeUrl, WechatWakeUrlBuilder,
        alipay_dynamic_code_builder, alipay_h5_builder, alipay_micropay_builder, alipay_prepay_builder, alipay_static_code_builder,
        cancel_builder, close_builder, jd_prepay_builder, openid_url_builder, qq_micropay_builder, qq_prepay_builder, query_builder,
        refund_builder, refund_query_builder, unionpay_prepay_builder, wechat_h5_builder, wechat_micropay_builder, wechat_prepay_builder,
        wechat_wake_url_builder,
    },
};

use crate::Mmsp;

/// Scan 扫码支付: the codes and pages of the wallets.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'m>(pub(crate) &'m Mmsp);

/// [`WechatPrepay`] with random text and notice address filled in.
pub type WechatPrepayPreset = WechatPrepayBuilder<wechat_prepay_builder::SetNotifyUrl<wechat_prepay_builder::SetRandStr>>;
/// [`WechatMicropay`] with random text and notice address filled in.
pub type WechatMicropayPreset = WechatMicropayBuilder<wechat_micropay_builder::SetNotifyUrl<wechat_micropay_builder::SetRandStr>>;
/// [`WechatH5`] with random text, notice address and return page filled in.
pub type WechatH5Preset = WechatH5Builder<wechat_h5_builder::SetJumpUrl<wechat_h5_builder::SetNotifyUrl<wechat_h5_builder::SetRandStr>>>;
/// [`AlipayPrepay`] with random text and notice address filled in.
pub type AlipayPrepayPreset = AlipayPrepayBuilder<alipay_prepay_builder::SetNotifyUrl<alipay_prepay_builder::SetRandStr>>;
/// [`AlipayMicropay`] with random text and notice address filled in.
pub type AlipayMicropayPreset = AlipayMicropayBuilder<alipay_micropay_builder::SetNotifyUrl<alipay_micropay_builder::SetRandStr>>;
/// [`AlipayStaticCode`] with random text and notice address filled in.
pub type AlipayStaticCodePreset = AlipayStaticCodeBuilder<alipay_static_code_builder::SetNotifyUrl<alipay_static_code_builder::SetRandStr>>;
/// [`AlipayDynamicCode`] with random text and notice address filled in.
pub type AlipayDynamicCodePreset =
    AlipayDynamicCodeBuilder<alipay_dynamic_code_builder::SetNotifyUrl<alipay_dynamic_code_builder::SetRandStr>>;
/// [`AlipayH5`] with random text, notice address and return page filled in.
pub type AlipayH5Preset = AlipayH5Builder<alipay_h5_builder::SetJumpUrl<alipay_h5_builder::SetNotifyUrl<alipay_h5_builder::SetRandStr>>>;
/// [`QqPrepay`] with random text and notice address filled in.
pub type QqPrepayPreset = QqPrepayBuilder<qq_prepay_builder::SetNotifyUrl<qq_prepay_builder::SetRandStr>>;
/// [`QqMicropay`] with random text and notice address filled in.
pub type QqMicropayPreset = QqMicropayBuilder<qq_micropay_builder::SetNotifyUrl<qq_micropay_builder::SetRandStr>>;
/// [`JdPrepay`] with random text and notice address filled in.
pub type JdPrepayPreset = JdPrepayBuilder<jd_prepay_builder::SetNotifyUrl<jd_prepay_builder::SetRandStr>>;
/// [`UnionpayPrepay`] with random text and notice address filled in.
pub type UnionpayPrepayPreset = UnionpayPrepayBuilder<unionpay_prepay_builder::SetNotifyUrl<unionpay_prepay_builder::SetRandStr>>;
/// [`Query`] with random text filled in.
pub type QueryPreset = QueryBuilder<query_builder::SetRandStr>;
/// [`Cancel`] with random text filled in.
pub type CancelPreset = CancelBuilder<cancel_builder::SetRandStr>;
/// [`Close`] with random text filled in.
pub type ClosePreset = CloseBuilder<close_builder::SetRandStr>;
/// [`Refund`] with random text filled in.
pub type RefundPreset = RefundBuilder<refund_builder::SetRandStr>;
/// [`RefundQuery`] with random text filled in.
pub type RefundQueryPreset = RefundQueryBuilder<refund_query_builder::SetRandStr>;
/// [`WechatWakeUrl`] with merchant number and terminal number filled in.
pub type WechatWakeUrlPreset = WechatWakeUrlBuilder<wechat_wake_url_builder::SetTermNo<wechat_wake_url_builder::SetMerNo>>;
/// [`OpenidUrl`] with merchant number filled in.
pub type OpenidUrlPreset = OpenidUrlBuilder<openid_url_builder::SetMerNo>;

impl Scan<'_> {
    /// Places a WeChat order: native, official account or mini program.
    pub fn wechat_prepay(&self) -> WechatPrepayPreset {
        WechatPrepay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Charges a payer's WeChat code; [`charge`](Self::charge) also settles it.
    pub fn wechat_micropay(&self) -> WechatMicropayPreset {
        WechatMicropay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places a WeChat order for a browser outside WeChat.
    pub fn wechat_h5(&self) -> WechatH5Preset {
        WechatH5::builder()
            .rand_str(self.0.random())
            .notify_url(self.0.account().notice_url(Product::Scan))
            .jump_url(self.0.account().jump_url())
    }

    /// Places an Alipay order: native or service window.
    pub fn alipay_prepay(&self) -> AlipayPrepayPreset {
        AlipayPrepay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Charges a payer's Alipay code; [`charge`](Self::charge) also settles it.
    pub fn alipay_micropay(&self) -> AlipayMicropayPreset {
        AlipayMicropay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places an Alipay order for a static code.
    pub fn alipay_static_code(&self) -> AlipayStaticCodePreset {
        AlipayStaticCode::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places an Alipay order for a dynamic code.
    pub fn alipay_dynamic_code(&self) -> AlipayDynamicCodePreset {
        AlipayDynamicCode::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places an Alipay order for a browser.
    pub fn alipay_h5(&self) -> AlipayH5Preset {
        AlipayH5::builder()
            .rand_str(self.0.random())
            .notify_url(self.0.account().notice_url(Product::Scan))
            .maybe_jump_url(self.0.account().jump_url.as_deref())
    }

    /// Places a QQ wallet order: native or inside the wallet.
    pub fn qq_prepay(&self) -> QqPrepayPreset {
        QqPrepay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Charges a payer's QQ wallet code; [`charge`](Self::charge) also settles it.
    pub fn qq_micropay(&self) -> QqMicropayPreset {
        QqMicropay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places a JD order.
    pub fn jd_prepay(&self) -> JdPrepayPreset {
        JdPrepay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Places a UnionPay order.
    pub fn unionpay_prepay(&self) -> UnionpayPrepayPreset {
        UnionpayPrepay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::Scan))
    }

    /// Asks for the state of an order.
    pub fn query(&self) -> QueryPreset {
        Query::builder().rand_str(self.0.random())
    }

    /// Undoes an order, no sooner than 15 s after its payment.
    pub fn cancel(&self) -> CancelPreset {
        Cancel::builder().rand_str(self.0.random())
    }

    /// Closes an unpaid order.
    pub fn close(&self) -> ClosePreset {
        Close::builder().rand_str(self.0.random())
    }

    /// Gives money back.
    pub fn refund(&self) -> RefundPreset {
        Refund::builder().rand_str(self.0.random())
    }

    /// Asks for the state of a refund.
    pub fn refund_query(&self) -> RefundQueryPreset {
        RefundQuery::builder().rand_str(self.0.random())
    }

    /// Wakes WeChat from outside: give what it builds to [`wake_link`](Self::wake_link).
    pub fn wechat_wake_url(&self) -> WechatWakeUrlPreset {
        WechatWakeUrl::builder().mer_no(&self.0.account().merchant).term_no(&self.0.account().terminal)
    }

    /// Fetches a payer's OPENID or USER_ID: give what it builds to [`openid_link`](Self::openid_link).
    pub fn openid_url(&self) -> OpenidUrlPreset {
        OpenidUrl::builder().mer_no(&self.0.account().merchant)
    }
}
