//! Forgery: the input is a list of edits to a genuine signed notice. Whatever comes out is believed only where it still says, byte for
//! byte, what was signed.
#![no_main]

use std::sync::LazyLock;

use kq_xml::{SignedPart, Tr3};
use kuaiqian::agreement::notice;
use libfuzzer_sys::{
    arbitrary::{Result, Unstructured},
    fuzz_target,
};
use paysign::{Hash, PublicKey, RsaVerifier};

macro_rules! fixture {
    ($file:literal) => {
        include_bytes!(concat!("../../../fixtures/", $file))
    };
}

const GENUINE: &[&[u8]] = &[
    fixture!("kuaiqian-agreement/tr3.rsa1024.xml"),
    fixture!("kuaiqian-agreement/tr3.rsa2048.xml"),
    fixture!("kuaiqian-agreement/tr3.signature_first.xml"),
    fixture!("kuaiqian-agreement/tr3.extras.xml"),
    fixture!("kuaiqian-agreement/tr3.extras.sent_in_gbk.xml"),
    fixture!("kuaiqian-agreement/tr3.extras.signed_in_gbk.xml"),
];

/// What makes a parser and a verifier disagree.
const PIECES: &[&[u8]] = &[
    b"<signature>",
    b"</signature>",
    b"<signature/>",
    b"<a:signature>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE a [",
    b"<?a?>",
    b"<TxnMsgContent>",
    b"</TxnMsgContent>",
    b"<amount>0.01</amount>",
    b"</MasMessage>",
    b"&#60;",
    b"\0",
    b"\xef\xbb\xbf",
    b"\n",
];

const CONTENT_TYPES: &[Option<&str>] = &[None, Some("text/xml; charset=utf-8"), Some("text/xml; charset=GBK")];

static KEYS: LazyLock<RsaVerifier> = LazyLock::new(|| {
    let files: [&[u8]; 2] = [fixture!("keys/notice-1024.cer"), fixture!("keys/notice-2048.pub.pem")];
    let keys = files.iter().flat_map(|file| PublicKey::read(file).expect("a key"));
    RsaVerifier::new(keys, [Hash::Sha1, Hash::Sha256]).expect("a verifier")
});

/// What was signed, and what it says.
static SIGNED: LazyLock<Vec<(Vec<u8>, Tr3)>> = LazyLock::new(|| {
    let signed = |body: &&[u8]| {
        let notice = notice::verify(&KEYS, body, None).expect("it is genuine").into_inner();
        readings(body, None).into_iter().map(move |message| (message, notice.clone()))
    };
    GENUINE.iter().flat_map(signed).collect()
});

fuzz_target!(|edits: &[u8]| {
    let mut edits = Unstructured::new(edits);
    if let Ok((body, content_type)) = forged(&mut edits)
        && let Ok(believed) = notice::verify(&KEYS, &body, content_type)
    {
        let readings = readings(&body, content_type);
        let signed = SIGNED.iter().any(|(message, notice)| readings.contains(message) && notice == believed.get());
        assert!(signed, "believed, but never signed: {}", String::from_utf8_lossy(&body));
    }
});

/// The signed bytes of a body: as they came, and decoded from the GB family.
fn readings(body: &[u8], content_type: Option<&str>) -> Vec<Vec<u8>> {
    let parts = [SignedPart::find(body).ok(), SignedPart::find_in_gb18030(body, content_type)];
    parts.into_iter().flatten().map(|part| part.message().to_vec()).collect()
}

fn forged<'a>(edits: &mut Unstructured<'a>) -> Result<(Vec<u8>, Option<&'a str>)> {
    let mut body = edits.choose(GENUINE)?.to_vec();
    let content_type = *edits.choose(CONTENT_TYPES)?;
    // Few: a notice that was changed everywhere is refused by the first check.
    for _ in 0..edits.int_in_range(0..=4)? {
        let at = place(edits, &body)?;
        let end = place(edits, &body)?.max(at);
        match edits.int_in_range(0..=6)? {
            0 if at < body.len() => body[at] ^= 1 << edits.int_in_range(0..=7)?,
            1 => drop(body.drain(at..end)),
            2 => insert(&mut body, at, edits.choose(PIECES)?),
            3 => insert(&mut body, at, edits.arbitrary::<&[u8]>()?),
            // A part twice, elsewhere, or of another message.
            4 => {
                let part = body[at..end].to_vec();
                insert(&mut body, at, &part);
            }
            5 => {
                let part: Vec<u8> = body.drain(at..end).collect();
                let to = place(edits, &body)?;
                insert(&mut body, to, &part);
            }
            _ => {
                let other = *edits.choose(GENUINE)?;
                let (from, to) = (place(edits, other)?, place(edits, other)?);
                insert(&mut body, at, &other[from.min(to)..from.max(to)]);
            }
        }
    }
    Ok((body, content_type))
}

/// Where a tag begins, or anywhere.
fn place(edits: &mut Unstructured<'_>, body: &[u8]) -> Result<usize> {
    if edits.ratio(1u8, 4u8)? {
        return edits.int_in_range(0..=body.len());
    }
    let tags: Vec<_> = (0..body.len()).filter(|at| body[*at] == b'<').chain([body.len()]).collect();
    edits.choose(&tags).copied()
}

fn insert(body: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(body.splice(at..at, piece.iter().copied()));
}
