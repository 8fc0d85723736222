//! `cnpay operations [ID]`: what can be called, and with which fields.

use cnpay::{Entry, operation, operations};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use crate::{
    exit::{Exit, effect_word},
    failure::Failure,
    output::Output,
};

pub(crate) fn run(output: &Output, id: Option<&str>) -> Result<Exit, Failure> {
    match id {
        None => list(output),
        Some(id) => {
            let operation = operation(id).ok_or_else(|| Failure::usage(format!("{id} is no operation; `cnpay operations` lists them")))?;
            let object = json!({
                "id": operation.id(), "title": operation.title(), "path": operation.path(), "effect": effect_word(operation.effect()),
                "request": operation.request_schema(), "reply": operation.reply_schema(),
            });
            output.result(&object, || describe(operation));
        }
    }
    Ok(Exit::Done)
}

fn list(output: &Output) {
    if output.json {
        for operation in operations() {
            output.object(&json!({
                "id": operation.id(), "title": operation.title(), "path": operation.path(), "effect": effect_word(operation.effect()),
            }));
        }
        return;
    }
    let mut table = table(&["id", "path", "what it is for"]);
    for operation in operations() {
        table.add_row([operation.id(), operation.path(), operation.title()]);
    }
    output.line(&table.to_string());
}

fn describe(operation: &dyn Entry) -> String {
    let mut text = format!("{}\n{}\nPOST {}\n", operation.id(), operation.title(), operation.path());
    for (title, schema) in [("request", operation.request_schema()), ("reply", operation.reply_schema())] {
        text.push_str(&format!("\n{title}\n{}\n", fields(schema.as_value())));
    }
    text.trim_end().to_owned()
}

fn fields(schema: &Value) -> Table {
    let mut table = table(&["field", "length", "required", "meaning"]);
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|field| field == name));
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let length = match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
            (Some(min), Some(max)) if min == max => max.to_string(),
            (_, Some(max)) => format!("≤{max}"),
            _ => String::new(),
        };
        let required = if required(name) { "yes" } else { "" };
        table.add_row([name, &length, required, field["description"].as_str().unwrap_or_default()]);
    }
    table
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    table
}
