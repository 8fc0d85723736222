//! Writes a struct to a [`Sink`].

use std::fmt::Display;

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};

use super::{FlatError, Sink};

/// Writes the fields of `message` in the order of its declaration. `None` is left out.
///
/// # Errors
/// A value that is neither text, number, list nor struct, or one that the sink refuses.
pub fn write_struct<T: Serialize, S: Sink>(message: &T, sink: &mut S) -> Result<(), FlatError> {
    message.serialize(Value { sink, name: None })
}

/// The value of the field `name`, or the message itself.
struct Value<'s, S> {
    sink: &'s mut S,
    name: Option<&'static str>,
}

impl<S: Sink> Value<'_, S> {
    fn text(self, text: &str) -> Result<(), FlatError> {
        match self.name {
            Some(name) => self.sink.leaf(name, text),
            None => Err(unsupported()),
        }
    }

    fn display(self, value: impl Display) -> Result<(), FlatError> {
        self.text(&value.to_string())
    }
}

fn unsupported() -> FlatError {
    FlatError::Wire("only structs of texts, numbers, lists and structs can be written".into())
}

/// The inside of a list or struct.
struct Inside<'s, S> {
    sink: &'s mut S,
    name: Option<&'static str>,
}

impl<'s, S: Sink> Serializer for Value<'s, S> {
    type Ok = ();
    type Error = FlatError;
    type SerializeSeq = Inside<'s, S>;
    type SerializeStruct = Inside<'s, S>;
    type SerializeTuple = Impossible<(), FlatError>;
    type SerializeTupleStruct = Impossible<(), FlatError>;
    type SerializeTupleVariant = Impossible<(), FlatError>;
    type SerializeMap = Impossible<(), FlatError>;
    type SerializeStructVariant = Impossible<(), FlatError>;

    fn serialize_str(self, text: &str) -> Result<(), FlatError> {
        self.text(text)
    }

    fn serialize_none(self) -> Result<(), FlatError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), FlatError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), FlatError> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), FlatError> {
        self.text(variant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'s, S>, FlatError> {
        Ok(Inside { sink: self.sink, name: self.name })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'s, S>, FlatError> {
        if let Some(name) = self.name {
            self.sink.open(name)?;
        }
        Ok(Inside { sink: self.sink, name: self.name })
    }

    fn serialize_bool(self, value: bool) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_i8(self, value: i8) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_i16(self, value: i16) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_i32(self, value: i32) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_i64(self, value: i64) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_u8(self, value: u8) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_u16(self, value: u16) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_u32(self, value: u32) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_u64(self, value: u64) -> Result<(), FlatError> {
        self.display(value)
    }
    fn serialize_char(self, value: char) -> Result<(), FlatError> {
        self.display(value)
    }

    // A float has no place in a payment message.
    fn serialize_f32(self, _: f32) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_f64(self, _: f64) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_unit(self) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<(), FlatError> {
        Err(unsupported())
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, FlatError> {
        Err(unsupported())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, FlatError> {
        Err(unsupported())
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self::SerializeTupleVariant, FlatError> {
        Err(unsupported())
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, FlatError> {
        Err(unsupported())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, FlatError> {
        Err(unsupported())
    }
}

impl<S: Sink> SerializeSeq for Inside<'_, S> {
    type Ok = ();
    type Error = FlatError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FlatError> {
        value.serialize(Value { sink: self.sink, name: self.name })
    }

    fn end(self) -> Result<(), FlatError> {
        Ok(())
    }
}

impl<S: Sink> SerializeStruct for Inside<'_, S> {
    type Ok = ();
    type Error = FlatError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), FlatError> {
        if !self.sink.wants(name) {
            return Ok(());
        }
        value.serialize(Value { sink: self.sink, name: Some(name) })
    }

    fn end(self) -> Result<(), FlatError> {
        match self.name {
            Some(name) => self.sink.close(name),
            None => Ok(()),
        }
    }
}
