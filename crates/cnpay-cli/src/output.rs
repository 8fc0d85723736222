//! Where what is said goes: JSON to stdout, one object a line; what people read to stdout, or to stderr beside JSON.

use std::{
    io::{ErrorKind, IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

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
        let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
        let json = match asked(&arguments) {
            Some("json") => true,
            Some("text") => false,
            _ => !terminal,
        };
        Self { json, language: Language::of_locale(), colour: colour(&std::io::stdout()) }
    }

    /// One object on a line of stdout.
    pub(crate) fn object(&self, object: &Value) {
        write(&object.to_string());
    }

    /// A line for people: stdout, unless stdout carries JSON.
    pub(crate) fn line(&self, text: &str) {
        if self.json {
            self.aside(text);
        } else {
            write(text);
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

/// Something could not be written.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line of stdout. A reader that has gone away is no failure.
fn write(line: &str) {
    let mut stdout = std::io::stdout().lock();
    let written = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// Whether something that was said has not reached stdout.
pub(crate) fn lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Whether what is written there may be coloured.
pub(crate) fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The format that a command line asks for, as far as it can be read.
fn asked(arguments: &[String]) -> Option<&str> {
    let mut rest = arguments.iter();
    loop {
        match rest.next()?.as_str() {
            "--" => return None,
            "--output" => return rest.next().map(String::as_str),
            argument if argument.starts_with("--output=") => return argument.split_once('=').map(|(_, format)| format),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_found_in_a_command_line_that_cannot_be_read() {
        for (line, format) in [
            ("cnpay --output json nonsense", Some("json")),
            ("cnpay nonsense --output=text", Some("text")),
            ("cnpay --output", None),
            ("cnpay nonsense", None),
            ("cnpay call -- --output json", None),
        ] {
            let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(asked(&arguments), format, "{line}");
        }
    }
}
