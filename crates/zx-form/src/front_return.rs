//! The front return (前端返回跳转): signed, and for display only. Section 4.7.

use serde::{Deserialize, Serialize};

use crate::PayStatus;

/// What a payer's browser brings back to `frontUrl`, as query parameters. Show a page, then ask with [`Query`](crate::Query).
///
/// Its status is never the result, even with a good signature: it passes through the payer's hands, and the signature covers neither the
/// address nor the direction. So it is no [`Notice`](paycore::Notice), and can never be matched with an order:
///
/// ```compile_fail,E0277
/// fn is_notice<N: paycore::Notice>() {}
/// is_notice::<zx_form::FrontReturn>();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct FrontReturn {
    /// Organisation number.
    pub org_no: Option<String>,
    /// Return code; `000000` is no result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number.
    pub cust_id: Option<String>,
    /// Merchant order number: the one to ask for.
    pub cust_order_no: Option<String>,
    /// Platform order number.
    pub prd_ord_no: Option<String>,
    /// Payment status, to be shown.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub ord_status: Option<PayStatus>,
    /// Amount of the order in fen.
    pub ord_amt: Option<String>,
    /// Amount paid in fen.
    pub pay_amt: Option<String>,
    /// Time of the order, Beijing, `yyyyMMddHHmmss`.
    pub ord_time: Option<String>,
}

impl FrontReturn {
    /// The id of this return, as tools name it.
    pub const ID: &'static str = "zhangxun.front_return";
}
