//! The client: a form built, or one request sent.

use std::{fmt, sync::Arc, time::SystemTime};

use http::StatusCode;
use kq_form::{
    notice::{check_address, redirect_ack},
    soap,
};
use paycore::{Ack, Answer, BeijingTime, ConfigError, Error, Notice, Reason};
use paytransport::{Transport, Unanswered, is_absolute};

use super::{Account, Services, Signer, judge::Call};

/// The clock that a client reads.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The client of the RMB gateway. Cheap to clone; clones share account and connections.
///
/// ```no_run
/// # async fn example(gateway: kuaiqian::gateway::Gateway, raw_query: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// use paycore::{Expected, Fen, TradeState};
///
/// let order = gateway.pay().order_id("ORDER-20260301-17").order_amount(Fen::parse_yuan("88.60")?).product_name("红茶").build();
/// let stored = Expected::from(&order); // before the page goes out
/// let page = gateway.checkout(&order)?.html();
///
/// // Later, at bgUrl: bytes -> verified -> matched. Nothing else can be shipped on.
/// let notice = gateway.notice(raw_query)?; // look the stored order up by its order_id
/// match notice.matched(&stored) {
///     Ok(notice) if kuaiqian::gateway::notice::state(&notice) == TradeState::Succeeded => println!("paid as {:?}", notice.deal_id),
///     Ok(notice) => println!("store {:?}", notice.pay_result),
///     Err(conflict) => println!("store it for a person: {conflict}"),
/// }
/// println!("{}", gateway.ack().body); // in every case: sending it again would not help
///
/// // No notice came: ask.
/// let answer = gateway.send(&gateway.query().order_id("ORDER-20260301-17").build()).await?;
/// println!("{} {page}", answer.state);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Gateway {
    account: Arc<Account>,
    transport: Arc<dyn Transport>,
    clock: Clock,
    ack: Ack,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Gateway {
    /// A client of `account` over `transport`.
    ///
    /// # Errors
    /// A base URL that is none; notices that are verified in another way than payments are signed; JSON services without a private key; a
    /// notice, page or redirect address that 99bill could misread.
    pub fn new(account: Account, transport: impl Transport + 'static) -> Result<Self, ConfigError> {
        let absolute = account.base_url.parse().is_ok_and(|uri| is_absolute(&uri));
        // A query or fragment would swallow the path, and a password in the URL would be printed with it.
        if !absolute || account.base_url.contains(['?', '#', '@']) {
            return Err(ConfigError::new("base_url", "an absolute URL is expected, such as https://sandbox.99bill.com"));
        }
        // A notice repeats the signType of its order.
        if account.signer.sign_type() != account.notices.sign_type() {
            return Err(ConfigError::new("sign", "payments and notices are signed in the same way"));
        }
        if account.services == Services::Json && matches!(account.signer, Signer::Md5(_)) {
            return Err(ConfigError::new("services", "json needs sign = \"rsa\""));
        }
        for (key, url) in [("notice_url", &account.notice_url), ("page_url", &account.page_url)] {
            if let Some(url) = url {
                check_address(key, url).map_err(|error| ConfigError::new(key, error.rule))?;
            }
        }
        let ack = match &account.redirect_url {
            Some(url) => redirect_ack(url).map_err(|error| ConfigError::new("redirect_url", error.rule))?,
            None => kq_form::PayNotice::default().ack(),
        };
        Ok(Self { account: Arc::new(account), transport: Arc::new(transport), clock: Arc::new(SystemTime::now), ack })
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

    /// What to answer to every verified notice, once it is stored: "received", and the account's redirect address.
    pub fn ack(&self) -> Ack {
        self.ack.clone()
    }

    /// Sends a request once, as it is, and judges what comes back.
    ///
    /// # Errors
    /// [`Error::Invalid`] or [`Error::Config`] before anything is sent, else whatever keeps the reply from being believed;
    /// [`Error::order`] tells what became of the order.
    pub async fn send<O: Call>(&self, request: &O) -> Result<Answer<O::Answer>, Error> {
        self.judged(request).await.map(|judged| judged.answer)
    }

    pub(super) async fn judged<O: Call>(&self, request: &O) -> Result<super::judge::Judged<O::Answer>, Error> {
        let http = request.http(&self.account, self.now())?;
        // Never the URL: a refund's holds personal data.
        tracing::debug!(operation = O::ID, "sending");
        let result = self.transport.send(http, O::KIND.effect()).await;
        let open = Unanswered { effect: O::KIND.effect(), query: request.settled_by() };
        let judged = match result {
            Err(error) => Err(open.silence(&error)),
            Ok(response) if response.status() == StatusCode::OK => {
                let body = response.into_body();
                match request.judge(&self.account, &body) {
                    Ok(mut judged) => {
                        judged.answer = judged.answer.with_followup(open.query);
                        judged.answer.raw = body.into();
                        Ok(judged)
                    }
                    Err(doubt) => Err(doubt.about(open, body)),
                }
            }
            Ok(response) => {
                let (status, body) = (response.status(), response.into_body());
                // SOAP 1.1 sends its faults with status 500; some send them with 200, and they mean the same.
                match soap::fault_in(&body).filter(|_| status == StatusCode::INTERNAL_SERVER_ERROR) {
                    Some(fault) => Err(open.unreadable(Reason::Unparsable, &fault.to_string(), body)),
                    None => Err(open.unknown(Reason::Status, &format!("HTTP {}", status.as_u16()), body)),
                }
            }
        };
        match &judged {
            Ok(judged) => tracing::debug!(operation = O::ID, state = %judged.answer.state, code = judged.answer.code, "answered"),
            Err(error) => tracing::debug!(operation = O::ID, kind = error.kind(), "no believable answer"),
        }
        judged
    }
}
