//! The simulator itself: one `tower::Service` over plain state.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::SystemTime,
};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use tokio::sync::Notify;
use tower::Service;

use crate::{
    Clock, FaultPlan, Setup, SystemClock, Timing,
    agreement::{self, Agreement},
    answer::html,
    clock::later,
    fate::Fate,
    fault::{Dice, Fault},
    gateway::{self, Gateway},
    mmsp::{self, Platform},
    outbox::{Outbox, Posting},
    zhangxun::{self, Zhangxun},
};

/// Why a caller gets no response. No response can express it, so a transport must.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The connection is not taken: no byte of the request was read.
    #[error("the connection is refused")]
    Refused,
    /// The connection is cut, and nothing was processed.
    #[error("the connection is cut before the request is processed")]
    CutBefore,
    /// The connection is cut, and the request was processed.
    #[error("the connection is cut after the request was processed")]
    CutAfter,
    /// The connection stays, and nothing ever comes. Whether the request was processed nobody tells.
    #[error("no answer ever comes")]
    Hangs,
}

/// What a [`Simulator`] is made with, beside its [`Setup`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// The only source of time. Default: the machine's.
    pub clock: Arc<dyn Clock>,
    /// What goes wrong. Default: nothing.
    pub faults: FaultPlan,
    /// How long things take.
    pub timing: Timing,
    /// Where agreement pay sends a TR3 when the request names no `tr3Url`. Default: nowhere.
    pub agreement_notice_url: Option<String>,
    /// Merchants of agreement pay beside the one of the set-up. Default: none.
    pub agreement_accounts: Vec<agreement::Account>,
    /// Merchants of the RMB gateway beside the one of the set-up; one of the same number takes its place. Default: none.
    pub gateway_accounts: Vec<gateway::Account>,
    /// Merchants of the MMSP platform beside the one of the set-up; one of the same number takes its place. Default: none.
    pub mmsp_accounts: Vec<mmsp::Account>,
    /// Merchants of 掌讯 beside the one of the set-up; one of the same numbers takes its place. Default: none.
    pub zhangxun_accounts: Vec<zhangxun::Account>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            faults: FaultPlan::default(),
            timing: Timing::default(),
            agreement_notice_url: None,
            agreement_accounts: Vec::new(),
            gateway_accounts: Vec::new(),
            mmsp_accounts: Vec::new(),
            zhangxun_accounts: Vec::new(),
        }
    }
}

/// Every provider, simulated. Clones share one state.
///
/// It answers requests as a `tower::Service` and holds the notices that it owes; it opens no socket and starts no task. Sockets come from
/// [`Simulator::start`], calls in memory from [`InMemory`](crate::InMemory), deliveries from [`Simulator::deliver_due`].
#[derive(Clone)]
pub struct Simulator(Arc<World>);

struct World {
    clock: Arc<dyn Clock>,
    timing: Timing,
    dice: Mutex<Dice>,
    outbox: Mutex<Outbox>,
    posted: Notify,
    agreement: Agreement,
    gateway: Gateway,
    mmsp: Platform,
    zhangxun: Zhangxun,
}

/// What a provider may know of the moment in which a request arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now: SystemTime,
    pub(crate) timing: Timing,
    /// The fault `pending` has struck.
    pub(crate) pending: bool,
}

/// What a provider makes of a request.
pub(crate) struct Handled {
    pub(crate) answer: Result<Response<Bytes>, NoAnswer>,
    pub(crate) notices: Vec<Posting>,
}

impl Handled {
    /// A response that leaves nothing behind.
    pub(crate) fn page(response: Response<Bytes>) -> Self {
        Self { answer: Ok(response), notices: Vec::new() }
    }

    /// A bare HTTP status.
    pub(crate) fn status(status: StatusCode) -> Self {
        let mut response = Response::new(Bytes::from(format!("{status}\n")));
        *response.status_mut() = status;
        Self::page(response)
    }
}

impl Simulator {
    /// A simulator whose merchant and keys are those of `setup`.
    pub fn new(setup: &Setup, settings: Settings) -> Self {
        let accounts = std::iter::once(setup.agreement_account()).chain(settings.agreement_accounts).collect();
        let gateway_accounts = settings.gateway_accounts.into_iter().chain([setup.gateway_account()]).collect();
        let mmsp_accounts = settings.mmsp_accounts.into_iter().chain([setup.mmsp_account()]).collect();
        let zhangxun_accounts = settings.zhangxun_accounts.into_iter().chain([setup.zhangxun_account()]).collect();
        let seed = settings.faults.seed();
        Self(Arc::new(World {
            agreement: Agreement::new(accounts, setup.notice_signer().clone(), settings.agreement_notice_url, seed),
            gateway: Gateway::new(gateway_accounts, setup.notice_signer().clone(), seed),
            mmsp: Platform::new(mmsp_accounts, setup.payout_keys().clone(), seed),
            zhangxun: Zhangxun::new(zhangxun_accounts, seed),
            dice: Mutex::new(Dice::new(&settings.faults)),
            clock: settings.clock,
            timing: settings.timing,
            outbox: Mutex::default(),
            posted: Notify::new(),
        }))
    }

    /// Whether a new connection is taken; a transport asks once for each.
    ///
    /// # Errors
    /// [`NoAnswer::Refused`] when the fault `refuse` strikes.
    pub fn accept(&self) -> Result<(), NoAnswer> {
        if self.dice().roll(Fault::Refuse) { Err(NoAnswer::Refused) } else { Ok(()) }
    }

    async fn answer(self, request: Request<Bytes>) -> Result<Response<Bytes>, NoAnswer> {
        if request.uri().path() == "/" {
            return Ok(index(request.method()));
        }
        tracing::info!(path = request.uri().path(), "request");
        let fate = Fate::draw(&mut self.dice());
        if fate.slow {
            self.clock().sleep_until(later(self.clock().now(), self.0.timing.slow)).await;
        }
        let answer = if fate.processed { self.process(&request, fate.pending) } else { Err(NoAnswer::CutBefore) };
        fate.outcome(answer)
    }

    fn process(&self, request: &Request<Bytes>, pending: bool) -> Result<Response<Bytes>, NoAnswer> {
        let moment = Moment { now: self.clock().now(), timing: self.0.timing, pending };
        let World { agreement, gateway, mmsp, zhangxun, .. } = &*self.0;
        let handled = gateway
            .handle(request, &moment)
            .or_else(|| mmsp.handle(request, &moment))
            .or_else(|| zhangxun.handle(request, &moment))
            .unwrap_or_else(|| agreement.handle(request, &moment));
        if !handled.notices.is_empty() {
            let (mut outbox, mut dice) = (self.outbox(), self.dice());
            for notice in handled.notices {
                outbox.post(notice, &mut dice, &self.0.timing);
            }
            self.0.posted.notify_waiters();
        }
        handled.answer
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    pub(crate) fn timing(&self) -> &Timing {
        &self.0.timing
    }

    /// Wakes whoever waits for the next notice.
    pub(crate) fn posted(&self) -> &Notify {
        &self.0.posted
    }

    // Whoever takes both takes the outbox first.
    pub(crate) fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn dice(&self) -> MutexGuard<'_, Dice> {
        self.0.dice.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The page at the root: what runs here.
fn index(method: &Method) -> Response<Bytes> {
    let page = include_str!("index.html");
    html(if method == Method::HEAD { "" } else { page })
}

impl Service<Request<Bytes>> for Simulator {
    type Response = Response<Bytes>;
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, NoAnswer>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NoAnswer>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("clock", &self.0.clock).field("timing", &self.0.timing).finish_non_exhaustive()
    }
}
