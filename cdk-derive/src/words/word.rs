//! Word: the entry of a list: one attribute or option with its texts.

/// One attribute, or one option of an attribute.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) name: &'static str,
    /// One example that parses.
    pub(crate) form: &'static str,
    /// What it does, in one line. Messages and the tables of the docs show it.
    pub(crate) help: &'static str,
    /// The default, in one line.
    pub(crate) default: &'static str,
    /// The roots that its templates may use; empty if it takes no template.
    pub(crate) roots: &'static [&'static str],
    /// Its names in other frameworks (the Python CDK, serde).
    pub(crate) aka: &'static [&'static str],
}

impl Word {
    pub(super) const fn roots(self, roots: &'static [&'static str]) -> Self {
        Self { roots, ..self }
    }

    pub(super) const fn aka(self, aka: &'static [&'static str]) -> Self {
        Self { aka, ..self }
    }
}

pub(crate) const fn built(name: &'static str, form: &'static str, help: &'static str, default: &'static str) -> Word {
    Word { name, form, help, default, roots: &[], aka: &[] }
}

/// The attribute of that name.
pub(crate) fn find(words: &'static [Word], name: &str) -> Option<&'static Word> {
    words.iter().find(|word| word.name == name)
}

/// Names of `records` in other frameworks.
pub(super) const RECORDS: &[&str] = &["field_path", "data_field", "record_selector"];
