//! The serde format: structs to and from named texts.

use std::borrow::Cow;

use paywire::{
    Limits,
    flat::{FlatError, Item, Names, Node, NodeSource, Sink, field_names, read_struct, write_struct},
    xml::{Strictness, XmlReader, XmlWriter},
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    first_name: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    items: Vec<Entry>,
    padded: Option<Padded>,
    kind: Option<Kind>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    key: String,
    value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "$untrimmed")]
struct Padded(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Good,
    Bad,
}

const ANY_CASE: Names = Names { ignore_case: true, keep_blanks: false, synonyms: &[("firstName", "givenName")] };

fn read_as<T: DeserializeOwned>(names: Names, nodes: &[Node]) -> Result<(T, Vec<Node>), FlatError> {
    let mut extra = Vec::new();
    read_struct(&mut NodeSource::new(nodes), names, &mut extra).map(|message| (message, extra))
}

fn read(nodes: &[Node]) -> Result<(Message, Vec<Node>), String> {
    read_as(Names::default(), nodes).map_err(|error| error.to_string())
}

fn entry(key: &str) -> Node {
    Node::branch("items", vec![Node::leaf("key", key)])
}

#[test]
fn names_are_matched_exactly_or_in_any_case() {
    let node = [Node::leaf("FIRSTNAME", "a")];
    assert_eq!(read(&node), Ok((Message::default(), node.to_vec())));
    let (message, extra): (Message, _) = read_as(ANY_CASE, &node).expect("readable");
    assert_eq!((message.first_name.as_deref(), extra), (Some("a"), vec![]));
}

#[test]
fn two_spellings_of_one_field() {
    let name =
        |nodes: &[Node]| read_as::<Message>(ANY_CASE, nodes).map(|(message, _)| message.first_name).map_err(|error| error.to_string());
    let (first, given) = (|text: &str| Node::leaf("firstName", text), |text: &str| Node::leaf("GivenName", text));
    assert_eq!(name(&[given("a")]), Ok(Some("a".into())));
    assert_eq!(name(&[given("a"), first(" a ")]), Ok(Some("a".into())));
    assert_eq!(name(&[given(""), first("a")]), Ok(Some("a".into())));
    assert_eq!(name(&[first("a"), given(" ")]), Ok(Some("a".into())));
    assert_eq!(name(&[first("a"), given("b")]), Err("firstName: its two spellings differ".into()));
    assert_eq!(name(&[first(""), first("b")]), Err("firstName: stands twice".into()));
    assert_eq!(name(&[given("b"), first("b"), given("b")]), Err("firstName: stands twice".into()));
}

#[test]
fn lists_end_where_another_name_or_the_parent_ends() {
    let nodes = [Node::leaf("tags", "a"), Node::leaf("tags", "b"), Node::leaf("kind", "Good"), entry("1"), entry("2")];
    let (message, extra) = read(&nodes).expect("readable");
    assert_eq!((message.tags, message.kind), (vec!["a".into(), "b".into()], Some(Kind::Good)));
    assert_eq!(message.items.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(extra, []);
    let torn = [Node::leaf("tags", "a"), Node::leaf("kind", "Good"), Node::leaf("tags", "b")];
    assert_eq!(read(&torn), Err("tags: stands twice".into()));
}

#[test]
fn a_list_inside_a_list() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        inner: Vec<Message>,
        last: Option<String>,
    }
    let inner = |tags: &[&str]| Node::branch("inner", tags.iter().map(|tag| Node::leaf("tags", *tag)).collect());
    let (outer, _): (Outer, _) =
        read_as(Names::default(), &[inner(&["a", "b"]), inner(&["c"]), Node::leaf("last", "x")]).expect("readable");
    let tags: Vec<_> = outer.inner.into_iter().map(|message| message.tags).collect();
    assert_eq!((tags, outer.last.as_deref()), (vec![vec!["a".to_owned(), "b".into()], vec!["c".into()]], Some("x")));
}

#[test]
fn the_unknown_is_kept_at_every_depth() {
    let strange = Node::branch("items", vec![Node::leaf("key", "1"), Node::leaf("new", "x")]);
    let (_, extra) = read(&[strange.clone(), strange, Node::leaf("more", "y")]).expect("readable");
    assert_eq!(extra.iter().map(Node::path).collect::<Vec<_>>(), ["items.new", "items.new", "more"]);
    assert_eq!(read(&[Node::leaf("more", ""), Node::leaf("more", "")]), Err("more: stands twice".into()));
}

#[test]
fn an_error_names_the_field_and_no_value() {
    for (nodes, error) in [
        (vec![Node::leaf("kind", "4711")], "kind: one of Good, Bad is expected"),
        (vec![Node::branch("kind", vec![])], "kind: a single value is expected"),
        (vec![Node::branch("firstName", vec![])], "firstName: a single value is expected"),
        (vec![Node::leaf("items", "4711")], "items: child elements are expected"),
        (vec![Node::branch("items", vec![])], "items.key: is required"),
        (vec![Node::branch("items", vec![Node::leaf("key", "")])], "items.key: is required"),
        (vec![Node::branch("items", vec![Node::branch("key", vec![])])], "items.key: a single value is expected"),
    ] {
        assert_eq!(read(&nodes), Err(error.to_owned()));
    }
    #[derive(Debug, Deserialize)]
    struct Number {
        #[expect(dead_code, reason = "never read")]
        n: u8,
    }
    let error = read_as::<Number>(Names::default(), &[Node::leaf("n", "4711")]).expect_err("texts only");
    assert_eq!(error.to_string(), "n: u8 is expected");
}

#[test]
fn blanks_are_trimmed_where_they_mean_nothing() {
    let (message, _) =
        read(&[Node::leaf("firstName", " \ta\r\n"), Node::leaf("padded", " p "), Node::leaf("kind", " Bad ")]).expect("readable");
    assert_eq!(message.first_name.as_deref(), Some("a"));
    assert_eq!((message.padded, message.kind), (Some(Padded(" p ".into())), Some(Kind::Bad)));
}

#[test]
fn more_fields_than_can_be_told_apart() {
    macro_rules! wide {
        ($($field:ident)+) => {
            #[derive(Debug, Deserialize)]
            struct Wide { $(#[expect(dead_code, reason = "never read")] $field: Option<String>,)+ }
        };
    }
    wide!(
        a00 a01 a02 a03 a04 a05 a06 a07 a08 a09 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 a25 a26 a27 a28 a29 a30 a31
        b00 b01 b02 b03 b04 b05 b06 b07 b08 b09 b10 b11 b12 b13 b14 b15 b16 b17 b18 b19 b20 b21 b22 b23 b24 b25 b26 b27 b28 b29 b30 b31
        c00 c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19 c20 c21 c22 c23 c24 c25 c26 c27 c28 c29 c30 c31
        d00 d01 d02 d03 d04 d05 d06 d07 d08 d09 d10 d11 d12 d13 d14 d15 d16 d17 d18 d19 d20 d21 d22 d23 d24 d25 d26 d27 d28 d29 d30 d31 e00
    );
    assert!(read_as::<Wide>(Names::default(), &[Node::leaf("d31", "x")]).is_ok());
    assert!(read_as::<Wide>(Names::default(), &[Node::leaf("d31", ""), Node::leaf("d31", "")]).is_err());
    assert!(read_as::<Wide>(Names::default(), &[Node::leaf("e00", "x")]).is_err(), "it could stand twice unseen");
}

#[test]
fn the_names_of_a_struct() {
    assert_eq!(field_names::<Message>(), ["firstName", "tags", "items", "padded", "kind"]);
    assert!(field_names::<String>().is_empty() && field_names::<Vec<Message>>().is_empty());
}

#[test]
fn debug_masks_texts() {
    assert_eq!(format!("{:?}", Item::Leaf("a", Cow::Borrowed("secret"))), "Leaf(\"a\", ***)");
    assert_eq!(format!("{:?}", Item::Branch("a")), "Branch(\"a\")");
    assert_eq!(format!("{:?}", Node::leaf("a", "secret")), "a: Text(***)");
    assert!(!format!("{:?}", NodeSource::new(&[Node::leaf("a", "secret")])).contains("secret"));
}

fn written<T: Serialize>(message: &T) -> Result<String, String> {
    let mut xml = XmlWriter::new("");
    write_struct(message, &mut xml).map_err(|error| error.to_string())?;
    Ok(xml.into_string())
}

#[test]
fn what_is_written() {
    let message = Message {
        first_name: Some("a<&>b\r\"'".into()),
        tags: vec!["x".into(), String::new()],
        items: vec![Entry { key: "k".into(), value: None }],
        padded: Some(Padded(" p ".into())),
        kind: Some(Kind::Good),
    };
    assert_eq!(
        written(&message).as_deref(),
        Ok(
            "<firstName>a&lt;&amp;&gt;b&#13;\"'</firstName><tags>x</tags><tags></tags><items><key>k</key></items><padded> p </padded><kind>Good</kind>"
        )
    );
    assert_eq!(written(&Message::default()).as_deref(), Ok(""), "what is absent is left out");
}

#[test]
fn whole_numbers_and_truths_are_written_floats_and_maps_are_not() {
    #[derive(Serialize)]
    struct One<T> {
        value: T,
    }
    let value = |text: &str| Ok(format!("<value>{text}</value>"));
    assert_eq!(written(&One { value: u64::MAX }), value("18446744073709551615"));
    assert_eq!(written(&One { value: i8::MIN }), value("-128"));
    assert_eq!(written(&One { value: true }), value("true"));
    assert_eq!(written(&One { value: '元' }), value("元"));
    let refused = Err("only structs of texts, numbers, lists and structs can be written".to_owned());
    assert_eq!(written(&One { value: 1.5f64 }), refused);
    assert_eq!(written(&One { value: 1.5f32 }), refused);
    assert_eq!(written(&One { value: () }), refused);
    assert_eq!(written(&One { value: (1, 2) }), refused);
    assert_eq!(written(&One { value: std::collections::BTreeMap::from([("a", "b")]) }), refused);
    assert_eq!(written(&"a text"), refused);
    assert_eq!(written(&One { value: "\u{0}" }), Err("value: has a character that XML cannot carry".into()));
}

#[test]
fn a_sink_that_cannot_nest_says_so() {
    struct Pairs(Vec<(&'static str, String)>);
    impl Sink for Pairs {
        fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
            self.0.push((name, text.to_owned()));
            Ok(())
        }
        fn open(&mut self, name: &'static str) -> Result<(), FlatError> {
            Err(FlatError::field(name, "cannot hold a list"))
        }
        fn close(&mut self, _: &'static str) -> Result<(), FlatError> {
            Ok(())
        }
    }
    let mut pairs = Pairs(Vec::new());
    write_struct(&Message { first_name: Some("a".into()), ..Message::default() }, &mut pairs).expect("flat");
    assert_eq!(pairs.0, [("firstName", "a".to_owned())]);
    let nested = Message { items: vec![Entry { key: "k".into(), value: None }], ..Message::default() };
    assert_eq!(write_struct(&nested, &mut pairs), Err(FlatError::field("items", "cannot hold a list")));
}

prop_compose! {
    fn any_message()(
        first_name in proptest::option::of("[!-~]([ -~一-龥]{0,9}[!-~])?"),
        tags in proptest::collection::vec("[!-~]{1,5}", 0..3),
        keys in proptest::collection::vec("[!-~]{1,5}", 0..3),
        padded in proptest::option::of("[ -~]{0,4}[!-~]"),
        kind in proptest::option::of(prop_oneof![Just(Kind::Good), Just(Kind::Bad)]),
    ) -> Message {
        let items = keys.into_iter().map(|key| Entry { key, value: None }).collect();
        Message { first_name, tags, items, padded: padded.map(Padded), kind }
    }
}

proptest! {
    #[test]
    fn a_message_survives_the_wire(message in any_message()) {
        let document = format!("<r>{}</r>", written(&message).expect("writable"));
        let limits = Limits { bytes: 10_000, depth: 4, children: 20 };
        let mut reader = XmlReader::new(document.as_bytes(), "", Strictness::Tolerant, limits).expect("small");
        reader.root().expect("a root");
        let mut extra = Vec::new();
        prop_assert_eq!(read_struct(&mut reader, Names::default(), &mut extra), Ok(message));
        prop_assert!(extra.is_empty() && reader.finish().is_ok());
    }
}
