//! Notices and the front return: what they must have, what they must not, and what they are compared with. Sections 4.6 to 4.8 and 6.

use paycore::{Expected, Fen, Notice};
use zx_form::{FrontReturn, Message, Notification, PayNotice, PayStatus, PayoutNotice, PayoutStatus};

use crate::samples::NOTICE;

const PAYOUT: &str = "orgNo=8161000204&custId=16121900001774&custOrderNo=ZP1&prdOrdNo=17&payAmt=150000&ordStatus=07&casDesc=done&utr=U1";
const RETURN: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrderNo=ZX1&prdOrdNo=17&ordStatus=01&ordAmt=1990\
    &payAmt=1990&ordTime=20240506101112&version=2.1";

fn read<N: Notification>(message: &str) -> Result<N, String> {
    let message = Message::parse(message.as_bytes()).map_err(|error| error.to_string())?;
    N::read(&message.for_md5()).map_err(|error| error.to_string())
}

/// The form as JSON, its values as texts.
fn json(form: &str) -> String {
    let members: Vec<_> =
        form.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    format!("{{{}}}", members.join(","))
}

fn without(form: &str, field: &str) -> String {
    let kept: Vec<_> = form.split('&').filter(|pair| !pair.starts_with(&format!("{field}="))).collect();
    assert!(kept.len() < form.split('&').count(), "{field}");
    kept.join("&")
}

#[test]
fn either_wire() {
    let plain = NOTICE.replace("%2F", "/");
    let notice: PayNotice = read(NOTICE).expect("a notice");
    assert_eq!(read(&json(&plain)), Ok(notice.clone()));
    assert_eq!(read(&json(&plain).replace("\"1990\"", "1990")), Ok(notice.clone()), "numbers are as good as texts");
    assert_eq!((notice.ord_status, notice.pay_amt.as_str()), (PayStatus::Succeeded, "1990"));
    let payout: PayoutNotice = read(PAYOUT).expect("a notice");
    assert_eq!(read(&json(PAYOUT)), Ok(payout.clone()));
    assert_eq!((payout.ord_status, payout.utr.as_deref()), (PayoutStatus::Cleared, Some("U1")));
    assert_eq!((PayNotice::ID, PayoutNotice::ID, FrontReturn::ID), ("zhangxun.notice", "zhangxun.payout_notice", "zhangxun.front_return"));
}

#[test]
fn what_every_notice_has() {
    for field in ["version", "orgNo", "custId", "custOrderNo", "prdOrdNo", "ordAmt", "ordTime", "payAmt", "ordStatus"] {
        for broken in [without(NOTICE, field), format!("{}&{field}=", without(NOTICE, field))] {
            assert_eq!(read::<PayNotice>(&broken), Err(format!("{field}: is required")));
        }
    }
    for field in ["orgNo", "custId", "custOrderNo", "prdOrdNo", "payAmt", "ordStatus"] {
        assert_eq!(read::<PayoutNotice>(&without(PAYOUT, field)), Err(format!("{field}: is required")));
    }
    for field in ["casDesc", "utr"] {
        assert!(read::<PayoutNotice>(&without(PAYOUT, field)).is_ok());
    }
}

#[test]
fn a_reply_or_a_front_return_is_no_notice() {
    let code = Err("code: belongs to a reply or a front return, not to a notice".to_owned());
    assert_eq!(read::<PayNotice>(RETURN), code);
    assert_eq!(read::<PayNotice>(&format!("{NOTICE}&code=000001")), code);
    assert_eq!(read::<PayoutNotice>(RETURN).map(|_| ()), code.map(|_| ()));
    assert!(read::<PayNotice>(&format!("{NOTICE}&code=")).is_ok(), "an empty field says nothing");
    // A payout's notice is none of a payment: it lacks what that has.

    assert!(read::<PayNotice>(PAYOUT).is_err());
    // The other way round only the address and the order number tell: the status is read as a payout's, and 01 is no success there.
    assert_eq!(read::<PayoutNotice>(NOTICE).expect("as a payout's").ord_status, PayoutStatus::Waiting);
}

#[test]
fn spellings_of_a_payout() {
    let other = PAYOUT.replace("custOrderNo", "custOrdNo").replace("prdOrdNo", "casOrdNo").replace("payAmt", "casAmt");
    assert_eq!(read::<PayoutNotice>(&other), read(PAYOUT));
    assert_eq!(read::<PayoutNotice>(&format!("{PAYOUT}&casAmt=150000")), read(PAYOUT));
    assert_eq!(read::<PayoutNotice>(&format!("{PAYOUT}&casAmt=1")), Err("payAmt: its two spellings differ".into()));
    // The paid amount of a payment has one spelling.
    assert_eq!(read::<PayNotice>(&NOTICE.replace("payAmt", "casAmt")), Err("payAmt: is required".into()));
}

#[test]
fn what_a_notice_is_compared_with() {
    let stored = Expected::new("16121900001774", "ZX20240506000001", Fen::new(1990));
    let differs = |message: &str, order: &Expected| {
        let notice: PayNotice = read(message).expect("a notice");
        notice.compare(order).map_err(|mismatch| mismatch.field)
    };
    assert_eq!(differs(NOTICE, &stored), Ok(()));
    assert_eq!(differs(NOTICE, &stored.clone().reference("20240506101112000017")), Ok(()));
    assert_eq!(differs(NOTICE, &stored.clone().reference("1")), Err("prdOrdNo"));
    assert_eq!(differs(NOTICE, &Expected::new("1", "ZX20240506000001", Fen::new(1990))), Err("custId"));
    assert_eq!(differs(NOTICE, &Expected::new("16121900001774", "1", Fen::new(1990))), Err("custOrderNo"));
    assert_eq!(differs(NOTICE, &Expected::new("16121900001774", "ZX20240506000001", Fen::new(199_000))), Err("ordAmt"));
    for amount in ["19.90", "1990.0", "01990", "+1990", "1e3", "1991", "199000"] {
        assert_eq!(differs(&NOTICE.replace("ordAmt=1990", &format!("ordAmt={amount}")), &stored), Err("ordAmt"), "{amount}");
        assert_eq!(differs(&NOTICE.replace("payAmt=1990", &format!("payAmt={amount}")), &stored), Err("payAmt"), "{amount}");
    }
    let stored = Expected::new("16121900001774", "ZP1", Fen::new(150_000)).reference("17");
    let differs = |message: &str| {
        let notice: PayoutNotice = read(message).expect("a notice");
        notice.compare(&stored).map_err(|mismatch| mismatch.field)
    };
    assert_eq!(differs(PAYOUT), Ok(()));
    assert_eq!(differs(&PAYOUT.replace("=17", "=18")), Err("prdOrdNo"));
    assert_eq!(differs(&PAYOUT.replace("ZP1", "ZX1")), Err("custOrderNo"));
    assert_eq!(differs(&PAYOUT.replace("150000", "1500.00")), Err("payAmt"));
    assert_eq!(differs(&PAYOUT.replace("16121900001774", "1")), Err("custId"));
    assert_eq!(differs(NOTICE), Err("custOrderNo"), "a payment's notice at the payouts' address");
}

#[test]
fn one_ack_for_every_status() {
    for status in ["01", "02", "04", "99"] {
        let notice: PayNotice = read(&NOTICE.replace("ordStatus=01", &format!("ordStatus={status}"))).expect("a notice");
        assert_eq!((notice.ack().content_type, notice.ack().body.as_str()), ("text/plain", "SC000000"));
        let notice: PayoutNotice = read(&PAYOUT.replace("ordStatus=07", &format!("ordStatus={status}"))).expect("a notice");
        assert_eq!(notice.ack().body, "SC000000");
    }
}

#[test]
fn a_front_return_is_shown() {
    let returned: FrontReturn = Message::from_form(RETURN.as_bytes()).expect("a query string").for_md5().read().expect("fields");
    assert_eq!((returned.cust_order_no.as_deref(), returned.ord_status), (Some("ZX1"), Some(PayStatus::Succeeded)));
    // JSON where a query string is due is one odd name without a signature.
    let json = json(RETURN);
    assert_eq!(Message::from_form(json.as_bytes()).expect("a name").signature(), None);
}
