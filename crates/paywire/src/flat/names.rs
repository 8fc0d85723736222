//! Wire names: how they are matched, and which a struct has.

use serde::{
    de::{DeserializeOwned, Deserializer, Visitor},
    forward_to_deserialize_any,
};

use super::FlatError;

/// How received names are matched against a struct's field names.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names {
    /// Names that differ only in ASCII case are the same name.
    pub ignore_case: bool,
    /// Blanks at the ends of a text belong to it; otherwise it is trimmed, unless its type is [`UNTRIMMED`](super::UNTRIMMED).
    pub keep_blanks: bool,
    /// Pairs of names for one field, one of them as it is declared. Both may stand in a message when they agree.
    pub synonyms: &'static [(&'static str, &'static str)],
}

impl Names {
    /// Whether two names are the same name.
    pub fn same(self, a: &str, b: &str) -> bool {
        a == b || (self.ignore_case && a.eq_ignore_ascii_case(b))
    }

    /// Whether the declared `field` has another spelling.
    pub(super) fn two_spellings(self, field: &str) -> bool {
        self.synonyms.iter().any(|&(a, b)| a == field || b == field)
    }

    /// The other spelling of `name`, if it has one.
    pub(super) fn synonym(self, name: &str) -> Option<&'static str> {
        self.synonyms.iter().find_map(|&(a, b)| {
            if self.same(a, name) {
                Some(b)
            } else if self.same(b, name) {
                Some(a)
            } else {
                None
            }
        })
    }
}

/// The wire names of a struct's fields, in the order of its declaration.
///
/// Empty for a type that is not a struct.
pub fn field_names<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut probe = Probe { fields: &[] };
    // The probe always ends with an error: it gives no value, it only sees what the type asks for.
    let _ = T::deserialize(&mut probe);
    probe.fields
}

struct Probe {
    fields: &'static [&'static str],
}

impl<'de> Deserializer<'de> for &mut Probe {
    type Error = FlatError;

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, FlatError> {
        self.fields = fields;
        Err(FlatError::Wire("only the names are wanted".into()))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FlatError> {
        Err(FlatError::Wire("only the names are wanted".into()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
