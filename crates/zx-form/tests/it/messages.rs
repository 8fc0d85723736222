//! What counts for the signature: every field that is not empty, decoded once, in the byte order of the names. Section 3.1.

use zx_form::{Message, Wire};

fn base(message: &str) -> String {
    String::from_utf8(Message::parse(message.as_bytes()).expect("a message").base()).expect("UTF-8")
}

#[test]
fn forms() {
    for (form, expected) in [
        ("a=1&b=", "a=1&key="),
        ("b=2&a=1&sign=F", "a=1&b=2&key="),
        ("a=0&B=+&c=%20", "B= &a=0&c= &key="),
        ("aa=1&aB=2&a=3&a1=4", "a=3&a1=4&aB=2&aa=1&key="),
        ("a=%26b%3D2", "a=&b=2&key="),
        ("a=%E5%86%B0%2541+%2B", "a=冰%41 +&key="),
        ("Sign=1&SIGN=2&sign=3", "SIGN=2&Sign=1&key="),
        ("sign=", "&key="),
        ("", "&key="),
    ] {
        assert_eq!(base(form), expected, "{form}");
    }
    // Bytes that are no UTF-8 are signed as they are, and are no text.
    let message = Message::parse(b"a=%B1%F9").expect("a form");
    assert_eq!(message.base(), b"a=\xb1\xf9&key=");
    let error = message.for_md5().nodes().expect_err("no UTF-8").to_string();
    assert_eq!(error, "a: the bytes are not Utf8 text");
}

#[test]
fn json() {
    for (json, expected) in [
        (r#"{"a":1,"b":"","c":null,"d":0}"#, "a=1&d=0&key="),
        (r#"{"a":1990.0,"b":-0,"c":1E+2,"d":12345678901234567890.10}"#, "a=1990.0&b=-0&c=1E+2&d=12345678901234567890.10&key="),
        (r#"{"b":true,"a":false}"#, "a=false&b=true&key="),
        (r#"{"a":"\u51b0\/\n\"","b":" "}"#, "a=冰/\n\"&b= &key="),
        (r#"{"\u0061":"1"}"#, "a=1&key="),
        // A nested value counts as its text, blanks and all (decision Z29).
        (r#"{"a":{ "c" : 1 },"b":[1, 2],"c":[],"d":{}}"#, "a={ \"c\" : 1 }&b=[1, 2]&c=[]&d={}&key="),
        (" \n{\"a\":\"1\"}\r\n", "a=1&key="),
        ("\u{feff} {\"a\":\"1\"}", "a=1&key="),
        ("{}", "&key="),
    ] {
        assert_eq!(base(json), expected, "{json}");
    }
    assert_eq!(Message::parse(b"\xef\xbb\xbf\t{}").expect("an object").wire(), Wire::Json);
    assert_eq!(Message::parse(b"a={}").expect("a form").wire(), Wire::Form);
}

#[test]
fn the_signature_is_absent_or_there() {
    let given = |message: &str| Message::parse(message.as_bytes()).expect("a message").signature().map(<[u8]>::to_vec);
    for message in ["a=1", "a=1&sign=", r#"{"a":"1"}"#, r#"{"sign":null}"#, r#"{"sign":""}"#, "Sign=F"] {
        assert_eq!(given(message), None, "{message}");
    }
    assert_eq!(given("sign=F%46").as_deref(), Some(&b"FF"[..]));
    assert_eq!(given(r#"{"sign":12}"#).as_deref(), Some(&b"12"[..]));
}

#[test]
fn what_is_no_message() {
    let why = |bytes: &[u8]| {
        let error = Message::parse(bytes).expect_err("no message");
        (error.to_string(), error.is_repetition())
    };
    for form in ["a=1&b=2&a=1", "a=1&%61=2", "sign=F&sign=F", "a&a"] {
        let (error, is_repetition) = why(form.as_bytes());
        assert!(is_repetition && error.ends_with(": stands twice"), "{form}: {error}");
    }
    for json in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"{"a":{"b":1,"b":2}}"#] {
        assert!(why(json.as_bytes()).1, "{json}");
    }
    for json in ["{", "{}{}", r#"{"a":01}"#, r#"{"a":"\ud800"}"#, "{\"a\":\"\u{1}\"}", "{'a':1}"] {
        assert!(!why(json.as_bytes()).1, "{json}");
    }
    assert!(Message::parse(b"{\"a\":\"\xff\"}").is_err());
    let many: Vec<_> = (0..101).map(|at| format!("f{at}=1")).collect();
    assert_eq!(why(many.join("&").as_bytes()).0, "more than 100 parameters");
    assert_eq!(why(&vec![b'a'; (64 << 10) + 1]).0, "more than 65536 bytes");
    assert!(Message::parse(format!("{{\"a\":{}1{}}}", "[".repeat(9), "]".repeat(9)).as_bytes()).is_err());
    // A number as long as a card's is not repeated, not even as a name.
    let (error, _) = why(b"6222020000000000018=&6222020000000000018=");
    assert_eq!(error, "***: stands twice");
}

#[test]
fn a_reply_is_one_json_object() {
    for reply in ["a=1&sign=F", "", " ", "[]", "\"a\"", "null", "<html></html>", "{} x", "{\"a\":1,}"] {
        let error = Message::from_json(reply.as_bytes()).expect_err("no reply");
        assert!(!error.is_repetition(), "{reply}");
    }
    // A page as busContent may be long.
    let page = format!("{{\"busContent\":\"{}\"}}", "x".repeat(1 << 19));
    assert!(Message::from_json(page.as_bytes()).is_ok());
    assert!(Message::parse(page.as_bytes()).is_err(), "no notice is that long");
    assert!(Message::from_json(format!("{{\"busContent\":\"{}\"}}", "x".repeat(1 << 20)).as_bytes()).is_err());
}

#[test]
fn fields_by_name() {
    let message = Message::parse(b"b=2&a=&c=3&sign=F").expect("a form");
    assert_eq!((message.get("b"), message.get("a"), message.get("sign"), message.get("d")), (Some(&b"2"[..]), None, None, None));
    let names: Vec<_> = message.iter().map(|(name, _)| name).collect();
    assert_eq!(names, [b"a", b"b", b"c"]);
}
