//! One table of the file: takes keys one by one, and refuses what is left.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use paycore::{ConfigError, Sensitive, without_numbers};
use toml::{Table, Value};

/// A table that is being read. `Debug` prints its name only: the values may be secrets.
pub(super) struct Section {
    name: String,
    table: Table,
    /// The keys that were asked for.
    known: Vec<String>,
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({})", self.name)
    }
}

impl Section {
    pub(super) fn parse(text: &str) -> Result<Self, ConfigError> {
        let table = text.parse::<Table>().map_err(|error| {
            // The parser's full text quotes the line, which may hold a secret; its short text a number that is too large.
            let line = error.span().map_or(0, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
            ConfigError { file: None, key: None, problem: format!("line {line} is not TOML: {}", without_numbers(error.message())) }
        })?;
        Ok(Self { name: String::new(), table, known: Vec::new() })
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.known.push(key.to_owned());
        self.table.remove(key)
    }

    pub(super) fn key(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    pub(super) fn error(&self, key: &str, problem: impl Into<String>) -> ConfigError {
        ConfigError::new(self.key(key), problem)
    }

    /// The table `key`, empty when it is absent.
    pub(super) fn table(&mut self, key: &str) -> Result<Self, ConfigError> {
        Ok(self.table_if_any(key)?.unwrap_or_else(|| Self { name: self.key(key), table: Table::new(), known: Vec::new() }))
    }

    pub(super) fn table_if_any(&mut self, key: &str) -> Result<Option<Self>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(Self { name: self.key(key), table, known: Vec::new() })),
            Some(_) => Err(self.error(key, "a table is expected")),
        }
    }

    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.error(key, "a text in quotes is expected")),
        }
    }

    /// A text that must look right; absent when it is empty.
    pub(super) fn checked(&mut self, key: &str, right: impl Fn(&str) -> bool, expected: &str) -> Result<Option<String>, ConfigError> {
        match self.text_or_empty(key)? {
            Some(text) if !right(&text) => Err(self.error(key, expected)),
            text => Ok(text),
        }
    }

    /// A text that is absent when it is empty.
    pub(super) fn text_or_empty(&mut self, key: &str) -> Result<Option<String>, ConfigError> {
        Ok(self.text(key)?.filter(|text| !text.is_empty()))
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        match choices.iter().find(|(word, _)| *word == text) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => {
                let words: Vec<_> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                Err(self.error(key, format!("{} is expected", words.join(" or "))))
            }
        }
    }

    /// A list of a few words.
    pub(super) fn choices<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<Option<Vec<T>>, ConfigError> {
        let words: Vec<_> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let wrong = |section: &Self| section.error(key, format!("a list of {} is expected", words.join(" and ")));
        let items = match self.take(key) {
            None => return Ok(None),
            Some(Value::Array(items)) if !items.is_empty() => items,
            Some(_) => return Err(wrong(self)),
        };
        let chosen = items.iter().map(|item| choices.iter().find(|(word, _)| item.as_str() == Some(word)).map(|(_, choice)| *choice));
        chosen.collect::<Option<_>>().map(Some).ok_or_else(|| wrong(self))
    }

    /// A table of names and texts.
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<(String, String)>, ConfigError> {
        let table = self.table(key)?;
        let text = |(name, value): (String, Value)| match value {
            Value::String(text) => Ok((name, text)),
            _ => Err(ConfigError::new(format!("{}.{name}", table.name), "a text in quotes is expected")),
        };
        table.table.into_iter().map(text).collect()
    }

    pub(super) fn secret(&mut self, key: &str) -> Result<Option<Secret>, ConfigError> {
        let name = self.key(key);
        Ok(self.text(key)?.map(|text| Secret { key: name, text: text.into() }))
    }

    pub(super) fn boolean(&mut self, key: &str) -> Result<Option<bool>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Boolean(value)) => Ok(Some(value)),
            Some(_) => Err(self.error(key, "true or false is expected")),
        }
    }

    /// A whole number from 0 on.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<u32>, ConfigError> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Integer(number)) if u32::try_from(number).is_ok() => Ok(u32::try_from(number).ok()),
            Some(_) => Err(self.error(key, "a whole number is expected")),
        }
    }

    pub(super) fn files(&mut self, key: &str) -> Result<Option<Vec<PathBuf>>, ConfigError> {
        let expected = "a list of file names is expected";
        match self.take(key) {
            None => Ok(None),
            Some(Value::Array(items)) => items
                .into_iter()
                .map(|item| match item {
                    Value::String(text) => Ok(PathBuf::from(text)),
                    _ => Err(self.error(key, expected)),
                })
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(self.error(key, expected)),
        }
    }

    /// A duration such as `"10s"`, `"500ms"` or `"2m"`.
    pub(super) fn duration(&mut self, key: &str) -> Result<Option<Duration>, ConfigError> {
        let wrong = |section: &Self| section.error(key, "a duration such as \"10s\", \"500ms\" or \"2m\" is expected");
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => duration(&text).map(Some).ok_or_else(|| wrong(self)),
            Some(_) => Err(wrong(self)),
        }
    }

    /// Refuses a key that nobody took.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.error(key, format!("is not a key of this table; expected is one of {}", self.known.join(", ")))),
        }
    }
}

fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let number: u64 = number.parse().ok()?;
    match unit {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    }
}

/// A secret as the file gives it: the text itself, `env:NAME` or `file:PATH`.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    key: String,
    text: Sensitive,
}

impl Secret {
    /// The secret itself. Files count from `folder`; one newline at a file's end is dropped.
    pub(crate) fn resolve(&self, folder: &Path) -> Result<Sensitive, ConfigError> {
        resolve_secret(self.text.expose(), folder).map_err(|error| ConfigError::new(&self.key, error.problem))
    }
}

/// A secret as settings and flags give it: `env:NAME`, `file:PATH`, or the text itself. Files count from `folder`, and one newline at a
/// file's end is dropped.
///
/// # Errors
/// There is no such variable, or the file cannot be read.
pub fn resolve_secret(text: &str, folder: &Path) -> Result<Sensitive, ConfigError> {
    let error = |problem| ConfigError { file: None, key: None, problem };
    if let Some(name) = text.strip_prefix("env:") {
        return std::env::var(name).map(Sensitive::from).map_err(|_| error(format!("the environment variable {name} is expected")));
    }
    if let Some(path) = text.strip_prefix("file:") {
        let path = folder.join(path);
        let text = std::fs::read_to_string(&path)
            .map_err(|failure| error(format!("the file {} cannot be read ({})", path.display(), failure.kind())))?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        return Ok(Sensitive::from(line.strip_suffix('\r').unwrap_or(line)));
    }
    Ok(Sensitive::from(text))
}
