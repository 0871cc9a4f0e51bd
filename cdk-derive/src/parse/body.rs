//! Body: `body = json(…)`, `form(…)`, `text("…")`, `graphql(query = "…", variables(first = 100))`, or `none`.
//!
//! In: the input after the attribute's name. Out: a [`Body`]. A GraphQL query has no placeholders: it is a string, a
//! constant, or a macro such as `include_str!("…")`.
//! Not here: the names of earlier versions (see `former`).

use proc_macro2::{Group, Ident};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Error, ExprPath, LitStr, Macro, Result, Token, token};

use super::entry::{Kind, entries, filled};
use super::jinja;
use super::list::{at_end, each, skip_value, value_span};
use super::spot::{Spot, unquoted};
use super::suggest::{did_you_mean_or, unknown_option};
use crate::ast::{Body, Entry, Given, GraphQl, Query, Template};
use crate::words::{self, BODY};

const KIND: &str = "`json(…)`, `form(…)`, `text(\"…\")`, `graphql(…)` or `none`";
const KEYS: &str = "keys and values in parentheses";
const WORDS: &[&str] = &["query", "operation_name", "variables"];

/// `None` if every mistake is reported already.
pub(super) fn body(spot: &Spot<'_>) -> Result<Option<Given<Body>>> {
    if spot.takes_none() {
        return Ok(Some(spot.given(Body::None)));
    }
    spot.equals(KIND)?;
    if !has_kind(spot) {
        let mistake = without_kind(spot).unwrap_or_else(|| spot.wrong_here(KIND));
        skip_value(spot.input);
        return Err(mistake);
    }
    Ok(kind(spot)?.map(|body| spot.given(body)))
}

/// Whether a kind with its parentheses is next in the input.
pub(super) fn has_kind(spot: &Spot<'_>) -> bool {
    spot.input.peek(Ident::peek_any) && spot.input.peek2(token::Paren)
}

/// `json(…)` or another kind, which is next in the input. `None` if every mistake is reported already.
pub(super) fn kind(spot: &Spot<'_>) -> Result<Option<Body>> {
    let name = spot.input.call(Ident::parse_any)?;
    let Some(spec) = words::find(BODY, &name.to_string()) else {
        let known: Vec<&str> = BODY.iter().map(|word| word.name).collect();
        let hint = did_you_mean_or(&name.to_string(), &known);
        skip_value(spot.input);
        return Err(Error::new(name.span(), format!("unknown kind of body `{name}`{hint}")));
    };
    let inner = Spot { word: &name, spec, input: spot.input, diagnostics: spot.diagnostics };
    match spec.name {
        "json" => entries(&inner, Kind::Body).map(|entries| Some(Body::Json(entries))),
        "form" => entries(&inner, Kind::Form).map(|entries| Some(Body::Form(entries))),
        "graphql" => graphql(&inner).map(|graphql| graphql.map(Body::GraphQl)),
        _ => text(&inner).map(|text| Some(Body::Text(text))),
    }
}

/// The error for a body without a kind: a string, a kind without parentheses, or a function.
fn without_kind(spot: &Spot<'_>) -> Option<Error> {
    let span = value_span(spot.input)?;
    let ahead = spot.input.fork();
    if let Ok(literal) = ahead.parse::<LitStr>() {
        let text = literal.token();
        return Some(Error::new(span, format!("`body` needs a kind; write `body = text({text})`")));
    }
    if unquoted(spot.input).is_some() {
        return None;
    }
    let path: ExprPath = ahead.parse().ok().filter(|_| at_end(&ahead))?;
    let kind = path.path.get_ident().and_then(|name| words::find(BODY, &name.to_string()));
    Some(match kind {
        Some(kind) => {
            Error::new(span, format!("`{}` needs its contents in parentheses, as in `{}`", kind.name, kind.form))
        }
        None => {
            let function = path.to_token_stream().to_string().replace(' ', "");
            Error::new(span, format!("`body` does not take a function; write `request_body = {function}`"))
        }
    })
}

/// `text("…")`.
fn text(spot: &Spot<'_>) -> Result<Template> {
    const KIND: &str = "one string in parentheses";
    let group = spot.group(KIND)?;
    let one = |input: ParseStream<'_>| {
        if let Some(placeholder) = unquoted(input) {
            let span = value_span(input).unwrap_or(group.span());
            skip_value(input);
            return Ok(Err(Error::new(
                span,
                format!("a placeholder needs quotes and braces; write `text(\"{placeholder}\")`"),
            )));
        }
        let here = Spot { input, ..*spot };
        let template = here.template_here(KIND);
        skip_value(input);
        Ok(template)
    };
    if group.stream().is_empty() {
        return Err(spot.wrong(group.span(), KIND));
    }
    let template = one.parse2(group.stream())??;
    if template.literal.value().is_empty() {
        return Err(spot.wrong(template.literal.span(), "a string that is not empty"));
    }
    Ok(template)
}

fn graphql(spot: &Spot<'_>) -> Result<Option<GraphQl>> {
    let group = spot.group(KEYS)?;
    let (mut seen, mut found_query) = (Vec::new(), None);
    let (mut operation_name, mut variables) = (None, Vec::new());
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let word = input.call(Ident::parse_any).map_err(|_| {
            Error::new(input.span(), "expected an option of `graphql`: `query`, `operation_name` or `variables`")
        })?;
        let name = word.unraw().to_string();
        let Some(known) = WORDS.iter().find(|known| **known == name) else {
            return Err(Error::new(word.span(), unknown_option("graphql", &name, WORDS)));
        };
        if seen.contains(known) {
            return Err(Error::new(word.span(), format!("`{name}` is given twice; keep one")));
        }
        seen.push(known);
        match *known {
            "query" => found_query = Some(query(&word, input)?),
            "operation_name" => operation_name = Some(operation(&word, input)?),
            _ => variables = self::variables(spot, &word, input)?,
        }
        Ok(())
    });
    match found_query {
        Some(query) if is_good => Ok(Some(GraphQl { query, operation_name, variables })),
        None if !seen.contains(&"query") && is_good => Err(spot.wrong(spot.word.span(), "a `query`")),
        _ => Ok(None),
    }
}

/// `query = "…"`, `query = QUERY` or `query = include_str!("…")`.
fn query(word: &Ident, input: ParseStream<'_>) -> Result<Query> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = || {
        let forms = "`query = \"{ users { id } }\"`, `query = QUERY` or `query = include_str!(\"users.graphql\")`";
        Error::new(span, format!("`query` takes a string, a constant or `include_str!`: {forms}"))
    };
    let is_given = input.parse::<Token![=]>().is_ok();
    if !is_given || at_end(input) {
        return Err(wrong());
    }
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let text = literal.value();
        if jinja::holds_expression(&text) {
            let message = "`query` has no placeholders; pass the value as a variable, as in \
                           `variables(id = \"{config.id}\")`";
            return Err(Error::new(literal.span(), message));
        }
        return if text.trim().is_empty() { Err(wrong()) } else { Ok(Query::Text(literal)) };
    }
    if input.fork().parse::<Macro>().is_ok() {
        return input.parse::<Macro>().map(|call| Query::Macro(call.into_token_stream()));
    }
    let path: ExprPath = input.parse().map_err(|_| wrong())?;
    if input.peek(token::Paren) {
        return Err(Error::new(
            span,
            "`query` does not take a function; use a constant, or build the body with `request_body = f`",
        ));
    }
    Ok(Query::Const(path))
}

/// `operation_name = "…"`.
fn operation(word: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = || {
        Error::new(
            span,
            "`operation_name` takes the name of an operation of the query, as in `operation_name = \"Users\"`",
        )
    };
    input.parse::<Token![=]>().map_err(|_| wrong())?;
    let literal: LitStr = input.parse().map_err(|_| wrong())?;
    // GraphQL (October 2021) §2.1.9, Name.
    let name = literal.value();
    let is_name = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_name && name.starts_with(|letter: char| !letter.is_ascii_digit()) { Ok(literal) } else { Err(wrong()) }
}

/// `variables(first = 100)`.
fn variables(spot: &Spot<'_>, word: &Ident, input: ParseStream<'_>) -> Result<Vec<Entry>> {
    if !input.peek(token::Paren) {
        let span = value_span(input).unwrap_or(word.span());
        return Err(Error::new(
            span,
            "`variables` takes keys and values in parentheses, as in `variables(first = 100)`",
        ));
    }
    let group: Group = input.parse()?;
    if group.stream().is_empty() {
        return Err(Error::new(group.span(), "`variables` is empty; add a variable or remove it"));
    }
    Ok(filled(spot, Kind::Body, &group))
}
