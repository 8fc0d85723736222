//! Wire logs without secrets.

use paycore::without_numbers;
use paywire::flat::{Node, Tree};

use crate::Document;

/// Texts of people, in which a number may be anybody's.
const FREE: &[&str] = &["errorMessage", "responseTextMessage"];

/// Fields that may be read by anybody. Every other text is masked, those that no table lists too.
const OPEN: &[&str] = &[
    "amount",
    "bankId",
    "cardOrg",
    "cardType",
    "entryTime",
    "errorCode",
    "externalRefNumber",
    "interactiveStatus",
    "issuer",
    "key",
    "merchantId",
    "origRefNumber",
    "orignalTxnType",
    "refNumber",
    "responseCode",
    "spFlag",
    "storableCardNo",
    "storablePan",
    "termInMonths",
    "terminalId",
    "transTime",
    "txnStatus",
    "txnType",
    "validFlag",
    "validateType",
    "voidFlag",
];

/// A received or sent body as text, masked. What is no document of this protocol is shown only where it cannot hold a card number.
pub fn masked(bytes: &[u8]) -> String {
    if let Ok(document) = Document::from_slice(bytes) {
        let mut text = String::new();
        document.contents.iter().for_each(|node| write(node, &mut text));
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('<') => without_numbers(text),
        _ => format!("({} bytes that are no MasMessage)", bytes.len()),
    }
}

fn write(node: &Node, text: &mut String) {
    text.push_str(&format!("<{}>", node.name));
    match &node.tree {
        Tree::Text(value) if value.is_empty() => {}
        Tree::Text(value) if OPEN.contains(&node.name.as_str()) => text.push_str(value.expose()),
        Tree::Text(value) if FREE.contains(&node.name.as_str()) => text.push_str(&without_numbers(value.expose())),
        Tree::Text(_) => text.push_str("***"),
        Tree::Nodes(nodes) => nodes.iter().for_each(|node| write(node, text)),
    }
    text.push_str(&format!("</{}>", node.name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_fields_are_shown() {
        let xml = "<MasMessage><TxnMsgContent><amount>88.60</amount><payToken>8190000000000000017</payToken>\
                   <strange>张三</strange><extMap><extDate><key>phone</key><value>13900000000</value></extDate></extMap>\
                   </TxnMsgContent></MasMessage>";
        assert_eq!(
            masked(xml.as_bytes()),
            "<TxnMsgContent><amount>88.60</amount><payToken>***</payToken><strange>***</strange>\
             <extMap><extDate><key>phone</key><value>***</value></extDate></extMap></TxnMsgContent>"
        );
        assert_eq!(masked(b"<MasMessage>6299990000000012348"), "(31 bytes that are no MasMessage)");
        assert_eq!(masked(b"https://127.0.0.1:9445/cnp/purchase"), "https://127.0.0.1:9445/cnp/purchase");
        assert_eq!(masked(b"pan=6299990000000012348"), "pan=***");
    }
}
