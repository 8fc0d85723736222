//! Every id that OPERATIONS.md writes down: nothing may drop out of the registry, and nothing may come in unwritten.

use std::collections::BTreeSet;

use crate::harness::cnpay;

/// What the ids of a product begin with, and how they end.
type Product = (&'static str, &'static [&'static str]);

const OPERATIONS: &[Product] = &[
    (
        "kuaiqian.agreement",
        &[
            "ind_auth",
            "ind_auth_verify",
            "purchase",
            "query_txn",
            "pci_query",
            "pci_del",
            "query_cardinfo",
            "get_dyn_num",
            "quick_purchase",
            "refund",
            "void",
            "preauth",
            "confirm",
            "installment_purchase",
        ],
    ),
    ("kuaiqian.gateway", &["pay", "timestamp", "remit", "query", "refund", "refund_query"]),
    (
        "mmsp.quickpay",
        &[
            "pay",
            "confirm",
            "query",
            "bound_pay",
            "unionpay_order",
            "bind",
            "bind_sms",
            "unbind",
            "bind_query",
            "batch_query",
            "resend_sms",
            "bound_pay_sms",
        ],
    ),
    (
        "mmsp.scan",
        &[
            "wechat_prepay",
            "wechat_micropay",
            "wechat_h5",
            "alipay_prepay",
            "alipay_micropay",
            "alipay_static_code",
            "alipay_dynamic_code",
            "alipay_h5",
            "qq_prepay",
            "qq_micropay",
            "jd_prepay",
            "unionpay_prepay",
            "query",
            "cancel",
            "close",
            "refund",
            "refund_query",
            "wechat_wake_url",
            "openid_url",
        ],
    ),
    ("mmsp.gateway", &["pay", "query", "batch_query"]),
    ("mmsp.payout", &["pay", "query", "balance"]),
    ("zhangxun", &["pay", "query", "payout", "payout_query", "balance"]),
];

const NOTICES: &[Product] = &[
    ("kuaiqian.agreement", &["tr3"]),
    ("kuaiqian.gateway", &["notice"]),
    ("mmsp.quickpay", &["notice"]),
    ("mmsp.scan", &["notice"]),
    ("mmsp.gateway", &["notice", "front_return"]),
    ("zhangxun", &["notice", "payout_notice", "front_return"]),
];

fn written(products: &[Product]) -> BTreeSet<String> {
    products.iter().flat_map(|(product, names)| names.iter().map(move |name| format!("{product}.{name}"))).collect()
}

/// The same ids, each once.
#[track_caller]
fn are(listed: &[String], products: &[Product]) {
    let ids: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(ids, written(products));
    assert_eq!(ids.len(), listed.len(), "an id stands twice: {listed:?}");
}

#[test]
fn the_operations_are_those_written_down() {
    let listed: Vec<_> = cnpay::operations().map(|operation| operation.id().to_owned()).collect();
    are(&listed, OPERATIONS);
    let shown = cnpay(&["operations", "--output", "json"], "").objects();
    let shown: Vec<_> = shown.iter().map(|object| object["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(shown, listed, "the command shows all of them");
}

#[test]
fn the_notices_are_those_written_down() {
    let listed: Vec<_> = cnpay::notices().map(|notice| notice.id.to_owned()).collect();
    are(&listed, NOTICES);
    for id in &listed {
        // Unsigned ones take anything; whatever else is said of this one, its id is known.
        let ran = cnpay(&["notify", id], "");
        assert!(!ran.stdout.contains("is no notice"), "{id}: {ran:?}");
    }
}
