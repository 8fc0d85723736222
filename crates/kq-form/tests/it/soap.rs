//! SOAP in both directions, and hostile envelopes. Sections 8.1 and 8.4.

use kq_form::{
    Fields, fields,
    op::query::{QueriedOrder, QueryReply},
    reply,
    soap::{self, Beans, ORDER_QUERY, REFUND_QUERY, SoapError},
};
use paywire::flat::Node;

use crate::samples::{QUERY_REPLY, query, refund_query};

pub(crate) fn signed_query() -> Fields {
    let mut fields = fields(&query()).expect("valid");
    fields.push("signMsg", "6804B4C953BB1C8C56FEA27F228BE9F3");
    fields
}

/// The call of section 8.1 without the blanks between its elements.
pub(crate) const CALL: &str = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><api:gatewayOrderQuery xmlns:api=\"http://api.seashell.bill99.com\" \
    soapenv:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><request xmlns:dto=\"http://gatewayquery.dto.domain.seashell.bill99.com\" \
    xsi:type=\"dto:GatewayOrderQueryRequest\"><inputCharset xsi:type=\"xsd:string\">1</inputCharset><version xsi:type=\"xsd:string\">v2.0</version>\
    <signType xsi:type=\"xsd:int\">1</signType><merchantAcctId xsi:type=\"xsd:string\">1000000000101</merchantAcctId>\
    <queryType xsi:type=\"xsd:int\">0</queryType><queryMode xsi:type=\"xsd:int\">1</queryMode><orderId xsi:type=\"xsd:string\">T20240105-0001</orderId>\
    <signMsg xsi:type=\"xsd:string\">6804B4C953BB1C8C56FEA27F228BE9F3</signMsg></request></api:gatewayOrderQuery></soapenv:Body></soapenv:Envelope>";

#[test]
fn a_call_as_the_specification_prints_it() {
    assert_eq!(String::from_utf8(soap::request(ORDER_QUERY, &signed_query())).expect("UTF-8"), CALL);
    let (operation, nodes) = soap::read_request(CALL.as_bytes()).expect("a call");
    let sent: Vec<_> = signed_query().as_slice().iter().map(|(name, value)| Node::leaf(&**name, value.as_str())).collect();
    assert_eq!((operation.as_str(), nodes), (ORDER_QUERY, sent));
}

#[test]
fn a_refund_query_has_the_same_shape() {
    let call = soap::request(REFUND_QUERY, &fields(&refund_query()).expect("valid"));
    let (operation, nodes) = soap::read_request(&call).expect("a call");
    assert_eq!((operation.as_str(), nodes[0].name.as_str()), (REFUND_QUERY, "version"));
}

fn answered(names: &[&'static str], nodes: &[Node]) -> Fields {
    let mut fields = Fields::default();
    for name in names {
        let text = nodes.iter().find(|node| node.name == *name).and_then(Node::text);
        fields.push(name, text.unwrap_or_default());
    }
    fields
}

pub(crate) fn answer(beans: Beans, orders: usize) -> Vec<u8> {
    let nodes = reply::from_json(QUERY_REPLY.as_bytes()).expect("a reply");
    let order = answered(&[kq_form::QUERY_ITEM.fields, &["signInfo"]].concat(), reply::items(&nodes).expect("a list")[0].nodes());
    let head = answered(&[kq_form::QUERY_REPLY.fields, &["signMsg"]].concat(), &nodes);
    soap::reply(ORDER_QUERY, &head, &vec![order; orders], beans)
}

#[test]
fn an_answer_is_what_json_says() {
    let json = reply::from_json(QUERY_REPLY.as_bytes()).expect("a reply");
    for beans in [Beans::Nested, Beans::MultiRef] {
        let nodes = soap::read_reply(&answer(beans, 2)).expect("an answer");
        let head: QueryReply = reply::read(&nodes, reply::EXACT).expect("a head");
        assert_eq!(head, reply::read(&json, reply::EXACT).expect("a head"));
        let items = reply::items(&nodes).expect("a list");
        assert_eq!(items.len(), 2);
        for item in items {
            assert_eq!(item.name, "orders");
            let order: QueriedOrder = reply::read(item.nodes(), reply::EXACT).expect("an order");
            assert_eq!(order, reply::read(reply::items(&json).expect("a list")[0].nodes(), reply::EXACT).expect("an order"));
        }
        assert_eq!(reply::items(&soap::read_reply(&answer(beans, 0)).expect("an answer")), Ok(vec![]));
    }
}

#[test]
fn a_fault_is_no_answer() {
    let error = soap::read_reply(&soap::fault("Server.userException", "order 6299990000000012348 of 张三")).expect_err("a fault");
    assert_eq!(error, SoapError::Fault("soapenv:Server.userException".into()));
    assert_eq!(error.to_string(), "the service answers with a fault (soapenv:Server.userException)");
    assert_eq!(soap::fault_in(&soap::fault("Server.userException", "")), Some(error));
    assert_eq!(soap::fault_in(b"<html/>"), None);
    for code in ["6299990000000012348", "张三", "a b", &"x".repeat(65)] {
        let error = soap::read_reply(&soap::fault(code, "")).expect_err("a fault");
        assert!(!format!("{error} {error:?}").contains(code), "{error}");
    }
}

fn body(inside: &str) -> String {
    format!("<e:Envelope xmlns:e='urn:x'><e:Header><a/></e:Header><e:Body>{inside}</e:Body></e:Envelope>")
}

#[track_caller]
fn refused(inside: &str, problem: &str) {
    let error = soap::read_reply(body(inside).as_bytes()).map(|_| ()).expect_err(inside).to_string();
    assert_eq!(error, problem, "{inside}");
}

#[test]
fn references() {
    let resolved = soap::read_reply(
        body("<r><x href='#a'/></r><multiRef id='a'><b href='#b'/><c href='#b'/></multiRef><multiRef id='b'>1</multiRef>").as_bytes(),
    );
    assert_eq!(resolved, Ok(vec![Node::leaf("b", "1"), Node::leaf("c", "1")]));
    refused("<r><x href='#a'/></r>", "a reference to nothing");
    refused("<r><x href='http://a.example/'/></r>", "a reference to nothing");
    refused("<r><x href='#a'/></r><m id='a' href='#a'/>", "a reference to a reference");
    let circle = "too many elements inside each other, or references in a circle";
    refused("<r><x href='#a'/></r><m id='a'><b href='#a'/></m>", circle);
    refused("<r><x href='#a'/></r><m id='a'><b href='#b'/></m><m id='b'><b href='#a'/></m>", circle);
    refused("<r><x href='#a'/></r><m id='a'/><m id='a'/>", "an id stands twice");
    refused("<r><x/></r><s><x/></s>", "several operations in the SOAP Body");
}

#[test]
fn references_cannot_stand_for_too_much() {
    let mut bomb = "<r><x href='#i0'/></r>".to_owned();
    for level in 0..14 {
        bomb.push_str(&format!("<m id='i{level}'>{}</m>", format!("<a href='#i{}'/>", level + 1).repeat(10)));
    }
    bomb.push_str("<m id='i14'>text</m>");
    refused(&bomb, "references stand for too much");
    let long = format!("<r><x href='#a'/></r><m id='a'>{}</m><m id='b'>{}</m>", "<a href='#b'/>".repeat(5000), "x".repeat(1000));
    refused(&long, "references stand for too much");
}

#[test]
fn a_list_in_every_shape() {
    let count = |orders: &str| {
        let nodes = soap::read_reply(body(&format!("<r><x><version>v2.0</version>{orders}</x></r>")).as_bytes()).expect("an answer");
        reply::items(&nodes).map(|items| items.len())
    };
    let bean = "<orderId>1</orderId><fee>0</fee>";
    for (orders, items) in [
        ("<orders/>".to_owned(), 0),
        ("<orders xmlns:i='urn:i' i:nil='true'/>".to_owned(), 0),
        ("<orders xmlns:i='urn:i'><D i:nil='true'/></orders>".to_owned(), 0),
        (format!("<orders xmlns:i='urn:i'><D i:nil='true'/><D>{bean}</D></orders>"), 1),
        (format!("<orders><D>{bean}</D><D>{bean}</D></orders>"), 2),
        (format!("<orders>{bean}</orders>"), 1),
        (format!("<orders>{bean}</orders><orders>{bean}</orders>"), 2),
        (format!("<orders><orders>{bean}</orders><orders>{bean}</orders></orders>"), 2),
    ] {
        assert_eq!(count(&orders), Ok(items), "{orders}");
    }
    assert!(count("<orders>none</orders>").is_err());
    let twice =
        body(&format!("<gatewayOrderQueryResponse><x><orders>{bean}</orders><orders>{bean}</orders></x></gatewayOrderQueryResponse>"));
    let nodes = soap::read_reply(twice.as_bytes()).expect("an answer");
    assert_eq!((nodes.len(), nodes[0].nodes().len()), (1, 2), "printed as one list");
}

#[test]
fn what_is_no_envelope() {
    refused("", "the SOAP Body is empty");
    refused("<r/>", "an operation has one parameter or one result");
    refused("<r><x/><y/></r>", "an operation has one parameter or one result");
    for (document, problem) in [
        ("<res><a/></res>", "no SOAP envelope"),
        ("<Envelope/>", "a SOAP envelope has one Body"),
        ("<Envelope><Body><r><x/></r></Body><Body><r><x/></r></Body></Envelope>", "a SOAP envelope has one Body"),
    ] {
        assert_eq!(soap::read_request(document.as_bytes()).map(|_| ()).map_err(|error| error.to_string()), Err(problem.to_owned()));
    }
    assert!(soap::read_reply(b"<!DOCTYPE a><Envelope/>").is_err());
}

#[test]
fn nil_is_empty() {
    let nodes = soap::read_reply(body("<r><x><errCode xmlns:i='urn:i' i:nil='true'/><fee i:nil='false'>0</fee></x></r>").as_bytes());
    assert_eq!(nodes, Ok(vec![Node::leaf("errCode", ""), Node::leaf("fee", "0")]));
}
