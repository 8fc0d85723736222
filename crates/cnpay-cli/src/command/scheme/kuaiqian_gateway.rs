//! `kuaiqian-gateway`: the forms of 99bill's RMB gateway, and its replies written as forms.

use std::path::Path;

use cnpay::{
    Charset, Config, Explanation, GatewayKeys, Sensitive,
    kq_form::{LISTS, SignedList},
    kuaiqian::gateway::explain::{Held, SigningKey, explain as diagnose, sign as signed},
};
use paysign::{Hash, PublicKey, RsaSigner};

use super::Signed;
use crate::{
    args::{Explain, Keys, Sign},
    failure::Failure,
};

/// What the merchant holds for one list.
struct Ring {
    by_rsa: bool,
    /// The key that ends the text.
    shared: Option<Sensitive>,
    /// The merchant's other shared keys.
    others: Vec<Sensitive>,
    own: Option<RsaSigner>,
    /// What the message should verify with.
    public: Vec<PublicKey>,
    hash: Option<Hash>,
    charset: Charset,
}

impl Ring {
    /// Flags win over the settings and need none.
    fn of(keys: &Keys, config: &Path, list: &SignedList) -> Result<Self, Failure> {
        let (own, public, shared) = (keys.private()?, keys.public()?, keys.secret()?);
        if own.is_none() && public.is_empty() && shared.is_none() {
            return Ok(Self::of_settings(Config::load(config)?.gateway_keys()?, keys.hash(), list));
        }
        let by_rsa = own.is_some() || !public.is_empty();
        let public = if public.is_empty() { own.iter().map(RsaSigner::public_key).collect() } else { public };
        Ok(Self { by_rsa, shared, others: Vec::new(), own, public, hash: keys.hash(), charset: Charset::Utf8 })
    }

    fn of_settings(keys: GatewayKeys, hash: Option<Hash>, list: &SignedList) -> Self {
        let is_payment = matches!(list.name, "pay" | "notice" | "remit_reply");
        let is_request = matches!(list.name, "pay" | "query" | "refund" | "refund_query");
        let shared = match list.name {
            "pay" | "notice" | "remit_reply" => &keys.key,
            "refund" => &keys.refund_key,
            name if name.starts_with("refund_query") => &keys.refund_query_key,
            _ => &keys.query_key,
        }
        .clone();
        let others = [&keys.key, &keys.query_key, &keys.refund_key].into_iter().flatten();
        Self {
            by_rsa: if is_payment { keys.payment_by_rsa } else { keys.services_by_rsa },
            others: others.filter(|key| shared.as_ref() != Some(*key)).cloned().collect(),
            shared,
            public: match &keys.signer {
                Some(own) if is_request => vec![own.public_key()],
                _ => keys.provider,
            },
            own: keys.signer,
            // Query and refund know one hash only (section 8).
            hash: hash.or(if is_payment { Some(keys.hash) } else { Some(Hash::Sha256) }),
            charset: keys.charset,
        }
    }

    fn missing(&self, list: &SignedList) -> Failure {
        let what = if self.by_rsa { "no private key: --key-file" } else { "no key: --key" };
        Failure::usage(format!("{what}, or its settings in [kuaiqian.gateway], is expected for {}", list.name))
    }
}

pub(super) fn sign(config: &Path, arguments: &Sign, message: &[u8]) -> Result<Signed, Failure> {
    let list = list(arguments.list.as_deref().unwrap_or("pay"))?;
    let ring = Ring::of(&arguments.keys, config, list)?;
    let key = match (ring.by_rsa, &ring.own, &ring.shared) {
        (true, Some(signer), query_key) => {
            SigningKey::Rsa { signer, hash: ring.hash.unwrap_or(Hash::Sha256), query_key: query_key.as_ref() }
        }
        (false, _, Some(key)) => SigningKey::Md5(key),
        _ => return Err(ring.missing(list)),
    };
    let (base, signature) = signed(list, message, key, ring.charset)?;
    Ok(Signed { base, signature, encrypt: None })
}

pub(super) fn explain(config: &Path, arguments: &Explain, message: &[u8]) -> Result<Explanation, Failure> {
    let list = list(arguments.list.as_deref().unwrap_or("notice"))?;
    let ring = Ring::of(&arguments.keys, config, list)?;
    let hashes = arguments.keys.hash().map_or_else(|| vec![Hash::Sha1, Hash::Sha256], |hash| vec![hash]);
    let held = match (ring.by_rsa, &ring.shared) {
        (true, query_key) if !ring.public.is_empty() => {
            Held::Rsa { keys: &ring.public, hashes: &hashes, own: ring.own.as_ref(), query_key: query_key.as_ref() }
        }
        (false, Some(key)) => Held::Md5(key),
        _ => return Err(ring.missing(list)),
    };
    let others: Vec<_> = ring.others.iter().collect();
    Ok(diagnose(list, message, arguments.signature.as_deref(), held, &others, ring.charset)?)
}

fn list(name: &str) -> Result<&'static SignedList, Failure> {
    LISTS.into_iter().find(|list| list.name == name).ok_or_else(|| Failure::usage(format!("--as {name}: there is no such message")))
}
