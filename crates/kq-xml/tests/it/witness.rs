//! Second opinions, of Python's expat and of quick-xml: on what we write, and on what we take for well-formed.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
    sync::LazyLock,
};

use kq_xml::{Document, ErrorMsg, ExtMap, IndAuth, Purchase, Tr2, Tr4, reply_to_vec, to_vec};
use paywire::flat::{Node, Tree};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use quick_xml::{Reader, events::Event};

use crate::{
    fuzz::mutated,
    samples::{ALL, ind_auth, purchase},
};

/// Reads documents, each behind its length, and answers each with `-` or its leaves, one `path=text` a line in hex, and an empty line.
const SCRIPT: &str = r#"
import sys, struct, xml.etree.ElementTree as tree
data, at = sys.stdin.buffer.read(), 0
def leaves(element, path):
    path = path + [element.tag.rsplit('}')[-1]]
    if len(element) == 0:
        yield '/'.join(path[1:]) + '=' + (element.text or '')
    for child in element:
        yield from leaves(child, path)
while at < len(data):
    size, = struct.unpack_from('>I', data, at)
    at += 4 + size
    try:
        root = tree.fromstring(data[at - size:at])
        for leaf in leaves(root, []):
            print(leaf.encode('utf-8').hex())
    except tree.ParseError as error:
        print('-' if 'prefix' not in str(error) else '?')
    except (ValueError, LookupError):
        print('-')
    print()
"#;

/// What Python says of each document: its leaves, or nothing when it is not well-formed. Without Python there is no second opinion.
fn python(documents: &[Vec<u8>]) -> Option<Vec<Option<Vec<String>>>> {
    let spawned = Command::new("python3").args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "python3 is missing");
        let _ = writeln!(std::io::stderr(), "SKIP: python3 is missing, nothing was compared");
        return None;
    };
    let mut input = child.stdin.take().expect("piped");
    let mut output = child.stdout.take().expect("piped");
    let mut said = String::new();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for document in documents {
                let size = u32::try_from(document.len()).expect("small").to_be_bytes();
                input.write_all(&size).and_then(|()| input.write_all(document)).expect("python3 reads");
            }
        });
        output.read_to_string(&mut said).expect("text");
    });
    assert!(child.wait().expect("an end").success());
    let answers: Vec<_> = said.split_terminator("\n\n").map(answer).collect();
    assert_eq!(answers.len(), documents.len());
    Some(answers)
}

fn answer(lines: &str) -> Option<Vec<String>> {
    match lines.trim() {
        "-" => None,
        lines => Some(lines.lines().map(from_hex).collect()),
    }
}

fn from_hex(line: &str) -> String {
    if line == "?" {
        return line.to_owned();
    }
    let bytes = line.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex"));
    String::from_utf8(bytes.collect()).expect("UTF-8")
}

fn leaves(nodes: &[Node], path: &str, found: &mut Vec<String>) {
    for node in nodes {
        let path = if path.is_empty() { node.name.clone() } else { format!("{path}/{}", node.name) };
        match &node.tree {
            Tree::Text(text) => found.push(format!("{path}={}", text.expose())),
            Tree::Nodes(nodes) => leaves(nodes, &path, found),
        }
    }
}

const HOSTILE: [&str; 8] =
    ["&<>\"'", "]]>", "<![CDATA[x]]>", "&amp;&#65;", "张三😀", "<!-- a -->", "a\u{85}b\u{2028}c", "\u{e000}\u{fffd}"];

#[test]
fn hostile_values_are_read_as_they_were_written() {
    let mut documents = Vec::new();
    let mut expected = Vec::new();
    for value in HOSTILE {
        let Ok(bytes) = to_vec(&Purchase {
            customer_id: value.into(),
            pay_token: Some(value.into()),
            sp_flag: "Other".into(),
            ext_map: ExtMap::default().and(value, value),
            ..purchase()
        }) else {
            continue;
        };
        documents.push(bytes);
        expected.push(vec![
            "version=1.0".to_owned(),
            "TxnMsgContent/interactiveStatus=TR1".into(),
            "TxnMsgContent/spFlag=Other".into(),
            "TxnMsgContent/txnType=PUR".into(),
            "TxnMsgContent/merchantId=104110045112012".into(),
            "TxnMsgContent/terminalId=00002012".into(),
            "TxnMsgContent/externalRefNumber=ORDER0001".into(),
            "TxnMsgContent/entryTime=20250301101500".into(),
            "TxnMsgContent/amount=88.60".into(),
            format!("TxnMsgContent/customerId={value}"),
            format!("TxnMsgContent/payToken={value}"),
            "TxnMsgContent/tr3Url=https://merchant.example/99bill/tr3".into(),
            format!("TxnMsgContent/extMap/extDate/key={value}"),
            format!("TxnMsgContent/extMap/extDate/value={value}"),
        ]);
    }
    assert_eq!(documents.len(), HOSTILE.len() - 1, "one value is not printable, so no request carries it");
    // What a request may not hold, a reply may: line ends, blanks, control characters of the second block.
    for value in HOSTILE.into_iter().chain(["line\nfeed", "car\rriage", "both\r\n", "\ttab\t", " blank ", "\r", "\n"]) {
        let reply = Tr2 { response_text_message: Some(value.into()), issuer: Some(value.into()), ..Tr2::default() };
        documents.push(reply_to_vec::<Purchase>(None, Some(&reply), None).expect("writable"));
        expected.push(vec![
            "version=1.0".into(),
            format!("TxnMsgContent/responseTextMessage={value}"),
            format!("TxnMsgContent/issuer={value}"),
        ]);
        let error = ErrorMsg { error_code: Some("B.MGW.0120".into()), error_message: Some(value.into()) };
        documents.push(reply_to_vec::<Purchase>(None, None, Some(&error)).expect("writable"));
        expected.push(vec![
            "version=1.0".into(),
            "ErrorMsgContent/errorCode=B.MGW.0120".into(),
            format!("ErrorMsgContent/errorMessage={value}"),
        ]);
        let answer = Tr4 { merchant_id: Some(value.into()), ..Tr4::default() };
        documents.push(answer.to_xml().expect("writable").into_bytes());
        expected.push(vec!["version=1.0".into(), format!("TxnMsgContent/merchantId={value}")]);
    }
    let named = IndAuth { card_holder_name: Some("O'Neil & <Söhne>".into()), ..ind_auth() };
    documents.push(to_vec(&named).expect("valid"));
    let Some(answers) = python(&documents) else { return };
    let last = answers.last().cloned().flatten().expect("well-formed");
    assert!(last.contains(&"indAuthContent/cardHolderName=O'Neil & <Söhne>".to_owned()));
    for ((answer, expected), document) in answers.into_iter().zip(expected).zip(documents) {
        assert_eq!(answer, Some(expected), "{}", String::from_utf8_lossy(&document));
    }
}

#[test]
fn what_xml_cannot_carry_is_not_written() {
    for value in ["\0", "\u{1}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
        let reply = Tr2 { issuer: Some(value.into()), ..Tr2::default() };
        let error = reply_to_vec::<Purchase>(None, Some(&reply), None).expect_err("no document").to_string();
        assert!(error.contains("issuer: has a character that XML cannot carry"), "{error}");
    }
}

/// The samples and what is left of them after a few changes, where we read it.
static TAKEN: LazyLock<Vec<(Vec<u8>, Document)>> = LazyLock::new(|| {
    let mut runner = TestRunner::deterministic();
    let mut documents: Vec<Vec<u8>> = ALL.iter().map(|sample| sample.as_bytes().to_vec()).collect();
    while documents.len() < 40_000 {
        documents.push(mutated().new_tree(&mut runner).expect("a document").current());
    }
    let read = |bytes: Vec<u8>| Document::from_slice(&bytes).ok().map(|document| (bytes, document));
    let taken: Vec<_> = documents.into_iter().filter_map(read).collect();
    assert!(taken.len() > 500, "the changes leave too few documents: {}", taken.len());
    taken
});

/// The leaves that quick-xml finds, or why it finds the document not well-formed.
fn quick_xml(document: &[u8]) -> Result<Vec<String>, quick_xml::Error> {
    let mut reader = Reader::from_reader(document);
    reader.config_mut().enable_all_checks(true);
    let (mut path, mut text, mut leaves) = (Vec::new(), String::new(), Vec::new());
    let mut is_leaf = false;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                text.clear();
                is_leaf = true;
            }
            Event::Empty(tag) => {
                leaves.push([&path[1..], &[tag.name().as_ref().to_owned()]].concat().join("/") + "=");
                is_leaf = false;
            }
            Event::End(_) => {
                if std::mem::replace(&mut is_leaf, false) {
                    leaves.push(format!("{}={text}", path[1..].join("/")));
                }
                path.pop();
            }
            Event::Text(more) => text.push_str(&more.xml10_content()),
            Event::CData(more) => text.push_str(&more.xml10_content()),
            Event::GeneralRef(reference) => match (reference.resolve_char_ref()?, &*reference) {
                (Some(c), _) => text.push(c),
                (None, name) => text.push_str(quick_xml::escape::resolve_predefined_entity(name).expect("one of five")),
            },
            Event::Eof => return Ok(leaves),
            Event::Comment(_) | Event::Decl(_) | Event::DocType(_) | Event::PI(_) => {}
        }
    }
}

#[test]
fn quick_xml_reads_the_same() {
    for (bytes, document) in TAKEN.iter() {
        let shown = String::from_utf8_lossy(bytes);
        let mut theirs = quick_xml(bytes).unwrap_or_else(|error| panic!("{error}: {shown}"));
        theirs.retain(|leaf| !leaf.to_ascii_lowercase().starts_with("version="));
        let mut ours = Vec::new();
        leaves(&document.contents, "", &mut ours);
        assert_eq!(ours, theirs, "{shown}");
    }
}

#[test]
fn what_we_take_is_well_formed_and_means_the_same() {
    let bytes: Vec<_> = TAKEN.iter().map(|(bytes, _)| bytes.clone()).collect();
    let Some(answers) = python(&bytes) else { return };
    for ((bytes, document), answer) in TAKEN.iter().zip(answers) {
        let shown = String::from_utf8_lossy(bytes);
        let mut theirs = answer.unwrap_or_else(|| panic!("taken, but not well-formed: {shown}"));
        if theirs == ["?"] {
            continue;
        }
        theirs.retain(|leaf| !leaf.to_ascii_lowercase().starts_with("version="));
        let mut ours = Vec::new();
        leaves(&document.contents, "", &mut ours);
        assert_eq!(ours, theirs, "{shown}");
    }
}
