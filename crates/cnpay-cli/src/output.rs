//! Where what is said goes: JSON to stdout, one object a line; what people read to stdout, or to stderr beside JSON.

use std::io::{IsTerminal, Write};

use serde_json::Value;

use crate::{
    args::{Arguments, Format},
    failure::Failure,
    language::Language,
};

/// How this run speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) language: Language,
    pub(crate) colour: bool,
}

impl Output {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let plain = Self::of_environment();
        Self {
            json: arguments.output.map_or(plain.json, |format| format == Format::Json),
            language: arguments.lang.unwrap_or(plain.language),
            ..plain
        }
    }

    /// As far as the surroundings tell: for a command line that could not be read.
    pub(crate) fn of_environment() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let asked = std::env::args().skip_while(|argument| argument != "--output").nth(1);
        let json = match asked.as_deref() {
            Some("json") => true,
            Some("text") => false,
            _ => !terminal,
        };
        Self { json, language: Language::of_locale(), colour: terminal && std::env::var_os("NO_COLOR").is_none() }
    }

    /// One object on a line of stdout. A reader that has gone away is no failure.
    pub(crate) fn object(&self, object: &Value) {
        let mut stdout = std::io::stdout().lock();
        let _ = writeln!(stdout, "{object}").and_then(|()| stdout.flush());
    }

    /// A line for people: stdout, unless stdout carries JSON.
    pub(crate) fn line(&self, text: &str) {
        if self.json {
            self.aside(text);
        } else {
            let mut stdout = std::io::stdout().lock();
            let _ = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
        }
    }

    /// A line beside the result: always stderr.
    pub(crate) fn aside(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A result: the object, or the text made of it.
    pub(crate) fn result(&self, object: &Value, text: impl FnOnce() -> String) {
        if self.json { self.object(object) } else { self.line(&text()) }
    }

    /// Why the command failed: the object to stdout, or the text to stderr.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json { self.object(&failure.json()) } else { self.aside(&failure.text(self.language)) }
    }
}
