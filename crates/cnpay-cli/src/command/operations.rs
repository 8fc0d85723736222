//! `cnpay operations [ID]`: what can be called, and with which fields.

use cnpay::{Effect, Entry, operation, operations};
use comfy_table::Table;
use serde_json::{Value, json};

use crate::{exit::Exit, failure::Failure, output::Output, table::table};

pub(crate) fn run(output: &Output, id: Option<&str>) -> Result<Exit, Failure> {
    match id {
        None => list(output),
        Some(id) => {
            let operation = operation(id).ok_or_else(|| Failure::usage(format!("{id} is no operation; `cnpay operations` lists them")))?;
            let mut object = summary(operation);
            object["request"] = json!(operation.request_schema());
            object["reply"] = json!(operation.reply_schema());
            output.result(&object, || describe(output, operation));
        }
    }
    Ok(Exit::Done)
}

fn list(output: &Output) {
    if output.json {
        for operation in operations() {
            output.object(&summary(operation));
        }
        return;
    }
    let mut table = table(output, ["id", "what it is for"]);
    let mut before = None;
    for operation in operations() {
        let product = operation.id().rsplit_once('.').map(|(product, _)| product);
        if before.replace(product).is_some_and(|before| before != product) {
            table.add_row(["", ""]);
        }
        let remark = operation.remark().map(|remark| format!("\n({remark})")).unwrap_or_default();
        table.add_row([operation.id(), &format!("{}{remark}", operation.title())]);
    }
    output.line(&table.to_string());
}

fn summary(operation: &dyn Entry) -> Value {
    let mut object = json!({
        "id": operation.id(), "title": operation.title(), "path": operation.path(), "effect": effect_word(operation.effect()),
    });
    if let Some(remark) = operation.remark() {
        object["remark"] = json!(remark);
    }
    object
}

fn describe(output: &Output, operation: &dyn Entry) -> String {
    let mut text = format!("{}\n{}\n", operation.id(), operation.title());
    for line in [operation.path()].into_iter().chain(operation.remark()).filter(|line| !line.is_empty()) {
        text.push_str(&format!("{line}\n"));
    }
    for (title, names, schema) in
        [("request", operation.request_fields(), operation.request_schema()), ("reply", operation.reply_fields(), operation.reply_schema())]
    {
        text.push_str(&format!("\n{title}\n{}\n", fields(output, names, schema.as_value())));
    }
    text.trim_end().to_owned()
}

/// The fields in the order of the wire.
fn fields(output: &Output, names: &[&str], schema: &Value) -> Table {
    let mut table = table(output, ["field", "length", "required", "meaning"]);
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for name in names {
        let field = &schema["properties"][name];
        let length = match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
            (Some(min), Some(max)) if min == max => max.to_string(),
            (_, Some(max)) => format!("≤{max}"),
            _ => String::new(),
        };
        let required = if required.iter().any(|field| field == name) { "yes" } else { "" };
        table.add_row([name, length.as_str(), required, field["description"].as_str().unwrap_or_default()]);
    }
    table
}

/// What sending an operation twice would do, in a word.
const fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Reads => "reads",
        Effect::Changes => "changes",
    }
}
