#![doc = include_str!("../README.md")]

pub mod codes;
mod content;
mod document;
mod fields;
mod fixed;
mod front_return;
mod malformed;
mod mask;
mod message;
pub mod notice;
pub mod op;
mod operation;
#[cfg(feature = "registry")]
pub mod registry;
mod reply;
mod rules;
mod wire;

pub use codes::{ContentType, PayStatus, PayoutStatus};
pub use content::Content;
pub use document::Document;
pub use fields::{Fields, fields};
pub use front_return::FrontReturn;
pub use malformed::Malformed;
pub use mask::masked;
pub use message::{JOINER, Message, SIGNATURE, Signed, Wire, pairs};
pub use notice::{Notification, PayNotice, PayoutNotice};
pub use op::{Balance, Pay, Payout, PayoutQuery, Query};
pub use operation::{Kind, Operation};
pub use reply::{ACCEPTED, Common};
pub use wire::parse_fen;

use paywire::{Limits, flat::Names};

/// What is refused of a form, a query string or a notice: more than 64 KiB, or 100 fields; of one in JSON more than 8 objects and arrays
/// inside each other, too.
pub const FORM_LIMITS: Limits = Limits { bytes: 64 << 10, depth: 8, children: 100 };

/// What is refused of a reply: more than 1 MiB (it may hold a page), 8 objects and arrays inside each other, 200 members of one.
pub const REPLY_LIMITS: Limits = Limits { bytes: 1 << 20, depth: 8, children: 200 };

/// Names as requests and callers spell them; a blank is a value.
const EXACT_NAMES: Names = Names { ignore_case: false, keep_blanks: true, synonyms: &[] };

/// Names as replies and notices spell them: those of payments and of payouts stand for each other (decisions Z2 and Z3).
const RECEIVED_NAMES: Names =
    Names { ignore_case: false, keep_blanks: true, synonyms: &[("custOrderNo", "custOrdNo"), ("prdOrdNo", "casOrdNo")] };

/// Names of the payout notice, whose amount has two spellings too (section 4.8).
const PAYOUT_NOTICE_NAMES: Names = Names {
    ignore_case: false,
    keep_blanks: true,
    synonyms: &[("custOrderNo", "custOrdNo"), ("prdOrdNo", "casOrdNo"), ("payAmt", "casAmt")],
};
