//! The client: one generic `send`, and a builder per operation with the merchant's numbers preset.

use std::{fmt, sync::Arc, time::SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{
    Method, Request, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    uri::PathAndQuery,
};
use kq_xml::Operation;
use paycore::{Answer, BeijingTime, ConfigError, Error};
use paytransport::{Transport, is_absolute};
use zeroize::Zeroizing;

use super::{Account, judge};

const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");

/// The clock that a client reads.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The client of agreement pay. Cheap to clone; clones share account and connections.
///
/// ```no_run
/// # async fn example(agreement: kuaiqian::agreement::Agreement, token: paycore::Sensitive) -> Result<(), Box<dyn std::error::Error>> {
/// use paycore::{Fen, Order, TradeState};
///
/// let order = agreement
///     .purchase()
///     .external_ref_number("ORDER-20260301-17")
///     .amount(Fen::parse_yuan("88.60")?)
///     .customer_id("U-1001")
///     .pay_token(token)
///     .build();
///
/// match agreement.send(&order).await {
///     Ok(answer) => match answer.state {
///         TradeState::Succeeded => println!("paid: {:?}", answer.reply.ref_number),
///         TradeState::Pending | TradeState::Unknown => println!("settle later: {:?}", answer.followup()),
///         state => println!("{state}: {:?}", answer.message),
///     },
///     Err(error) => match error.order() {
///         Order::NotPlaced | Order::Unchanged => println!("correct it and try again: {error}"),
///         Order::Unknown(query) => println!("settle later: {query:?}"),
///     },
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Agreement {
    account: Arc<Account>,
    transport: Arc<dyn Transport>,
    clock: Clock,
    base: Uri,
    login: HeaderValue,
}

impl fmt::Debug for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agreement").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Agreement {
    /// A client of `account` over `transport`: [`connect`](super::connect) makes the real one.
    ///
    /// # Errors
    /// A base URL that is none.
    pub fn new(account: Account, transport: impl Transport + 'static) -> Result<Self, ConfigError> {
        // A query or fragment would swallow the operation's path, and a password in the URL would be printed with it.
        let plain = !account.base_url.contains(['?', '#', '@']);
        let base = account.base_url.parse().ok().filter(|uri| plain && is_absolute(uri));
        let base =
            base.ok_or_else(|| ConfigError::new("base_url", "an absolute URL is expected, such as https://sandbox.99bill.com:9445"))?;
        let login = Zeroizing::new(format!("{}:{}", account.merchant, account.login_key.expose()));
        let login = Zeroizing::new(format!("Basic {}", STANDARD.encode(login.as_bytes())));
        let mut login = HeaderValue::from_str(&login).map_err(|_| ConfigError::new("login_key", "a text is expected"))?;
        login.set_sensitive(true);
        Ok(Self { account: Arc::new(account), transport: Arc::new(transport), clock: Arc::new(SystemTime::now), base, login })
    }

    /// The same client with another clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
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

    fn post(&self, path: &'static str, body: Vec<u8>) -> http::Result<Request<Bytes>> {
        let mut uri = self.base.clone().into_parts();
        uri.path_and_query = Some(match self.base.path().trim_end_matches('/') {
            "" => PathAndQuery::from_maybe_shared(Bytes::from_static(path.as_bytes()))?,
            prefix => format!("{prefix}{path}").try_into()?,
        });
        let mut request = Request::new(body.into());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::from_parts(uri)?;
        request.headers_mut().insert(CONTENT_TYPE, XML);
        request.headers_mut().insert(AUTHORIZATION, self.login.clone());
        Ok(request)
    }

    /// Sends a request once, as it is, and judges what comes back.
    ///
    /// # Errors
    /// [`Error::Invalid`] before anything is sent, else whatever keeps the reply from being believed; [`Error::order`] tells what became
    /// of the order.
    pub async fn send<O: Operation>(&self, request: &O) -> Result<Answer<O::Reply>, Error> {
        let body = kq_xml::to_vec(request)?;
        let http = self.post(O::PATH, body).map_err(|_| ConfigError::new("base_url", "an absolute URL is expected"))?;
        let sent = judge::echoed(request);
        tracing::debug!(operation = O::ID, "sending");
        let result = self.transport.send(http, O::KIND.effect()).await;
        let judged = match result {
            Err(error) => Err(judge::silence(request, &error)),
            Ok(response) if response.status() == StatusCode::OK => judge::reply(request, &sent, response.into_body()),
            Ok(response) => {
                let own = self.account.certificate.as_ref();
                let expired = own.is_some_and(|own| own.expired((self.clock)()));
                Err(judge::status(request, response.status(), own, expired, response.into_body()))
            }
        };
        match &judged {
            Ok(answer) => tracing::debug!(operation = O::ID, state = %answer.state, code = answer.code, "answered"),
            Err(error) => tracing::debug!(operation = O::ID, kind = error.kind(), "no believable answer"),
        }
        judged
    }
}
