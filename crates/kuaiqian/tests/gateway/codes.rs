//! The four namespaces of error codes.

use kuaiqian::gateway::advice::{Interface, code, codes};

#[test]
fn the_same_digits_mean_different_things() {
    let text = |interface| code(interface, "10005").map(|code| code.text.en);
    assert_eq!(text(Interface::Payment), Some("version not supported"));
    assert_eq!(text(Interface::OrderQuery), Some("queryMode is wrong"));
    assert_eq!(text(Interface::RefundQuery), Some("version is wrong"));
    assert_eq!(text(Interface::Refund), None);
}

#[test]
fn every_code_once_with_text_and_advice_in_both_languages() {
    for (interface, count) in [(Interface::Payment, 110), (Interface::OrderQuery, 24), (Interface::RefundQuery, 14), (Interface::Refund, 0)]
    {
        let list = codes(interface);
        assert_eq!(list.len(), count, "{interface:?}");
        assert!(list.windows(2).all(|pair| pair[0].code < pair[1].code), "sorted, none twice");
        for code in list {
            assert_eq!(code.code.len(), 5);
            assert!(code.advice.en.starts_with(code.text.en) && code.advice.zh.starts_with(code.text.zh), "{}", code.code);
            assert_eq!(code.class.is_some(), interface == Interface::Payment);
            assert!(!code.text.zh.is_ascii(), "{}", code.code);
        }
    }
}
