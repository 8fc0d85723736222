//! What the platform tells a merchant unasked, and how often. Sections 4.6, 4.8 and 6.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use paywire::{charset::Charset, form};
use zx_form::{Fields, PayNotice, PayStatus, PayoutNotice, PayoutStatus, Wire};

use super::{
    account::Account,
    order::{self, Order, compact},
    transfer::{self, Transfer},
};
use crate::{
    clock::later,
    outbox::{Form, Letter, Posting},
    service::Moment,
};

/// The pauses between the ten deliveries, in seconds. That there are ten is documented, how far apart they are is not.
const PAUSES: &[u64] = &[15, 30, 60, 120, 300, 600, 1800, 3600, 7200];

/// What a merchant looks for in an answer.
const TAKEN: &[u8] = b"SC000000";

/// One change of an order that a merchant is told.
pub(super) struct Notice {
    due: SystemTime,
    url: String,
    /// Signed.
    fields: Fields,
    wire: Wire,
    recalled: AtomicBool,
}

/// What is told of a payment: every status of its course.
pub(super) fn of_order(order: &Order, account: &Account, moment: &Moment) -> Vec<Arc<Notice>> {
    let request = &order.request;
    let message = |status: &PayStatus| PayNotice {
        version: request.version.clone(),
        org_no: account.org.clone(),
        cust_id: account.merchant.clone(),
        cust_order_no: request.cust_order_no.clone(),
        prd_ord_no: order.reference.clone(),
        ord_amt: request.pay_amt.to_fen(),
        ord_time: compact(order.placed),
        pay_amt: request.pay_amt.to_fen(),
        ord_status: status.clone(),
    };
    let notice = |(from, status): &(SystemTime, PayStatus)| {
        let mut fields = Fields::of(&message(status)).ok()?;
        // The platform adds fields that no table lists, such as this one.
        fields.push("ordDesc", order::description(status));
        let due = later(*from, moment.timing.notice_after);
        Some(Notice::new(&request.back_url, account.sign(fields), account.notice_wire, due))
    };
    order.course.steps().filter_map(notice).collect()
}

/// What is told of a payout: every status that is not in the reply already.
pub(super) fn of_transfer(payout: &Transfer, account: &Account, moment: &Moment) -> Vec<Arc<Notice>> {
    let request = &payout.request;
    let Some(url) = &request.call_back_url else { return Vec::new() };
    let message = |status: &PayoutStatus| PayoutNotice {
        org_no: account.org.clone(),
        cust_id: account.merchant.clone(),
        cust_order_no: request.cust_ord_no.clone(),
        prd_ord_no: payout.reference.clone(),
        pay_amt: request.cas_amt.to_fen(),
        ord_status: status.clone(),
        cas_desc: Some(transfer::description(status).into()),
        utr: (*status == PayoutStatus::Cleared).then(|| format!("B{}", payout.reference)),
    };
    let notice = |(from, status): &(SystemTime, PayoutStatus)| {
        let fields = Fields::of(&message(status)).ok()?;
        let due = later(*from, moment.timing.notice_after);
        Some(Notice::new(url, account.sign(fields), account.payout_notice_wire, due))
    };
    payout.course.steps().filter(|(from, _)| *from > moment.now).filter_map(notice).collect()
}

impl Notice {
    fn new(url: &str, fields: Fields, wire: Wire, due: SystemTime) -> Arc<Self> {
        Arc::new(Self { due, url: url.to_owned(), fields, wire, recalled: AtomicBool::new(false) })
    }

    /// When it is to leave first.
    pub(super) fn posting(self: &Arc<Self>) -> Posting {
        Posting { due: self.due, letter: Arc::<Self>::clone(self) }
    }

    /// From now on nobody is told.
    pub(super) fn recall(&self) {
        self.recalled.store(true, Ordering::Relaxed);
    }

    fn body(&self) -> String {
        match self.wire {
            Wire::Form => self.fields.to_form(),
            Wire::Json => self.fields.to_json(&[]),
        }
    }

    /// `None` when there is no GBK form of it.
    fn body_in_gbk(&self) -> Option<Vec<u8>> {
        match self.wire {
            Wire::Json => Some(Charset::Gbk.encode_exactly(&self.body()).ok()?.into_owned()),
            Wire::Form => {
                let encoded = |value| Charset::Gbk.encode_exactly(value).ok();
                let pairs = self.fields.as_slice().iter().map(|(name, value)| Some((name.as_bytes(), encoded(value)?)));
                let pairs: Vec<_> = pairs.collect::<Option<_>>()?;
                Some(form::encode(pairs.iter().map(|(name, value)| (*name, &**value))).into_bytes())
            }
        }
    }
}

impl Letter for Notice {
    fn write(&self, form: Form) -> Option<Request<Bytes>> {
        if self.recalled.load(Ordering::Relaxed) {
            return None;
        }
        let body = match form {
            Form::Genuine => self.body().into_bytes(),
            // Ten times as much, and some.
            Form::Tampered => self.body().replacen("payAmt=", "payAmt=1", 1).replacen("\"payAmt\":\"", "\"payAmt\":\"1", 1).into_bytes(),
            Form::Gbk => self.body_in_gbk().unwrap_or_else(|| self.body().into_bytes()),
        };
        let content_type = match self.wire {
            Wire::Form => "application/x-www-form-urlencoded; charset=UTF-8",
            Wire::Json => "application/json; charset=UTF-8",
        };
        Request::post(&self.url).header(CONTENT_TYPE, content_type).body(body.into()).ok()
    }

    fn accepts(&self, answer: &Response<Bytes>) -> bool {
        answer.status() == StatusCode::OK && answer.body().windows(TAKEN.len()).any(|part| part == TAKEN)
    }

    fn pause(&self, resend: u32) -> Option<Duration> {
        PAUSES.get(resend as usize).map(|pause| Duration::from_secs(*pause))
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("wire", &self.wire).finish_non_exhaustive()
    }
}
