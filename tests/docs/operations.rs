//! The document: a section per product, every operation and its fields in the order of the wire.

use std::fmt::Write;

use cnpay::{Comes, Effect, Entry, NoticeEntry, notices, operations};
use serde_json::Value;

const HEAD: &str = "\
# Operations

Every operation and notice that `cnpay call`, `cnpay notify` and the façade know, by id. Written by `cargo xtask docs`: the messages are
declared in the codecs, not here. `cnpay operations ID --output json` gives the same as JSON Schema.

- *reads* may be repeated; *changes* is sent once, and an unknown outcome is settled by a query.
- *length* counts characters. *need*: `yes` must be given; `set` is filled when not given (the value in brackets); the rest is optional, or
  required under the condition that its meaning names. A client also fills merchant numbers, addresses, times and random texts from its
  settings.
- *secret* values are masked in everything that people read.
- Of a reply, every field may be absent.
";

/// The whole document.
pub(crate) fn text() -> String {
    let mut text = HEAD.to_owned();
    let mut products: Vec<&str> = Vec::new();
    for id in operations().map(Entry::id).chain(notices().map(|notice| notice.id)) {
        if !products.contains(&product(id)) {
            products.push(product(id));
        }
    }
    contents(&mut text, &products);
    for name in products {
        let _ = write!(text, "\n## {name}\n");
        operations().filter(|operation| product(operation.id()) == name).for_each(|entry| operation(&mut text, entry));
        let told: Vec<_> = notices().filter(|notice| product(notice.id) == name).collect();
        if !told.is_empty() {
            notice_table(&mut text, &told);
        }
    }
    text
}

/// What stands before the last dot of an id.
fn product(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(product, _)| product)
}

fn contents(text: &mut String, products: &[&str]) {
    for name in products {
        let _ = write!(text, "\n**{name}**:");
        for (nr, entry) in operations().filter(|operation| product(operation.id()) == *name).enumerate() {
            let id = entry.id();
            let last = id.rsplit('.').next().unwrap_or(id);
            let _ = write!(text, "{} [`{last}`](#{})", if nr == 0 { "" } else { "," }, id.replace('.', ""));
        }
        text.push('\n');
    }
}

fn operation(text: &mut String, entry: &dyn Entry) {
    let effect = match entry.effect() {
        Effect::Reads => "reads",
        Effect::Changes => "changes",
    };
    let path = if entry.path().is_empty() { String::new() } else { format!("`{}` · ", entry.path()) };
    let remark = entry.remark().map(|remark| format!(" · {remark}")).unwrap_or_default();
    let _ = write!(text, "\n### {}\n\n{}\n\n{path}{effect}{remark}\n", entry.id(), sentence(entry.title()));
    table(text, "request", entry.request_fields(), entry.request_schema().as_value());
    table(text, "reply", entry.reply_fields(), entry.reply_schema().as_value());
}

fn table(text: &mut String, title: &str, names: &[&str], schema: &Value) {
    if names.is_empty() {
        return;
    }
    let asks = title == "request";
    let (column, line) = if asks { (" need |", " --- |") } else { ("", "") };
    let _ = write!(text, "\n| {title} | length |{column} meaning |\n| --- | --- |{line} --- |\n");
    for name in names {
        let field = &schema["properties"][name];
        let need = if asks { format!(" {} |", need(name, field, schema)) } else { String::new() };
        let _ = writeln!(text, "| `{name}` | {} |{need} {} |", length(field), meaning(field));
        let Some(item) = field["items"]["$ref"].as_str().and_then(|path| schema.pointer(path.trim_start_matches('#'))) else { continue };
        for (name, field) in item["properties"].as_object().into_iter().flatten() {
            let need = if asks { format!(" {} |", need_of_item(name, item)) } else { String::new() };
            let _ = writeln!(text, "| · `{name}` | {} |{need} {} |", length(field), meaning(field));
        }
    }
}

fn length(field: &Value) -> String {
    match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
        _ if field["type"] == "array" => "list".to_owned(),
        (Some(min), Some(max)) if min == max => max.to_string(),
        (_, Some(max)) => format!("≤{max}"),
        _ => String::new(),
    }
}

fn need(name: &str, field: &Value, schema: &Value) -> String {
    match &field["default"] {
        Value::String(value) if !value.is_empty() => format!("set (`{value}`)"),
        Value::Array(items) if !items.is_empty() => "set".to_owned(),
        _ => need_of_item(name, schema).to_owned(),
    }
}

fn need_of_item(name: &str, schema: &Value) -> &'static str {
    let required = schema["required"].as_array().is_some_and(|required| required.iter().any(|field| field == name));
    if required { "yes" } else { "" }
}

/// The declared meaning on one line, for the cell of a table.
fn meaning(field: &Value) -> String {
    let text = field["description"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let secret = if field["writeOnly"] == true { " *secret*" } else { "" };
    format!("{}{secret}", unlinked(&text).replace('|', "\\|"))
}

/// The text with its links to items of Rust as plain code.
fn unlinked(text: &str) -> String {
    let Some((before, (name, rest))) = text.split_once("[`").and_then(|(before, link)| Some((before, link.split_once("`]")?))) else {
        return text.to_owned();
    };
    let target = rest.strip_prefix('(').and_then(|target| target.split_once(')'));
    let rest = target.map_or(rest, |(_, after)| after);
    format!("{before}`{name}`{}", unlinked(rest))
}

fn notice_table(text: &mut String, told: &[&NoticeEntry]) {
    text.push_str("\n| notice | comes as | signed | what it tells |\n| --- | --- | --- | --- |\n");
    for notice in told {
        let comes = match notice.comes {
            Comes::Body => "POST body",
            Comes::Query => "query of a GET",
        };
        let signed = if notice.signed { "yes" } else { "no" };
        let _ = writeln!(text, "| `{}` | {comes} | {signed} | {} |", notice.id, notice.title);
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
