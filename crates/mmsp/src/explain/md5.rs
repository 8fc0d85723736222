//! The doctor for MD5 signatures: quick pay, scan, gateway. Section 3.5.

use md5::{Digest, Md5};
use mmsp_json::{Malformed, parse, signing_text};
use paycore::{Error, Explanation, FieldError, Finding, Sensitive};
use paysign::Md5Key;
use paywire::json::{Document, Kind};

use super::{
    mistakes::{End, Message, Mistake, remark},
    unreadable,
};

/// Up to this size two mistakes in the text are looked for, too.
const LARGEST_FOR_TWO: usize = 64 << 10;

/// An envelope, or a bare Body: a top-level object `Body` means envelope.
fn read<'d>(document: &'d Document<'d>) -> Result<(Message<'d>, String), Error> {
    let root = document.root();
    let (body, envelope) = match root.get("Body").filter(|body| body.kind() == Kind::Object) {
        Some(body) => (body, Some(root)),
        None => (root, None),
    };
    let base = signing_text(body)
        .ok_or_else(|| Error::from(FieldError::new("message", "an envelope or a Body, as a JSON object, is expected")))?;
    Ok((Message { body, envelope }, base))
}

fn document(message: &[u8]) -> Result<Document<'_>, Error> {
    parse(message).map_err(|error: Malformed| unreadable(&error))
}

/// Signs an envelope's Body, or a bare Body: the base, ending where the key begins, and the signature.
///
/// # Errors
/// What is no JSON object, or repeats a member.
pub fn sign(message: &[u8], key: &Md5Key) -> Result<(String, String), Error> {
    let document = document(message)?;
    let (_, base) = read(&document)?;
    let signature = key.sign(base.as_bytes());
    Ok((base, signature))
}

/// Explains the signature of an envelope, or `signature` in its place. `others` are further keys that the merchant holds, such as the
/// agent's, to tell when one of them was used instead.
///
/// # Errors
/// What is no JSON object, or repeats a member; an empty key: there is nothing to explain.
pub fn explain(message: &[u8], signature: Option<&str>, key: &Sensitive, others: &[&Sensitive]) -> Result<Explanation, Error> {
    let document = document(message)?;
    let (message, base) = read(&document)?;
    let signs = Md5Key::new(key.clone()).map_err(|error| FieldError::new("key", error.to_string()))?;
    let expected = signs.sign(base.as_bytes());
    let sign = message.envelope.and_then(|envelope| envelope.get("Sign")).and_then(|sign| sign.text());
    let given = signature.map(str::to_owned).or_else(|| sign.map(|sign| sign.into_owned())).filter(|given| !given.is_empty());
    let mut found = Explanation {
        base,
        signature_given: given.clone(),
        digest_expected: Some(expected.to_ascii_lowercase()),
        signature_expected: Some(expected),
        ..Explanation::default()
    };
    let Some(given) = given else {
        found.finding = Some(Finding::NoSignature);
        return Ok(found);
    };
    let Some(digest) = digest(&given) else {
        found.finding = Some(Finding::MalformedSignature);
        return Ok(found);
    };
    found.digest_given = Some(given.to_ascii_lowercase());
    if signs.verify(&found.base, &given).is_ok() {
        found.valid = true;
        found.base_given = Some(found.base.clone());
        return Ok(found);
    }
    match diagnose(&message, digest, key, others) {
        Some((mistakes, end, text)) => {
            found.finding = mistakes.first().map(|mistake| mistake.finding()).or(end.finding);
            found.remark = remark(&mistakes, end.finding);
            found.base_given = Some(format!("{}{}", String::from_utf8_lossy(&text), end.joiner));
        }
        None => found.finding = Some(Finding::Unexplained),
    }
    Ok(found)
}

/// The mistakes that give the presented digest, the fewest first.
fn diagnose(message: &Message<'_>, digest: [u8; 16], key: &Sensitive, others: &[&Sensitive]) -> Option<(Vec<Mistake>, End, Vec<u8>)> {
    let is_signed = |text: &[u8], end: &End| {
        let signed: [u8; 16] = Md5::new().chain_update(text).chain_update(end.joiner).chain_update(end.key.as_bytes()).finalize().into();
        signed == digest
    };
    let mistakes = message.mistakes();
    for mistake in &mistakes {
        let (made, end) = (vec![*mistake], End::right(key));
        match message.text(&made) {
            Some(text) if is_signed(&text, &end) => return Some((made, end, text)),
            _ => {}
        }
    }
    let no_mistake = message.text(&[])?;
    let mut wrong = End::wrong(key, others);
    if let Some(at) = wrong.iter().position(|end| is_signed(&no_mistake, end)) {
        return Some((Vec::new(), wrong.swap_remove(at), no_mistake));
    }
    for mistake in &mistakes {
        let Some(text) = message.text(&[*mistake]) else { continue };
        if let Some(at) = wrong.iter().position(|end| is_signed(&text, end)) {
            return Some((vec![*mistake], wrong.swap_remove(at), text));
        }
    }
    let size = message.envelope.unwrap_or(message.body).lexeme().len();
    let end = End::right(key);
    for (nth, first) in mistakes.iter().enumerate().filter(|_| size <= LARGEST_FOR_TWO) {
        for second in mistakes.iter().skip(nth + 1) {
            let made = vec![*first, *second];
            match message.text(&made) {
                Some(text) if is_signed(&text, &end) => return Some((made, end, text)),
                _ => {}
            }
        }
    }
    None
}

/// 32 hexadecimal digits.
fn digest(given: &str) -> Option<[u8; 16]> {
    let mut digest = [0; 16];
    let digits: Option<Vec<u8>> = given.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() == 32)?;
    digest.iter_mut().zip(digits.chunks_exact(2)).for_each(|(byte, pair)| *byte = pair[0] << 4 | pair[1]);
    Some(digest)
}
