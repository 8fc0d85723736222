//! The reader by itself: what it gives, where it stands, what it refuses.

use paywire::{
    Limits,
    flat::{Item, Node, Source},
    xml::{Strictness, XmlError, XmlReader},
};
use proptest::{collection::vec, prelude::*};

const LIMITS: Limits = Limits { bytes: 1000, depth: 4, children: 3 };

fn reader(document: &[u8], strictness: Strictness) -> Result<XmlReader<'_>, XmlError> {
    XmlReader::new(document, "urn:n", strictness, LIMITS)
}

fn tree(document: &str, strictness: Strictness) -> Result<(String, Vec<Node>), String> {
    let mut reader = reader(document.as_bytes(), strictness).map_err(|error| error.to_string())?;
    let root = reader.root().map_err(|error| error.to_string())?.to_owned();
    let nodes = Node::read_all(&mut reader).map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())?;
    Ok((root, nodes))
}

fn tolerant(document: &str) -> Result<(String, Vec<Node>), String> {
    tree(document, Strictness::Tolerant)
}

fn exact(document: &str) -> Result<(String, Vec<Node>), String> {
    tree(document, Strictness::Exact)
}

#[test]
fn leaves_and_branches() {
    let expected = vec![Node::leaf("a", "1"), Node::branch("b", vec![Node::leaf("c", ""), Node::leaf("d", " x ")]), Node::leaf("e", "")];
    let document = "<r xmlns='urn:n'><a>1</a> <b> <c/><d> x </d></b><e></e></r>";
    assert_eq!(tolerant(document), Ok(("r".into(), expected.clone())));
    assert_eq!(exact(document), Ok(("r".into(), expected)));
}

#[test]
fn an_error_says_where() {
    let at = |document: &str| {
        let mut reader = reader(document.as_bytes(), Strictness::Tolerant)?;
        reader.root()?;
        while reader.next()?.is_some() {}
        reader.finish()
    };
    for (document, offset, problem) in [
        ("<r><a>\u{1}</a></r>", 6, "U+0001 is not allowed in XML"),
        ("\u{feff}<r><a>\u{1}</a></r>", 9, "U+0001 is not allowed in XML"),
        ("<r><a>1</b></r>", 7, "an end tag closes another element"),
        ("\u{feff}<r><a>1</b></r>", 10, "an end tag closes another element"),
        ("<r><a>1</a>x</r>", 12, "text between elements"),
        ("<r><a>&x;</a></r>", 9, "an entity that XML does not define"),
        ("<r><a>1</a", 7, "a tag does not end"),
        ("</r>", 0, "an end tag closes nothing"),
        ("<r><a>1</a>", 11, "the document ends inside an element"),
        ("<r><a>1", 7, "the document ends inside an element"),
        ("<r><a>1</a></r>x", 16, "something stands after the root"),
        ("", 0, "the document has no root"),
    ] {
        let error = at(document).expect_err("an error");
        assert_eq!((error.offset, &*error.problem), (offset, problem), "{document}");
        assert_eq!(error.to_string(), format!("at byte {offset}: {problem}"));
    }
    assert_eq!(reader(b"<r>\xff</r>", Strictness::Tolerant).map(|_| ()).map_err(|error| error.offset), Err(3));
}

#[test]
fn limits() {
    assert!(tolerant("<r><a><b><c/></b></a></r>").is_ok());
    assert!(tolerant("<r><a><b><c><d/></c></b></a></r>").expect_err("five deep").contains("more than 4 elements inside each other"));
    assert!(tolerant("<r><a/><a/><a/></r>").is_ok(), "repeats are the caller's business");
    assert!(tolerant("<r><a/><a/><a/><a/></r>").expect_err("four").contains("more than 3 elements under one parent"));
    assert!(tolerant("<r><a><b/><b/><b/></a><a><b/><b/><b/></a></r>").is_ok(), "each parent counts its own");
    assert!(tolerant(&format!("<r>{}</r>", " ".repeat(993))).is_ok());
    assert!(tolerant(&format!("<r>{}</r>", " ".repeat(994))).expect_err("1001 bytes").contains("more than 1000 bytes"));
}

#[test]
fn what_exact_refuses_and_tolerant_takes() {
    for document in [
        "<r/>".replace("/>", "><a/></r>"),
        "<r xmlns=''><a/></r>".into(),
        "<r xmlns='urn:n' b='1'><a/></r>".into(),
        "<r xmlns='urn:n'><a b='1'/></r>".into(),
        "<r xmlns='urn:n'><a xmlns='urn:n'/></r>".into(),
        "<r xmlns='urn:n'><p:a/></r>".into(),
        "<r xmlns='urn:n'><!-- --><a/></r>".into(),
        "<r xmlns='urn:n'><a><![CDATA[1]]></a></r>".into(),
    ] {
        assert!(tolerant(&document).is_ok(), "{document}");
        assert!(exact(&document).is_err(), "{document}");
    }
}

#[test]
fn a_decoded_document_may_name_another_charset() {
    let document = b"<?xml version='1.0' encoding='GBK'?><r xmlns='urn:n'><a/></r>";
    for strictness in [Strictness::Exact, Strictness::Tolerant] {
        assert!(reader(document, strictness).expect("small").root().is_err());
        assert_eq!(reader(document, strictness).expect("small").decoded().root(), Ok("r"));
    }
}

#[test]
fn a_root_that_is_not_closed_is_not_finished() {
    let mut reader = reader(b"<r><a/></r>", Strictness::Tolerant).expect("small");
    reader.root().expect("a root");
    assert!(reader.finish().is_err());
}

/// How deep each byte offset of the document lies.
fn depths(document: &str) -> Vec<Option<usize>> {
    let depth = |at| {
        let mut reader = reader(document.as_bytes(), Strictness::Exact).expect("small");
        reader.watch(at);
        reader.root().expect("a root");
        let mut open = 1;
        while open > 0 {
            match reader.next().expect("well-formed") {
                Some(Item::Branch(_)) => open += 1,
                Some(Item::Leaf(..)) => {}
                None => open -= 1,
            }
        }
        let watched = reader.watched();
        reader.finish().expect("the end");
        watched
    };
    (0..document.len()).map(depth).collect()
}

#[test]
fn a_watched_offset_knows_its_depth() {
    let document = "<r xmlns='urn:n'> <a>12</a><b><c/>\n</b></r>";
    let inside = |wanted: usize| {
        let hits = depths(document).into_iter().enumerate().filter(|(_, depth)| *depth == Some(wanted)).map(|(at, _)| at);
        hits.collect::<Vec<_>>()
    };
    let at = |part: &str| document.find(part).expect("the part");
    assert_eq!(inside(0), [0]);
    assert_eq!(inside(1), [at(" <a>"), at("<a>"), at("<b>"), at("</r>")]);
    assert_eq!(inside(2), [at("12"), at("2<"), at("</a>"), at("<c/>"), at("\n"), at("</b>")]);
    assert!(inside(3).is_empty());
    let with_mark = format!("\u{feff}{document}");
    assert_eq!(depths(&with_mark)[3..], depths(document), "a byte-order mark counts");
}

#[test]
fn line_ends_and_references() {
    let (_, nodes) = tolerant("<r><a>1\r\n2\r3&#13;&#x4e00;&lt;]]&gt;<![CDATA[&amp;\r\n]]></a></r>").expect("well-formed");
    assert_eq!(nodes, [Node::leaf("a", "1\n2\n3\r一<]]>&amp;\n")]);
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(mut reader) = reader(&bytes, Strictness::Tolerant) {
            let _ = reader.root().is_ok() && Node::read_all(&mut reader).is_ok() && reader.finish().is_ok();
        }
    }

    #[test]
    fn arbitrary_markup(document in "<r>([<>&;/!?='\"\\[\\]\\-ab#x1 \r\n]|<a>|</a>|<a/>|<!--|-->|&lt;|一){0,30}</r>") {
        for strictness in [Strictness::Tolerant, Strictness::Exact] {
            let _ = tree(&document, strictness);
        }
    }
}
