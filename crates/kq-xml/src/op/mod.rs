//! The operations, one a file: request, reply, path, what a retry means and what settles it.

mod confirm;
mod get_dyn_num;
mod ind_auth;
mod ind_auth_verify;
mod installment_purchase;
mod pci_del;
mod pci_query;
mod preauth;
mod purchase;
mod query_cardinfo;
mod query_txn;
mod quick_purchase;
mod refund;
mod void;

pub use confirm::{Confirm, ConfirmBuilder, confirm_builder};
pub use get_dyn_num::{GetDynNum, GetDynNumBuilder, GetDynNumReply, get_dyn_num_builder};
pub use ind_auth::{IndAuth, IndAuthBuilder, IndAuthReply, ind_auth_builder};
pub use ind_auth_verify::{IndAuthVerify, IndAuthVerifyBuilder, IndAuthVerifyReply, ind_auth_verify_builder};
pub use installment_purchase::{InstallmentPurchase, InstallmentPurchaseBuilder, installment_purchase_builder};
pub use pci_del::{PciDel, PciDelBuilder, PciDelReply, pci_del_builder};
pub use pci_query::{PciInfo, PciInfos, PciQuery, PciQueryBuilder, PciQueryReply, pci_query_builder};
pub use preauth::{Preauth, PreauthBuilder, preauth_builder};
pub use purchase::{Purchase, PurchaseBuilder, purchase_builder};
pub use query_cardinfo::{CardInfo, QueryCardinfo, QueryCardinfoBuilder, query_cardinfo_builder};
pub use query_txn::{QueryTxn, QueryTxnBuilder, Transaction, query_txn_builder};
pub use quick_purchase::{QuickPurchase, QuickPurchaseBuilder, quick_purchase_builder};
pub use refund::{Refund, RefundBuilder, refund_builder};
pub use void::{Void, VoidBuilder, void_builder};
