//! Unknown config keys: one line that names all of them, each with the most similar known key.
//!
//! In: a valid config. Out: the text of one WARN, or none.
//! A key is unknown if the type's schema does not declare it and serde does not read it. (serde also reads aliases and
//! fields that the schema leaves out.)
//! Default: keys at every depth, in lists, and in the variant that the config selects. A map has no unknown keys.
//! Not named: keys that begin with `__`, which the platform adds; `_limit` and `_page_size`, which its tools add; keys
//! of tokens (`login`, `single_use_refresh_token`); keys of `ignores`, since the spec has them.
//! Not here: values (see `config`), keys that are accepted and have no effect yet (see `ignored`).

mod named;
mod search;

pub(crate) use named::unknown_keys;
