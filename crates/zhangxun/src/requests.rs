//! A builder per operation, with what the client knows filled in.

use zx_form::{
    Balance, Pay, Payout, PayoutQuery, Query,
    op::{
        balance::{BalanceBuilder, balance_builder},
        pay::{PayBuilder, pay_builder},
        payout::{PayoutBuilder, payout_builder},
        payout_query::{PayoutQueryBuilder, payout_query_builder},
        query::{QueryBuilder, query_builder},
    },
};

use crate::Zhangxun;

/// [`Pay`] with version, numbers and notice address filled in.
pub type PayPreset = PayBuilder<pay_builder::SetBackUrl<pay_builder::SetCustId<pay_builder::SetOrgNo<pay_builder::SetVersion>>>>;
/// [`Query`] with version and numbers filled in.
pub type QueryPreset = QueryBuilder<query_builder::SetCustId<query_builder::SetOrgNo<query_builder::SetVersion>>>;
/// [`Payout`] with version, numbers and notice address filled in.
pub type PayoutPreset =
    PayoutBuilder<payout_builder::SetCallBackUrl<payout_builder::SetCustId<payout_builder::SetOrgNo<payout_builder::SetVersion>>>>;
/// [`PayoutQuery`] with version and numbers filled in.
pub type PayoutQueryPreset =
    PayoutQueryBuilder<payout_query_builder::SetCustId<payout_query_builder::SetOrgNo<payout_query_builder::SetVersion>>>;
/// [`Balance`] with version and numbers filled in.
pub type BalancePreset = BalanceBuilder<balance_builder::SetCustId<balance_builder::SetOrgNo<balance_builder::SetVersion>>>;

impl Zhangxun {
    /// Creates an order, or pays it.
    pub fn pay(&self) -> PayPreset {
        let account = self.account();
        Pay::builder()
            .version(&account.version)
            .org_no(&account.org)
            .cust_id(&account.merchant)
            .back_url(account.notice_url.as_deref().unwrap_or_default())
    }

    /// Asks for the state of a payment.
    pub fn query(&self) -> QueryPreset {
        let account = self.account();
        Query::builder().version(&account.version).org_no(&account.org).cust_id(&account.merchant)
    }

    /// Pays from the balance to a bank account.
    pub fn payout(&self) -> PayoutPreset {
        let account = self.account();
        Payout::builder()
            .version(&account.version)
            .org_no(&account.org)
            .cust_id(&account.merchant)
            .maybe_call_back_url(account.payout_notice_url.as_ref())
    }

    /// Asks for the state of a payout.
    pub fn payout_query(&self) -> PayoutQueryPreset {
        let account = self.account();
        PayoutQuery::builder().version(&account.version).org_no(&account.org).cust_id(&account.merchant)
    }

    /// Asks for the balance: what it builds is complete.
    pub fn balance(&self) -> BalancePreset {
        let account = self.account();
        Balance::builder().version(&account.version).org_no(&account.org).cust_id(&account.merchant)
    }
}
