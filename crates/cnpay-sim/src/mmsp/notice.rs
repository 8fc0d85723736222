//! What the platform tells a merchant unasked, and how often. Section 6.

use std::{
    fmt,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_TYPE};
use mmsp_json::{
    Body, Header, Malformed,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
};
use paywire::charset::Charset;

use super::{account::Seal, order::compact};
use crate::{
    clock::later,
    outbox::{Form, Letter},
    service::Moment,
};

/// The pauses between the deliveries of quick pay and gateway.
const PAUSES: &[u64] = &[1, 5, 10, 30, 90, 180, 300];
/// Those of scan.
const SCAN_PAUSES: &[u64] = &[15, 15, 30, 180, 1800, 1800, 1800, 1800, 1800, 3600];

/// The commands and the result that were seen, and that nobody is to rely on.
const NOTICE: u32 = 35104;
const SCAN_PUSH: u32 = 2324;

/// A success that a merchant is told.
pub(super) struct Notice {
    url: String,
    header: Header,
    message: Message,
    seal: Seal,
    due: SystemTime,
    resend_divisor: u32,
    sent: AtomicU32,
    recalled: AtomicBool,
}

#[derive(Clone)]
pub(super) enum Message {
    QuickPay(QuickPayNotice),
    Scan(ScanNotice),
    Gateway(GatewayNotice),
}

/// Who is told, and where.
pub(super) struct Addressee {
    pub(super) url: String,
    pub(super) agent: String,
    pub(super) merchant: String,
    pub(super) terminal: String,
    pub(super) seal: Seal,
}

impl Notice {
    pub(super) fn new(to: Addressee, message: Message, due: SystemTime, moment: &Moment) -> Self {
        let (command_id, ret_code) = match message {
            Message::Scan(_) => (SCAN_PUSH, 0),
            Message::QuickPay(_) | Message::Gateway(_) => (NOTICE, 1),
        };
        let header = Header {
            command_id,
            seq_id: 1,
            node_type: 3,
            node_id: "openplat".into(),
            version: "1.0.0".into(),
            result: Some((ret_code, String::new())),
            agent_no: to.agent,
            mer_no: to.merchant,
            term_no: to.terminal,
            extends: None,
        };
        Self {
            url: to.url,
            header,
            message,
            seal: to.seal,
            due,
            resend_divisor: moment.timing.resend_divisor.max(1),
            sent: AtomicU32::new(0),
            recalled: AtomicBool::new(false),
        }
    }

    /// From now on nobody is told.
    pub(super) fn recall(&self) {
        self.recalled.store(true, Ordering::Relaxed);
    }

    fn pauses(&self) -> &'static [u64] {
        match self.message {
            Message::Scan(_) => SCAN_PAUSES,
            Message::QuickPay(_) | Message::Gateway(_) => PAUSES,
        }
    }

    /// The Body of a delivery, the first being 0, as the schedule has it.
    fn body(&self, delivery: u32) -> Result<Body, Malformed> {
        let before = self.pauses().iter().take(delivery as usize).map(|pause| Duration::from_secs(*pause) / self.resend_divisor);
        let date = compact(later(self.due, before.sum()));
        let count = (delivery + 1).to_string();
        match self.message.clone() {
            Message::QuickPay(notice) => {
                Body::answer(&QuickPayNotice { notify_date: Some(date), push_count: Some(count), ..notice }, &["PUSH_COUNT"])
            }
            Message::Gateway(notice) => {
                Body::answer(&GatewayNotice { notify_date: Some(date), push_count: Some(count), ..notice }, &["PUSH_COUNT"])
            }
            Message::Scan(notice) => Body::answer(&notice, &["AMT"]),
        }
    }
}

impl Letter for Notice {
    fn write(&self, form: Form) -> Option<Request<Bytes>> {
        if self.recalled.load(Ordering::Relaxed) {
            return None;
        }
        let body = self.body(self.sent.fetch_add(1, Ordering::Relaxed)).ok()?;
        let envelope = body.envelope(&self.header, &self.seal.sign(&body.base()));
        let bytes = match form {
            Form::Genuine => envelope.into_bytes(),
            // Ten times as much, and some.
            Form::Tampered if envelope.contains("\"AMT\":\"") => envelope.replacen("\"AMT\":\"", "\"AMT\":\"1", 1).into_bytes(),
            Form::Tampered => envelope.replacen("\"AMT\":", "\"AMT\":1", 1).into_bytes(),
            Form::Gbk => match Charset::Gbk.encode_exactly(&envelope) {
                Ok(bytes) => bytes.into_owned(),
                // There is no GBK form of it.
                Err(_) => envelope.into_bytes(),
            },
        };
        Request::post(&self.url).header(CONTENT_TYPE, "application/json").body(bytes.into()).ok()
    }

    /// The platform is more generous than it asks merchants to rely on.
    fn accepts(&self, answer: &Response<Bytes>) -> bool {
        let begins = answer.body().get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case(b"SUCCESS"));
        answer.status().is_success() && begins
    }

    fn pause(&self, resend: u32) -> Option<Duration> {
        self.pauses().get(resend as usize).map(|pause| Duration::from_secs(*pause))
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("sent", &self.sent).finish_non_exhaustive()
    }
}
