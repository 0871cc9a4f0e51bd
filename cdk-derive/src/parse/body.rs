//! Body: `body_json(…)`, `body_form(…)`, `body_text = "…"`, `body_graphql(query = "…", variables(first = 100))`.
//!
//! In: the input after the word. Out: a [`Body`]. A GraphQL query is taken literally: a text, a constant, or a macro that
//! gives a text (`include_str!("…")`).
//! Not here: that a stream has one body (see `validate::conflict`).

use proc_macro2::{Group, Ident};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, ExprPath, LitStr, Macro, Result, Token, token};

use super::entry::{Kind, entries, filled};
use super::jinja;
use super::list::{at_end, each, value_span};
use super::spot::Spot;
use super::suggest::did_you_mean_or;
use crate::ast::{Body, Entry, GraphQl, Query};

const KEYS: &str = "keys and values in parentheses";
const WORDS: &[&str] = &["query", "operation_name", "variables"];

/// `None` if every mistake is told already.
pub(super) fn body(spot: &Spot<'_>) -> Result<Option<Body>> {
    let name = spot.spec.name;
    if spot.takes_none() {
        let message = format!("`{name}`: a source has no body, so there is none to take away; leave the word out");
        return Err(Error::new(spot.word.span(), message));
    }
    match name {
        "body_form" => entries(spot, Kind::Form).map(|entries| Some(Body::Form(entries))),
        "body_text" => {
            let template = spot.template()?.value;
            if template.literal.value().is_empty() {
                return Err(spot.wrong(template.literal.span(), "a text that is not empty"));
            }
            Ok(Some(Body::Text(template)))
        }
        "body_graphql" => graphql(spot).map(|graphql| graphql.map(Body::GraphQl)),
        _ => entries(spot, Kind::Body).map(|entries| Some(Body::Json(entries))),
    }
}

fn graphql(spot: &Spot<'_>) -> Result<Option<GraphQl>> {
    let group = spot.group(KEYS)?;
    let (mut seen, mut found_query) = (Vec::new(), None);
    let (mut operation_name, mut variables) = (None, Vec::new());
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let word = input.call(Ident::parse_any).map_err(|_| {
            Error::new(input.span(), "expected a word of `body_graphql`: `query`, `operation_name` or `variables`")
        })?;
        let name = word.unraw().to_string();
        let Some(known) = WORDS.iter().find(|known| **known == name) else {
            let hint = did_you_mean_or(&name, WORDS, "it takes");
            return Err(Error::new(word.span(), format!("`body_graphql` has no word `{name}`{hint}")));
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
        Error::new(span, format!("`query` takes a text, taken literally: {forms}"))
    };
    let is_given = input.parse::<Token![=]>().is_ok();
    if !is_given || at_end(input) {
        return Err(wrong());
    }
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let text = literal.value();
        if jinja::holds_expression(&text) {
            let message = "`query` is sent as it is and has no placeholders; give the value as a variable: \
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
            "`query` is a constant, no function; a query with an `if` is made by `request_body`",
        ));
    }
    Ok(Query::Const(path))
}

/// `operation_name = "…"`.
fn operation(word: &Ident, input: ParseStream<'_>) -> Result<LitStr> {
    let span = value_span(input).unwrap_or(word.span());
    let wrong = || Error::new(span, "`operation_name` takes the name of an operation in the query, as a text");
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
        return Err(Error::new(span, "`variables` takes keys and values in parentheses: `variables(first = 100)`"));
    }
    let group: Group = input.parse()?;
    if group.stream().is_empty() {
        return Err(Error::new(group.span(), "`variables` is empty; leave it out where the query has none"));
    }
    Ok(filled(spot, Kind::Body, &group))
}
