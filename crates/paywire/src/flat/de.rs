//! Reads a struct from a [`Source`].

use std::borrow::Cow;

use serde::{
    de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::U64Deserializer},
    forward_to_deserialize_any,
};

use super::{FlatError, Item, Names, Node, Source};

/// The name of a newtype struct whose text keeps its blanks; every other text is trimmed of ASCII whitespace.
pub const UNTRIMMED: &str = "$untrimmed";

/// Reads the open element of `source` into a struct, up to the element's end.
///
/// Names are matched by `names` against the struct's fields. A field that stands twice is an error, an empty one counts as absent, and
/// an unknown one goes to `extra`, refused when it stands there already. What a struct inside does not know goes there too, under the
/// struct's own name.
///
/// # Errors
/// The source's own, a duplicate, a missing field, a text that the field's type refuses.
pub fn read_struct<'de, T, S>(source: &mut S, names: Names, extra: &mut Vec<Node>) -> Result<T, FlatError>
where
    T: serde::Deserialize<'de>,
    S: Source<'de>,
{
    T::deserialize(Element { source, names, extra })
}

/// An element whose children are the fields of a struct.
struct Element<'s, S> {
    source: &'s mut S,
    names: Names,
    extra: &'s mut Vec<Node>,
}

impl<'de, S: Source<'de>> Deserializer<'de> for Element<'_, S> {
    type Error = FlatError;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FlatError> {
        visitor.visit_map(Fields {
            source: self.source,
            names: self.names,
            extra: self.extra,
            fields,
            seen: 0,
            expected: 0,
            current: None,
            ahead: None,
            ended: false,
            merged: Vec::new(),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FlatError> {
        visitor.visit_some(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FlatError> {
        Err(FlatError::field("", "a single value is expected"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The walk over an element's children.
struct Fields<'s, 'de, S> {
    source: &'s mut S,
    names: Names,
    extra: &'s mut Vec<Node>,
    fields: &'static [&'static str],
    /// One bit a field.
    seen: u128,
    /// The field that would come next if the message is in the order of the declaration.
    expected: usize,
    current: Option<(usize, Item<'de>)>,
    /// A child that the end of a list left over.
    ahead: Option<Item<'de>>,
    /// The end of a list was the end of the element.
    ended: bool,
    /// Texts of the fields that have two spellings, to compare.
    merged: Vec<(usize, Cow<'de, str>, bool)>,
}

impl<'de, S: Source<'de>> Fields<'_, 'de, S> {
    fn next(&mut self) -> Result<Option<Item<'de>>, FlatError> {
        match self.ahead.take() {
            Some(item) => Ok(Some(item)),
            None if self.ended => Ok(None),
            None => self.source.next().map_err(Into::into),
        }
    }

    /// The field of that name, and whether it was found by its other spelling.
    fn find(&mut self, name: &str) -> Option<(usize, bool)> {
        if self.fields.get(self.expected).is_some_and(|field| *field == name) {
            return Some((self.expected, false));
        }
        let position = |name: &str| self.fields.iter().position(|field| self.names.same(field, name));
        position(name).map(|field| (field, false)).or_else(|| Some((position(self.names.synonym(name)?)?, true)))
    }

    /// Marks the field as seen. `false`: the other spelling has already given the same text.
    fn take(&mut self, field: usize, synonym: bool, item: &Item<'de>) -> Result<bool, FlatError> {
        let name = self.fields[field];
        if field >= 128 {
            return Err(FlatError::field(name, "is beyond the 128 fields that a message may have"));
        }
        let bit = 1 << field;
        let again = self.seen & bit != 0;
        self.seen |= bit;
        if !self.names.two_spellings(name) {
            return if again { Err(FlatError::field(name, "stands twice")) } else { Ok(true) };
        }
        let text = match item {
            Item::Leaf(_, Cow::Borrowed(text)) => Cow::Borrowed(text.trim_ascii()),
            Item::Leaf(_, Cow::Owned(text)) => Cow::Owned(text.trim_ascii().to_owned()),
            Item::Branch(_) => Cow::Borrowed(""),
        };
        for (other, known, spelling) in &self.merged {
            if *other == field && *spelling == synonym {
                return Err(FlatError::field(name, "stands twice"));
            }
            if *other == field && !text.is_empty() && !known.is_empty() && *known != text {
                return Err(FlatError::field(name, "its two spellings differ"));
            }
        }
        // An empty spelling says nothing, so the other one still counts.
        let given = self.merged.iter().any(|(other, known, _)| *other == field && !known.is_empty());
        self.merged.push((field, text, synonym));
        Ok(!given)
    }

    fn keep(&mut self, item: Item<'de>) -> Result<(), FlatError> {
        if self.extra.iter().any(|node| self.names.same(&node.name, item.name())) {
            return Err(FlatError::field(item.name().to_owned(), "stands twice"));
        }
        self.extra.push(Node::read(item, self.source)?);
        Ok(())
    }
}

impl<'de, S: Source<'de>> MapAccess<'de> for Fields<'_, 'de, S> {
    type Error = FlatError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, FlatError> {
        while let Some(item) = self.next()? {
            let Some((field, synonym)) = self.find(item.name()) else {
                self.keep(item)?;
                continue;
            };
            self.expected = field + 1;
            let wanted = self.take(field, synonym, &item)?;
            match &item {
                Item::Leaf(_, text) if !wanted || text.is_empty() || (!self.names.keep_blanks && text.trim_ascii().is_empty()) => {}
                _ => {
                    self.current = Some((field, item));
                    // serde's derive takes a field's position for its name.
                    let key: U64Deserializer<FlatError> = (field as u64).into_deserializer();
                    return seed.deserialize(key).map(Some);
                }
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, FlatError> {
        let Some((field, item)) = self.current.take() else {
            return Err(FlatError::Wire("a value was asked for before its name".into()));
        };
        let name = self.fields[field];
        let trim = !self.names.keep_blanks;
        seed.deserialize(Value { fields: self, item, trim }).map_err(|error| error.within(name))
    }
}

/// The value of one field.
struct Value<'f, 's, 'de, S> {
    fields: &'f mut Fields<'s, 'de, S>,
    item: Item<'de>,
    trim: bool,
}

impl<'de, S: Source<'de>> Value<'_, '_, 'de, S> {
    fn text(self) -> Result<Cow<'de, str>, FlatError> {
        match self.item {
            Item::Branch(_) => Err(FlatError::field("", "a single value is expected")),
            Item::Leaf(_, text) if !self.trim => Ok(text),
            Item::Leaf(_, Cow::Borrowed(text)) => Ok(Cow::Borrowed(text.trim_ascii())),
            Item::Leaf(_, Cow::Owned(text)) => {
                let trimmed = text.trim_ascii();
                Ok(Cow::Owned(if trimmed.len() == text.len() { text } else { trimmed.to_owned() }))
            }
        }
    }
}

impl<'de, S: Source<'de>> Deserializer<'de> for Value<'_, '_, 'de, S> {
    type Error = FlatError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FlatError> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FlatError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, FlatError> {
        let trim = self.trim && name != UNTRIMMED;
        visitor.visit_newtype_struct(Value { trim, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FlatError> {
        let name = self.item.name();
        visitor.visit_seq(Repeats { fields: self.fields, name, item: Some(self.item) })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, FlatError> {
        match self.item {
            Item::Branch(own) => {
                let mut extra = Vec::new();
                let inside = Element { source: self.fields.source, names: self.fields.names, extra: &mut extra };
                let value = inside.deserialize_struct(name, fields, visitor)?;
                if !extra.is_empty() {
                    self.fields.extra.push(Node::branch(own, extra));
                }
                Ok(value)
            }
            Item::Leaf(..) => Err(FlatError::field("", "child elements are expected")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, FlatError> {
        let text = self.text()?;
        visitor.visit_enum(IntoDeserializer::<FlatError>::into_deserializer(&*text))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// Neighbours of one name: a list.
struct Repeats<'f, 's, 'de, S> {
    fields: &'f mut Fields<'s, 'de, S>,
    name: &'de str,
    item: Option<Item<'de>>,
}

impl<'de, S: Source<'de>> SeqAccess<'de> for Repeats<'_, '_, 'de, S> {
    type Error = FlatError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, FlatError> {
        let item = match self.item.take() {
            Some(item) => item,
            None => match self.fields.next()? {
                None => {
                    // A source says only once that the parent ends, and the walk over the parent must hear it too.
                    self.fields.ended = true;
                    return Ok(None);
                }
                Some(item) if self.fields.names.same(item.name(), self.name) => item,
                Some(item) => {
                    self.fields.ahead = Some(item);
                    return Ok(None);
                }
            },
        };
        let trim = !self.fields.names.keep_blanks;
        seed.deserialize(Value { fields: self.fields, item, trim }).map(Some)
    }
}
