//! The payment notice (支付结果异步通知), to `backUrl`. Section 4.6.

use garde::Validate;
use paycore::{Ack, Expected, Mismatch, Notice};
use serde::{Deserialize, Serialize};

use super::{Notification, is_no_reply, received, same, same_amount};
use crate::{Malformed, PayStatus, RECEIVED_NAMES, Signed};

/// What became of a payment. It comes when the status changes, and again until it is acknowledged or a query has returned a final status.
///
/// The fields stand in the order of the base, in which they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayNotice {
    /// Merchant number.
    pub cust_id: String,
    /// Merchant order number.
    pub cust_order_no: String,
    /// Amount of the order in fen.
    pub ord_amt: String,
    /// Payment status.
    #[cfg_attr(feature = "registry", schemars(with = "String"))]
    pub ord_status: PayStatus,
    /// Time of the order, Beijing, `yyyyMMddHHmmss`.
    pub ord_time: String,
    /// Organisation number.
    pub org_no: String,
    /// Amount paid in fen.
    pub pay_amt: String,
    /// Platform order number.
    pub prd_ord_no: String,
    /// Protocol version, as in the payment.
    pub version: String,
}

impl Notification for PayNotice {
    const ID: &'static str = "zhangxun.notice";

    fn read(signed: &Signed<'_>) -> Result<Self, Malformed> {
        is_no_reply(signed)?;
        signed.read_as(RECEIVED_NAMES)
    }

    fn org_no(&self) -> &str {
        &self.org_no
    }

    fn cust_id(&self) -> &str {
        &self.cust_id
    }
}

impl Notice for PayNotice {
    /// Both amounts count: a paid amount that differs is a conflict for a person, and no success (decision Z33).
    fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
        same("custId", &self.cust_id, &order.merchant)?;
        same("custOrderNo", &self.cust_order_no, &order.order)?;
        same_amount("ordAmt", &self.ord_amt, order)?;
        same_amount("payAmt", &self.pay_amt, order)?;
        same("prdOrdNo", &self.prd_ord_no, order.reference.as_deref().unwrap_or(&self.prd_ord_no))
    }

    fn ack(&self) -> Ack {
        received()
    }
}
