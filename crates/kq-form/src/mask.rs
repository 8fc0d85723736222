//! Wire logs without secrets.

use paycore::{BeijingTime, without_numbers};
use paywire::{
    flat::{Node, Tree},
    form::Pairs,
};

use crate::{Document, FORM_LIMITS, Wire};

/// Numbers of orders, deals and merchants, as long as they may be; in whatever case.
const NUMBERS: &[&str] =
    &["dealId", "merchant", "merchant_id", "merchantAcctId", "orderId", "pid", "rOrderId", "seqId", "sequenceId", "txOrder"];

/// Fields that may be read by anybody where they hold a code, a date or an amount, in whatever case. Every other text is masked, those that
/// no table lists too.
const OPEN: &[&str] = &[
    "amount",
    "bankDealId",
    "bankId",
    "cardIssuer",
    "code",
    "command_type",
    "currentPage",
    "dealTime",
    "endDate",
    "endTime",
    "errCode",
    "extDataType",
    "faultcode",
    "fee",
    "inputCharset",
    "language",
    "lastupdateEndDate",
    "lastupdateStartDate",
    "lastUpdateTime",
    "orderAmount",
    "orderAmout",
    "orderTime",
    "orderTimeOut",
    "orderTimestamp",
    "ownerFee",
    "pageCount",
    "pageSize",
    "payAmount",
    "payerContactType",
    "payerIdType",
    "payResult",
    "payType",
    "payTypeDesc",
    "period",
    "postdate",
    "productId",
    "productNum",
    "queryMode",
    "queryType",
    "recordCount",
    "redoFlag",
    "remitType",
    "requestPage",
    "requestResult",
    "result",
    "returnSharingFlag",
    "signType",
    "startDate",
    "startTime",
    "status",
    "submitType",
    "timestamp",
    "version",
];

/// A received or sent body, or the address of a request, as text, masked. Trees are shown as `name=value` pairs, branches in braces. What
/// is no message of this gateway is shown only where it cannot hold a name or a number of a person.
pub fn masked(bytes: &[u8]) -> String {
    match Document::from_slice(bytes) {
        Ok(document) if document.wire() != Wire::Form => {
            let mut text = String::new();
            write(document.nodes(), &mut text);
            text
        }
        _ if bytes.iter().any(|byte| matches!(byte, b'<' | b'{')) => size(bytes),
        _ if !bytes.contains(&b'=') && !is_harmless(bytes) => size(bytes),
        _ => masked_form(bytes),
    }
}

fn size(bytes: &[u8]) -> String {
    format!("({} bytes that are no message of this gateway)", bytes.len())
}

/// An address, or the name of a content type: a recorder masks those too.
fn is_harmless(bytes: &[u8]) -> bool {
    let is_address = bytes.starts_with(b"http://") || bytes.starts_with(b"https://") || bytes.starts_with(b"/");
    is_address || bytes.starts_with(b"application/") || bytes.starts_with(b"text/")
}

fn write(nodes: &[Node], text: &mut String) {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            text.push('&');
        }
        text.push_str(&plain(node.name.as_bytes()));
        match &node.tree {
            Tree::Text(value) => {
                text.push('=');
                text.push_str(&shown(&node.name, value.expose()));
            }
            Tree::Nodes(nodes) => {
                text.push('{');
                write(nodes, text);
                text.push('}');
            }
        }
    }
}

/// A form, a query string, or an address with one behind its `?`. Read leniently: a doubled name hides nothing here.
fn masked_form(bytes: &[u8]) -> String {
    let query = bytes.iter().position(|byte| *byte == b'?').map_or(0, |at| at + 1);
    let (address, query) = if bytes[..query].contains(&b'=') { (&[][..], bytes) } else { bytes.split_at(query) };
    let Ok(pairs) = Pairs::parse(query, FORM_LIMITS) else {
        return size(bytes);
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
    let is_in = |names: &[&str]| names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    let is_plain = value.len() <= 32 && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'-'));
    // What is no time and no number of a deal may be a card or an identity number that stands in the wrong field.
    let is_short = || value.split(|c: char| !c.is_ascii_digit()).all(|digits| digits.len() < 12);
    let is_open = is_plain && (is_in(NUMBERS) || is_in(OPEN) && (is_short() || BeijingTime::parse_compact(value).is_ok()));
    if value.is_empty() || is_open { value.to_owned() } else { "***".into() }
}

/// What is neither name nor value of a listed field: shown where it is printable ASCII, without long numbers.
fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) => without_numbers(text),
        _ => "***".into(),
    }
}
