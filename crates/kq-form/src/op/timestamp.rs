//! `GET /gateway/getOrderTimestamp.htm`: 99bill's own time (商户查询交易时间戳). Section 6.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    SignedList,
    operation::{Kind, Operation},
};

/// Asks for the time that a high-risk order carries as `orderTimestamp`. It has no fields and no signature.
///
/// Fetch it for each attempt, directly before the form is built: it is worth 30 seconds. Reads only: it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, Builder)]
#[builder(state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Timestamp {}

/// 99bill's clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct TimestampReply {
    /// Beijing time, `yyyyMMddHHmmss`.
    #[garde(length(chars, min = 14, max = 14))]
    pub timestamp: Option<String>,
}

impl Operation for Timestamp {
    const ID: &'static str = "kuaiqian.gateway.timestamp";
    const TITLE: &'static str = "ask for 99bill's time";
    const PATH: &'static str = "/gateway/getOrderTimestamp.htm";
    const KIND: Kind = Kind::Look;
    const SIGNED: Option<&'static SignedList> = None;
    const PRESETS: &'static [&'static str] = &[];
    type Reply = TimestampReply;
}
