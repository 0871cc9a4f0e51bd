//! Auth: `auth = bearer("…")` and the other kinds, `choose(f)`, a function, or `none`.
//!
//! In: the input after the attribute's name. Out: the kind with its strings and options. Each option is one call of
//! core's builder. The options of each kind are in `auth_kinds`. Not here: signing (core's `auth`).

use proc_macro2::{Group, Ident};
use syn::ext::IdentExt;
use syn::{Error, LitStr, Result, Token, token};

use super::auth_bare::{kind_alone, without_quotes};
use super::auth_kinds::{ALIASES, KINDS, Kind, LOGIN, PLACE, Takes};
use super::auth_value::AuthOption;
use super::former::renamed;
use super::list::{each, skip_value};
use super::spot::Spot;
use super::suggest::{did_you_mean_or, nearest, one_of};
use crate::ast::{Auth, AuthCall, AuthKind, AuthValue, Given};

const KIND: &str = "`bearer(…)` or another kind, `choose(f)`, a function or `none`";

/// `None` if every mistake is reported already.
pub(super) fn auth(spot: &Spot<'_>) -> Result<Option<Given<Auth>>> {
    if spot.takes_none() {
        return Ok(Some(spot.given(Auth::None)));
    }
    spot.equals(KIND)?;
    if !(spot.input.peek(Ident::peek_any) && spot.input.peek2(token::Paren)) {
        if let Some(mistake) = kind_alone(spot) {
            skip_value(spot.input);
            return Err(mistake);
        }
        return spot.hook_here(KIND).map(|hook| Some(spot.given(Auth::Custom(hook))));
    }
    let name: Ident = spot.input.fork().call(Ident::parse_any)?;
    if name == "choose" {
        spot.input.call(Ident::parse_any)?;
        let group: Group = spot.input.parse()?;
        let wrong = |_| Error::new(group.span(), "`choose` takes one function, as in `auth = choose(signed)`");
        return syn::parse2(group.stream()).map_err(wrong).map(|path| Some(spot.given(Auth::Choose(path))));
    }
    Ok(kind(spot)?.map(|kind| spot.given(Auth::Kind(kind))))
}

/// `name("string", option = value)`.
fn kind(spot: &Spot<'_>) -> Result<Option<AuthKind>> {
    let name = spot.input.call(Ident::parse_any)?;
    let group: Group = spot.input.parse()?;
    let written = name.to_string();
    let Some(spec) = KINDS.iter().find(|kind| kind.name == written) else {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).chain(["choose"]).collect();
        let meant = ALIASES.iter().find(|(alias, _)| *alias == written);
        let hint = meant.map(|(_, meant)| format!("; did you mean `{meant}`?"));
        let hint = hint.unwrap_or_else(|| did_you_mean_or(&written, &names));
        return Err(Error::new(name.span(), format!("unknown kind of auth `{written}`{hint}")));
    };
    inner(spot, spec, name, &group)
}

/// `login(option = value, …)`. `None` if every mistake is reported already.
pub(super) fn login(spot: &Spot<'_>) -> Result<Option<Given<AuthKind>>> {
    let group = spot.group("options in parentheses")?;
    let Some(kind) = inner(spot, LOGIN, spot.word.clone(), &group)? else { return Ok(None) };
    let has = |word: &str| kind.calls.iter().any(|call| call.word == word);
    if !has("authorize_url") && !has("device_url") {
        let form = LOGIN.form;
        return Err(Error::new(group.span(), format!("`login` needs `authorize_url` or `device_url`, as in `{form}`")));
    }
    let predicate = kind.calls.iter().find(|call| call.word == "predicate_key" || call.word == "predicate_value");
    if let Some(call) = predicate.filter(|_| !has("predicate_key") || !has("predicate_value")) {
        return Err(Error::new(
            call.word.span(),
            "`predicate_key` and `predicate_value` need each other; add the other one",
        ));
    }
    Ok(Some(spot.given(kind)))
}

/// The strings and options of a kind.
fn inner(spot: &Spot<'_>, spec: &Kind, name: Ident, group: &Group) -> Result<Option<AuthKind>> {
    let (mut texts, mut calls) = (Vec::new(), Vec::new());
    if spec.texts.1 > 0
        && let Some(mistake) = without_quotes(spec, group)
    {
        return Err(mistake);
    }
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let here = Spot { input, ..*spot };
        if spec.texts.1 > 0 && input.peek(LitStr) {
            texts.push(here.template_here("strings in its parentheses")?);
            return Ok(());
        }
        let call = call(&here, spec)?;
        if calls.iter().any(|known: &AuthCall| known.word == call.word) {
            return Err(Error::new(call.word.span(), format!("`{}` is given twice; keep one", call.word)));
        }
        calls.push(call);
        Ok(())
    });
    if !is_good {
        return Ok(None);
    }
    if !(spec.texts.0..=spec.texts.1).contains(&texts.len()) {
        let (name, form) = (spec.name, spec.form);
        return Err(Error::new(group.span(), format!("`{name}` takes {}, as in `{form}`", spec.takes)));
    }
    let has = |word: &str| calls.iter().any(|call| call.word == word);
    let missing: Vec<&str> = spec.needs.iter().copied().filter(|word| !has(word)).collect();
    if !missing.is_empty() {
        let (name, form, missing) = (spec.name, spec.form, one_of(&missing).replace(" or ", " and "));
        return Err(Error::new(group.span(), format!("`{name}` needs {missing}, as in `{form}`")));
    }
    contradictions(spec, &calls)?;
    requires_one(spec, &calls, group)?;
    Ok(Some(AuthKind { name, texts, calls }))
}

/// Options of which a kind needs at least one.
fn requires_one(spec: &Kind, calls: &[AuthCall], group: &Group) -> Result<()> {
    let one_of_these: &[&str] = match spec.name {
        "api_key" => &["header", "param"],
        "session_token" => &["token", "token_header"],
        "oauth2" => &["client_id", "refresh_token", "assertion"],
        _ => return Ok(()),
    };
    if calls.iter().any(|call| one_of_these.iter().any(|word| call.word == word)) {
        return Ok(());
    }
    let (name, form) = (spec.name, spec.form);
    Err(Error::new(group.span(), format!("`{name}` needs {}, as in `{form}`", one_of(one_of_these))))
}

/// Options that exclude or need each other.
fn contradictions(spec: &Kind, calls: &[AuthCall]) -> Result<()> {
    let find = |word: &str| calls.iter().find(|call| call.word == word).map(|call| &call.word);
    let both = |one: &str, other: &str, why: &str| match (find(one), find(other)) {
        (Some(_), Some(other)) => Err(Error::new(other.span(), why)),
        _ => Ok(()),
    };
    both("header", "param", "a token is sent in a header or in a parameter; remove `header` or `param`")?;
    both("prefix", "param", "`prefix` is only for a header, not for a parameter; remove `prefix` or `param`")?;
    both("param", "prefix", "`prefix` is only for a header, not for a parameter; remove `prefix` or `param`")?;
    both("refresh_token", "assertion", "`refresh_token` and `assertion` exclude each other; remove one of the two")?;
    both("token", "token_header", "`token` and `token_header` exclude each other; remove one of the two")?;
    let needs = |word: &str, other: &str| match (find(word), find(other)) {
        (Some(word), None) => {
            Err(Error::new(word.span(), format!("`{word}` needs `{other}`; add it or remove `{word}`")))
        }
        _ => Ok(()),
    };
    needs("single_use_refresh_token", "refresh_token")?;
    for path in ["access_token_config_path", "refresh_token_config_path", "token_expiry_date_config_path"] {
        if spec.name == "login" {
            break;
        }
        needs(path, "single_use_refresh_token")?;
    }
    needs("password", "user")?;
    let is_hmac = |call: &AuthCall| matches!(&call.value, AuthValue::Plain(text) if text.value().starts_with("HS"));
    match find("base64_key") {
        Some(word) if !calls.iter().any(|call| call.word == "algorithm" && is_hmac(call)) => Err(Error::new(
            word.span(),
            "`base64_key` is only for the algorithms `HS…`; remove it and use a key in PEM",
        )),
        _ => Ok(()),
    }
}

/// One option with its value.
fn call(here: &Spot<'_>, spec: &Kind) -> Result<AuthCall> {
    let (input, span) = (here.input, here.input.span());
    let word = input
        .call(Ident::parse_any)
        .map_err(|_| Error::new(span, format!("expected an option of `{}`, as in `{}`", spec.name, spec.form)))?;
    let name = word.unraw().to_string();
    let place = if spec.has_place { PLACE } else { &[] };
    let takes = spec.words.iter().chain(place).find(|(known, _)| *known == name).map(|(_, takes)| *takes);
    let Some(takes) = takes else {
        if spec.name == "session_token" && matches!(name.as_str(), "body_json" | "body_form") {
            let (shown, _) = renamed(&name, input);
            return Err(Error::new(span, format!("`{name}` was renamed; write `body = {shown}`")));
        }
        let known: Vec<&str> = spec.words.iter().chain(place).map(|(known, _)| *known).collect();
        let is_named_text = spec.has_place && spec.texts.1 > 0 && input.peek(Token![=]);
        skip_value(input);
        let hint = match known.is_empty() {
            _ if is_named_text && nearest(&name, known.iter().copied()).is_none() => {
                format!("; write the value without a name, as in `{}`", spec.form)
            }
            true => format!("; write `{}`", spec.form),
            false => did_you_mean_or(&name, &known),
        };
        return Err(Error::new(span, format!("unknown option `{name}` of `{}`{hint}", spec.name)));
    };
    value(&AuthOption::new(here, spec, &word), takes).map(|value| AuthCall { word, value })
}

fn value(option: &AuthOption<'_>, takes: Takes) -> Result<AuthValue> {
    if let Takes::Jwt = takes { assertion(option) } else { option.value(takes) }
}

/// `assertion = jwt(…)`.
fn assertion(option: &AuthOption<'_>) -> Result<AuthValue> {
    let input = option.here.input;
    let is_jwt =
        input.parse::<Token![=]>().is_ok() && input.fork().call(Ident::parse_any).is_ok_and(|kind| kind == "jwt");
    if !is_jwt || !input.peek2(token::Paren) {
        return Err(option.wrong("assertion = jwt(algorithm = \"RS256\", key = \"{config.private_key}\")"));
    }
    let span = input.span();
    let kind = kind(option.here)?.ok_or_else(|| Error::new(span, "the assertion has a mistake"))?;
    let place = kind.calls.iter().find(|call| PLACE.iter().any(|(name, _)| call.word == name));
    match place {
        Some(call) => {
            let message =
                format!("`{}` has no effect, because an assertion is sent to the token endpoint; remove it", call.word);
            Err(Error::new(call.word.span(), message))
        }
        None => Ok(AuthValue::Kind(kind)),
    }
}
