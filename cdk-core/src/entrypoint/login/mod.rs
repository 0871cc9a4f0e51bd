//! `login`: the user signs in, and the config file holds the tokens.
//!
//! In: the word `login` of the source, and a config file with the client's id (and secret). Out: the same file with the tokens, written
//! beside it and put in its place, mode 0600.
//! Default: an authorization code with PKCE; the user's browser is opened where standard error is a terminal, and the URL is
//! printed there in any case. The answer comes to a port of this machine. A user has [`PATIENCE`].
//! Not here: the tokens' use (see `auth`), the platform's own sign-in (`advanced_auth` of the spec).

mod code;
mod device;
mod file;
mod flow;
mod loopback;

pub(super) use flow::{Wanted, login};

use std::time::Duration;

/// How long a user may take.
const PATIENCE: Duration = Duration::from_secs(600);
