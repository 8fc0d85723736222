//! `cnpay operations`: what there is of the platform, typed off section 4, and every field with its limits.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::cnpay;

/// The field tables of section 4, a field a line: operation, message, name, longest, needed, sensitive.
const FIELDS: &str = include_str!("../../../crates/mmsp-json/tests/samples/fields.txt");

/// The catalogue of section 4.1: operation, command, and whether sending it twice changes something.
const CATALOGUE: &[(&str, &str, &str)] = &[
    ("quickpay.pay", "0x0303", "changes"),
    ("quickpay.confirm", "0x0304", "changes"),
    ("quickpay.query", "0x0305", "reads"),
    ("quickpay.bind", "0x0306", "changes"),
    ("quickpay.unbind", "0x0307", "changes"),
    ("quickpay.bind_query", "0x0308", "reads"),
    ("quickpay.batch_query", "0x0309", "reads"),
    ("quickpay.resend_sms", "0x030A", "changes"),
    ("quickpay.bound_pay", "0x030B", "changes"),
    ("quickpay.bound_pay_sms", "0x030C", "changes"),
    ("quickpay.bind_sms", "0x030D", "changes"),
    ("quickpay.unionpay_order", "0x030F", "changes"),
    ("scan.wechat_prepay", "0x0902", "changes"),
    ("scan.wechat_micropay", "0x0903", "changes"),
    ("scan.wechat_h5", "0x0911", "changes"),
    ("scan.alipay_prepay", "0x0904", "changes"),
    ("scan.alipay_micropay", "0x0905", "changes"),
    ("scan.alipay_static_code", "0x0402", "changes"),
    ("scan.alipay_dynamic_code", "0x0403", "changes"),
    ("scan.alipay_h5", "0x0406", "changes"),
    ("scan.qq_prepay", "0x0915", "changes"),
    ("scan.qq_micropay", "0x0308", "changes"),
    ("scan.jd_prepay", "0x0407", "changes"),
    ("scan.unionpay_prepay", "0x0401", "changes"),
    ("scan.query", "0x0906", "reads"),
    ("scan.cancel", "0x0907", "changes"),
    ("scan.refund", "0x0908", "changes"),
    ("scan.refund_query", "0x0909", "reads"),
    ("scan.close", "0x090A", "changes"),
    ("scan.wechat_wake_url", "", "reads"),
    ("scan.openid_url", "", "reads"),
    ("gateway.pay", "0x0912", "changes"),
    ("gateway.query", "0x0913", "reads"),
    ("gateway.batch_query", "0x030E", "reads"),
    ("payout.pay", "0x1001", "changes"),
    ("payout.query", "0x1002", "reads"),
    ("payout.balance", "0x1003", "reads"),
];

/// What the catalogue says of those that are not open to everybody.
const REMARKS: &[(&str, &[&str])] = &[
    ("not yet open", &["quickpay.bind", "quickpay.unbind", "quickpay.bind_query", "quickpay.bind_sms"]),
    ("ask the operator if it is open", &["quickpay.bound_pay", "quickpay.bound_pay_sms"]),
];

#[test]
fn the_catalogue_is_listed() {
    let listed = cnpay(&["operations", "--output", "json"], "").objects();
    let mut listed: BTreeMap<_, _> =
        listed.iter().filter_map(|object| Some((object["id"].as_str()?.strip_prefix("mmsp.")?, object))).collect();
    for (id, command, effect) in CATALOGUE {
        let object = listed.remove(id).unwrap_or_else(|| panic!("no {id}"));
        let remark = REMARKS.iter().find(|(_, ids)| ids.contains(id)).map(|(remark, _)| *remark);
        assert_eq!((&object["path"], &object["effect"], object["remark"].as_str()), (&json!(command), &json!(effect), remark), "{id}");
        assert!(object["title"].as_str().is_some_and(|title| !title.is_empty()), "{id}");
    }
    assert!(listed.is_empty(), "{listed:?}");
}

#[test]
fn the_list_reads_well_in_eighty_columns() {
    let run = cnpay(&["operations", "--output", "text"], "");
    for line in run.stdout.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    for (id, ..) in CATALOGUE {
        assert!(run.stdout.lines().any(|line| line.trim_start().starts_with(&format!("mmsp.{id} "))), "{id} in one piece");
    }
    for (remark, ids) in REMARKS {
        assert_eq!(run.stdout.lines().filter(|line| line.trim() == format!("({remark})")).count(), ids.len(), "{remark}");
    }
}

/// The rows of one operation's message.
type Rows = Vec<[&'static str; 4]>;

fn tables() -> BTreeMap<(&'static str, &'static str), Rows> {
    let mut tables: BTreeMap<_, Rows> = BTreeMap::new();
    for line in FIELDS.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let [id, message, name, longest, needed, sensitive] = words[..] else { panic!("{line}") };
        tables.entry((id, message)).or_default().push([name, longest, needed, sensitive]);
    }
    tables
}

fn longest(field: &Value) -> String {
    field["maxLength"].as_u64().map_or_else(|| "-".to_owned(), |longest| longest.to_string())
}

#[test]
fn the_schema_is_the_field_table_with_its_limits() {
    for ((id, message), rows) in tables() {
        let object = cnpay(&["operations", id], "").object(0);
        let properties = object[message]["properties"].as_object().expect("properties");
        for [name, limit, ..] in &rows {
            let field = properties.get(*name).unwrap_or_else(|| panic!("{id} {message}: no {name}"));
            assert!(*limit == "-" || longest(field) == *limit, "{id} {message} {name}: {limit}, not {}", longest(field));
            assert!(field["description"].as_str().is_some_and(|text| !text.is_empty()), "{id} {message} {name}");
        }
        assert!(message == "reply" || properties.len() == rows.len(), "{id}: {:?}", properties.keys());
    }
}

/// People read the same: each field of a request in its place, with its length.
#[test]
fn a_person_reads_the_table() {
    for id in ["mmsp.quickpay.pay", "mmsp.scan.wechat_prepay", "mmsp.gateway.pay", "mmsp.payout.pay"] {
        let text = cnpay(&["operations", id, "--output", "text"], "").stdout;
        let mut lines = text.lines().skip_while(|line| *line != "request");
        for [name, limit, ..] in &tables()[&(id, "request")] {
            let row = lines.find(|line| line.split_whitespace().next() == Some(name)).unwrap_or_else(|| panic!("{id}: no {name}:\n{text}"));
            let length = row.split_whitespace().nth(1).unwrap_or_default().trim_start_matches('≤');
            assert!(*limit == "-" || length == *limit, "{id}: {row}");
        }
        assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{text}");
    }
}
