//! How the signed text may end: where the key stands, right or wrong.

use paycore::{Finding, Sensitive};
use zeroize::Zeroizing;
use zx_form::JOINER;

/// What stands behind the fields.
pub(super) struct End {
    /// The mistake; `None` for the right end.
    pub(super) finding: Option<Finding>,
    joiner: &'static str,
    /// The key, and what stands behind it.
    key: Zeroizing<String>,
}

impl End {
    fn new(finding: impl Into<Option<Finding>>, joiner: &'static str, key: impl Into<String>) -> Self {
        Self { finding: finding.into(), joiner, key: Zeroizing::new(key.into()) }
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
pub(super) fn ends(key: &Sensitive, others: &[&Sensitive]) -> (End, Vec<End>) {
    let text = key.expose();
    let mut wrong = vec![End::new(Finding::KeyMissing, "", ""), End::new(Finding::KeyMissing, JOINER, "")];
    wrong.extend(["", "&", "key=", "&Key=", "&KEY="].map(|joiner| End::new(Finding::KeyJoiner, joiner, text)));
    wrong.extend(["\n", "\r\n"].map(|end| End::new(Finding::KeyNewline, JOINER, format!("{text}{end}"))));
    let trimmed = text.trim_end_matches(['\r', '\n']);
    let cased = [text.to_ascii_lowercase(), text.to_ascii_uppercase()].into_iter().filter(|cased| cased != text);
    wrong.extend((trimmed != text).then(|| End::new(Finding::KeyNewline, JOINER, trimmed)));
    wrong.extend(cased.map(|cased| End::new(Finding::KeyCase, JOINER, cased)));
    let others = others.iter().filter(|other| !other.is_empty() && **other != key);
    wrong.extend(others.map(|other| End::new(Finding::OtherKey, JOINER, other.expose())));
    (End::new(None, JOINER, text), wrong)
}
