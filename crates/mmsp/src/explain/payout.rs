//! The doctor for payout envelopes. Section 5.4.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use mmsp_json::{parse, payout::Sealed};
use paycore::{ConfigError, Error, Explanation, FieldError, Finding};
use paysign::{Hash, PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner};
use paywire::{charset::Charset, json::Kind};

use super::{
    hex,
    spelling::{Empty, Numbers, Order, Spelling},
    unreadable,
};
use crate::payout::seal;

/// A signed and sealed plaintext. `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signed {
    /// The plaintext, which is the whole signed text.
    pub base: String,
    /// `SIGN`.
    pub signature: String,
    /// `ENCRYPT`: another one every time, because of its random padding.
    pub encrypt: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({} bytes)", self.base.len())
    }
}

/// Signs a plaintext and seals it for the platform. Blanks and line ends around it are no part of it.
///
/// # Errors
/// What is no JSON object, or longer than can be encrypted.
pub fn sign(plaintext: &[u8], signer: &RsaSigner, encryptor: &RsaEncryptor) -> Result<Signed, Error> {
    let document = parse(plaintext).map_err(|error| unreadable(&error))?;
    let root = document.root();
    if root.kind() != Kind::Object {
        return Err(FieldError::new("message", "a plaintext, as a JSON object, is expected").into());
    }
    let base = root.lexeme();
    let (ciphertext, signature) = seal(base.as_bytes(), signer, encryptor)?;
    Ok(Signed { base: base.to_owned(), signature: STANDARD.encode(signature), encrypt: STANDARD.encode(ciphertext) })
}

/// Explains an envelope, or `signature` in the place of its `SIGN`. `decryptor` opens it; `keys` are those of whom it should come from; `own`
/// is the merchant's key, to tell when it signed instead.
///
/// # Errors
/// What is no envelope: there is nothing to explain.
pub fn explain(
    envelope: &[u8],
    signature: Option<&str>,
    decryptor: &RsaDecryptor,
    keys: &[PublicKey],
    own: Option<&RsaSigner>,
) -> Result<Explanation, Error> {
    if keys.is_empty() {
        return Err(ConfigError::new("platform_key", "is needed to verify with").into());
    }
    let sealed = Sealed::from_slice(envelope).map_err(|error| unreadable(&error))?;
    let given = signature.map(str::to_owned).or_else(|| sealed.sign.clone());
    let ciphertext = sealed.ciphertext();
    let plaintext = ciphertext.as_deref().and_then(|ciphertext| decryptor.decrypt(ciphertext).ok());
    let mut found = Explanation { signature_given: given.clone(), ..Explanation::default() };
    match &plaintext {
        Some(plaintext) => {
            found.base = String::from_utf8_lossy(plaintext).into_owned();
            found.digest_expected = Some(hex(&Hash::Sha1.digest(plaintext)));
        }
        None => found.remark = Some("ENCRYPT cannot be opened with this private key: what was signed is not known".into()),
    }
    let Some(given) = given else {
        found.finding = Some(Finding::NoSignature);
        return Ok(found);
    };
    let dense: String = given.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let is_as_long_as_a_key = |signature: &Vec<u8>| keys.iter().any(|key| key.bits().div_ceil(8) == signature.len());
    let Some(signature) = STANDARD.decode(dense).ok().filter(is_as_long_as_a_key) else {
        found.finding = Some(Finding::MalformedSignature);
        return Ok(found);
    };
    let recovered = keys.iter().find_map(|key| key.recover(&signature));
    let by_own = own.and_then(|own| own.public_key().recover(&signature));
    found.digest_given = recovered.as_ref().or(by_own.as_ref()).map(|recovered| hex(&recovered.digest));
    let Some(recovered) = recovered else {
        found.finding = Some(if by_own.is_some() { Finding::OwnKey } else { Finding::OtherKey });
        return Ok(found);
    };
    let Some(plaintext) = plaintext else {
        found.finding = Some(Finding::Unexplained);
        return Ok(found);
    };
    let is_signed = |text: &[u8]| recovered.hash.digest(text) == recovered.digest;
    if is_signed(&plaintext) {
        found.valid = recovered.hash == Hash::Sha1;
        found.finding = (!found.valid).then_some(Finding::OtherHash);
        found.base_given = Some(found.base.clone());
        return Ok(found);
    }
    let texts = candidates(&plaintext, ciphertext.as_deref(), sealed.encrypt.as_deref());
    match texts.into_iter().find(|(_, text)| is_signed(text)) {
        Some((finding, text)) => {
            found.finding = Some(finding);
            found.base_given = Some(String::from_utf8_lossy(&text).into_owned());
        }
        None => found.finding = Some(Finding::Unexplained),
    }
    Ok(found)
}

/// The texts that would have been signed, had the one mistake been made.
fn candidates(plaintext: &[u8], ciphertext: Option<&[u8]>, encrypt: Option<&str>) -> Vec<(Finding, Vec<u8>)> {
    let mut texts = Vec::new();
    texts.extend(ciphertext.map(|bytes| (Finding::EnvelopeSigned, bytes.to_vec())));
    texts.extend(encrypt.map(|text| (Finding::EnvelopeSigned, text.as_bytes().to_vec())));
    let trimmed = plaintext.trim_ascii();
    texts.push((Finding::Whitespace, trimmed.to_vec()));
    texts.extend(["\n", "\r\n"].map(|end| (Finding::TrailingNewline, [trimmed, end.as_bytes()].concat())));
    if let Ok(text) = std::str::from_utf8(trimmed) {
        texts.push((Finding::Charset, Charset::Gb18030.encode(text)));
    }
    let Ok(document) = parse(plaintext) else { return texts };
    let compact = Spelling::COMPACT;
    let sorted = Spelling { order: Order::Sorted, ..compact };
    for order in [compact, sorted] {
        for (finding, spelling) in [
            (Finding::Reserialised, order),
            (Finding::Whitespace, Spelling { blanks: true, ..order }),
            (Finding::UnicodeEscaped, Spelling { unicode: true, ..order }),
            (Finding::UnicodeEscaped, Spelling { unicode: true, slash: "\\/", ..order }),
            (Finding::Reserialised, Spelling { slash: "\\/", ..order }),
            (Finding::NumberQuoted, Spelling { numbers: Numbers::AllQuoted, ..order }),
            (Finding::NumberBare, Spelling { numbers: Numbers::AllBare, ..order }),
            (Finding::EmptyDropped, Spelling { empty: Empty::Dropped, ..order }),
            (Finding::Reserialised, Spelling { unicode: true, blanks: true, ..order }),
        ] {
            texts.push((finding, spelling.write(document.root(), "").into_bytes()));
        }
    }
    texts
}
