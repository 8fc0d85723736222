//! `cnpay call ID [field=value]...`: builds a request, sends it, prints the outcome.

use std::{path::Path, sync::Arc};

use cnpay::{Answer, Config, Exchange, FieldError, Received, Recorder, Transport, operation};
use serde_json::{Map, Value, json};

use super::{block_on, stdin};
use crate::{
    args::Call,
    exit::Exit,
    failure::{Failure, one_line},
    input,
    language::Language,
    output::Output,
};

pub(crate) fn run(output: &Output, config: &Path, verbose: bool, arguments: &Call) -> Result<Exit, Failure> {
    let id = &arguments.id;
    if id.contains('=') {
        // Not repeated: it is a field whose operation was forgotten, and may hold a secret.
        return Err(Failure::usage("the operation comes before its fields; `cnpay operations` lists them"));
    }
    send(output, config, verbose, arguments).map_err(|failure| failure.of_call(id))
}

fn send(output: &Output, config: &Path, verbose: bool, arguments: &Call) -> Result<Exit, Failure> {
    let id = &arguments.id;
    if operation(id).is_none() {
        return Err(Failure::usage(format!("{id} is no operation; `cnpay operations` lists them")));
    }
    let fields = fields(arguments)?;
    let config = Config::load(config)?;
    let via = |transport: Arc<dyn Transport>| if verbose { recorded(id, transport) } else { transport };
    let answer = block_on(cnpay::call(&config, id, fields, &via))??;
    let object = object(id, &answer, output.language);
    output.result(&object, || text(id, &answer, output.language));
    Ok(Exit::of_answer(id, answer.state))
}

/// The fields of `--body` and of the command line, each once.
fn fields(arguments: &Call) -> Result<Map<String, Value>, Failure> {
    let mut fields = match arguments.body.as_deref() {
        None => Map::new(),
        Some("-") => object_from(&stdin()?)?,
        Some(file) => {
            object_from(&input::file(file).map_err(|error| Failure::usage(format!("--body {file}: cannot be read ({})", error.kind())))?)?
        }
    };
    for field in &arguments.fields {
        // The text is not repeated: somebody may have typed a secret.
        let (name, value) = field.split_once('=').ok_or_else(|| Failure::usage("fields are given as field=value"))?;
        if fields.insert(name.to_owned(), Value::String(value.to_owned())).is_some() {
            return Err(FieldError::new(name.to_owned(), "is given twice").into());
        }
    }
    Ok(fields)
}

fn object_from(bytes: &[u8]) -> Result<Map<String, Value>, Failure> {
    match cnpay::json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Failure::invalid("--body: a JSON object of fields is expected")),
        Err(error) => Err(Failure::invalid(format!("--body: {error}"))),
    }
}

/// Writes every exchange to stderr, texts of messages masked.
fn recorded(id: &str, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
    let sink = |exchange: Exchange| {
        tracing::info!(target: "cnpay::wire", "> {} {} {}", exchange.method, exchange.uri, exchange.body);
        match exchange.outcome {
            Ok(reply) => tracing::info!(target: "cnpay::wire", "< {} {}", reply.status, reply.body),
            Err(error) => tracing::info!(target: "cnpay::wire", "< {error}"),
        }
    };
    Arc::new(Recorder::new(transport, Arc::new(cnpay::mask(id)), Arc::new(sink)))
}

fn object(id: &str, answer: &Answer<Received>, language: Language) -> Value {
    let mut object = json!({
        "operation": id, "state": answer.state.as_str(), "code": answer.code, "message": answer.message,
        "advice": answer.advice.map(|advice| language.pick(advice.zh, advice.en)), "reply": answer.reply,
    });
    if let (Some(stage), Some(object)) = (answer.stage, object.as_object_mut()) {
        object.insert("stage".into(), stage.into());
    }
    object
}

fn text(id: &str, answer: &Answer<Received>, language: Language) -> String {
    let mut text = format!("{id}: {}", answer.state);
    for part in [answer.stage, answer.code.as_deref(), answer.message.as_deref()].into_iter().flatten() {
        text.push_str(&format!(" · {}", one_line(part)));
    }
    if let Some(advice) = answer.advice {
        text.push_str(&format!("\n  {}", language.pick(advice.zh, advice.en)));
    }
    for (name, value) in answer.reply.iter() {
        text.push_str(&format!("\n  {name}: {}", value.as_str().map_or_else(|| value.to_string(), one_line)));
    }
    text
}
