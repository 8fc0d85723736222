//! The payouts' messages: a plaintext JSON object, and the envelope that carries it encrypted. Sections 4.6 and 5.
//!
//! This crate knows no keys: it gives and takes the plaintext as bytes, and the base64 texts of the envelope.
//!
//! The way out: [`plaintext`], sign and encrypt exactly those bytes, [`Sealed::request`]. The way back: [`Sealed::from_slice`], decrypt
//! [`Sealed::ciphertext`], join the bytes of all blocks, [`read_reply`].

use std::{borrow::Cow, convert::Infallible, fmt};

use base64::{Engine, engine::general_purpose::STANDARD};
use paycore::{FieldError, FieldErrors, without_numbers};
use paywire::{
    flat::{FlatError, Item, Node, Source, read_struct, write_struct},
    json::{JsonWriter, Kind, ObjectSource, write_text},
    rules,
};

use crate::{EXACT_NAMES, Malformed, PAYOUT_NAMES, Payout, SHAPE, parse, reply::read};

/// The spellings of the return text.
const TEXTS: [&str; 3] = ["RETMSG", "REMSG", "RETMMSG"];

/// The plaintext of a request, after checking every field. Sign and encrypt exactly these bytes: nothing is written twice.
///
/// # Errors
/// Every field that breaks a rule, by its wire name. Nothing may be sent.
pub fn plaintext<O: Payout>(request: &O) -> Result<Vec<u8>, FieldErrors> {
    rules::check(request)?;
    write(request).map_err(|error| match error {
        Malformed(FlatError::Field(error)) => error.into(),
        other => FieldError::new("ENCRYPT", other.to_string()).into(),
    })
}

/// The plaintext of a reply: what a simulator does.
///
/// # Errors
/// A value that is neither text, number, list nor struct.
pub fn reply_plaintext<O: Payout>(reply: &O::Reply) -> Result<Vec<u8>, Malformed> {
    write(reply)
}

fn write<T: serde::Serialize>(message: &T) -> Result<Vec<u8>, Malformed> {
    let mut json = JsonWriter::new(SHAPE);
    write_struct(message, &mut json)?;
    Ok(json.into_string().into_bytes())
}

/// The envelope around a plaintext. `Debug` masks what is encrypted.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Sealed {
    /// Return code, section 9.3; only in replies.
    pub ret_code: Option<String>,
    /// Return text, also read from `REMSG` and `RETMMSG`; only in replies.
    pub ret_msg: Option<String>,
    /// The ciphertext in base64; absent in refusals.
    pub encrypt: Option<String>,
    /// The signature of the plaintext in base64. Whether replies have one is not documented.
    pub sign: Option<String>,
}

impl Sealed {
    /// The envelope of a request, to be sent as it is.
    pub fn request(ciphertext: &[u8], signature: &[u8]) -> String {
        let encode = |bytes| Some(STANDARD.encode(bytes));
        Self { encrypt: encode(ciphertext), sign: encode(signature), ..Self::default() }.to_json()
    }

    /// The envelope of a reply: what a simulator answers.
    pub fn reply(ret_code: &str, ret_msg: &str, ciphertext: Option<&[u8]>) -> String {
        let encrypt = ciphertext.map(|bytes| STANDARD.encode(bytes));
        Self { ret_code: Some(ret_code.into()), ret_msg: Some(ret_msg.into()), encrypt, sign: None }.to_json()
    }

    /// The envelope as JSON, without what is absent.
    pub fn to_json(&self) -> String {
        let mut json = String::from("{");
        let members = [("RETCODE", &self.ret_code), ("RETMSG", &self.ret_msg), ("ENCRYPT", &self.encrypt), ("SIGN", &self.sign)];
        for (name, text) in members {
            let Some(text) = text else { continue };
            json.push_str(if json.len() > 1 { "," } else { "" });
            write_text(name, &mut json);
            json.push(':');
            write_text(text, &mut json);
        }
        json.push('}');
        json
    }

    /// Reads an envelope of either direction; empty texts and `null` count as absent.
    ///
    /// # Errors
    /// What is not one JSON object.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        let document = parse(bytes)?;
        if document.root().kind() != Kind::Object {
            return Err(Malformed::new("an object is expected"));
        }
        let mut sealed = Self::default();
        for (name, value) in document.root().members() {
            let slot = match name {
                "RETCODE" => &mut sealed.ret_code,
                name if TEXTS.contains(&name) && sealed.ret_msg.is_none() => &mut sealed.ret_msg,
                "ENCRYPT" => &mut sealed.encrypt,
                "SIGN" => &mut sealed.sign,
                _ => continue,
            };
            *slot = value.text_or_number().filter(|text| !text.is_empty()).map(Cow::into_owned);
        }
        Ok(sealed)
    }

    /// The ciphertext; blanks in its base64 are ignored. `None` where there is none or it is no base64: to the outside every such fault is
    /// one and the same.
    pub fn ciphertext(&self) -> Option<Vec<u8>> {
        decode(self.encrypt.as_deref()?)
    }

    /// The signature; as [`ciphertext`](Self::ciphertext).
    pub fn signature(&self) -> Option<Vec<u8>> {
        decode(self.sign.as_deref()?)
    }
}

fn decode(base64: &str) -> Option<Vec<u8>> {
    let dense: String = base64.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(dense).ok()
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("ret_code", &self.ret_code)
            .field("ret_msg", &self.ret_msg.as_deref().map(without_numbers))
            .field("encrypt", &self.encrypt.as_ref().map(String::len))
            .field("sign", &self.sign.as_ref().map(String::len))
            .finish()
    }
}

/// A reply to the payout operation `O`. `extra` keeps what no table lists.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply<O: Payout> {
    /// The fields of the plaintext, with the envelope's `RETCODE` and `RETMSG`; those alone where nothing was encrypted.
    pub content: O::Reply,
    /// Members that no table lists.
    pub extra: Vec<Node>,
}

/// Reads a reply from its envelope and the decrypted plaintext, if there is one.
///
/// # Errors
/// A plaintext that is no message, or one whose `RETCODE` contradicts the envelope's. The outcome is then unknown.
pub fn read_reply<O: Payout>(sealed: &Sealed, plaintext: Option<&[u8]>) -> Result<Reply<O>, Malformed> {
    let unwrapped = unwrap_accounts(plaintext.unwrap_or(b"{}"))?;
    let document = parse(&unwrapped)?;
    let inside = document.root();
    if inside.kind() != Kind::Object {
        return Err(Malformed::new("an object is expected"));
    }
    let inner = |name: &str| inside.get(name).and_then(|value| value.text_or_number()).filter(|text| !text.is_empty());
    let mut outer = Vec::new();
    match (sealed.ret_code.as_deref(), inner("RETCODE")) {
        (Some(outside), Some(inside)) if outside != inside => {
            return Err(Malformed::field("RETCODE", "the plaintext and its envelope differ"));
        }
        (Some(outside), None) => outer.push(Item::Leaf("RETCODE", Cow::Borrowed(outside))),
        _ => {}
    }
    if let (Some(outside), None) = (sealed.ret_msg.as_deref(), TEXTS.into_iter().find_map(inner)) {
        outer.push(Item::Leaf("RETMSG", Cow::Borrowed(outside)));
    }
    let mut source = Joined { outer: outer.into_iter(), inner: ObjectSource::new(inside, SHAPE.lists) };
    let mut extra = Vec::new();
    let content = read_struct(&mut source, PAYOUT_NAMES, &mut extra)?;
    Ok(Reply { content, extra })
}

/// Reads the plaintext of a request: what a simulator does. Gives too what is no field of the operation.
///
/// # Errors
/// A missing field, one that stands twice, or one that its type refuses.
pub fn read_request<O: Payout>(plaintext: &[u8]) -> Result<(O, Vec<Node>), Malformed> {
    let document = parse(plaintext)?;
    read(document.root(), EXACT_NAMES)
}

/// A plaintext whose `ACCINFO` is a text that holds JSON, with that JSON in its place (decision D51).
fn unwrap_accounts(plaintext: &[u8]) -> Result<Cow<'_, [u8]>, Malformed> {
    let document = parse(plaintext)?;
    let Some(accounts) = document.root().get("ACCINFO") else { return Ok(Cow::Borrowed(plaintext)) };
    match accounts.text() {
        Some(text) if text.trim_ascii_start().starts_with(['[', '{']) => {
            let (whole, span) = (document.root().lexeme().as_bytes(), accounts.range());
            Ok(Cow::Owned([&whole[..span.start], text.as_bytes(), &whole[span.end..]].concat()))
        }
        _ => Ok(Cow::Borrowed(plaintext)),
    }
}

/// What the envelope says, then what the plaintext says.
struct Joined<'d> {
    outer: std::vec::IntoIter<Item<'d>>,
    inner: ObjectSource<'d>,
}

impl<'d> Source<'d> for Joined<'d> {
    type Error = Infallible;

    fn next(&mut self) -> Result<Option<Item<'d>>, Infallible> {
        if let Some(item) = self.outer.next() {
            return Ok(Some(item));
        }
        loop {
            match self.inner.next()? {
                // The envelope has said it.
                Some(Item::Leaf(name, text)) if text.is_empty() && (name == "RETCODE" || TEXTS.contains(&name)) => {}
                item => return Ok(item),
            }
        }
    }
}
