//! A builder per operation, with what the client knows filled in. Section 4.6.

use mmsp_json::op::payout::{Balance, BalanceBuilder, Pay, PayBuilder, Query, QueryBuilder, balance_builder, pay_builder, query_builder};

use super::Payout;

/// [`Pay`] with merchant number and time filled in.
pub type PayPreset = PayBuilder<pay_builder::SetReqTime<pay_builder::SetMerNo>>;
/// [`Query`] with merchant number and time filled in.
pub type QueryPreset = QueryBuilder<query_builder::SetReqTime<query_builder::SetMerNo>>;
/// [`Balance`] with merchant number and time filled in.
pub type BalancePreset = BalanceBuilder<balance_builder::SetReqTime<balance_builder::SetMerNo>>;

impl Payout {
    /// Pays out to a bank account. Write the order down before it is sent.
    pub fn pay(&self) -> PayPreset {
        Pay::builder().mer_no(&self.account().merchant).req_time(self.now())
    }

    /// Asks for the state of a payout.
    pub fn query(&self) -> QueryPreset {
        Query::builder().mer_no(&self.account().merchant).req_time(self.now())
    }

    /// Asks for the balances, one account per payout channel.
    pub fn balance(&self) -> BalancePreset {
        Balance::builder().mer_no(&self.account().merchant).req_time(self.now())
    }
}
