//! The one pass that makes sure that a text is JSON. Everything behind it walks the text again and can rely on that.

use std::borrow::Cow;

use paycore::without_numbers;

use super::{
    JsonError,
    text::{decode, plain_length},
};
use crate::Limits;

/// The parts of a text that a walk cannot find again for free.
pub(super) struct Parsed<'a> {
    /// The value, without the blanks around it.
    pub(super) text: &'a str,
    /// Keys that are written with escapes: where in `text` they stand, and what they say.
    pub(super) escaped_keys: Vec<(usize, String)>,
    /// Where in `text` the objects and arrays begin and end, in the order of their beginnings: to step over one is to look it up.
    pub(super) extents: Vec<(u32, u32)>,
}

/// A problem at the place where the parser stands.
type Problem = &'static str;

/// As many keys of one object as are compared with each other at once; more are sorted at the object's end.
const FEW: usize = 32;

/// The longest part of a path that an error repeats, in characters.
const LONGEST_KEY: usize = 40;

pub(super) fn parse(bytes: &[u8], limits: Limits) -> Result<Parsed<'_>, JsonError> {
    // Extents are kept in 32 bits.
    if bytes.len() > limits.bytes.min(u32::MAX as usize) {
        return Err(error_at(bytes, limits.bytes, String::new(), "the text is too long"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| error_at(bytes, error.valid_up_to(), String::new(), "not UTF-8"))?;
    let mut parser = Parser {
        text,
        bytes,
        at: 0,
        limits,
        open: Vec::with_capacity(8),
        keys: Vec::with_capacity(16),
        escaped: Vec::new(),
        extents: Vec::with_capacity(4),
    };
    match parser.document() {
        Ok((start, end)) => {
            let escaped_keys = parser.escaped.into_iter().map(|(at, key)| (at - start, key)).collect();
            let mut extents = parser.extents;
            let blanks = start as u32;
            if blanks > 0 {
                extents.iter_mut().for_each(|(start, end)| (*start, *end) = (*start - blanks, *end - blanks));
            }
            Ok(Parsed { text: &text[start..end], escaped_keys, extents })
        }
        Err(problem) => Err(error_at(bytes, parser.at, parser.path(), problem)),
    }
}

fn error_at(bytes: &[u8], at: usize, path: String, problem: Problem) -> JsonError {
    let before = &bytes[..at.min(bytes.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    // A character begins with a byte that continues none.
    let column = last.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    JsonError { line, column, path, problem: problem.into() }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    limits: Limits,
    /// The objects and arrays that are open, outermost first.
    open: Vec<Open>,
    /// The keys of the open objects, in the same order.
    keys: Vec<Key<'a>>,
    escaped: Vec<(usize, String)>,
    extents: Vec<(u32, u32)>,
}

struct Open {
    is_object: bool,
    children: usize,
    /// Where its keys begin among all.
    keys: usize,
    /// Where its extent stands among all.
    extent: usize,
    /// One bit for each kind of key that was seen: a bit that is not set spares the comparison.
    seen: u64,
}

struct Key<'a> {
    at: usize,
    text: Cow<'a, str>,
}

impl<'a> Parser<'a> {
    /// The extent of the only value.
    fn document(&mut self) -> Result<(usize, usize), Problem> {
        self.skip_blanks();
        let start = self.at;
        self.value()?;
        while let Some(open) = self.open.last() {
            let (is_object, is_first) = (open.is_object, open.children == 0);
            self.skip_blanks();
            match self.peek() {
                Some(b'}') if is_object => {
                    self.close()?;
                    continue;
                }
                Some(b']') if !is_object => {
                    self.close()?;
                    continue;
                }
                Some(b',') if !is_first => {
                    self.at += 1;
                    self.skip_blanks();
                }
                None => return Err("the text is cut off"),
                _ if !is_first => return Err("a comma or the end is expected"),
                _ => {}
            }
            if is_object {
                self.key()?;
                self.skip_blanks();
                self.expect(b':', "a colon is expected")?;
                self.skip_blanks();
            }
            self.count_child()?;
            self.value()?;
        }
        let end = self.at;
        self.skip_blanks();
        if self.at == self.bytes.len() { Ok((start, end)) } else { Err("something stands behind the end") }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8, problem: Problem) -> Result<(), Problem> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(problem),
            None => Err("the text is cut off"),
        }
    }

    /// Steps over a scalar, or into an object or array.
    fn value(&mut self) -> Result<(), Problem> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => self.enter(true),
            Some(b'[') => self.enter(false),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(_) => Err("a value is expected"),
            None => Err("the text is cut off"),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Problem> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err("a value is expected");
        }
        self.at += word.len();
        Ok(())
    }

    fn enter(&mut self, is_object: bool) -> Result<(), Problem> {
        if self.open.len() >= self.limits.depth {
            return Err("too many objects and arrays inside each other");
        }
        self.open.push(Open { is_object, children: 0, keys: self.keys.len(), extent: self.extents.len(), seen: 0 });
        self.extents.push((self.at as u32, 0));
        self.at += 1;
        Ok(())
    }

    fn count_child(&mut self) -> Result<(), Problem> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.children += 1;
        if open.children > self.limits.children { Err("too many members or items") } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), Problem> {
        let Some(open) = self.open.last() else { return Ok(()) };
        let keys = self.keys.get_mut(open.keys..).unwrap_or_default();
        if keys.len() > FEW {
            keys.sort_unstable_by(|a, b| a.text.cmp(&b.text).then(a.at.cmp(&b.at)));
            if let Some(second) = keys.windows(2).position(|pair| pair[0].text == pair[1].text) {
                self.at = keys[second + 1].at;
                self.keys.truncate(open.keys + second + 1);
                return Err("stands twice");
            }
        }
        self.at += 1;
        self.extents[open.extent].1 = self.at as u32;
        self.keys.truncate(open.keys);
        self.open.pop();
        Ok(())
    }

    fn key(&mut self) -> Result<(), Problem> {
        let at = self.at;
        if self.peek().is_some_and(|byte| byte != b'"') {
            return Err("a key is expected");
        }
        let is_plain = self.string()?;
        let spelt = &self.text[at + 1..self.at - 1];
        let text = if is_plain { Cow::Borrowed(spelt) } else { decode(spelt) };
        if let Cow::Owned(text) = &text {
            self.escaped.push((at, text.clone()));
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let bit = 1 << (kind(text.as_bytes()) % u64::BITS as usize);
        let earlier = &self.keys[open.keys..];
        let twice = open.seen & bit != 0 && earlier.len() < FEW && earlier.iter().any(|key| key.text == text);
        open.seen |= bit;
        self.keys.push(Key { at, text });
        if twice {
            self.at = at;
            return Err("stands twice");
        }
        Ok(())
    }

    /// Steps over a text; whether it is written without escapes.
    fn string(&mut self) -> Result<bool, Problem> {
        self.expect(b'"', "a text is expected")?;
        let mut is_plain = true;
        loop {
            self.at += plain_length(&self.bytes[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(is_plain);
                }
                Some(b'\\') => {
                    is_plain = false;
                    self.escape()?;
                }
                Some(_) => return Err("a control character stands in a text"),
                None => return Err("the text is cut off"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Problem> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let unit = self.unit().ok_or("an unknown escape")?;
                let is_pair = (0xD800..0xDC00).contains(&unit);
                if (0xDC00..0xE000).contains(&unit) {
                    return Err("half a surrogate pair");
                }
                self.at += 6;
                if is_pair {
                    if !self.unit().is_some_and(|low| (0xDC00..0xE000).contains(&low)) {
                        return Err("half a surrogate pair");
                    }
                    self.at += 6;
                }
            }
            Some(_) => return Err("an unknown escape"),
            None => return Err("the text is cut off"),
        }
        Ok(())
    }

    /// The UTF-16 unit of the `\u` escape that begins here.
    fn unit(&self) -> Option<u32> {
        let escape = self.bytes.get(self.at..self.at + 6)?;
        let (begin, digits) = escape.split_at(2);
        if begin != br"\u" {
            return None;
        }
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    }

    fn number(&mut self) -> Result<(), Problem> {
        const PROBLEM: Problem = "not a number as JSON writes it";
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.digits() {
            0 => return Err(PROBLEM),
            1 => {}
            count if self.bytes[self.at - count] == b'0' => return Err(PROBLEM),
            _ => {}
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(PROBLEM);
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(PROBLEM);
            }
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    /// The keys and positions that lead to where the parser stands.
    fn path(&self) -> String {
        let mut path = String::new();
        for (level, open) in self.open.iter().enumerate() {
            let end = self.open.get(level + 1).map_or(self.keys.len(), |inner| inner.keys);
            match self.keys.get(open.keys..end).and_then(<[_]>::last) {
                Some(key) if open.is_object => {
                    let dot = if path.is_empty() { "" } else { "." };
                    path = format!("{path}{dot}{}", shown(&key.text));
                }
                None if !open.is_object && open.children > 0 => path = format!("{path}[{}]", open.children - 1),
                _ => {}
            }
        }
        path
    }
}

/// Keys of another kind are other keys.
fn kind(key: &[u8]) -> usize {
    let byte = |at: usize| key.get(at).copied().map_or(0, usize::from);
    key.len() + byte(0) * 7 + byte(key.len() / 2) * 5 + byte(key.len().wrapping_sub(1)) * 3
}

/// A key as an error repeats it: it comes from outside too.
fn shown(key: &str) -> String {
    let key: String = key.chars().take(LONGEST_KEY).map(|c| if c.is_control() { '?' } else { c }).collect();
    without_numbers(&key)
}
