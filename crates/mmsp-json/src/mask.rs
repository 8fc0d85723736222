//! Wire logs without secrets.

use paycore::without_numbers;
use paywire::json::{Kind, Value, write_text};

use crate::parse;

/// Texts of people, in which a number may be anybody's.
const FREE: &[&str] = &["DESC", "ERRMSG", "ERR_CODE_MSG", "ErrMsg", "ErrorMsg", "REMSG", "RETMMSG", "RETMSG"];

/// Members that may be read by anybody. Every other value is masked, those that no table lists too.
const OPEN: &[&str] = &[
    "ACCSTATUS",
    "ACCTYPE",
    "AGENTNO",
    "AMT",
    "BANK_NAME",
    "BSORDERNO",
    "BUSITYPE",
    "CARDTYPE",
    "CMDID",
    "CUR",
    "CURTYPE",
    "CommandID",
    "END_DATE",
    "ERRCODE",
    "ERR_CODE",
    "IS_MINIPG",
    "IS_RAW",
    "IST0",
    "LIMIT_PAY",
    "LIST_ID",
    "MERNO",
    "MERORDERID",
    "NOTIFY_DATE",
    "NodeID",
    "NodeType",
    "ORDERNO",
    "PAGE",
    "PAYSTATE",
    "PAYTIME",
    "PAYTYPE",
    "PAY_CHANNEL",
    "PAY_DATE",
    "PERPAGE",
    "PUSH_COUNT",
    "QRYTYPE",
    "REFUND_MERORDERID",
    "REFUND_ORDERNO",
    "REFUND_TIME",
    "REQTIME",
    "RETCODE",
    "RSPTIME",
    "RetCode",
    "START_DATE",
    "STATUS",
    "SeqID",
    "TERMNO",
    "TIME_END",
    "TOTAL_NUM",
    "TOTAL_PAGE",
    "TRADETIME",
    "TRADETYPE",
    "TRADE_MODE",
    "TRDETIME",
    "VERSION",
    "Version",
];

/// A received or sent body as text, masked. What is no JSON is shown only where it cannot hold a message.
pub fn masked(bytes: &[u8]) -> String {
    if let Ok(document) = parse(bytes) {
        let mut text = String::new();
        write(None, document.root(), &mut text);
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(['{', '=', '<', '%']) => without_numbers(text),
        _ => format!("({} bytes that are no JSON)", bytes.len()),
    }
}

fn write(name: Option<&str>, value: Value<'_>, out: &mut String) {
    let is_one_of = |names: &[&str]| name.is_some_and(|name| names.contains(&name));
    match value.kind() {
        Kind::Object => {
            out.push('{');
            for (at, (name, value)) in value.members().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write_text(&without_numbers(name), out);
                out.push(':');
                write(Some(name), value, out);
            }
            out.push('}');
        }
        Kind::Array => {
            out.push('[');
            for (at, item) in value.items().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write(name, item, out);
            }
            out.push(']');
        }
        Kind::Null => out.push_str("null"),
        Kind::Text if value.lexeme() == "\"\"" => out.push_str("\"\""),
        Kind::Text if is_one_of(FREE) => write_text(&without_numbers(&value.text().unwrap_or_default()), out),
        _ if is_one_of(OPEN) => out.push_str(value.lexeme()),
        _ => out.push_str("\"***\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_members_are_shown() {
        let body = r#" {"RetCode":0,"ErrorMsg":"card 6222020000000000018","Body":{"AMT":25,"CARDNO":6222020000000000018,"REMARK":"","new":["王"]}}"#;
        assert_eq!(
            masked(body.as_bytes()),
            r#"{"RetCode":0,"ErrorMsg":"card ***","Body":{"AMT":25,"CARDNO":"***","REMARK":"","new":["***"]}}"#
        );
        assert_eq!(masked(br#"{"ENCRYPT":"c2VjcmV0","SIGN":"c2ln"}"#), r#"{"ENCRYPT":"***","SIGN":"***"}"#);
        assert_eq!(masked(br#"{"CARDNO":"6222"#), "(15 bytes that are no JSON)");
        assert_eq!(masked(b"CARDNO=6222"), "(11 bytes that are no JSON)");
        assert_eq!(masked(b"bad gateway 6222020000000000018"), "bad gateway ***");
    }
}
