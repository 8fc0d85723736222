//! The requests of sections 3.5 to 3.8.

use kq_xml::{GetDynNum, PciDel, to_vec};
use paycore::Fen;

use super::errors;
use crate::cards::{get_dyn_num, pci_del, pci_query, query_cardinfo};

#[test]
fn pci_query_fields() {
    common!(pci_query(), merchant);
    common!(pci_query(), customer);
    common!(pci_query(), token);
    broken_option!(pci_query(), terminal_id:
        "2012" => "terminalId: at least 8 characters";
        "000020120" => "terminalId: at most 8 characters";
        "0000201A" => "terminalId: only the digits 0 to 9";
    );
    broken!(pci_query(), card_type:
        "002" => "cardType: at least 4 characters";
        "00020" => "cardType: at most 4 characters";
        "000x" => "cardType: only the digits 0 to 9";
    );
    broken_option!(pci_query(), bind_type:
        "" => "bindType: at least 1 character";
        "10" => "bindType: at most 1 character";
        "x" => "bindType: only the digits 0 to 9";
    );
    broken_option!(pci_query(), storable_pan:
        "629999234" => "storablePan: at least 10 characters";
        "62999923480" => "storablePan: at most 10 characters";
        "629999****" => "storablePan: only the digits 0 to 9";
    );
    broken_option!(pci_query(), bank_id:
        "" => "bankId: at least 1 character";
        "ORDOSBX" => "bankId: at most 6 characters";
        "ССВ" => "bankId: only ASCII letters and digits";
    );
}

#[test]
fn pci_del_fields() {
    common!(pci_del(), merchant);
    common!(pci_del(), customer);
    common!(pci_del(), token);
    broken_option!(pci_del(), pan:
        "62999900000" => "pan: at least 12 characters";
        "62999900000000123480" => "pan: at most 19 characters";
        "6299 9900 0000 0012" => "pan: only the digits 0 to 9";
    );
    broken_option!(pci_del(), storable_pan:
        "629999234" => "storablePan: at least 10 characters";
        "62999923480" => "storablePan: at most 10 characters";
        "629999****" => "storablePan: only the digits 0 to 9";
    );
    broken!(pci_del(), bank_id:
        "" => "bankId: at least 1 character";
        "ORDOSBX" => "bankId: at most 6 characters";
        "ССВ" => "bankId: only ASCII letters and digits";
    );
    errors(PciDel { pay_token: None, ..pci_del() }, &["payToken: is required when storablePan is absent"]);
    assert!(to_vec(&PciDel { pay_token: None, storable_pan: Some("6299992348".into()), ..pci_del() }).is_ok());
    assert!(to_vec(&PciDel { storable_pan: Some("6299992348".into()), ..pci_del() }).is_ok());
}

#[test]
fn query_cardinfo_fields() {
    broken!(query_cardinfo(), txn_type:
        "PU" => "txnType: at least 3 characters";
        "PURE" => "txnType: at most 3 characters";
        "PU-" => "txnType: only ASCII letters and digits";
    );
    broken!(query_cardinfo(), card_no:
        "62999900000" => "cardNo: at least 12 characters";
        "62999900000000123480" => "cardNo: at most 19 characters";
        "6299 9900 0000 0012" => "cardNo: only the digits 0 to 9";
    );
}

#[test]
fn get_dyn_num_fields() {
    common!(get_dyn_num(), merchant);
    common!(get_dyn_num(), customer);
    common!(get_dyn_num(), order);
    common!(get_dyn_num(), holder);
    common!(get_dyn_num(), expiry);
    common!(get_dyn_num(), amount);
    broken_option!(get_dyn_num(), pan:
        "62999900000" => "pan: at least 12 characters";
        "62999900000000123480" => "pan: at most 19 characters";
        "6299 9900 0000 0012" => "pan: only the digits 0 to 9";
    );
    broken_option!(get_dyn_num(), phone_no:
        "" => "phoneNO: at least 1 character";
        "1".repeat(21) => "phoneNO: at most 20 characters";
        "+8613900000000" => "phoneNO: only the digits 0 to 9";
    );
    broken_option!(get_dyn_num(), bank_id:
        "" => "bankId: at least 1 character";
        "ORDOSBX" => "bankId: at most 6 characters";
        "ССВ" => "bankId: only ASCII letters and digits";
    );
}

/// A first payment has the card and the phone in full, a later one the card's abbreviation alone.
#[test]
fn get_dyn_num_is_of_a_first_or_a_later_payment() {
    let later = || GetDynNum { pan: None, phone_no: None, storable_pan: Some("6299985678".into()), ..get_dyn_num() };
    assert!(to_vec(&later()).is_ok());
    broken_option!(later(), storable_pan:
        "629998567" => "storablePan: at least 10 characters";
        "62999856780" => "storablePan: at most 10 characters";
        "629998****" => "storablePan: only the digits 0 to 9";
    );
    broken_option!(later(), phone_no: "13900000000" => "phoneNO: is not sent together with storablePan";);
    errors(GetDynNum { storable_pan: None, ..later() }, &["pan: is required when storablePan is absent"]);
    errors(GetDynNum { phone_no: None, ..get_dyn_num() }, &["phoneNO: is required with pan"]);
    errors(
        GetDynNum { pan: get_dyn_num().pan, phone_no: get_dyn_num().phone_no, ..later() },
        &["storablePan: is not sent together with pan", "phoneNO: is not sent together with storablePan"],
    );
}
