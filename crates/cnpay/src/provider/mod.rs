//! What every provider can do, whoever it is: be asked about an order, and be believed when it tells of one. A router or a ledger holds any
//! of them as a [`Provider`].
//!
//! Paying and refunding are each provider's own, under the same names. A new provider is a file here.
#![cfg_attr(
    not(any(feature = "kuaiqian", feature = "mmsp", feature = "zhangxun")),
    allow(dead_code, unused_imports, unused_macros, reason = "without a provider nobody makes an outcome or a notice")
)]

mod any_notice;
#[cfg(feature = "kuaiqian")]
mod kuaiqian;
#[cfg(feature = "mmsp")]
mod mmsp;
mod raw;
#[cfg(feature = "zhangxun")]
mod zhangxun;

use async_trait::async_trait;
use http::{HeaderValue, Response, header::CONTENT_TYPE};
use paycore::{Ack, Advice, Error, Expected, Mismatch, TradeState};
use paysign::{Matched, Verified};

pub use any_notice::AnyNotice;
#[cfg(feature = "mmsp")]
pub use mmsp::{MmspGateway, MmspQuickPay, MmspScan};
pub use raw::RawNotice;
#[cfg(feature = "zhangxun")]
pub use zhangxun::ZhangxunPayout;

/// A merchant's account for one product of one provider.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The product, such as `mmsp.scan`.
    fn id(&self) -> &'static str;

    /// The id of its notices, such as `mmsp.scan.notice`: the end of the address that a `public_url` in the settings presets. `None` where
    /// nothing is told unasked.
    fn notice_id(&self) -> Option<&'static str>;

    /// Asks once what became of `order`.
    ///
    /// # Errors
    /// The query gave nothing believable: the order is as open as before.
    async fn query(&self, order: &Expected) -> Result<Outcome, Error>;

    /// Takes a notice as it came. Find the order that it [names](AnyNotice::order) and match the two before anything is shipped.
    ///
    /// # Errors
    /// [`Error::Untrusted`] says why it is not to be believed.
    fn verify(&self, raw: RawNotice<'_>) -> Result<Verified<AnyNotice>, Error>;

    /// What a matched notice says about its order, confirmed by a query where the account wants that.
    ///
    /// # Errors
    /// The query's own; the order is then still open.
    async fn confirmed(&self, notice: &Matched<AnyNotice>, _order: &Expected) -> Result<TradeState, Error> {
        Ok(notice.state())
    }

    /// The HTTP answer to a notice that is not taken: it is sent again. One that is stored gets its ack, by [`answer`].
    fn refusal(&self, why: NotTaken) -> Response<String>;
}

/// Why a notice is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not verify.
    Untrusted,
    /// It verifies, and speaks of no stored order, or could not be confirmed or stored.
    NotNow,
}

/// What asking gave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// What became of the order, as far as the answer tells.
    pub state: TradeState,
    /// The provider's own code.
    pub code: Option<String>,
    /// The provider's own text.
    pub message: Option<String>,
    /// What to do, for the codes that the specification names.
    pub advice: Option<Advice>,
    /// A field in which the provider's word differs from the stored order: raise an alarm.
    pub alarm: Option<Mismatch>,
}

/// Each provider's `Settled`, without the reply.
macro_rules! outcome {
    ($settled:expr) => {{
        let settled = $settled;
        let (code, message) = settled.answer.map_or((None, None), |answer| (answer.code, answer.message));
        $crate::provider::Outcome { state: settled.state, code, message, advice: settled.advice, alarm: settled.alarm }
    }};
}
use outcome;

/// The HTTP answer to a notice, once it is stored.
pub fn answer(ack: Ack) -> Response<String> {
    let mut response = Response::new(ack.body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(ack.content_type));
    response
}
