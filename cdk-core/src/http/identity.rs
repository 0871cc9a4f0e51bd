//! Identity: which account a request acts for, told apart without its credentials.
//!
//! In: what makes the credentials, once a stream. Out: a number that is the same for the same account, in this process only:
//! it is keyed at random, so that nothing can be guessed from it.
//! Not here: the credentials themselves (see `auth`).

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::LazyLock;

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Whose requests they are. The same while a token is renewed, another for other credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity(u64);

impl Identity {
    pub(crate) fn of(what: &impl Hash) -> Self {
        Self(KEY.hash_one(what))
    }
}
