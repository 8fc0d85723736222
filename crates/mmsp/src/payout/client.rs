//! The client of payout: one generic `send`.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{HeaderValue, StatusCode};
use mmsp_json::payout::{Sealed, plaintext};
use paycore::{Answer, BeijingTime, ConfigError, Error, Reason};
use paytransport::{Transport, Unanswered};
use zeroize::Zeroizing;

use super::{
    Judge, PayoutAccount,
    judge::{Judged, reply},
    seal::seal,
};
use crate::wire;

/// The clock that a client reads.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The client of payout. Cheap to clone; clones share account and connections.
///
/// ```no_run
/// # async fn example(payout: mmsp::payout::Payout) -> Result<(), Box<dyn std::error::Error>> {
/// use paycore::{Expected, Fen, Order, TradeState};
///
/// let wages = payout
///     .pay()
///     .order_no("202405060000000007")
///     .amt(Fen::parse_yuan("1500.00")?)
///     .busi_type("002")
///     .acc_name("王小明")
///     .acc_no("6222020000000000018")
///     .memo("五月工资")
///     .acc_type("0")
///     .mobile("13900000001")
///     .bank_name("中国工商银行")
///     .build();
/// let stored = Expected::new(&wages.mer_no, &wages.order_no, wages.amt); // before it is sent
///
/// let state = match payout.send(&wages).await {
///     Ok(answer) => answer.state,
///     Err(error) => match error.order() {
///         Order::NotPlaced | Order::Unchanged => return Err(error.into()),
///         // A refusal, too: only the query knows whether an earlier sending was paid.
///         Order::Unknown(_) => TradeState::Unknown,
///     },
/// };
/// if state.is_open() {
///     println!("{}", payout.ask(&stored).await?.state);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Payout {
    account: Arc<PayoutAccount>,
    content_type: HeaderValue,
    transport: Arc<dyn Transport>,
    clock: Clock,
}

impl fmt::Debug for Payout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payout").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Payout {
    /// A client of `account` over `transport`.
    ///
    /// # Errors
    /// A base URL that is none, or a content type that no header can hold.
    pub fn new(account: PayoutAccount, transport: impl Transport + 'static) -> Result<Self, ConfigError> {
        wire::check_url("base_url", &account.base_url)?;
        if account.base_url.starts_with("http:") {
            tracing::warn!("payout over http: nothing but TLS protects its replies, and anybody in between can forge them");
        }
        let content_type = HeaderValue::from_str(&account.content_type);
        let content_type = content_type.map_err(|_| ConfigError::new("content_type", "a media type is expected"))?;
        Ok(Self { account: Arc::new(account), content_type, transport: Arc::new(transport), clock: Arc::new(SystemTime::now) })
    }

    /// The same client with another clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The account.
    pub fn account(&self) -> &PayoutAccount {
        &self.account
    }

    /// The Beijing time of the client's clock.
    pub fn now(&self) -> BeijingTime {
        (self.clock)().into()
    }

    /// Sends a request once, as it is, and judges what comes back.
    ///
    /// # Errors
    /// [`Error::Invalid`] before anything is sent, else whatever keeps the reply from being believed; [`Error::order`] tells what became of
    /// the payout.
    pub async fn send<O: Judge>(&self, request: &O) -> Result<Answer<O::Reply>, Error> {
        self.judged(request).await.map(|judged| judged.answer)
    }

    pub(super) async fn judged<O: Judge>(&self, request: &O) -> Result<Judged<O::Reply>, Error> {
        let plaintext = Zeroizing::new(plaintext(request)?);
        let (ciphertext, signature) = seal(&plaintext, &self.account.signer, &self.account.encryptor)?;
        let http = wire::post(("base_url", &self.account.base_url), &self.content_type, Sealed::request(&ciphertext, &signature))?;
        tracing::debug!(operation = O::ID, "sending");
        let result = self.transport.send(http, O::KIND.effect()).await;
        let open = Unanswered { effect: O::KIND.effect(), query: request.settled_by() };
        let judged = match result {
            Err(error) => Err(open.silence(&error)),
            Ok(response) if response.status() == StatusCode::OK => reply::<O>(open, &self.account, &plaintext, response.into_body()),
            Ok(response) => {
                let message = format!("HTTP {}", response.status().as_u16());
                Err(open.unknown(Reason::Status, &message, response.into_body()))
            }
        };
        match &judged {
            Ok(judged) => tracing::debug!(operation = O::ID, state = %judged.answer.state, code = judged.answer.code, "answered"),
            Err(error) => tracing::debug!(operation = O::ID, kind = error.kind(), "no believable answer"),
        }
        judged
    }
}
