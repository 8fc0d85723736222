//! The client: one generic `send`.

use std::{fmt, sync::Arc};

use http::StatusCode;
use paycore::{Answer, ConfigError, Error, Reason};
use paytransport::{Transport, Unanswered};

use crate::{
    Account,
    judge::{self, Call, Judged},
    wire,
};

/// The client of 掌讯. Cheap to clone; clones share account and connections.
///
/// ```no_run
/// # async fn example(zhangxun: zhangxun::Zhangxun, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// use paycore::{Expected, Fen, Notice, Order, TradeState};
/// use zx_form::{Content, codes::tran_type};
///
/// let order = zhangxun
///     .pay()
///     .cust_order_no("ORDER-20260301-17")
///     .tran_type(tran_type::WECHAT_SCAN)
///     .pay_amt(Fen::parse_yuan("19.90")?)
///     .goods_name("冰美式")
///     .build();
/// let stored = Expected::from(&order); // before it is sent
///
/// match zhangxun.send(&order).await {
///     Ok(answer) => match answer.reply.content() {
///         Some(Content::Text(text)) => println!("show as a QR code, or open: {text}"),
///         Some(Content::Json(json)) => println!("hand to the app: {json}"),
///         Some(Content::Html(page)) => println!("output as a page of its own: {page}"),
///         None => println!("{}: {:?}", answer.state, answer.message),
///     },
///     Err(error) => match error.order() {
///         Order::NotPlaced | Order::Unchanged => println!("correct it and try again: {error}"),
///         Order::Unknown(query) => println!("settle later: {query:?}"),
///     },
/// }
///
/// // Later, at backUrl: bytes -> verified -> matched. Nothing else can be shipped on.
/// let notice = zhangxun.notice(body)?.matched(&stored)?;
/// if zhangxun::notice::state(&*notice) == TradeState::Succeeded {
///     println!("paid as {}", notice.prd_ord_no);
/// }
/// println!("{}", notice.ack().body);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Zhangxun {
    account: Arc<Account>,
    transport: Arc<dyn Transport>,
}

impl fmt::Debug for Zhangxun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zhangxun").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Zhangxun {
    /// A client of `account` over `transport`.
    ///
    /// # Errors
    /// A base URL that is none.
    pub fn new(account: Account, transport: impl Transport + 'static) -> Result<Self, ConfigError> {
        wire::check_url(&account.base_url)?;
        Ok(Self { account: Arc::new(account), transport: Arc::new(transport) })
    }

    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Sends a request once, as it is, and judges what comes back.
    ///
    /// # Errors
    /// [`Error::Invalid`] before anything is sent, else whatever keeps the reply from being believed; [`Error::order`] tells what became of
    /// the order.
    pub async fn send<O: Call>(&self, request: &O) -> Result<Answer<O::Reply>, Error> {
        self.send_with(request, Vec::new()).await
    }

    /// The same with fields that the specification does not list, on the caller's own account. They are signed like the others (decision
    /// Z21).
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with<O: Call>(&self, request: &O, further: Vec<(String, String)>) -> Result<Answer<O::Reply>, Error> {
        self.judged(request, further).await.map(|judged| judged.answer)
    }

    pub(crate) async fn judged<O: Call>(&self, request: &O, further: Vec<(String, String)>) -> Result<Judged<O::Reply>, Error> {
        let sent = wire::signed(&self.account, request, further)?;
        let http = wire::post::<O>(&self.account, &sent)?;
        for field in request.wanted_fields() {
            tracing::warn!(operation = O::ID, field, "is wanted by the specification and not given; some channels refuse this");
        }
        tracing::debug!(operation = O::ID, "sending");
        let result = self.transport.send(http, O::KIND.effect()).await;
        let open = Unanswered { effect: O::KIND.effect(), query: request.settled_by() };
        let judged = match result {
            Err(error) => Err(open.silence(&error)),
            Ok(response) if response.status() == StatusCode::OK => judge::reply::<O>(open, &self.account.key, &sent, response.into_body()),
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
