//! JSON that keeps its spelling: beside serde_json, and against hostile documents.

use std::fmt::Write;

use paywire::{
    Limits,
    flat::{FlatError, Names, Node, read_struct, write_struct},
    json::{Document, JsonWriter, Kind, ObjectSource, Shape, Value, write_text},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 8, children: 1000 };

fn refusal(text: &str) -> String {
    Document::parse(text.as_bytes(), LIMITS).expect_err("refused").to_string()
}

fn is_taken(text: &str) -> bool {
    Document::parse(text.as_bytes(), LIMITS).is_ok()
}

#[test]
fn numbers_keep_their_spelling() {
    let text = r#"[0,-0,1.0,1e3,1E-07,18446744073709551616,-9223372036854775809,0.10]"#;
    let document = Document::parse(text.as_bytes(), LIMITS).expect("JSON");
    let spelt: Vec<_> = document.root().items().map(|item| item.number().expect("a number")).collect();
    assert_eq!(spelt.join(","), text[1..text.len() - 1]);
    for wrong in ["01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "-01", "1_000", "٣"] {
        assert!(!is_taken(wrong), "{wrong}");
    }
}

#[test]
fn members_keep_their_order_and_texts_are_decoded() {
    let text = " {\"b\" : \"\\u738b\\ud83c\\udf55\\/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\" ,\n\"\\u0061\":[ true , false,null , {} ] }\r\n";
    let document = Document::parse(text.as_bytes(), LIMITS).expect("JSON");
    let members: Vec<_> = document.root().members().collect();
    assert_eq!(members.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(members[0].1.text().as_deref(), Some("王🍕/\"\\\u{8}\u{c}\n\r\t\0"));
    assert_eq!(members[1].1.lexeme(), "[ true , false,null , {} ]");
    let kinds: Vec<_> = members[1].1.items().map(Value::kind).collect();
    assert_eq!(kinds, [Kind::Truth, Kind::Truth, Kind::Null, Kind::Object]);
    assert_eq!(document.root().get("a").map(Value::kind), Some(Kind::Array));
    assert!(document.root().get("\\u0061").is_none() && document.root().items().next().is_none());
    assert_eq!(format!("{document:?} {:?}", members[0].1), "Document(89 bytes) Text(42 bytes)");
}

#[test]
fn an_error_says_where_and_repeats_no_value() {
    for (text, error) in [
        ("", "line 1 column 1: the text is cut off"),
        ("{\"a\":1}\n x", "line 2 column 2: something stands behind the end"),
        ("{\"a\":{\"b\":1,\n\"王\":2, \"b\":3}}", "line 2 column 8: a.b: stands twice"),
        ("{\"a\":1,\"\\u0061\":2}", "line 1 column 8: a: stands twice"),
        ("{\"a\":[{},{\"x\":01}]}", "line 1 column 17: a[1].x: not a number as JSON writes it"),
        ("{\"a\":\"4711", "line 1 column 11: a: the text is cut off"),
        ("{\"a\":\"47\n11\"}", "line 1 column 9: a: a control character stands in a text"),
        ("{\"a\":\"\\x\"}", "line 1 column 7: a: an unknown escape"),
        ("{\"a\":\"\\ud83c\"}", "line 1 column 13: a: half a surrogate pair"),
        ("{\"a\":\"\\udf55\\ud83c\"}", "line 1 column 7: a: half a surrogate pair"),
        ("{\"a\":1,}", "line 1 column 8: a: a key is expected"),
        ("[1,]", "line 1 column 4: [1]: a value is expected"),
        ("[1 2]", "line 1 column 4: [0]: a comma or the end is expected"),
        ("{\"a\" 1}", "line 1 column 6: a: a colon is expected"),
        ("{'a':1}", "line 1 column 2: a key is expected"),
        ("{\"a\":tru}", "line 1 column 6: a: a value is expected"),
        ("[1}", "line 1 column 3: [0]: a comma or the end is expected"),
        ("{\"6222020000000000018\n", "line 1 column 22: a control character stands in a text"),
        ("{\"6222020000000000018\":x", "line 1 column 24: ***: a value is expected"),
        ("\u{feff}{}", "line 1 column 1: a value is expected"),
        ("// {}", "line 1 column 1: a value is expected"),
    ] {
        assert_eq!(refusal(text), error, "{text}");
    }
    let error = Document::parse(b"{\"a\":\"\xff\"}", LIMITS).expect_err("no UTF-8").to_string();
    assert_eq!(error, "line 1 column 7: not UTF-8");
}

#[test]
fn hostile_documents_cost_little() {
    let deep = "[".repeat(500_000);
    assert_eq!(refusal(&deep), "line 1 column 9: [0][0][0][0][0][0][0][0]: too many objects and arrays inside each other");
    assert_eq!(refusal(&format!("[{}1]", "1,".repeat(1000))), "line 1 column 2002: [1000]: too many members or items");
    assert!(is_taken(&format!("[{}1]", "1,".repeat(999))));
    assert_eq!(refusal(&" ".repeat((1 << 20) + 1)), "line 1 column 1048577: the text is too long");
    // As many different keys as fit, all of one kind to whoever compares them.
    let keys: Vec<_> = (0..1000).map(|n| format!("\"k{n:04}k\":1")).collect();
    let object = format!("{{{}}}", keys.join(","));
    let objects = format!("[{}]", vec![object.as_str(); (1 << 20) / object.len() - 1].join(","));
    assert!(is_taken(&objects));
    for again in [0, 500, 998] {
        let twice = object.replacen(&format!("k{:04}k", 999), &format!("k{again:04}k"), 1);
        assert!(refusal(&twice).ends_with(&format!(": k{again:04}k: stands twice")), "{}", refusal(&twice));
    }
    let long = format!("{{\"{}\":x}}", "k".repeat(1000));
    assert!(refusal(&long).len() < 100);
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Message {
    name: Option<String>,
    count: Option<String>,
    #[serde(default)]
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    key: String,
}

const NAMES: Names = Names { ignore_case: false, keep_blanks: true, synonyms: &[] };

fn read<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<Node>), FlatError> {
    let document = Document::parse(text.as_bytes(), LIMITS)?;
    let mut extra = Vec::new();
    let message = read_struct(&mut ObjectSource::new(document.root(), &["rows"]), NAMES, &mut extra)?;
    Ok((message, extra))
}

#[test]
fn objects_are_read_into_structs() {
    let (message, extra) =
        read::<Message>(r#"{"rows":[{"key":"a"},{"key":7}],"count":1.50,"new":{"x":["1",[2]]},"name":" \u738b ","odd":[1,1],"no":null}"#)
            .expect("a message");
    assert_eq!((message.name.as_deref(), message.count.as_deref()), (Some(" 王 "), Some("1.50")));
    assert_eq!(message.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["a", "7"]);
    let leaf = Node::leaf;
    let x = Node::branch("x", vec![leaf("x", "1"), Node::branch("x", vec![leaf("x", "2")])]);
    let expected = [Node::branch("new", vec![x]), Node::branch("odd", vec![leaf("odd", "1"), leaf("odd", "1")]), leaf("no", "")];
    assert_eq!(extra, expected);
    for nothing in ["{}", r#"{"rows":[]}"#, r#"{"rows":""}"#, r#"{"rows":null,"name":null,"count":[]}"#] {
        assert_eq!(read(nothing), Ok((Message::default(), vec![])), "{nothing}");
    }
    let (one, _) = read::<Message>(r#"{"rows":{"key":"a"}}"#).expect("a single object is one row");
    assert_eq!(one.rows.len(), 1);
    for (text, error) in [
        (r#"{"name":["secret"]}"#, "name: a single value is expected"),
        (r#"{"name":{"secret":1}}"#, "name: a single value is expected"),
        (r#"{"rows":["secret"]}"#, "rows: child elements are expected"),
        (r#"{"rows":[{"key":"a"},{}]}"#, "rows.key: is required"),
    ] {
        assert_eq!(read::<Message>(text).expect_err("refused").to_string(), error);
    }
    assert_eq!(read::<Message>("[]"), Ok((Message::default(), vec![])));
}

#[test]
fn objects_are_written_from_structs() {
    let written = |message: &Message, shape| {
        let mut writer = JsonWriter::new(shape);
        write_struct(message, &mut writer).expect("writable");
        writer.into_string()
    };
    let row = |key: &str| Row { key: key.into() };
    let message = Message { name: Some("a/\"王\u{1}\u{7f}".into()), count: Some("12".into()), rows: vec![row("1"), row("2")] };
    let shape = Shape { lists: &["rows"], numbers: &["count", "key"] };
    let expected = r#"{"name":"a/\"王\u0001","count":12,"rows":[{"key":1},{"key":2}]}"#;
    assert_eq!(written(&message, shape).replace('\u{7f}', ""), expected);
    let mut sorted = JsonWriter::new(shape);
    write_struct(&message, &mut sorted).expect("writable");
    let expected = r#"{"count":12,"name":"a/\"王\u0001","rows":[{"key":1},{"key":2}]}"#;
    assert_eq!(sorted.into_sorted_string().replace('\u{7f}', ""), expected);
    assert_eq!(JsonWriter::new(shape).into_sorted_string(), "{}");
    assert_eq!(written(&Message::default(), shape), "{}");
    let one = Message { rows: vec![row("x")], count: Some("012".into()), ..Message::default() };
    assert_eq!(written(&one, shape), r#"{"count":"012","rows":[{"key":"x"}]}"#);
    assert_eq!(read::<Message>(&written(&message, shape)).expect("read again").0, message);
}

/// The value as serde_json spells it.
fn rewritten(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Object => {
            let mut members: Vec<_> = value.members().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            for (at, (name, value)) in members.into_iter().enumerate() {
                out.push(if at == 0 { '{' } else { ',' });
                write_text(name, out);
                out.push(':');
                rewritten(value, out);
            }
            out.push_str(if value.members().next().is_none() { "{}" } else { "}" });
        }
        Kind::Array => {
            out.push('[');
            for (at, item) in value.items().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                rewritten(item, out);
            }
            out.push(']');
        }
        Kind::Text => write_text(&value.text().expect("a text"), out),
        Kind::Number => write!(out, "{}", value.lexeme().parse::<serde_json::Number>().expect("a number")).expect("memory"),
        Kind::Truth | Kind::Null => out.push_str(value.lexeme()),
    }
}

/// Pieces that a parser may trip over.
const PIECES: [&[u8]; 20] = [
    b",",
    b"\"",
    b"\\",
    b"}",
    b"]",
    b"{",
    b":",
    b" ",
    b"0",
    b"-",
    b".",
    b"e",
    b"\\u",
    b"\\ud800",
    b"\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"null",
    b"\"a\":1,",
];

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[\"\\\\/\u{0}-\u{1f}\u{2028}\u{2029}王😀a]{0,8}".prop_map(Into::into),
    ];
    scalar.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Into::into),
            vec(("[a-c\"\\\\/王]{0,3}", inner), 0..6).prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_alike(json in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&json) } else { serde_json::to_string(&json) }.expect("text");
        let document = Document::parse(text.as_bytes(), LIMITS).expect("JSON");
        let mut ours = String::new();
        rewritten(document.root(), &mut ours);
        // Numbers with a fraction are read with less care than they are written.
        prop_assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&text).expect("JSON").to_string());
    }

    /// Two readers that disagree on what is JSON can be shown two messages under one signature.
    #[test]
    fn what_is_json_is_json_to_serde_json(json in any_json(), at: Index, piece in 0..PIECES.len(), cut in 0..3usize) {
        let mut bytes = json.to_string().into_bytes();
        let at = at.index(bytes.len() + 1);
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, PIECES[piece].iter().copied());
        let ours = Document::parse(&bytes, LIMITS);
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
        match (&ours, &theirs) {
            (Ok(document), Ok(json)) => {
                let mut text = String::new();
                rewritten(document.root(), &mut text);
                prop_assert_eq!(text, json.to_string());
            }
            (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("number out of range"), "{}", error),
            (Err(error), Ok(_)) => prop_assert!(error.to_string().contains("stands twice"), "{}", error),
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let _ = Document::parse(&bytes, LIMITS);
    }

    #[test]
    fn texts_survive(text: String) {
        let mut spelt = String::new();
        write_text(&text, &mut spelt);
        prop_assert_eq!(serde_json::from_str::<String>(&spelt).expect("a text"), text.clone());
        let document = Document::parse(spelt.as_bytes(), LIMITS).expect("JSON");
        let read = document.root().text();
        prop_assert_eq!(read.as_deref(), Some(text.as_str()));
    }
}
