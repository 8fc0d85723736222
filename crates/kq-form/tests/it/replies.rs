//! XML and JSON replies of whatever shape, and what is refused of them.

use kq_form::{
    Fields, Malformed, REPLY_LIMITS, json,
    op::{refund::RefundReply, refund_query::QueriedRefund},
    reply,
};
use paywire::flat::Node;

fn xml(document: &str) -> Result<Vec<Node>, Malformed> {
    reply::from_xml(document.as_bytes())
}

#[track_caller]
fn refused(document: &str, problem: &str) {
    let error = xml(document).map(|_| ()).expect_err(document).to_string();
    assert!(error.ends_with(problem), "{error}: {document}");
}

#[test]
fn what_could_hide_content_in_xml_is_refused() {
    refused("<!DOCTYPE r [<!ENTITY a \"b\">]><r><a>&a;</a></r>", "a DOCTYPE is not accepted");
    refused("<!DOCTYPE r SYSTEM \"http://a.example/r.dtd\"><r/>", "a DOCTYPE is not accepted");
    refused("<?xml-stylesheet href=\"a\"?><r/>", "the XML declaration is not well-formed");
    refused("<r><?php echo 1 ?><a>1</a></r>", "a processing instruction is not accepted");
    refused("<r><a>&lol;</a></r>", "an entity that XML does not define");
    refused("<r><a>&#0;</a></r>", "an entity that XML does not define");
    refused("<r><a>\u{1}</a></r>", "a character that XML does not allow");
    refused("<r><a>1<!-- 2 -->3</a></r>", "a comment stands inside a text");
    refused("<r>1<a>2</a></r>", "a text beside elements");
    refused("<r><a>2</a>1</r>", "a text beside elements");
    refused("<r><a>2</a>&#32;x</r>", "a text beside elements");
    refused("<r><a>]]></a></r>", "`]]>` stands in a text");
    refused("<r/><r/>", "something stands after the root");
    refused("<r/>text", "text outside the root");
    refused("text<r/>", "text outside the root");
    refused("<r/><![CDATA[a]]>", "text outside the root");
    refused("<r/>&amp;", "text outside the root");
    refused("<r/><?xml version=\"1.0\"?>", "an XML declaration that is not at the start");
    refused(" <?xml version=\"1.0\"?><r/>", "an XML declaration that is not at the start");
    refused("<r a=\"1\" a=\"2\"/>", "an attribute is not well-formed");
    refused("<r a=1/>", "an attribute is not well-formed");
    refused("<r a=\"<b>\"/>", "a tag is not well-formed");
    refused("<a:b:c/>", "a tag is not well-formed");
    refused("<1/>", "a tag is not well-formed");
    refused("<r nil=\"true\">1</r>", "an element that is nil or a reference has content");
    refused("<r><a href=\"#b\">1</a></r>", "an element that is nil or a reference has content");
    for cut in
        ["", " ", "<", "<r", "<r>", "<r><a>1</a>", "<r><a>1</r>", "<r></r", "<?xml version=\"1.0\"", "<r>&amp", "<!--", "<r><![CDATA["]
    {
        assert!(xml(cut).is_err(), "{cut}");
    }
}

#[test]
fn what_is_tolerated_in_xml() {
    for document in [
        "\u{feff}<?xml version='1.0' encoding='utf-8'?>\r\n<r>\r\n <a>1 &amp; 2</a>\r\n</r>\r\n",
        "<!-- a --><r xmlns='urn:x' b='1'><!-- b --><a c=\"d\"><![CDATA[1 & 2]]></a></r><!-- c -->",
        "<x:r xmlns:x='urn:x'><x:a>1 &#38; &#x32;</x:a ></x:r>",
    ] {
        assert_eq!(xml(document), Ok(vec![Node::leaf("a", "1 & 2")]), "{document}");
    }
    assert_eq!(xml("<r><a/><b></b></r>"), Ok(vec![Node::leaf("a", ""), Node::leaf("b", "")]));
    assert_eq!(xml("<r/>"), Ok(vec![Node::leaf("r", "")]));
}

#[test]
fn a_declared_charset_counts() {
    let gbk = [&b"<?xml version=\"1.0\" encoding=\"GBK\"?><r><a>"[..], b"\xba\xec\xb2\xe8", b"</a></r>"].concat();
    assert_eq!(reply::from_xml(&gbk), Ok(vec![Node::leaf("a", "红茶")]));
    let wrong = |bytes: &[u8]| reply::from_xml(bytes).expect_err("not read").to_string();
    assert_eq!(wrong(&gbk[38..]), "the bytes are not Utf8 text");
    assert_eq!(wrong(b"<?xml version=\"1.0\" encoding=\"UTF-7\"?><r/>"), "the XML declaration names a charset that is not read");
    assert_eq!(wrong(b"<r>\xff</r>"), "the bytes are not Utf8 text");
}

#[test]
fn limits_of_xml() {
    let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert!(xml(&deep(REPLY_LIMITS.depth)).is_ok());
    refused(&deep(REPLY_LIMITS.depth + 1), "too many elements inside each other");
    assert!(xml(&deep(100_000)).is_err());
    let wide = |count: usize| format!("<r>{}</r>", "<a/>".repeat(count));
    assert!(xml(&wide(REPLY_LIMITS.children)).is_ok());
    refused(&wide(REPLY_LIMITS.children + 1), "too many elements under one parent");
    refused(&format!("<r>{}</r>", " ".repeat(REPLY_LIMITS.bytes)), "more than 1048576 bytes");
}

#[test]
fn a_field_twice_is_refused() {
    let nodes = xml("<REFUND><RESULT>N</RESULT><x:Result xmlns:x='urn:x'>Y</x:Result></REFUND>").expect("nodes");
    let error = reply::read::<RefundReply>(&nodes, reply::ANY_CASE).expect_err("twice").to_string();
    assert_eq!(error, "RESULT: stands twice");
    let nodes = xml("<res><orderId>1</orderId><orderId>1</orderId></res>").expect("nodes");
    assert_eq!(kq_form::REMIT_REPLY.take_nodes(&nodes).map(|_| ()).map_err(|error| error.to_string()), Err("orderId stands twice".into()));
}

#[test]
fn json_values() {
    let nodes = reply::from_json(br#" {"a":"\u7ea2\/","b":1.50,"c":null,"d":true,"e":-1e3,"f":[],"g":{"h":""}} "#).expect("an object");
    let expected = [
        Node::leaf("a", "红/"),
        Node::leaf("b", "1.50"),
        Node::leaf("c", ""),
        Node::leaf("d", "true"),
        Node::leaf("e", "-1e3"),
        Node::leaf("f", ""),
        Node::branch("g", vec![Node::leaf("h", "")]),
    ];
    assert_eq!(nodes, expected);
}

#[test]
fn what_is_no_object_is_refused() {
    for text in [
        "",
        "null",
        "[]",
        "\"a\"",
        "1",
        "{",
        "{\"a\":1",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"o\":[{\"a\":1,\"a\":1}]}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
    ] {
        assert!(reply::from_json(text.as_bytes()).is_err(), "{text}");
    }
    assert!(reply::from_json(format!("{}1{}", "{\"a\":".repeat(17), "}".repeat(17)).as_bytes()).is_err());
    assert!(reply::from_json("[".repeat(100_000).as_bytes()).is_err());
    assert!(reply::from_json(format!("{{\"a\":[{}1]}}", "1,".repeat(10_000)).as_bytes()).is_err());
}

#[test]
fn the_items_of_a_list() {
    let items = |text: &str| {
        let nodes = reply::from_json(text.as_bytes()).expect("an object");
        reply::items(&nodes).map(|items| items.into_iter().cloned().collect::<Vec<_>>())
    };
    assert_eq!(items(r#"{"a":"1"}"#), Ok(vec![]));
    assert_eq!(items(r#"{"orders":[]}"#), Ok(vec![]));
    assert_eq!(items(r#"{"orders":null}"#), Ok(vec![]));
    assert_eq!(items(r#"{"orders":[null]}"#), Ok(vec![]));
    assert_eq!(items(r#"{"orders":{"GatewayOrderDetail":null}}"#), Ok(vec![]));
    for (one, count) in [
        (r#"{"orders":{"a":"1","b":"2"}}"#, 1),
        (r#"{"orders":{"a":"1"}}"#, 1),
        (r#"{"orders":{"a":null,"b":null}}"#, 1),
        (r#"{"orders":{}}"#, 1),
        (r#"{"orders":[{}]}"#, 1),
        (r#"{"orders":[null,{"a":"1"},null]}"#, 1),
        (r#"{"orders":{"GatewayOrderDetail":{"a":"1"}}}"#, 1),
        (r#"{"orders":{"GatewayOrderDetail":[{"a":"1"},{"a":"2"}]}}"#, 2),
        (r#"{"orders":[{"a":"1","more":{"b":"2"}}]}"#, 1),
        // Beside a list of a known name, other branches say nothing.
        (r#"{"more":{"b":"2"},"orderDetail":[{"a":"1"}]}"#, 1),
        (r#"{"results":[{"a":"1"}]}"#, 1),
    ] {
        let found = items(one).expect(one);
        assert_eq!(found.len(), count, "{one}");
    }
    // What is no clean list must not look like an empty one.
    for text in [r#"{"orders":["1","2"]}"#, r#"{"orders":["1"]}"#, r#"{"orders":"none"}"#, r#"{"orders":0}"#, r#"{"orders":[[1]]}"#] {
        assert!(items(text).is_err(), "{text}");
    }
    let two = items(r#"{"x":"1","orders":[{"a":"1"},{"a":"2"}]}"#).expect("a list");
    assert_eq!(two.iter().map(|item| item.nodes()[0].text()).collect::<Vec<_>>(), [Some("1"), Some("2")]);
    assert!(items(r#"{"orders":[{"a":"1"}],"orderDetail":[{"a":"1"}]}"#).is_err());
}

#[test]
fn an_item_of_a_refund_query_in_either_spelling() {
    for text in [r#"{"rOrderId":"1","orderAmout":2}"#, r#"{"ROrderId":"1","orderAmout":"2"}"#] {
        let nodes = reply::from_json(text.as_bytes()).expect("an object");
        let item: QueriedRefund = reply::read(&nodes, reply::ANY_CASE).expect("an item");
        assert_eq!((item.r_order_id.as_deref(), item.order_amout.as_deref()), (Some("1"), Some("2")));
    }
}

#[test]
fn what_is_written_is_read() {
    let mut fields = Fields::default();
    let texts = ["", "a", "\"\\/\u{8}\n\u{1f}红茶", "<&>]]>\r\n"];
    for (name, text) in ["orderId", "payType", "fee", "version"].into_iter().zip(texts) {
        fields.push(name, text);
    }
    let expected: Vec<_> = fields.as_slice().iter().map(|(name, text)| Node::leaf(&**name, text.as_str())).collect();
    assert_eq!(reply::from_json(&json::to_vec(&fields)), Ok(expected.clone()));
    let with_list = json::with_items(&fields, "orders", &[fields.clone(), Fields::default()]);
    let nodes = reply::from_json(&with_list).expect("an object");
    assert_eq!(nodes[..4], expected);
    assert_eq!(reply::items(&nodes).expect("a list")[0].nodes(), expected);
    assert_eq!(json::to_vec(&Fields::default()), b"{}");
    assert_eq!(json::with_items(&Fields::default(), "orders", &[]), b"{\"orders\":[]}");
    // XML has no way to write a control character, so it becomes another one; nothing that a request holds is one.
    let nodes = reply::from_xml(&reply::to_xml("res", &fields)).expect("a document");
    assert_eq!(nodes[2].text(), Some("\"\\/\u{fffd}\n\u{fffd}红茶"));
    assert_eq!((nodes[0].text(), nodes[3].text()), (Some(""), Some("<&>]]>\r\n")));
}
