//! Second opinions of Python: urllib on our forms, hashlib on our bases, xml.etree and json on our replies.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use kq_form::{Document, Fields, Pay, Signing, fields, json, notice, reply, soap};
use paywire::{
    charset::Charset,
    flat::{Node, Tree},
    form,
};

use crate::{
    samples::{KEY, NOTICE, QUERY_REPLY, REFUND_TAKEN, REMIT_ACCEPTED, REMIT_REFUSED, pay},
    soap::{CALL, answer},
};

/// Runs a script with `input` on stdin. Without Python there is no second opinion.
fn python(script: &str, arguments: &[&str], input: &[u8]) -> Option<String> {
    let mut command = Command::new("python3");
    command.arg("-c").arg(script).args(arguments).env("PYTHONIOENCODING", "utf-8").stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "python3 is missing");
        let _ = writeln!(std::io::stderr(), "SKIP: python3 is missing, nothing was compared");
        return None;
    };
    child.stdin.take().expect("piped").write_all(input).expect("python3 reads");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "python3 fails");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

const HOSTILE: [&str; 6] = ["商品<&quot;>'\"", "a b+c%2B=&d", "100%", "~*-._", "，。", "\u{3000}x "];

#[test]
fn urllib_reads_our_forms_and_writes_the_same() {
    const SCRIPT: &str = "
import sys, urllib.parse as u
charset, body = sys.argv[1], sys.stdin.read()
pairs = u.parse_qsl(body, keep_blank_values=True, strict_parsing=True, encoding=charset, errors='strict')
print(u.urlencode(pairs, encoding=charset).replace('%2A', '*').replace('~', '%7E'))
for name, value in pairs: print(name + '=' + value)
";
    for (charset, label) in [(Charset::Utf8, "utf-8"), (Charset::Gbk, "gbk"), (Charset::Gb2312, "gb2312")] {
        for text in HOSTILE {
            let order = Pay { product_name: Some(text.into()), ext1: Some(text.into()), ..pay() };
            let fields = fields(&order).expect("valid");
            let body = form::encode(fields.encode(charset).expect("encodable").iter());
            let Some(said) = python(SCRIPT, &[label], body.as_bytes()) else { return };
            let ours: String = fields.as_slice().iter().map(|(name, value)| format!("{name}={value}\n")).collect();
            assert_eq!(said, format!("{body}\n{ours}"), "{text}");
        }
    }
}

#[test]
fn hashlib_verifies_a_notice() {
    const SCRIPT: &str = "
import sys, hashlib, urllib.parse as u
names = sys.argv[2].split(',')
pairs = dict(u.parse_qsl(sys.stdin.buffer.read(), keep_blank_values=True))
base = b'&'.join(name + b'=' + pairs[name] for name in (n.encode() for n in names) if pairs.get(name))
print(base.hex())
print(hashlib.md5(base + b'&key=' + sys.argv[1].encode()).hexdigest().upper() == pairs[b'signMsg'].decode())
";
    let Some(said) = python(SCRIPT, &[KEY, &kq_form::NOTICE.fields.join(",")], NOTICE.as_bytes()) else { return };
    let base = notice::parse(NOTICE.as_bytes()).expect("a notice").base(Signing::Rsa);
    let hex: String = base.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(said, format!("{hex}\nTrue\n"));
}

/// `path=text` of each leaf in its order, in hex.
fn leaves(nodes: &[Node], path: &str, found: &mut Vec<String>) {
    for node in nodes {
        let path = format!("{path}/{}", node.name);
        match &node.tree {
            Tree::Text(text) => found.push(format!("{path}={}", text.expose())),
            Tree::Nodes(nodes) => leaves(nodes, &path, found),
        }
    }
}

fn printed(nodes: &[Node]) -> String {
    let mut found = Vec::new();
    leaves(nodes, "", &mut found);
    found.iter().map(|leaf| leaf.bytes().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n").collect()
}

fn hostile() -> Fields {
    let mut fields = Fields::default();
    for (name, text) in ["orderId", "payType", "fee", "version", "status", "code"].into_iter().zip(HOSTILE) {
        fields.push(name, text);
    }
    fields
}

#[test]
fn etree_reads_the_same() {
    const SCRIPT: &str = "
import sys, xml.etree.ElementTree as tree
def leaves(element, path):
    path = path + '/' + element.tag.rsplit('}')[-1]
    if len(element) == 0: yield path + '=' + (element.text or '')
    for child in element: yield from leaves(child, path)
root = tree.fromstring(sys.stdin.buffer.read())
if root.tag.endswith('}Envelope'): root = root[0][0][0]
for child in root:
    for leaf in leaves(child, ''): print(leaf.encode().hex())
";
    let xml = [REMIT_ACCEPTED.as_bytes().to_vec(), REMIT_REFUSED.into(), REFUND_TAKEN.into(), reply::to_xml("res", &hostile())];
    for document in xml {
        let nodes = reply::from_xml(&document).expect("a document");
        let Some(said) = python(SCRIPT, &[], &document) else { return };
        assert_eq!(said, printed(&nodes));
    }
    for call in [CALL.as_bytes().to_vec(), soap::request("query", &hostile())] {
        let (_, nodes) = soap::read_request(&call).expect("a call");
        assert_eq!(python(SCRIPT, &[], &call), Some(printed(&nodes)));
    }
    // In an answer the items of the list bear the list's name, not their type's.
    let answer = answer(soap::Beans::Nested, 2);
    let nodes = soap::read_reply(&answer).expect("an answer");
    let said = python(SCRIPT, &[], &answer).expect("python3 was there");
    let renamed = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(said.replace(&renamed("/GatewayOrderDetail/"), &renamed("/orders/")), printed(&nodes));
}

#[test]
fn json_reads_the_same() {
    const SCRIPT: &str = "
import sys, json
def leaves(value, path):
    if isinstance(value, dict):
        for name, inner in value.items(): yield from leaves(inner, path + '/' + name)
    elif isinstance(value, list):
        for inner in value: yield from leaves(inner, path + '/' + path.rsplit('/')[-1])
    else: yield path + '=' + (value or '')
text = sys.stdin.buffer.read()
for leaf in leaves(json.loads(text, parse_int=str, parse_float=str), ''): print(leaf.encode().hex())
";
    for text in [QUERY_REPLY.as_bytes().to_vec(), json::to_vec(&hostile()), json::with_items(&hostile(), "orders", &[hostile(), hostile()])]
    {
        let document = Document::from_slice(&text).expect("an object");
        let Some(said) = python(SCRIPT, &[], &text) else { return };
        assert_eq!(said, printed(document.nodes()));
    }
}
