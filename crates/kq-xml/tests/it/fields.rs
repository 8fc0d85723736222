//! The rules of section 2.6 at every field of every request: broken once, the error names the wire field and the rule.

use std::path::Path;

use kq_xml::{
    Confirm, ErrorMsg, ExtDate, ExtMap, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, Operation, PciDel, PciQuery, Preauth,
    Purchase, QueryCardinfo, QueryTxn, QuickPurchase, Refund, Tr2, Tr3, Tr4, Void,
    op::{CardInfo, GetDynNumReply, IndAuthReply, IndAuthVerifyReply, PciDelReply, PciInfo, PciInfos, PciQueryReply, Transaction},
    to_vec,
};
use paycore::Fen;
use paywire::{flat::field_names, rules::wire_name};
use serde::de::DeserializeOwned;

use crate::samples::{PURCHASE, ind_auth, ind_auth_verify, purchase, query_txn};

/// `broken` is refused with exactly these errors, one a line.
#[track_caller]
fn errors<O: Operation>(broken: O, expected: &[&str]) {
    let errors = to_vec(&broken).expect_err("a rule is broken");
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(lines, expected);
}

/// Breaks one field of a good request with each of these values.
macro_rules! broken {
    ($request:expr, $field:ident: $($value:expr => $($error:expr),+;)+) => {$(
        let mut request = $request;
        request.$field = $value.into();
        errors(request, &[$($error),+]);
    )+};
}

/// The same for an optional field.
macro_rules! broken_option {
    ($request:expr, $field:ident: $($value:expr => $($error:expr),+;)+) => {$(
        let mut request = $request;
        request.$field = Some($value.into());
        errors(request, &[$($error),+]);
    )+};
}

/// The rules that the fields of every operation share.
macro_rules! common {
    ($request:expr, merchant) => {
        broken!($request, merchant_id:
            "10411004511201" => "merchantId: at least 15 characters";
            "1041100451120120" => "merchantId: at most 15 characters";
            "10411004511201x" => "merchantId: only the digits 0 to 9";
            "１04110045112012" => "merchantId: only the digits 0 to 9";
        );
    };
    ($request:expr, customer) => {
        broken!($request, customer_id:
            "" => "customerId: at least 1 character";
            "U".repeat(33) => "customerId: at most 32 characters";
            "客".repeat(33) => "customerId: at most 32 characters";
            "U\n1" => "customerId: no control characters";
            "U1 " => "customerId: no blanks at the ends";
            "\u{3000}U1" => "customerId: no blanks at the ends";
            "\u{ffff}" => "customerId: no control characters";
        );
    };
    ($request:expr, order) => {
        broken!($request, external_ref_number:
            "" => "externalRefNumber: at least 1 character";
            "a".repeat(33) => "externalRefNumber: at most 32 characters";
            "a b" => "externalRefNumber: only ASCII letters, digits, - and _";
            "订单1" => "externalRefNumber: only ASCII letters, digits, - and _";
        );
    };
    ($request:expr, card) => {
        broken!($request, pan:
            "62999900000" => "pan: at least 12 characters";
            "62999900000000123480" => "pan: at most 19 characters";
            "6299 9900 0000 0012" => "pan: only the digits 0 to 9";
        );
    };
    ($request:expr, phone) => {
        broken!($request, phone_no:
            "" => "phoneNO: at least 1 character";
            "1".repeat(21) => "phoneNO: at most 20 characters";
            "+8613900000000" => "phoneNO: only the digits 0 to 9";
        );
    };
    ($request:expr, terminal) => {
        broken!($request, terminal_id:
            "2012" => "terminalId: at least 8 characters";
            "000020120" => "terminalId: at most 8 characters";
            "0000201A" => "terminalId: only the digits 0 to 9";
        );
    };
    ($request:expr, amount) => {
        broken!($request, amount:
            Fen::new(0) => "amount: greater than 0";
            Fen::new(100_000_000_001) => "amount: at most 12 characters";
            Fen::new(100_000_000_000_000) => "amount: at most 12 characters";
        );
    };
    ($request:expr, status) => {
        broken!($request, interactive_status:
            "TR" => "interactiveStatus: is always TR1", "interactiveStatus: at least 3 characters";
            "TR2" => "interactiveStatus: is always TR1";
        );
    };
    ($request:expr, holder) => {
        broken_option!($request, card_holder_name:
            "" => "cardHolderName: at least 1 character";
            "张".repeat(33) => "cardHolderName: at most 32 characters";
            "张\t三" => "cardHolderName: no control characters";
            " 张三" => "cardHolderName: no blanks at the ends";
        );
        broken_option!($request, id_type:
            "" => "idType: at least 1 character";
            "0".repeat(33) => "idType: at most 32 characters";
            "0\r" => "idType: no control characters";
        );
        broken_option!($request, card_holder_id:
            "" => "cardHolderId: at least 1 character";
            "9".repeat(33) => "cardHolderId: at most 32 characters";
            "99000019900101001x" => "cardHolderId: a check letter X is upper case";
            "9\u{85}9" => "cardHolderId: no control characters";
        );
        let mut request = $request;
        request.id_type = None;
        errors(request, &["idType: is required with cardHolderId"]);
    };
    ($request:expr, expiry) => {
        broken_option!($request, expired_date:
            "123" => "expiredDate: at least 4 characters";
            "01230" => "expiredDate: at most 4 characters";
            "1a30" => "expiredDate: only the digits 0 to 9";
            "1330" => "expiredDate: MMYY, the month first";
            "0030" => "expiredDate: MMYY, the month first";
            "3012" => "expiredDate: MMYY, the month first";
        );
        broken_option!($request, cvv2:
            "99" => "cvv2: at least 3 characters";
            "9999" => "cvv2: at most 3 characters";
            "99x" => "cvv2: only the digits 0 to 9";
        );
    };
    ($request:expr, token) => {
        broken_option!($request, pay_token:
            "" => "payToken: at least 1 character";
            "8".repeat(33) => "payToken: at most 32 characters";
            "8\0" => "payToken: no control characters";
            " 8" => "payToken: no blanks at the ends";
        );
    };
    // What an agreement payment has besides, whatever its type.
    ($request:expr, agreement) => {
        common!($request, merchant);
        common!($request, terminal);
        common!($request, customer);
        common!($request, order);
        common!($request, status);
        common!($request, amount);
        common!($request, token);
        broken!($request, sp_flag:
            "" => "spFlag: at least 1 character";
            "Q".repeat(33) => "spFlag: at most 32 characters";
            "Q-Pay" => "spFlag: only ASCII letters and digits";
        );
        broken_option!($request, storable_card_no:
            "629999234" => "storableCardNo: at least 10 characters";
            "62999923480" => "storableCardNo: at most 10 characters";
            "629999****" => "storableCardNo: only the digits 0 to 9";
        );
        broken_option!($request, settle_merchant_id:
            "10411004511201" => "settleMerchantId: at least 15 characters";
            "1041100451120120" => "settleMerchantId: at most 15 characters";
            "10411004511201x" => "settleMerchantId: only the digits 0 to 9";
        );
        broken_option!($request, bank_id:
            "" => "bankId: at least 1 character";
            "ORDOSBX" => "bankId: at most 6 characters";
            "ССВ" => "bankId: only ASCII letters and digits";
        );
        broken_option!($request, ext1:
            "" => "ext1: at least 1 character";
            "备".repeat(33) => "ext1: at most 32 characters";
            "a\u{7f}" => "ext1: no control characters";
            "a " => "ext1: no blanks at the ends";
        );
        common!($request, address);
        broken!($request, ext_map:
            ExtMap::default() => "extMap: with QPay02 the pairs phone, validCode, savePciFlag, token, payBatch come first";
            ExtMap::later_payment("246810", "1") => "extMap: with QPay02 the pairs phone, validCode, savePciFlag, token, payBatch come first";
        );
        let mut request = $request;
        request.pay_token = None;
        errors(request.clone(), &["payToken: is required when storableCardNo is absent"]);
        request.storable_card_no = Some("6299992348".into());
        assert!(to_vec(&request).is_ok());
        request.pay_token = Some("8".into());
        assert!(to_vec(&request).is_ok());
    };
    // Where the TR3 goes, and the key-value list.
    ($request:expr, address) => {
        broken_option!($request, tr3_url:
            "" => "tr3Url: an absolute http or https address", "tr3Url: at least 1 character";
            format!("https://a/{}", "b".repeat(119)) => "tr3Url: at most 128 characters";
            "ftp://a" => "tr3Url: an absolute http or https address";
            "/99bill/tr3" => "tr3Url: an absolute http or https address";
            "https://" => "tr3Url: an absolute http or https address";
            "https:///a" => "tr3Url: an absolute http or https address";
            "https://?a" => "tr3Url: an absolute http or https address";
            "https://a b" => "tr3Url: an absolute http or https address";
            "https://a:99999/" => "tr3Url: an absolute http or https address";
            "https://商户.example/" => "tr3Url: an absolute http or https address";
        );
        broken!($request, ext_map:
            ExtMap::agreement().and("phone", "1") => "extMap: a key stands twice";
            ExtMap::agreement().and("", "1") => "extMap: a key is empty";
            ExtMap::agreement().and("a", "\n") => "extMap: no control characters";
            ExtMap::agreement().and("a\n", "") => "extMap: no control characters";
        );
    };
}

mod cards;
mod transactions;

#[test]
fn ind_auth_fields() {
    common!(ind_auth(), merchant);
    common!(ind_auth(), customer);
    common!(ind_auth(), order);
    common!(ind_auth(), card);
    common!(ind_auth(), phone);
    common!(ind_auth(), terminal);
    common!(ind_auth(), holder);
    common!(ind_auth(), expiry);
    broken_option!(ind_auth(), bind_type:
        "" => "bindType: at least 1 character";
        "10" => "bindType: at most 1 character";
        "x" => "bindType: only the digits 0 to 9";
    );
    assert!(to_vec(&IndAuth { id_type: None, card_holder_id: None, ..ind_auth() }).is_ok());
    assert!(
        to_vec(&IndAuth { card_holder_id: Some("99000019900101001X".into()), expired_date: Some("1230".into()), ..ind_auth() }).is_ok()
    );
}

#[test]
fn ind_auth_verify_fields() {
    common!(ind_auth_verify(), merchant);
    common!(ind_auth_verify(), customer);
    common!(ind_auth_verify(), order);
    common!(ind_auth_verify(), card);
    common!(ind_auth_verify(), phone);
    broken_option!(ind_auth_verify(), terminal_id:
        "2012" => "terminalId: at least 8 characters";
        "000020120" => "terminalId: at most 8 characters";
        "0000201A" => "terminalId: only the digits 0 to 9";
    );
    broken!(ind_auth_verify(), valid_code:
        "24681" => "validCode: at least 6 characters";
        "2468100" => "validCode: at most 6 characters";
        "24681\n" => "validCode: no control characters";
    );
    broken!(ind_auth_verify(), token:
        "" => "token: at least 1 character";
        "9".repeat(33) => "token: at most 32 characters";
        "9 " => "token: no blanks at the ends";
    );
    assert!(to_vec(&IndAuthVerify { terminal_id: None, ..ind_auth_verify() }).is_ok());
}

#[test]
fn purchase_fields() {
    common!(purchase(), agreement);
    broken!(purchase(), txn_type:
        "PURE" => "txnType: is always PUR", "txnType: at most 3 characters";
        "RFD" => "txnType: is always PUR";
    );
}

#[test]
fn query_txn_fields() {
    common!(query_txn(), merchant);
    broken_option!(query_txn(), external_ref_number:
        "" => "externalRefNumber: at least 1 character";
        "a".repeat(33) => "externalRefNumber: at most 32 characters";
        "a b" => "externalRefNumber: only ASCII letters, digits, - and _";
    );
    let by_reference = || QueryTxn { external_ref_number: None, ref_number: Some("990000000101".into()), ..query_txn() };
    assert!(to_vec(&by_reference()).is_ok());
    broken_option!(by_reference(), ref_number:
        "99000000010" => "refNumber: at least 12 characters";
        "9900000001010" => "refNumber: at most 12 characters";
        "99000000010-" => "refNumber: only ASCII letters and digits";
    );
    broken!(query_txn(), txn_type:
        "PU" => "txnType: at least 3 characters";
        "PURE" => "txnType: at most 3 characters";
        "PU-" => "txnType: only ASCII letters and digits";
    );
    broken_option!(query_txn(), terminal_id:
        "2012" => "terminalId: at least 8 characters";
        "000020120" => "terminalId: at most 8 characters";
        "0000201A" => "terminalId: only the digits 0 to 9";
    );
    broken_option!(query_txn(), settle_merchant_id:
        "10411004511201" => "settleMerchantId: at least 15 characters";
        "1041100451120120" => "settleMerchantId: at most 15 characters";
        "10411004511201x" => "settleMerchantId: only the digits 0 to 9";
    );
    broken_option!(query_txn(), txn_status:
        "" => "txnStatus: at least 1 character";
        "SP" => "txnStatus: at most 1 character";
        "*" => "txnStatus: only ASCII letters and digits";
    );
    errors(
        QueryTxn { ref_number: Some("990000000101".into()), ..query_txn() },
        &["refNumber: is not sent together with externalRefNumber"],
    );
    errors(QueryTxn { external_ref_number: None, ..query_txn() }, &["externalRefNumber: is required when refNumber is absent"]);
}

#[test]
fn characters_count_not_bytes() {
    let name = "欧".repeat(32);
    assert!(to_vec(&IndAuth { card_holder_name: Some(name.as_str().into()), ..ind_auth() }).is_ok());
    assert!(to_vec(&Purchase { customer_id: name.clone(), ext1: Some(name), ..purchase() }).is_ok());
}

#[test]
fn every_broken_field_is_named() {
    errors(
        Purchase { merchant_id: "1".into(), customer_id: String::new(), amount: Fen::new(0), ..purchase() },
        &["merchantId: at least 15 characters", "amount: greater than 0", "customerId: at least 1 character"],
    );
}

#[test]
fn amounts_have_no_decimals_or_two() {
    for (fen, text) in
        [(1000, "10"), (1020, "10.20"), (20, "0.20"), (5, "0.05"), (99_999_999_999_900, "999999999999"), (99_999_999_999, "999999999.99")]
    {
        let bytes = to_vec(&Purchase { amount: Fen::new(fen), ..purchase() }).expect("valid");
        let expected = PURCHASE.replace("88.60", text);
        assert_eq!(String::from_utf8(bytes), Ok(expected));
    }
}

/// Each declared field has one wire name, and no two fields are the same letters.
fn one_name_each<T: DeserializeOwned>(fields: usize) {
    let names = field_names::<T>();
    assert_eq!(names.len(), fields);
    let letters = |name: &str| name.replace('_', "").to_ascii_lowercase();
    for (at, name) in names.iter().enumerate() {
        assert!(names[..at].iter().all(|earlier| letters(earlier) != letters(name)), "{name} is the same letters as another");
        assert_eq!(wire_name::<T>(name), *name);
    }
}

#[test]
fn every_field_has_one_wire_name() {
    one_name_each::<IndAuth>(12);
    one_name_each::<IndAuthVerify>(8);
    one_name_each::<Purchase>(16);
    one_name_each::<QueryTxn>(7);
    one_name_each::<PciQuery>(8);
    one_name_each::<PciDel>(6);
    one_name_each::<QueryCardinfo>(2);
    one_name_each::<GetDynNum>(13);
    one_name_each::<QuickPurchase>(18);
    one_name_each::<Refund>(8);
    one_name_each::<Void>(9);
    one_name_each::<Preauth>(16);
    one_name_each::<Confirm>(11);
    one_name_each::<InstallmentPurchase>(17);
    one_name_each::<IndAuthReply>(8);
    one_name_each::<IndAuthVerifyReply>(8);
    one_name_each::<PciQueryReply>(10);
    one_name_each::<PciInfos>(1);
    one_name_each::<PciInfo>(5);
    one_name_each::<PciDelReply>(8);
    one_name_each::<CardInfo>(7);
    one_name_each::<GetDynNumReply>(6);
    one_name_each::<Tr2>(20);
    one_name_each::<Transaction>(18);
    one_name_each::<Tr3>(19);
    one_name_each::<Tr4>(6);
    one_name_each::<ErrorMsg>(2);
    one_name_each::<ExtMap>(1);
    one_name_each::<ExtDate>(2);
}

/// The field names as declared, from the source: garde reports those.
fn declared(file: &str, message: &str) -> Vec<String> {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/op").join(file)).expect("a source file");
    let body = source.split_once(&format!("pub struct {message} {{")).expect("the message").1;
    let body = body.split_once("\n}").expect("its end").0;
    let fields = body.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'));
    fields.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_rust_name_of_a_request_leads_to_its_wire_name() {
    fn check<O: Operation>(file: &str, message: &str) {
        let declared = declared(file, message);
        let resolved: Vec<_> = declared.iter().map(|field| wire_name::<O>(field)).collect();
        assert_eq!(resolved, field_names::<O>(), "{message}");
    }
    check::<IndAuth>("ind_auth.rs", "IndAuth");
    check::<IndAuthVerify>("ind_auth_verify.rs", "IndAuthVerify");
    check::<Purchase>("purchase.rs", "Purchase");
    check::<QueryTxn>("query_txn.rs", "QueryTxn");
    check::<PciQuery>("pci_query.rs", "PciQuery");
    check::<PciDel>("pci_del.rs", "PciDel");
    check::<QueryCardinfo>("query_cardinfo.rs", "QueryCardinfo");
    check::<GetDynNum>("get_dyn_num.rs", "GetDynNum");
    check::<QuickPurchase>("quick_purchase.rs", "QuickPurchase");
    check::<Refund>("refund.rs", "Refund");
    check::<Void>("void.rs", "Void");
    check::<Preauth>("preauth.rs", "Preauth");
    check::<Confirm>("confirm.rs", "Confirm");
    check::<InstallmentPurchase>("installment_purchase.rs", "InstallmentPurchase");
}

#[test]
fn presets_and_echoes_are_fields() {
    fn check<O: Operation>() {
        for name in O::PRESETS.iter().chain(O::ECHOED) {
            assert!(field_names::<O>().contains(name), "{} has no field {name}", O::ID);
        }
        for name in O::ECHOED {
            let answered = O::ECHO.is_some() || field_names::<O::Reply>().contains(name);
            assert!(answered, "the reply of {} has no field {name}", O::ID);
        }
    }
    check::<IndAuth>();
    check::<IndAuthVerify>();
    check::<Purchase>();
    check::<QueryTxn>();
    check::<PciQuery>();
    check::<PciDel>();
    check::<QueryCardinfo>();
    check::<GetDynNum>();
    check::<QuickPurchase>();
    check::<Refund>();
    check::<Void>();
    check::<Preauth>();
    check::<Confirm>();
    check::<InstallmentPurchase>();
}

/// garde's bare `length` counts bytes.
#[test]
fn every_length_counts_characters() {
    let mut seen = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file");
            for attribute in source.split("#[garde(").skip(1) {
                let attribute = attribute.split_once(")]").expect("the attribute's end").0;
                for rule in attribute.split("length(").skip(1) {
                    seen += 1;
                    assert!(rule.starts_with("chars,"), "{}: length({rule}", path.display());
                }
            }
        }
    }
    assert!(seen > 30, "the attributes were not found: {seen}");
}
