//! A JSON object as the flat format reads it.

use std::{borrow::Cow, convert::Infallible};

use super::{
    Kind, Value,
    value::{Document, Walk},
};
use crate::flat::{Item, Source};

/// Gives the members of an object: a text as it says, a number as it is spelt, `true` and `false` as those words, `null` and `[]` as the
/// empty text, which is nothing; an object as a branch.
///
/// The items of an array stand side by side under its name where the name is one of `lists`. Any other array is a branch whose children
/// have its name, so that it is kept whole and read as no text.
#[derive(Debug)]
pub struct ObjectSource<'d> {
    walk: Walk<'d>,
    lists: &'static [&'static str],
    open: Vec<Level<'d>>,
}

#[derive(Debug)]
enum Level<'d> {
    Object,
    /// Its items are children of the parent.
    List(&'d str),
    /// Its items are its children.
    Array(&'d str),
}

impl<'d> ObjectSource<'d> {
    /// A source that stands inside `object`. What is no object has no members.
    pub fn new(object: Value<'d>, lists: &'static [&'static str]) -> Self {
        let range = object.range();
        let is_object = object.kind() == Kind::Object;
        let document: &'d Document<'d> = object.document();
        let walk = Walk { document, at: if is_object { range.start + 1 } else { range.end }, end: range.end };
        Self { walk, lists, open: vec![Level::Object] }
    }

    /// The value that begins here, as an item of that name.
    fn item(&mut self, name: &'d str) -> Item<'d> {
        match self.walk.peek() {
            Some(b'{') => {
                self.walk.at += 1;
                self.open.push(Level::Object);
                Item::Branch(name)
            }
            Some(b'[') => {
                self.walk.at += 1;
                if self.walk.peek() == Some(b']') {
                    self.walk.at += 1;
                    return Item::Leaf(name, Cow::Borrowed(""));
                }
                self.open.push(Level::Array(name));
                Item::Branch(name)
            }
            _ => {
                let value = self.walk.value();
                let text = match value.kind() {
                    Kind::Null => Cow::Borrowed(""),
                    _ => value.text().unwrap_or(Cow::Borrowed(value.lexeme())),
                };
                Item::Leaf(name, text)
            }
        }
    }
}

impl<'d> Source<'d> for ObjectSource<'d> {
    type Error = Infallible;

    fn next(&mut self) -> Result<Option<Item<'d>>, Infallible> {
        loop {
            let Some(level) = self.open.last() else { return Ok(None) };
            let name = match (level, self.walk.peek()) {
                (Level::List(_), Some(b']')) => {
                    self.walk.at += 1;
                    self.open.pop();
                    continue;
                }
                (_, Some(b']' | b'}') | None) => {
                    self.walk.at += 1;
                    self.open.pop();
                    return Ok(None);
                }
                (Level::List(name) | Level::Array(name), _) => *name,
                (Level::Object, _) => {
                    let name = self.walk.key();
                    if self.lists.contains(&name) && self.walk.peek() == Some(b'[') {
                        self.walk.at += 1;
                        self.open.push(Level::List(name));
                        continue;
                    }
                    name
                }
            };
            return Ok(Some(self.item(name)));
        }
    }
}
