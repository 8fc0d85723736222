//! The requests of sections 3.9 to 3.11, and of a payment by SMS code.

use kq_xml::{AuthorizationCode, Confirm, ExtMap, QuickPurchase, to_vec};
use paycore::Fen;

use super::errors;
use crate::transactions::{confirm, installment_purchase, preauth, quick_purchase, refund, void};

/// A type that is always the same.
macro_rules! always {
    ($request:expr, $kind:literal) => {
        broken!($request, txn_type:
            "ABCD" => concat!("txnType: is always ", $kind), "txnType: at most 3 characters";
            "CIV" => concat!("txnType: is always ", $kind);
        );
    };
}

/// 99bill's number of an earlier transaction.
macro_rules! reference {
    ($request:expr, $field:ident, $name:literal) => {
        broken!($request, $field:
            "99000000010" => concat!($name, ": at least 12 characters");
            "9900000001010" => concat!($name, ": at most 12 characters");
            "99000000010-" => concat!($name, ": only ASCII letters and digits");
        );
    };
}

#[test]
fn refund_fields() {
    common!(refund(), status);
    always!(refund(), "RFD");
    common!(refund(), merchant);
    common!(refund(), terminal);
    common!(refund(), amount);
    common!(refund(), order);
    reference!(refund(), orig_ref_number, "origRefNumber");
}

#[test]
fn void_fields() {
    common!(void(), status);
    always!(void(), "VTX");
    common!(void(), merchant);
    common!(void(), terminal);
    common!(void(), amount);
    common!(void(), order);
    reference!(void(), ref_number, "refNumber");
    broken!(void(), orignal_txn_type:
        "PU" => "orignalTxnType: at least 3 characters";
        "PURE" => "orignalTxnType: at most 3 characters";
        "PU-" => "orignalTxnType: only ASCII letters and digits";
    );
}

#[test]
fn preauth_fields() {
    common!(preauth(), agreement);
    always!(preauth(), "PRE");
}

#[test]
fn installment_purchase_fields() {
    common!(installment_purchase(), agreement);
    always!(installment_purchase(), "INP");
    broken!(installment_purchase(), term_in_months:
        "3" => "termInMonths: at least 2 characters";
        "003" => "termInMonths: at most 2 characters";
        "3M" => "termInMonths: only the digits 0 to 9";
    );
}

#[test]
fn confirm_fields() {
    common!(confirm(), status);
    always!(confirm(), "CFM");
    common!(confirm(), merchant);
    common!(confirm(), terminal);
    common!(confirm(), order);
    common!(confirm(), amount);
    broken!(confirm(), authorization_code:
        AuthorizationCode(String::new()) => "authorizationCode: at least 1 character";
        AuthorizationCode("70809  ".into()) => "authorizationCode: at most 6 characters";
    );
    broken_option!(confirm(), card_no:
        "62999900000" => "cardNo: at least 12 characters";
        "62999900000000123480" => "cardNo: at most 19 characters";
        "6299 9900 0000 0012" => "cardNo: only the digits 0 to 9";
    );
    broken_option!(confirm(), customer_id:
        "" => "customerId: at least 1 character";
        "U".repeat(33) => "customerId: at most 32 characters";
        "U\n1" => "customerId: no control characters";
        "U1 " => "customerId: no blanks at the ends";
    );
    broken_option!(confirm(), orig_ref_number:
        "99000000010" => "origRefNumber: at least 12 characters";
        "9900000001010" => "origRefNumber: at most 12 characters";
        "99000000010-" => "origRefNumber: only ASCII letters and digits";
    );
}

#[test]
fn a_confirm_finds_its_hold_by_any_of_three() {
    let lost = || Confirm { orig_ref_number: None, ..confirm() };
    errors(lost(), &["origRefNumber: is required when cardNo or customerId is absent"]);
    assert!(to_vec(&Confirm { card_no: Some("6299990000000012348".into()), ..lost() }).is_ok());
    assert!(to_vec(&Confirm { customer_id: Some("U90001".into()), ..lost() }).is_ok());
    assert!(to_vec(&Confirm { customer_id: Some("U90001".into()), ..confirm() }).is_ok());
}

#[test]
fn quick_purchase_fields() {
    common!(quick_purchase(), status);
    always!(quick_purchase(), "PUR");
    common!(quick_purchase(), merchant);
    common!(quick_purchase(), terminal);
    common!(quick_purchase(), order);
    common!(quick_purchase(), amount);
    common!(quick_purchase(), customer);
    common!(quick_purchase(), holder);
    common!(quick_purchase(), expiry);
    common!(quick_purchase(), address);
    broken!(quick_purchase(), sp_flag:
        "QuickPa" => "spFlag: is always QuickPay", "spFlag: at least 8 characters";
        "QPay02" => "spFlag: is always QuickPay", "spFlag: at least 8 characters";
        "quickpay" => "spFlag: is always QuickPay";
    );
    broken_option!(quick_purchase(), card_no:
        "62999900000" => "cardNo: at least 12 characters";
        "62999900000000123480" => "cardNo: at most 19 characters";
        "6299 9900 0000 0012" => "cardNo: only the digits 0 to 9";
    );
    let later = || QuickPurchase { card_no: None, storable_card_no: Some("6299985678".into()), ..quick_purchase() };
    assert!(to_vec(&later()).is_ok());
    broken_option!(later(), storable_card_no:
        "629998567" => "storableCardNo: at least 10 characters";
        "62999856780" => "storableCardNo: at most 10 characters";
        "629998****" => "storableCardNo: only the digits 0 to 9";
    );
    errors(QuickPurchase { storable_card_no: None, ..later() }, &["cardNo: is required when storableCardNo is absent"]);
    errors(
        QuickPurchase { storable_card_no: Some("6299985678".into()), ..quick_purchase() },
        &["storableCardNo: is not sent together with cardNo"],
    );
}
