//! The payout notice, to `callBackUrl`: observed, not documented. Section 4.8.

use garde::Validate;
use paycore::{Ack, Expected, Mismatch, Notice};
use serde::{Deserialize, Serialize};

use super::{Notification, is_no_reply, received, same, same_amount};
use crate::{Malformed, PAYOUT_NOTICE_NAMES, PayoutStatus, Signed};

/// What became of a payout. It names things as payments do, but its status is that of payouts.
///
/// Nothing but its order number tells it from the notice of a payment: give payments and payouts different numbers. The fields stand in the
/// order of the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayoutNotice {
    /// Result text.
    pub cas_desc: Option<String>,
    /// Merchant number.
    pub cust_id: String,
    /// Merchant payout number; also read from `custOrdNo`.
    pub cust_order_no: String,
    /// Payout status: `01` is no success.
    #[cfg_attr(feature = "registry", schemars(with = "String"))]
    pub ord_status: PayoutStatus,
    /// Organisation number.
    pub org_no: String,
    /// Amount in fen; also read from `casAmt`.
    pub pay_amt: String,
    /// Platform payout number; also read from `casOrdNo`.
    pub prd_ord_no: String,
    /// Bank reference, in some deployments.
    pub utr: Option<String>,
}

impl Notification for PayoutNotice {
    const ID: &'static str = "zhangxun.payout_notice";

    fn read(signed: &Signed<'_>) -> Result<Self, Malformed> {
        is_no_reply(signed)?;
        signed.read_as(PAYOUT_NOTICE_NAMES)
    }

    fn org_no(&self) -> &str {
        &self.org_no
    }

    fn cust_id(&self) -> &str {
        &self.cust_id
    }
}

impl Notice for PayoutNotice {
    fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
        same("custId", &self.cust_id, &order.merchant)?;
        same("custOrderNo", &self.cust_order_no, &order.order)?;
        same_amount("payAmt", &self.pay_amt, order)?;
        same("prdOrdNo", &self.prd_ord_no, order.reference.as_deref().unwrap_or(&self.prd_ord_no))
    }

    fn ack(&self) -> Ack {
        received()
    }
}
