//! Orders that the payer pays by a code, inside a wallet or by a link. Sections 4.3.1, 4.3.3, 4.3.4, 4.3.6 to 4.3.9, 4.3.11 and 4.3.12.

use std::time::{Duration, SystemTime};

use mmsp_json::{
    Product,
    op::scan::{
        AlipayDynamicCode, AlipayH5, AlipayMicropay, AlipayPrepay, AlipayStaticCode, H5Placed, JdPrepay, Placed, QqMicropay, QqPrepay,
        UnionpayPrepay, WechatH5, WechatMicropay, WechatPrepay,
    },
};
use paycore::{BeijingTime, Fen};

use crate::{
    clock::later,
    mmsp::{
        cashier,
        desk::{Desk, Placing},
        order::{Course, Key, Means, Order, Wallet, dashed},
        problem,
        refusal::Refusal,
    },
};

/// How long an order is good that does not say it.
const LIFE: Duration = Duration::from_secs(5 * 60);

/// What the requests have in common, or some of them.
pub(super) struct Submission {
    pub(super) wallet: Wallet,
    pub(super) amt: Fen,
    mer_order_id: String,
    notify_url: String,
    goods_name: String,
    time_end: Option<BeijingTime>,
    trade_type: Option<String>,
    is_raw: Option<String>,
    jump_url: Option<String>,
}

macro_rules! submissions {
    ($($request:ident: $wallet:ident [$($also:ident)*];)+) => {$(
        impl From<$request> for Submission {
            fn from(request: $request) -> Self {
                Self {
                    $($also: request.$also.into(),)*
                    ..Self {
                        wallet: Wallet::$wallet,
                        amt: request.amt,
                        mer_order_id: request.mer_order_id,
                        notify_url: request.notify_url,
                        goods_name: request.goods_name,
                        time_end: request.time_end,
                        trade_type: None,
                        is_raw: None,
                        jump_url: None,
                    }
                }
            }
        }
    )+};
}

submissions! {
    WechatPrepay: WeChat [trade_type is_raw jump_url];
    WechatH5: WeChat [jump_url];
    WechatMicropay: WeChat [];
    AlipayPrepay: Alipay [trade_type is_raw jump_url];
    AlipayStaticCode: Alipay [trade_type];
    AlipayDynamicCode: Alipay [trade_type];
    AlipayH5: Alipay [jump_url];
    AlipayMicropay: Alipay [];
    QqPrepay: Qq [trade_type is_raw jump_url];
    QqMicropay: Qq [];
    JdPrepay: Jd [trade_type];
    UnionpayPrepay: UnionPay [trade_type];
}

pub(super) fn place<O: Into<Submission>>(desk: &mut Desk<'_>, request: O) -> Result<Placed, Refusal> {
    let submission = request.into();
    let is_raw = submission.trade_type.as_deref() == Some("2") && submission.is_raw.as_deref() == Some("1");
    let trade_type = submission.trade_type.clone();
    let course = Course::when_placed(submission.amt, &desk.moment);
    let key = record(desk, submission, course)?;
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    let declined = course.problem();
    let placed = declined.is_none();
    Ok(Placed {
        status: Some(if placed { "1" } else { "2" }.into()),
        order_no: Some(order.reference.clone()),
        url: (placed && !is_raw).then(|| cashier::address(&desk.origin, &order.ticket)),
        pay_info: (placed && is_raw).then(|| pay_info(order)),
        trade_type,
        trade_time: Some(dashed(order.placed)),
        mer_order_id: Some(key.number.clone()),
        err_code: problem::code(declined),
        err_code_msg: problem::text(declined),
    })
}

pub(super) fn place_h5<O: Into<Submission>>(desk: &mut Desk<'_>, request: O) -> Result<H5Placed, Refusal> {
    let submission = request.into();
    let course = Course::when_placed(submission.amt, &desk.moment);
    let key = record(desk, submission, course)?;
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    let declined = course.problem();
    Ok(H5Placed {
        status: Some(if declined.is_none() { "1" } else { "2" }.into()),
        order_no: Some(order.reference.clone()),
        trade_time: Some(dashed(order.placed)),
        mer_order_id: Some(key.number.clone()),
        url: declined.is_none().then(|| cashier::address(&desk.origin, &order.ticket)),
        err_code: problem::code(declined),
        err_code_msg: problem::text(declined),
    })
}

/// What a wallet's script is handed: it names the page where the simulator's payer pays.
fn pay_info(order: &Order) -> String {
    let created = BeijingTime::from(order.placed).unix_seconds();
    format!(r#"{{"package":"prepay_id={}","timeStamp":"{created}"}}"#, order.ticket)
}

/// Records an order that is good for a while.
pub(super) fn record(desk: &mut Desk<'_>, submission: Submission, course: Course) -> Result<Key, Refusal> {
    let expires = submission.time_end.map_or(later(desk.moment.now, LIFE), instant);
    if expires <= desk.moment.now {
        return Err(Refusal::Field("TIME_END"));
    }
    desk.place(Placing {
        product: Product::Scan,
        number: submission.mer_order_id,
        amount: submission.amt,
        notify_url: submission.notify_url,
        jump_url: submission.jump_url,
        goods: Some(submission.goods_name),
        means: Means::Wallet { wallet: submission.wallet, expires },
        course,
    })
}

fn instant(time: BeijingTime) -> SystemTime {
    later(SystemTime::UNIX_EPOCH, Duration::from_secs(u64::try_from(time.unix_seconds()).unwrap_or(0)))
}
