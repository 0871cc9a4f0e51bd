//! Auth: `auth = bearer("…")`, `basic("…", "…")`, a function, or `none`.
//!
//! In: the input after the word. Out: the kind with its templates.
//! Kinds of the design that are not built are one "not yet" error at their name.
//! Not here: signing (core's `auth`).

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::{Error, Result, token};

use super::each;
use super::spot::Spot;
use super::suggest::did_you_mean_or;
use crate::ast::{Auth, Given};

const KIND: &str = "`bearer(…)`, `basic(…)`, a function or `none`";
const BUILT: &[&str] = &["bearer", "basic"];
/// The design's kinds, and what the Python CDK and common sense call them.
const LATER: &[&str] = &[
    "oauth",
    "oauth2",
    "api_key",
    "apikey",
    "session",
    "session_token",
    "jwt",
    "token",
    "tokens",
    "aws_sigv4",
    "sigv4",
    "digest",
    "hmac",
    "client_credentials",
    "refresh_token",
    "service_account",
    "selective",
];

/// `None` if every mistake is told already.
pub(super) fn auth(spot: &Spot<'_>) -> Result<Option<Given<Auth>>> {
    if spot.takes_none() {
        return Ok(Some(spot.given(Auth::None)));
    }
    spot.equals(KIND)?;
    if spot.input.peek(Ident::peek_any) && spot.input.peek2(token::Paren) {
        return Ok(kind(spot)?.map(|auth| spot.given(auth)));
    }
    spot.hook_here(KIND).map(|hook| Some(spot.given(Auth::Custom(hook))))
}

fn kind(spot: &Spot<'_>) -> Result<Option<Auth>> {
    let kind = spot.input.call(Ident::parse_any)?;
    let group: Group = spot.input.parse()?;
    let name = kind.to_string();
    if LATER.contains(&name.as_str()) {
        let message = format!(
            "`{name}` is not built yet; until it is, `auth = f` takes an async function that gives the credentials"
        );
        return Err(Error::new(kind.span(), message));
    }
    if !BUILT.contains(&name.as_str()) {
        let message = format!("unknown kind of auth `{name}`{}", did_you_mean_or(&name, BUILT, "it is"));
        return Err(Error::new(kind.span(), message));
    }
    let mut templates = Vec::new();
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        templates.push(Spot { input, ..*spot }.template_here("texts in its parentheses")?);
        Ok(())
    });
    if !is_good {
        return Ok(None);
    }
    let mut templates = templates.into_iter();
    match (name.as_str(), templates.next(), templates.next(), templates.next()) {
        ("bearer", Some(token), None, None) => Ok(Some(Auth::Bearer(token))),
        ("basic", Some(user), Some(password), None) => Ok(Some(Auth::Basic(user, password))),
        ("bearer", ..) => Err(Error::new(group.span(), "`bearer` takes one text: `bearer(\"{config.api_token}\")`")),
        _ => Err(Error::new(
            group.span(),
            "`basic` takes two texts, user and password: `basic(\"{config.user}\", \"{config.password}\")`",
        )),
    }
}
