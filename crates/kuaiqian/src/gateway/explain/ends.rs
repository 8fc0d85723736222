//! How the signed text may end: where the key stands, right or wrong.

use kq_form::{SignedList, Signing};
use paycore::{Finding, Sensitive};
use zeroize::Zeroizing;

/// What stands behind the fields.
pub(super) struct End {
    /// The mistake; `None` for the right end.
    pub(super) finding: Option<Finding>,
    /// What joins the fields and the key.
    joiner: String,
    /// The key, and what stands behind it.
    key: Zeroizing<String>,
}

impl End {
    fn new(finding: impl Into<Option<Finding>>, joiner: &str, key: impl Into<String>) -> Self {
        Self { finding: finding.into(), joiner: joiner.to_owned(), key: Zeroizing::new(key.into()) }
    }

    /// The whole text.
    pub(super) fn after(&self, fields: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([fields, self.joiner.as_bytes(), self.key.as_bytes()].concat())
    }

    /// The text up to where the key begins.
    pub(super) fn base(&self, fields: &[u8]) -> Vec<u8> {
        [fields, self.joiner.as_bytes()].concat()
    }
}

/// The right end, and the wrong ones.
pub(super) fn ends(list: &SignedList, signing: Signing, key: Option<&Sensitive>, others: &[&Sensitive]) -> (End, Vec<End>) {
    let others = others.iter().filter(|other| !other.is_empty() && Some(**other) != key).map(|other| other.expose());
    let (Some(joiner), Some(key)) = (list.key_joint(signing), key.map(Sensitive::expose)) else {
        let mut wrong: Vec<_> = ["\n", "\r\n"].map(|end| End::new(Finding::TrailingNewline, end, "")).into();
        wrong.extend(others.chain(key.map(Sensitive::expose)).map(|key| End::new(Finding::KeyAppended, "&key=", key)));
        return (End::new(None, "", ""), wrong);
    };
    let mut wrong = vec![End::new(Finding::KeyMissing, "", ""), End::new(Finding::KeyMissing, joiner, "")];
    let joiners = ["", "&", "key=", "&key=", "merchant_key=", "&merchant_key=", "&Key=", "&KEY="];
    wrong.extend(joiners.into_iter().filter(|other| *other != joiner).map(|other| End::new(Finding::KeyJoiner, other, key)));
    wrong.extend(["\n", "\r\n"].map(|end| End::new(Finding::KeyNewline, joiner, format!("{key}{end}"))));
    if key.ends_with(['\r', '\n']) {
        wrong.push(End::new(Finding::KeyNewline, joiner, key.trim_end_matches(['\r', '\n'])));
    }
    wrong.extend(
        [key.to_ascii_lowercase(), key.to_ascii_uppercase()]
            .into_iter()
            .filter(|cased| cased != key)
            .map(|cased| End::new(Finding::KeyCase, joiner, cased)),
    );
    wrong.extend(others.map(|other| End::new(Finding::OtherKey, joiner, other)));
    (End::new(None, joiner, key), wrong)
}
