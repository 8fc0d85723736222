//! The client of the signed products: one generic `send`.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{HeaderValue, StatusCode};
use mmsp_json::{Body, Kind, Product, Signed};
use paycore::{Answer, BeijingTime, ConfigError, Error, FieldError, Reason};
use paysign::Md5Key;
use paytransport::{Transport, Unanswered};
use rand::distributions::{Alphanumeric, DistString};

use crate::{Account, Gateway, QuickPay, Scan, judge, recent::Recent, wire};

/// The clock that a client reads.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;
/// Where a client takes its random texts from.
type Random = Arc<dyn Fn() -> String + Send + Sync>;

/// How long the random text of a request is (decision D71).
const RANDOM_LENGTH: usize = 10;

/// The client of quick pay, scan and gateway. Cheap to clone; clones share account and connections.
///
/// ```no_run
/// # async fn example(mmsp: mmsp::Mmsp, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// use paycore::{Fen, Order, TradeState};
///
/// let order = mmsp.scan().wechat_prepay().trade_type("1").amt(Fen::parse_yuan("19.90")?).mer_order_id("WX2024050600042").goods_name("冰美式").build();
/// let stored = order.expected(&mmsp.account().merchant); // before it is sent
///
/// match mmsp.send(&order).await {
///     Ok(answer) => match answer.state {
///         TradeState::Pending => println!("show as a QR code: {:?}", answer.reply.url),
///         state => println!("{state}: {:?}", answer.message),
///     },
///     Err(error) => match error.order() {
///         Order::NotPlaced | Order::Unchanged => println!("correct it and try again: {error}"),
///         Order::Unknown(query) => println!("settle later: {query:?}"),
///     },
/// }
///
/// // Later, at NOTIFY_URL: bytes -> verified -> matched. Nothing else can be shipped on.
/// let push = mmsp.scan().notice(body)?.matched(&stored)?;
/// if mmsp::notice::state(&*push) == TradeState::Succeeded {
///     println!("paid as {}", push.order_no);
/// }
/// println!("{}", push.ack().body);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Mmsp {
    account: Arc<Account>,
    keys: Arc<[Md5Key]>,
    content_type: HeaderValue,
    transport: Arc<dyn Transport>,
    clock: Clock,
    random: Random,
    recent: Arc<Recent>,
}

impl fmt::Debug for Mmsp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mmsp").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Mmsp {
    /// A client of `account` over `transport`.
    ///
    /// # Errors
    /// An address that is none, or a content type that no header can hold.
    pub fn new(account: Account, transport: impl Transport + 'static) -> Result<Self, ConfigError> {
        wire::check_url("open_url", &account.open_url)?;
        wire::check_url("gateway_url", &account.gateway_url)?;
        let content_type = HeaderValue::from_str(&account.content_type);
        let content_type = content_type.map_err(|_| ConfigError::new("content_type", "a media type is expected"))?;
        Ok(Self {
            keys: account.keys().into(),
            account: Arc::new(account),
            content_type,
            transport: Arc::new(transport),
            clock: Arc::new(SystemTime::now),
            random: Arc::new(|| Alphanumeric.sample_string(&mut rand::thread_rng(), RANDOM_LENGTH)),
            recent: Arc::default(),
        })
    }

    /// The same client with another clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The same client with other random texts, for tests: ten letters and digits each.
    #[must_use]
    pub fn with_random(mut self, random: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The Beijing time of the client's clock.
    pub fn now(&self) -> BeijingTime {
        (self.clock)().into()
    }

    /// Quick pay 快捷支付: a bank card, charged after an SMS code.
    pub fn quickpay(&self) -> QuickPay<'_> {
        QuickPay(self)
    }

    /// Scan 扫码支付: the codes and pages of the wallets.
    pub fn scan(&self) -> Scan<'_> {
        Scan(self)
    }

    /// Gateway 网关支付: the payer's browser is sent to a bank.
    pub fn gateway(&self) -> Gateway<'_> {
        Gateway(self)
    }

    /// A random text for a request.
    pub(crate) fn random(&self) -> String {
        (self.random)()
    }

    /// What replies and notices are tried with; the first one signs.
    pub(crate) fn keys(&self) -> &[Md5Key] {
        &self.keys
    }

    /// The envelope of a checked Body.
    pub(crate) fn envelope<O: Signed>(&self, body: &Body) -> String {
        wire::envelope::<O>(&self.account, self.keys.first().unwrap_or(&self.account.key), body)
    }

    /// Sends a request once, as it is, and judges what comes back.
    ///
    /// A scan payment that this client sent less than 15 s ago is not cancelled: [`Scan::cancel_now`] does that all the same.
    ///
    /// # Errors
    /// [`Error::Invalid`] before anything is sent, else whatever keeps the reply from being believed; [`Error::order`] tells what became of
    /// the order.
    pub async fn send<O: Signed>(&self, request: &O) -> Result<Answer<O::Reply>, Error> {
        let body = Body::request(request)?;
        if O::KIND == Kind::Cancel {
            let left = judge::member(body.as_str(), "MERORDERID").and_then(|order| self.recent.left(&order, (self.clock)()));
            if let Some(left) = left {
                let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
                return Err(
                    FieldError::new("MERORDERID", format!("is cancelled no sooner than 15 s after its payment: wait {seconds} s")).into()
                );
            }
        }
        self.post(request, &body).await
    }

    /// Sends a checked Body.
    pub(crate) async fn post<O: Signed>(&self, request: &O, body: &Body) -> Result<Answer<O::Reply>, Error> {
        if O::KIND == Kind::Form {
            return Err(FieldError::new(O::ID, "is a form for the payer's browser: build it with checkout").into());
        }
        let http = wire::post(wire::address::<O>(&self.account), &self.content_type, self.envelope::<O>(body))?;
        if O::PRODUCT == Product::Scan && matches!(O::KIND, Kind::Placing | Kind::Reverse) {
            judge::member(body.as_str(), "MERORDERID").into_iter().for_each(|order| self.recent.note(order, (self.clock)()));
        }
        tracing::debug!(operation = O::ID, "sending");
        let result = self.transport.send(http, O::KIND.effect()).await;
        let open = Unanswered { effect: O::KIND.effect(), query: request.settled_by() };
        let judged = match result {
            Err(error) => Err(open.silence(&error)),
            Ok(response) if response.status() == StatusCode::OK => judge::reply::<O>(open, &self.keys, body, response.into_body()),
            Ok(response) => {
                let message = format!("HTTP {}", response.status().as_u16());
                Err(open.unknown(Reason::Status, &message, response.into_body()))
            }
        };
        match &judged {
            Ok(answer) => tracing::debug!(operation = O::ID, state = %answer.state, code = answer.code, "answered"),
            Err(error) => tracing::debug!(operation = O::ID, kind = error.kind(), "no believable answer"),
        }
        judged
    }
}
