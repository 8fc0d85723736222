//! The signature doctor for a TR3: why does it not verify?
//!
//! A public key opens the signature and gives the digest that was signed. Every known mistake is undone in turn; the one whose text has that
//! digest is the one that was made.

use base64::{Engine, engine::general_purpose::STANDARD};
use kq_xml::{SignedPart, Tr3Error, spellings};
use paycore::{Explanation, Finding};
use paysign::{Hash, PublicKey, Recovered, RsaSigner, RsaVerifier, SigningError};
use paywire::charset::Charset;

use super::notice;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Signs a document that has no signature yet: the base, which is the whole document, and its signature.
///
/// # Errors
/// The key cannot sign.
pub fn sign(document: &[u8], key: &RsaSigner, hash: Hash) -> Result<(String, String), SigningError> {
    let signature = key.sign(hash, document)?;
    Ok((String::from_utf8_lossy(document).into_owned(), STANDARD.encode(signature)))
}

/// Explains a TR3; the protocol's hash is SHA-1. `keys` are the provider's; `own` is the merchant's key, to tell when it signed instead, or to sign what should stand there.
pub fn explain(document: &[u8], keys: &[PublicKey], own: Option<&RsaSigner>, hash: Hash) -> Explanation {
    let mut found = Explanation::default();
    let split = match SignedPart::find(document) {
        Ok(split) => split,
        Err(error) => return unsplit(document, &error, keys, hash),
    };
    found.base = String::from_utf8_lossy(split.message()).into_owned();
    found.signature_given = Some(STANDARD.encode(split.signature()));
    found.digest_expected = Some(hex(&hash.digest(split.message())));
    found.signature_expected = own.and_then(|own| sign(split.message(), own, hash).ok()).map(|(_, signature)| signature);

    let recovered = keys.iter().find_map(|key| key.recover(split.signature()));
    let digest = recovered.as_ref().map(|recovered| recovered.digest.clone());
    found.digest_given = digest.or_else(|| keys.iter().find_map(|key| key.recover_other(split.signature()))).map(|digest| hex(&digest));
    let ring = RsaVerifier::new(keys.iter().cloned(), [hash]);
    match ring.map(|ring| notice::verify(&ring, document, None)) {
        Ok(Ok(_)) => {
            found.valid = true;
            found.base_given = Some(found.base.clone());
        }
        Ok(Err(paycore::Error::Untrusted { message, .. })) => found.remark = Some(message),
        Ok(Err(other)) => found.remark = Some(other.to_string()),
        Err(error) => found.remark = Some(error.to_string()),
    }
    if !found.valid {
        let (finding, base) = diagnose(document, &split, recovered.as_ref(), keys, own, hash);
        if finding == Finding::Unexplained && base.is_some() {
            found.remark = found.remark.map(|refused| format!("the signature is good, and what it signs is refused: {refused}"));
        }
        found.finding = Some(finding);
        found.base_given = base.map(|base| String::from_utf8_lossy(&base).into_owned());
    }
    found
}

fn diagnose(
    document: &[u8],
    split: &SignedPart,
    recovered: Option<&Recovered>,
    keys: &[PublicKey],
    own: Option<&RsaSigner>,
    hash: Hash,
) -> (Finding, Option<Vec<u8>>) {
    let Some(recovered) = recovered else {
        let by_own = own.is_some_and(|own| own.public_key().recover(split.signature()).is_some());
        // A signature is as long as the modulus of its key.
        let fits_a_key = keys.iter().any(|key| key.bits().div_ceil(8) == split.signature().len());
        let is_short_or_odd = !fits_a_key && !split.signature().len().is_power_of_two();
        let finding = match keys.iter().any(|key| key.recover_other(split.signature()).is_some()) {
            true => Finding::OtherHash,
            false if by_own => Finding::OwnKey,
            false if is_short_or_odd => Finding::MalformedSignature,
            false => Finding::OtherKey,
        };
        return (finding, None);
    };
    let signed = |text: &[u8]| recovered.hash.digest(text) == recovered.digest;
    if signed(split.message()) {
        let finding = match document.starts_with(BOM) {
            _ if recovered.hash != hash => Finding::OtherHash,
            true => Finding::Whitespace,
            // What is signed is no TR3: the remark says why.
            false => Finding::Unexplained,
        };
        return (finding, Some(split.message().to_vec()));
    }
    match candidates(split.message()).into_iter().find(|(_, text)| signed(text)) {
        Some((finding, text)) => (finding, Some(text)),
        None => (Finding::Unexplained, None),
    }
}

/// The texts that would have been signed, had the one mistake not been made.
fn candidates(message: &[u8]) -> Vec<(Finding, Vec<u8>)> {
    let mut texts = Vec::new();
    let trimmed = message.trim_ascii_end();
    let is_line_end = message[trimmed.len()..].iter().all(|b| matches!(b, b'\r' | b'\n'));
    for ending in ["", "\n", "\r\n"] {
        let finding = if is_line_end { Finding::TrailingNewline } else { Finding::Whitespace };
        texts.push((finding, [trimmed, ending.as_bytes()].concat()));
    }
    texts.push((Finding::Whitespace, message.trim_ascii_start().to_vec()));
    texts.push((Finding::Whitespace, message.trim_ascii().to_vec()));
    let Ok(text) = std::str::from_utf8(message) else {
        // Turned into GBK on the way; the declaration may have been changed along.
        if let Ok(text) = Charset::Gb18030.decode(message) {
            texts.push((Finding::Charset, text.as_bytes().to_vec()));
            texts.extend(spellings(&text).into_iter().map(|text| (Finding::Charset, text.into_bytes())));
        }
        return texts;
    };
    if let Some(plain) = text.strip_prefix('\u{feff}') {
        texts.push((Finding::Whitespace, plain.as_bytes().to_vec()));
    }
    let squeezed = between_elements(text);
    texts.push((Finding::Whitespace, squeezed.clone().into_bytes()));
    texts.push((Finding::Whitespace, text.replace("\r\n", "\n").into_bytes()));
    texts.push((Finding::Charset, Charset::Gb18030.encode(text)));
    texts.extend(spellings(text).into_iter().chain(spellings(&squeezed)).map(|text| (Finding::Reserialised, text.into_bytes())));
    texts
}

/// Without the blanks between a `>` and a `<`.
fn between_elements(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for part in text.split_inclusive('>') {
        squeezed.push_str(if part.trim_ascii_start().starts_with('<') { part.trim_ascii_start() } else { part });
    }
    squeezed.trim_ascii_end().to_owned()
}

/// A document whose signature cannot be cut out.
fn unsplit(document: &[u8], error: &Tr3Error, keys: &[PublicKey], hash: Hash) -> Explanation {
    let text = String::from_utf8_lossy(document).into_owned();
    let mut found = Explanation { base: text.clone(), remark: Some(error.to_string()), ..Explanation::default() };
    // Escaped on its way, or written anew with comments: what it was may verify.
    let mut plain = vec![(Finding::Whitespace, text.trim_ascii().to_owned())];
    plain.extend(html_unescaped(&text).map(|plain| (Finding::HtmlEscaped, plain)));
    plain.extend(url_decoded(&text).map(|plain| (Finding::UrlEncoded, plain)));
    // The whole body as a form's only field.
    plain.extend(text.split_once('=').and_then(|(_, value)| url_decoded(value)).map(|plain| (Finding::UrlEncoded, plain)));
    plain.extend(plus_restored(&text).map(|plain| (Finding::PlusForBlank, plain)));
    plain.extend(spellings(&text).into_iter().map(|plain| (Finding::Reserialised, plain)));
    for (finding, plain) in plain.into_iter().filter(|(_, plain)| SignedPart::find(plain.as_bytes()).is_ok()) {
        let inner = explain(plain.as_bytes(), keys, None, hash);
        if inner.valid {
            return Explanation {
                valid: false,
                finding: Some(finding),
                base_given: Some(inner.base.clone()),
                remark: found.remark,
                ..inner
            };
        }
    }
    let opened = text.to_ascii_lowercase().matches("<signature").count();
    found.finding = Some(match error {
        Tr3Error::NoSignature => Finding::NoSignature,
        Tr3Error::SignatureTags if opened > 1 => Finding::TwoSignatures,
        Tr3Error::SignatureTags | Tr3Error::SignatureText => Finding::MalformedSignature,
        _ => Finding::Unexplained,
    });
    found
}

fn html_unescaped(text: &str) -> Option<String> {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    (plain != text).then_some(plain)
}

/// The signature with plus signs for its blanks.
fn plus_restored(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("<signature>")?;
    let (signature, after) = rest.split_once("</signature>")?;
    signature.contains(' ').then(|| format!("{before}<signature>{}</signature>{after}", signature.replace(' ', "+")))
}

fn url_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.trim_ascii().as_bytes();
    while let [byte, after @ ..] = rest {
        let (decoded, used) = match (byte, after) {
            (b'%', [high, low, ..]) => {
                let digit = |digit: &u8| char::from(*digit).to_digit(16);
                (u8::try_from(digit(high)? * 16 + digit(low)?).ok()?, 3)
            }
            (b'+', _) => (b' ', 1),
            _ => (*byte, 1),
        };
        bytes.push(decoded);
        rest = rest.get(used..)?;
    }
    String::from_utf8(bytes).ok().filter(|plain| plain != text)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
