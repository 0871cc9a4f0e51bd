//! Unknown config keys: one line that names all of them, with the key that was probably meant.
//!
//! In: a config that was accepted. Out: the text of one WARN, or none.
//! A key is unknown if the type's schema does not declare it and serde does not read it either: serde knows aliases and
//! fields that the schema leaves out.
//! Default: at every depth, in lists, and in the variant that the config chooses; a place that takes any key has no unknown
//! ones. Not named: keys that begin with `__`, which the platform adds; `_limit` and `_page_size`, which its tools add; keys
//! at which tokens are kept (`login`, `single_use_refresh_token`); keys of `ignores`, since the spec has them.
//! Not here: values (see `config`), keys that are accepted and have no effect yet (see `ignored`).

mod named;
mod search;

pub(crate) use named::unknown_keys;
