#![doc = include_str!("../README.md")]

mod card;
mod document;
mod envelope;
mod error_msg;
mod ext_map;
mod fixed;
mod mask;
pub mod op;
mod operation;
#[cfg(feature = "registry")]
pub mod registry;
mod rules;
mod spellings;
mod tr2;
mod tr3;
mod tr4;
mod wire;

pub use card::AuthorizationCode;
pub use document::Document;
pub use envelope::{Malformed, Reply, from_slice, reply_to_vec, request_from_slice, to_vec};
pub use error_msg::ErrorMsg;
pub use ext_map::{ExtDate, ExtMap};
pub use mask::masked;
pub use op::{
    Confirm, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, PciDel, PciQuery, Preauth, Purchase, QueryCardinfo, QueryTxn,
    QuickPurchase, Refund, Void,
};
pub use operation::{Kind, Operation};
pub use spellings::spellings;
pub use tr2::Tr2;
pub use tr3::{SignedPart, Tr3, Tr3Error};
pub use tr4::Tr4;

use paywire::{Limits, flat::Names};

/// The namespace of every element.
pub const NAMESPACE: &str = "http://www.99bill.com/mas_cnp_merchant_interface";

/// What is refused of a reply or request: more than 1 MiB, 8 elements inside each other, 1000 under one parent.
pub const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 8, children: 1000 };

/// Names as replies spell them (section 2.5 of the specification).
const REPLY_NAMES: Names =
    Names { ignore_case: true, keep_blanks: false, synonyms: &[("storablePan", "storableCardNo"), ("extData", "extDate")] };

/// The lists of this protocol: the element, and the element of each item. Nothing else may stand twice under one parent.
const LISTS: &[(&str, &str)] = &[("extMap", "extDate"), ("extMap", "extData"), ("pciInfos", "pciInfo")];

/// Names as callers spell them, whose texts are taken as they are.
#[cfg(feature = "registry")]
const CALLER_NAMES: Names = Names { ignore_case: false, keep_blanks: true, synonyms: &[] };

/// Names as requests and notices spell them.
const EXACT_NAMES: Names = Names { ignore_case: false, keep_blanks: false, synonyms: &[] };
