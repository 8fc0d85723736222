//! Fields of later editions, on the caller's own account. Section 2.3.

use kq_form::{Extension, Fields, PAY, Place, Signing, fields};
use paywire::charset::Charset;

use crate::samples::pay;

fn extended(extensions: &[(&str, &str, Place)]) -> Fields {
    let mut fields = fields(&pay()).expect("valid");
    for (name, value, place) in extensions {
        fields.extend(&PAY, Extension::new(*name, *value, place.clone())).expect("an extension");
    }
    fields
}

fn base(fields: &Fields) -> String {
    String::from_utf8(fields.base(&PAY, Signing::Rsa, Charset::Utf8).expect("encodable")).expect("UTF-8")
}

fn names(fields: &Fields) -> Vec<&str> {
    fields.as_slice().iter().map(|(name, _)| &**name).collect()
}

#[test]
fn each_stands_in_its_place() {
    // bankId and orderTimeOut are not sent: the place counts all the same.
    let fields = extended(&[
        ("period", "3", Place::After("bankId")),
        ("mobileGateway", "phone", Place::After("orderTimeOut")),
        ("terminalIp", "203.0.113.9", Place::Unsigned),
    ]);
    assert!(base(&fields).ends_with("&payType=00&period=3&redoFlag=0&mobileGateway=phone"), "{}", base(&fields));
    assert_eq!(names(&fields)[15..], ["payType", "period", "redoFlag", "mobileGateway", "terminalIp"]);

    let fields = extended(&[("terminalIp", "203.0.113.9", Place::Unsigned), ("period", "3", Place::Last)]);
    assert!(base(&fields).ends_with("&redoFlag=0&period=3"), "{}", base(&fields));
}

#[test]
fn before_every_field_that_is_sent() {
    let fields = extended(&[("a", "1", Place::After("inputCharset"))]);
    assert!(base(&fields).starts_with("inputCharset=1&a=1&bgUrl="), "{}", base(&fields));
}

#[test]
fn two_behind_the_same_field_stand_in_the_order_given() {
    let fields = extended(&[("a", "1", Place::After("payType")), ("b", "2", Place::After("payType"))]);
    assert!(base(&fields).contains("&payType=00&a=1&b=2&redoFlag=0"), "{}", base(&fields));
}

#[test]
fn what_is_no_extension() {
    for (name, value, place, error) in [
        ("orderId", "1", Place::Last, "orderId: an extension has a name of its own, of ASCII letters and digits"),
        ("payerId", "1", Place::Last, "payerId: an extension has a name of its own, of ASCII letters and digits"),
        ("signMsg", "1", Place::Last, "signMsg: an extension has a name of its own, of ASCII letters and digits"),
        ("", "1", Place::Last, ": an extension has a name of its own, of ASCII letters and digits"),
        ("a b", "1", Place::Last, "a b: an extension has a name of its own, of ASCII letters and digits"),
        ("period", "", Place::Last, "period: an extension has a value"),
        ("period", "3\n", Place::Last, "period: no control characters"),
        ("period", "3", Place::After("bank"), "period: bank is no signed field"),
    ] {
        let mut fields = fields(&pay()).expect("valid");
        let refused = fields.extend(&PAY, Extension::new(name, value, place)).map_err(|error| error.to_string());
        assert_eq!(refused, Err(error.to_owned()));
        assert_eq!(fields, crate::extensions::extended(&[]));
    }
    let mut twice = extended(&[("period", "3", Place::Last)]);
    assert!(twice.extend(&PAY, Extension::new("period", "3", Place::Unsigned)).is_err());
}
