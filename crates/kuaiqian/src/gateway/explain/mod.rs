//! The signature doctor: which text was signed, and why it is not the one that should have been? Section 4.8 of the specification.
//!
//! Every known mistake is made in turn (`variants`, `ends`); the text that has the digest of the presented signature is the one that was
//! signed. With RSA a public key opens the signature and gives that digest.

mod ends;
mod proof;
mod variants;

use std::borrow::Cow;

use kq_form::{Document, FORM_LIMITS, Listed, Malformed, SignedList, Signing, query_of, reply};
use md5::{Digest, Md5};
use paycore::{Error, Explanation, FieldError, Finding, Sensitive};
use paysign::{Hash, Md5Key, PublicKey, RsaSigner};
use paywire::{
    charset::Charset,
    form::{self, Pairs},
};
use zeroize::Zeroizing;

use self::{
    proof::{Proof, hex},
    variants::Variant,
};
use super::keys;

/// What signs a message.
#[derive(Debug, Clone, Copy)]
pub enum SigningKey<'k> {
    /// The key that ends the text: gateway key, query key or refund key, as the list wants it.
    Md5(&'k Sensitive),
    /// A private key.
    Rsa {
        /// The key.
        signer: &'k RsaSigner,
        /// The hash.
        hash: Hash,
        /// The query key, which ends the text of query and refund query.
        query_key: Option<&'k Sensitive>,
    },
}

/// What a message should verify with.
#[derive(Debug, Clone, Copy)]
pub enum Held<'k> {
    /// The key that ends the text.
    Md5(&'k Sensitive),
    /// Public keys: 99bill's for what it signs, the merchant's for requests.
    Rsa {
        /// The keys.
        keys: &'k [PublicKey],
        /// The hashes that are accepted.
        hashes: &'k [Hash],
        /// The merchant's own key: it tells whether the merchant signed instead, and what should stand there.
        own: Option<&'k RsaSigner>,
        /// The query key, which ends the text of query and refund query.
        query_key: Option<&'k Sensitive>,
    },
}

impl SigningKey<'_> {
    const fn signing(&self) -> Signing {
        match self {
            Self::Md5(_) => Signing::Md5,
            Self::Rsa { .. } => Signing::Rsa,
        }
    }
}

impl<'k> Held<'k> {
    const fn signing(&self) -> Signing {
        match self {
            Self::Md5(_) => Signing::Md5,
            Self::Rsa { .. } => Signing::Rsa,
        }
    }

    /// The key that ends the text, where there is one.
    const fn shared(&self) -> Option<&'k Sensitive> {
        match self {
            Self::Md5(key) => Some(key),
            Self::Rsa { query_key, .. } => *query_key,
        }
    }
}

/// Signs a message as it is, a form, a query string or an address with one, XML, SOAP or JSON: the base, up to where a key begins, and the signature. `charset` is that of messages without an
/// `inputCharset`.
///
/// # Errors
/// What is no message of the list, a name that stands twice, a `signType` of the other kind, a missing query key.
pub fn sign(list: &'static SignedList, message: &[u8], key: SigningKey<'_>, charset: Charset) -> Result<(String, String), Error> {
    let message = form_of(list, message)?;
    let listed = take(list, pairs(list, &message)?)?;
    of_type(&listed, key.signing())?;
    let base = listed.base(key.signing());
    let signature = match key {
        SigningKey::Md5(key) => md5_key(key)?.sign(&base),
        SigningKey::Rsa { signer, hash, query_key } => keys::rsa(signer, hash, &whole(list, Signing::Rsa, &base, query_key)?)?,
    };
    Ok((text(&base, charset_of(&listed, charset)), signature))
}

/// Explains the signature of a message of any of these kinds, or `signature` in its place. `others` are further shared keys that the merchant
/// holds, to tell when one of them was used instead.
///
/// # Errors
/// What is no message of the list, a `signType` of the other kind, a missing query key: there is nothing to explain.
pub fn explain(
    list: &'static SignedList,
    message: &[u8],
    signature: Option<&str>,
    held: Held<'_>,
    others: &[&Sensitive],
    charset: Charset,
) -> Result<Explanation, Error> {
    let message = &form_of(list, message)?[..];
    let (once, twice) = once(list, pairs(list, message)?);
    let listed = take(list, once)?;
    of_type(&listed, held.signing())?;
    let charset = charset_of(&listed, charset);
    let base = listed.base(held.signing());
    let given = signature.map(|given| given.as_bytes().to_vec()).or_else(|| listed.signature().map(<[u8]>::to_vec));
    let mut found = Explanation {
        base: text(&base, charset),
        signature_given: given.as_ref().map(|given| String::from_utf8_lossy(given).into_owned()),
        ..Explanation::default()
    };
    let whole = whole(list, held.signing(), &base, held.shared())?;
    expect(&mut found, &whole, held)?;
    let Some(given) = given else {
        found.finding = Some(Finding::NoSignature);
        return Ok(found);
    };
    let proof = Proof::of(&given, held);
    found.digest_given = proof.as_ref().ok().or_else(|| proof.as_ref().err()?.1.as_ref()).map(Proof::hex);
    match proof {
        Err((finding, _)) => found.finding = Some(finding),
        Ok(proof) => {
            if let Proof::Rsa(recovered) = &proof {
                found.digest_expected = Some(hex(&recovered.hash.digest(&whole)));
            }
            diagnose(&mut found, &listed, message, &proof, held, others, charset);
        }
    }
    if let Some(twice) = twice {
        let finding = if twice == list.signature { Finding::TwoSignatures } else { Finding::Unexplained };
        (found.valid, found.finding) = (false, Some(finding));
        found.remark = Some(format!("{twice} stands twice"));
    }
    Ok(found)
}

/// What should stand there, where the key to make it is at hand.
fn expect(found: &mut Explanation, whole: &[u8], held: Held<'_>) -> Result<(), Error> {
    match held {
        Held::Md5(key) => {
            md5_key(key)?;
            let digest = hex(&Md5::digest(whole));
            found.signature_expected = Some(digest.to_ascii_uppercase());
            found.digest_expected = Some(digest);
        }
        Held::Rsa { hashes, own, .. } => {
            let hash = hashes.first().copied().filter(|_| !hashes.contains(&Hash::Sha256)).unwrap_or(Hash::Sha256);
            found.digest_expected = Some(hex(&hash.digest(whole)));
            found.signature_expected = own.map(|own| keys::rsa(own, hash, whole)).transpose()?;
        }
    }
    Ok(())
}

/// Finds the text that was signed.
fn diagnose(
    found: &mut Explanation,
    listed: &Listed<'_>,
    message: &[u8],
    proof: &Proof,
    held: Held<'_>,
    others: &[&Sensitive],
    charset: Charset,
) {
    let (right, wrong) = ends::ends(listed.list(), held.signing(), held.shared(), others);
    let as_it_is = Variant::as_it_is(listed, held.signing());
    let variants = variants::variants(listed, held.signing(), message, charset);
    let all = || std::iter::once(&as_it_is).chain(&variants);
    // The fewest mistakes first: none, one of the text, one of its end, one of each.
    let one = all().map(|variant| (variant, &right)).chain(wrong.iter().map(|end| (&as_it_is, end)));
    let two = wrong.iter().flat_map(|end| variants.iter().map(move |variant| (variant, end)));
    let Some((variant, end)) = one.chain(two).find(|(variant, end)| proof.is_of(&end.after(&variant.text))) else {
        found.finding = Some(Finding::Unexplained);
        return;
    };
    found.base_given = Some(text(&end.base(&variant.text), charset));
    found.remark.clone_from(&variant.remark);
    found.finding = variant.finding.or(end.finding).or_else(|| proof.refused(held));
    found.valid = found.finding.is_none();
}

/// The message as a form: of XML, SOAP or JSON the texts of the head, or of the one item that a list of items is about.
fn form_of<'m>(list: &SignedList, message: &'m [u8]) -> Result<Cow<'m, [u8]>, Error> {
    let message = query_of(message);
    if !message.starts_with(b"<") && !message.starts_with(b"{") {
        return Ok(message.into());
    }
    let wrong = |error: Malformed| FieldError::new("message", error.to_string());
    let document = Document::from_slice(message).map_err(wrong)?;
    let items = if list.signature == "signInfo" { reply::items(document.nodes()).map_err(wrong)? } else { Vec::new() };
    let nodes = match items[..] {
        [] => document.nodes(),
        [item] => item.nodes(),
        _ => return Err(FieldError::new("message", format!("{} items: give one", items.len())).into()),
    };
    let texts = nodes.iter().filter_map(|node| Some((node.name.as_bytes(), node.text()?.as_bytes())));
    Ok(form::encode(texts).into_bytes().into())
}

/// The pairs of a form that has a field of the list.
fn pairs<'m>(list: &SignedList, message: &'m [u8]) -> Result<Pairs<'m>, Error> {
    let pairs = Pairs::parse(message, FORM_LIMITS).map_err(|error| FieldError::new("message", error.to_string()))?;
    if list.fields.iter().all(|field| pairs.get(field).is_none()) {
        return Err(FieldError::new("message", format!("not a form: no field of {} is in it", list.name)).into());
    }
    Ok(pairs)
}

/// The pairs with each name of the list once, and a name that stands twice.
fn once<'a>(list: &'static SignedList, pairs: Pairs<'a>) -> (Pairs<'a>, Option<&'static str>) {
    let (mut once, mut twice) = (Pairs::default(), None);
    for (name, value) in pairs {
        let known = list.fields.iter().chain([&list.signature]).find(|field| field.as_bytes() == &*name);
        match known.filter(|known| once.get(known).is_some()) {
            Some(known) => twice = twice.or(Some(*known)),
            None => once.push(name, value),
        }
    }
    (once, twice)
}

fn take<'a>(list: &'static SignedList, pairs: Pairs<'a>) -> Result<Listed<'a>, Error> {
    Ok(list.take(pairs).map_err(|error| FieldError::new(error.0, "stands twice"))?)
}

/// A message of the other signature type is signed and verified with other keys.
fn of_type(listed: &Listed<'_>, signing: Signing) -> Result<(), Error> {
    let is_payment = listed.list().key_joint(Signing::Rsa).is_none();
    let expected = match (signing, is_payment) {
        (Signing::Rsa, false) => "2",
        (signing, _) => keys::sign_type(signing),
    };
    match listed.get("signType") {
        Some(given) if given != expected.as_bytes() => {
            Err(FieldError::new("signType", format!("{expected} belongs to the keys that are given")).into())
        }
        _ => Ok(()),
    }
}

/// What is signed: the base, and the key where one ends it.
fn whole(list: &SignedList, signing: Signing, base: &[u8], key: Option<&Sensitive>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut whole = Zeroizing::new(base.to_vec());
    if list.key_joint(signing).is_some() {
        let key = key.ok_or_else(|| paycore::ConfigError::new("query_key", "the query key ends this text, with RSA too"))?;
        whole.extend_from_slice(key.expose().as_bytes());
    }
    Ok(whole)
}

fn md5_key(key: &Sensitive) -> Result<Md5Key, Error> {
    Md5Key::new(key.clone()).map_err(|error| paycore::ConfigError::new("key", error.to_string()).into())
}

fn charset_of(listed: &Listed<'_>, charset: Charset) -> Charset {
    match listed.get("inputCharset") {
        Some(b"1") => Charset::Utf8,
        Some(b"2") => Charset::Gbk,
        Some(b"3") => Charset::Gb2312,
        _ => charset,
    }
}

fn text(bytes: &[u8], charset: Charset) -> String {
    charset.decode(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), Cow::into_owned)
}
