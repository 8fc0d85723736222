//! A builder per operation, with what the client knows filled in.

use kq_form::{
    Pay, Query, Refund, RefundQuery, Remit, Timestamp,
    op::{
        pay::{PayBuilder, pay_builder},
        query::{QueryBuilder, query_builder},
        refund::{RefundBuilder, refund_builder},
        refund_query::{RefundQueryBuilder, refund_query_builder},
        remit::{RemitBuilder, remit_builder},
    },
};

use super::Gateway;

/// [`Pay`] with account, signature type, cashier, charset, time and addresses filled in.
pub type PayPreset = PayBuilder<
    pay_builder::SetOrderTime<
        pay_builder::SetMerchantAcctId<
            pay_builder::SetSignType<pay_builder::SetVersion<pay_builder::SetBgUrl<pay_builder::SetPageUrl<pay_builder::SetInputCharset>>>>,
        >,
    >,
>;
/// [`Remit`] with account, signature type, charset, time and addresses filled in.
pub type RemitPreset = RemitBuilder<
    remit_builder::SetOrderTime<
        remit_builder::SetMerchantAcctId<
            remit_builder::SetSignType<remit_builder::SetBgUrl<remit_builder::SetPageUrl<remit_builder::SetInputCharset>>>,
        >,
    >,
>;
/// [`Query`] with account and signature type filled in.
pub type QueryPreset = QueryBuilder<query_builder::SetMerchantAcctId<query_builder::SetSignType>>;
/// [`Refund`] with member code and time filled in.
pub type RefundPreset = RefundBuilder<refund_builder::SetPostDate<refund_builder::SetMerchantId>>;
/// [`RefundQuery`] with account and signature type filled in.
pub type RefundQueryPreset = RefundQueryBuilder<refund_query_builder::SetMerchantAcctId<refund_query_builder::SetSignType>>;

impl Gateway {
    /// Takes a payer to the cashier: give what it builds to [`checkout`](Self::checkout).
    pub fn pay(&self) -> PayPreset {
        let account = self.account();
        Pay::builder()
            .input_charset(account.charset)
            .maybe_page_url(account.page_url.as_ref())
            .maybe_bg_url(account.notice_url.as_ref())
            .version(account.cashier.version())
            .sign_type(account.signer.sign_type())
            .merchant_acct_id(&account.account)
            .order_time(self.now())
    }

    /// Places an order that is paid at a counter.
    pub fn remit(&self) -> RemitPreset {
        let account = self.account();
        Remit::builder()
            .input_charset(account.charset)
            .maybe_page_url(account.page_url.as_ref())
            .maybe_bg_url(account.notice_url.as_ref())
            .sign_type(account.signer.sign_type())
            .merchant_acct_id(&account.account)
            .order_time(self.now())
    }

    /// Asks for the state of an order, or lists paid orders.
    pub fn query(&self) -> QueryPreset {
        let account = self.account();
        Query::builder().sign_type(account.services.sign_type()).merchant_acct_id(&account.account)
    }

    /// Gives money back.
    pub fn refund(&self) -> RefundPreset {
        Refund::builder().merchant_id(&self.account().member).post_date(self.now())
    }

    /// Asks for the state of refunds.
    pub fn refund_query(&self) -> RefundQueryPreset {
        let account = self.account();
        RefundQuery::builder().sign_type(account.services.sign_type()).merchant_acct_id(&account.account)
    }

    /// Asks for 99bill's time, which a high-risk order carries.
    pub fn timestamp(&self) -> Timestamp {
        Timestamp {}
    }
}
