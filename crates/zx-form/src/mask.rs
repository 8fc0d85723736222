//! Wire logs without secrets.

use paycore::without_numbers;

use crate::{REPLY_LIMITS, Wire, message::of_json, pairs};

/// Texts of people, in which a number may be anybody's.
const FREE: &[&str] = &["casDesc", "msg", "ordDesc"];

/// Fields that may be read by anybody. Every other value is masked, those that no table lists too.
const OPEN: &[&str] = &[
    "acBal",
    "acT0",
    "acT0Froz",
    "acT1",
    "acType",
    "accountType",
    "bankCode",
    "casAmt",
    "casDate",
    "casOrdNo",
    "casTime",
    "casType",
    "code",
    "contentType",
    "custId",
    "custOrdNo",
    "custOrderNo",
    "deductWay",
    "fee",
    "frozBalance",
    "netrecAmt",
    "ordAmt",
    "ordStatus",
    "ordTime",
    "orgNo",
    "payAmt",
    "prdOrdNo",
    "serviceFee",
    "tranType",
    "version",
];

/// A received or sent body, or the address of a request, as text, masked: `name=value` pairs, whatever it was written in. What is no message
/// of this protocol is shown only where it cannot hold one.
pub fn masked(bytes: &[u8]) -> String {
    let query = bytes.iter().position(|byte| *byte == b'?').filter(|at| !bytes[..*at].iter().any(|byte| matches!(byte, b'=' | b'{')));
    let (address, query) = bytes.split_at(query.map_or(0, |at| at + 1));
    // A reply may be larger than anything else.
    let pairs = of_json(query, REPLY_LIMITS).map(|pairs| (Wire::Json, pairs)).or_else(|_| pairs(query));
    let Some((_, pairs)) = pairs.ok().filter(|(wire, _)| *wire == Wire::Json || !query.iter().any(|byte| matches!(byte, b'<' | b'{')))
    else {
        return format!("({} bytes that are no message of 掌讯)", bytes.len());
    };
    let mut text = plain(address);
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            text.push('&');
        }
        text.push_str(&plain(name));
        if !value.is_empty() {
            text.push('=');
            text.push_str(&shown(&String::from_utf8_lossy(name), &String::from_utf8_lossy(value)));
        }
    }
    text
}

fn shown(name: &str, value: &str) -> String {
    match name {
        _ if FREE.contains(&name) => without_numbers(value),
        _ if OPEN.contains(&name) => value.to_owned(),
        _ => "***".into(),
    }
}

/// What is neither name nor value of a listed field: shown where it is printable ASCII, without long numbers.
fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) => without_numbers(text),
        _ => "***".into(),
    }
}
