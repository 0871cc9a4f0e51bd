//! `login`: the user signs in, and the tokens are written to the config file.
//!
//! In: the `login` of the source, and a config file with the client's ID (and secret). Out: the same file with the
//! tokens.
//! The new file is written next to the old one and then renamed; only its owner can read it (mode 0600).
//! Default: an authorization code with PKCE. The user's browser opens if standard error is a terminal; the URL is
//! always printed there. The provider redirects the browser to a port of this machine.
//! Only with the cargo feature `login`, which is on by default.
//! Not here: the use of the tokens (see `auth`), the platform's own sign-in (`advanced_auth` of the spec).

mod code;
mod device;
mod flow;
mod loopback;
mod order;

pub(super) use order::{Browser, LoginOptions, SignInMethod, login};
