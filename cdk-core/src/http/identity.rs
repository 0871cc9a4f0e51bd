//! Identity: identifies the account of a request without its credentials.
//!
//! In: what the credentials are made of, once per stream. Out: a number that is equal for the same account. It is valid
//! in this process only: the hash has a random key, so nobody can guess the credentials from it.
//! Not here: the credentials themselves (see `auth`).

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::LazyLock;

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Identifies an account: equal before and after a token renewal, different for other credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity(u64);

impl Identity {
    pub(crate) fn of(what: &impl Hash) -> Self {
        Self(KEY.hash_one(what))
    }
}
