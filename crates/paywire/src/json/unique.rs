//! serde_json's values, without duplicate keys: serde_json would keep the last of two and drop the other silently.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::JsonError;

/// Reads JSON whose spelling does not matter.
///
/// # Errors
/// Anything that is not JSON, and a key that stands twice.
pub fn from_slice(bytes: &[u8]) -> Result<Value, JsonError> {
    serde_json::from_slice(bytes).map(|Unique(value)| value).map_err(|error| {
        let problem = if error.is_data() { error.to_string() } else { "not JSON".to_owned() };
        // The position is told apart from the text.
        let problem = problem.split(" at line ").next().unwrap_or_default().to_owned();
        JsonError { line: error.line(), column: error.column(), path: String::new(), problem: problem.into() }
    })
}

struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk).map(Self)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Unique(value))) = members.next_entry::<String, _>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("{key} stands twice")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json_and_refuses_duplicates() {
        let text = r#"{"a":[1,-2,"x",null,true,{"b":1.5}],"c":{}}"#;
        assert_eq!(from_slice(text.as_bytes()).expect("JSON"), serde_json::from_str::<Value>(text).expect("JSON"));
        let error = from_slice(br#"{"a":{"b":1,"b":2}}"#).expect_err("b stands twice");
        assert_eq!(error.to_string(), "line 1 column 18: b stands twice");
        assert_eq!(from_slice(b"{").expect_err("cut").problem, "not JSON");
    }
}
