//! The fields of a request as texts.

use std::{collections::BTreeMap, fmt};

use paycore::Sensitive;

/// The fields that are not empty. They may be personal data: `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Default)]
pub(super) struct Fields(BTreeMap<&'static str, Sensitive>);

impl Fields {
    pub(super) fn insert(&mut self, name: &'static str, text: String) {
        if !text.is_empty() {
            self.0.insert(name, text.into());
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Sensitive::expose)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The text, empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
