//! The signature doctor: which text was signed, and why is it not the one that should have been? Section 3.4.
//!
//! Every known mistake is made in turn (`variants`, `ends`), then every two of them; the text that has the digest of the presented signature
//! is the one that was signed.

mod ends;
mod variants;

use md5::{Digest, Md5};
use paycore::{ConfigError, Error, Explanation, FieldError, Finding, Sensitive};
use paysign::{Hash, Md5Key};
use paywire::form::Pairs;
use zx_form::{Message, SIGNATURE, Wire, pairs};

use self::{ends::ends, variants::Variants};

/// Signs a form, a query string or a JSON object as it is: the base, up to where the key begins, and the signature.
///
/// # Errors
/// What is none of these, a name that stands twice, an empty key.
pub fn sign(message: &[u8], key: &Sensitive) -> Result<(String, String), Error> {
    let (wire, pairs) = read(message)?;
    let base = Message::of(wire, pairs).map_err(unreadable)?.base();
    let signature = md5_key(key)?.sign(&base);
    Ok((text(&base), signature))
}

/// Explains the signature of a form, a query string or a JSON object, or `signature` in its place. `others` are further keys that the
/// merchant holds, to tell when one of them was used instead.
///
/// # Errors
/// What is none of these, a JSON object in which a name stands twice, an empty key: there is nothing to explain.
pub fn explain(message: &[u8], signature: Option<&str>, key: &Sensitive, others: &[&Sensitive]) -> Result<Explanation, Error> {
    let message = without_line_end(message);
    let (wire, received) = read(message)?;
    let (received, twice) = once(received);
    let once = Message::of(wire, received.clone()).map_err(unreadable)?;
    let base = once.base();
    let given = signature.map(|given| given.as_bytes().to_vec()).or_else(|| once.signature().map(<[u8]>::to_vec));
    let mut found = Explanation {
        base: text(&base),
        signature_expected: Some(md5_key(key)?.sign(&base)),
        signature_given: given.as_deref().map(text),
        ..Explanation::default()
    };
    found.digest_expected = found.signature_expected.as_deref().map(str::to_ascii_lowercase);
    match given {
        None => found.finding = Some(Finding::NoSignature),
        Some(given) => {
            let (digest, is_plain) = digest_in(&given);
            found.digest_given = digest.as_deref().map(hex);
            match digest.filter(|_| is_plain) {
                None => found.finding = Some(Finding::MalformedSignature),
                Some(digest) => diagnose(&mut found, &Variants::of(&received, wire, message), &digest, key, others),
            }
        }
    }
    if let Some(twice) = twice {
        let is_signature = twice == SIGNATURE.as_bytes();
        (found.valid, found.finding) = (false, Some(if is_signature { Finding::TwoSignatures } else { Finding::Unexplained }));
        let name: String = text(&twice).chars().take(40).collect();
        found.remark = Some(format!("{} stands twice", paycore::without_numbers(&name)));
    }
    Ok(found)
}

/// Finds the text that was signed.
fn diagnose(found: &mut Explanation, variants: &Variants, digest: &[u8], key: &Sensitive, others: &[&Sensitive]) {
    let (right, wrong) = ends(key, others);
    let as_it_is = &variants.right;
    // The fewest mistakes first: none, one of the text, one of its end, one of each.
    let one = std::iter::once(as_it_is).chain(&variants.wrong).map(|variant| (variant, &right));
    let end = wrong.iter().map(|end| (as_it_is, end));
    let two = wrong.iter().flat_map(|end| variants.wrong.iter().map(move |variant| (variant, end)));
    let Some((variant, end)) = one.chain(end).chain(two).find(|(variant, end)| is_of(digest, &end.after(&variant.text))) else {
        found.finding = Some(Finding::Unexplained);
        return;
    };
    found.base_given = Some(text(&end.base(&variant.text)));
    found.remark.clone_from(&variant.remark);
    found.finding = variant.finding.or(end.finding).or((digest.len() != 16).then_some(Finding::OtherHash));
    found.valid = found.finding.is_none();
}

/// Whether `text` is what was signed.
fn is_of(digest: &[u8], text: &[u8]) -> bool {
    match digest.len() {
        20 => Hash::Sha1.digest(text) == digest,
        32 => Hash::Sha256.digest(text) == digest,
        _ => Md5::digest(text)[..] == *digest,
    }
}

/// The digest in a signature, and whether it is written as one.
fn digest_in(given: &[u8]) -> (Option<Vec<u8>>, bool) {
    let read = |text: &[u8]| unhex(text).filter(|digest| matches!(digest.len(), 16 | 20 | 32));
    let plain = read(given);
    let is_plain = plain.is_some();
    (plain.or_else(|| read(given.trim_ascii())), is_plain)
}

fn read(message: &[u8]) -> Result<(Wire, Pairs<'_>), Error> {
    let message = without_line_end(message);
    let (wire, pairs) = pairs(message).map_err(unreadable)?;
    let is_form = wire == Wire::Json || (message.contains(&b'=') && !message.trim_ascii_start().starts_with(b"<"));
    if is_form { Ok((wire, pairs)) } else { Err(FieldError::new("message", "neither a form nor a JSON object").into()) }
}

/// The line end of a file is no part of a form.
fn without_line_end(message: &[u8]) -> &[u8] {
    let message = message.strip_suffix(b"\n").unwrap_or(message);
    message.strip_suffix(b"\r").unwrap_or(message)
}

/// The pairs with each name once, and a name that stands twice.
fn once(pairs: Pairs<'_>) -> (Pairs<'_>, Option<Vec<u8>>) {
    let (mut once, mut twice) = (Pairs::default(), None);
    for (name, value) in pairs {
        if once.iter().any(|(known, _)| *known == *name) {
            twice = twice.or(Some(name.into_owned()));
        } else {
            once.push(name, value);
        }
    }
    (once, twice)
}

fn unreadable(error: zx_form::Malformed) -> Error {
    FieldError::new("message", error.to_string()).into()
}

fn md5_key(key: &Sensitive) -> Result<Md5Key, Error> {
    Md5Key::new(key.clone()).map_err(|error| ConfigError::new("key", error.to_string()).into())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.chunks(2).map(|pair| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    pairs.collect()
}
