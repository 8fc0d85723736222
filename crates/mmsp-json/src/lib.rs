#![doc = include_str!("../README.md")]

mod body;
mod envelope;
mod fixed;
mod front_return;
mod header;
mod malformed;
mod mask;
pub mod notice;
pub mod op;
mod operation;
mod outcome;
pub mod payout;
mod product;
mod refusal;
#[cfg(feature = "registry")]
pub mod registry;
mod reply;
mod rules;
mod signing;
mod wire;

pub use body::Body;
pub use envelope::{Envelope, Head, notice_body, parse};
pub use front_return::FrontReturn;
pub use header::Header;
pub use malformed::Malformed;
pub use mask::masked;
pub use operation::{Availability, Kind, Link, Operation, Payout, Signed};
pub use outcome::Outcome;
pub use product::{Endpoint, Product};
pub use refusal::Refusal;
pub use reply::{Reply, Request, foreign, reply_from_base, request_from_base};
pub use signing::{JOINER, signing_text};

use paywire::{Limits, flat::Names, json::Shape};

/// What is refused of anything received: more than 1 MiB, 8 objects and arrays inside each other, 1000 members or items of one.
pub const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 8, children: 1000 };

/// The common negative reply (0x8000): a refusal, whatever was asked.
pub const REFUSED: u32 = 0x8000;

/// The field of the gateway's browser form that holds the envelope (section 1.3).
pub const FORM_FIELD: &str = "web_api";

/// Names as the platform spells them in a Body, some in two or three ways (sections 2.2 and 10).
const RECEIVED_NAMES: Names = Names {
    ignore_case: false,
    keep_blanks: true,
    synonyms: &[
        ("ERRCODE", "ERR_CODE"),
        ("ERRMSG", "ERR_CODE_MSG"),
        ("LIST_ID", "LIST ID"),
        ("TRDETIME", "TRADETIME"),
        ("TRDETIME", "TRDTIME"),
    ],
};

/// Names as the platform spells them in the reply to a payout.
const PAYOUT_NAMES: Names = Names {
    ignore_case: false,
    keep_blanks: true,
    synonyms: &[("RETMSG", "REMSG"), ("RETMSG", "RETMMSG"), ("BUSITYPE", "BUSIYPE"), ("BANKBRANCHNAME", "BANKBRACHNONAME")],
};

/// Names as requests and callers spell them.
const EXACT_NAMES: Names = Names { ignore_case: false, keep_blanks: true, synonyms: &[] };

/// The arrays of this protocol; and what stands on the wire as a bare number (section 4.2.13).
const SHAPE: Shape = Shape { lists: &["BIZ_CONTENT", "ACCINFO"], numbers: &["PUSH_COUNT"] };
