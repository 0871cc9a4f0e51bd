//! Paginate: `paginate = "cursor"`, `paginate(cursor(token = "a.b", param = "after"))`, `paginate = none`.
//!
//! In: the input after the attribute's name. Out: the strategy, and one call of core's builder per option, with the
//! same name. The short form is the long form without options. Defaults are core's.
//! Not here: whether `last("…")` names a field (see `validate`).

use proc_macro2::{Group, Ident, Literal};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, LitStr, Result, Token, token};

use super::foreign;
use super::list::{at_end, each, value_span, whole};
use super::spot::Spot;
use super::suggest::did_you_mean_or;
use crate::ast::{Given, PageCall, PageValue, Paginate, Segment};

/// A strategy and its options.
struct Strategy {
    name: &'static str,
    words: &'static [(&'static str, Takes)],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    Path,
    Number,
    Token,
    Size,
}

const STRATEGIES: &[Strategy] = &[
    Strategy {
        name: "cursor",
        words: &[
            ("token", Takes::Token),
            ("param", Takes::Text),
            ("header", Takes::Text),
            ("body", Takes::Path),
            ("more", Takes::Path),
            ("done", Takes::Path),
            ("size", Takes::Size),
        ],
    },
    Strategy {
        name: "page",
        words: &[
            ("param", Takes::Text),
            ("start", Takes::Number),
            ("total", Takes::Path),
            ("more", Takes::Path),
            ("done", Takes::Path),
            ("size", Takes::Size),
        ],
    },
    Strategy {
        name: "offset",
        words: &[
            ("param", Takes::Text),
            ("total", Takes::Path),
            ("more", Takes::Path),
            ("done", Takes::Path),
            ("size", Takes::Size),
        ],
    },
    Strategy {
        name: "link",
        words: &[("rel", Takes::Text), ("more", Takes::Path), ("done", Takes::Path), ("size", Takes::Size)],
    },
    Strategy {
        name: "next_url",
        words: &[("at", Takes::Token), ("more", Takes::Path), ("done", Takes::Path), ("size", Takes::Size)],
    },
];

/// Options that place the token in the request; a strategy has at most one.
const PLACES: &[&str] = &["param", "header", "body"];
/// Options for the boolean that ends the pagination; a strategy has at most one.
const ENDS: &[&str] = &["more", "done"];
const KIND: &str = "a strategy or `none`";

/// `None` if every mistake is reported already.
pub(super) fn paginate(spot: &Spot<'_>) -> Result<Option<Given<Paginate>>> {
    if spot.takes_none() {
        return Ok(Some(spot.given(Paginate::None)));
    }
    if spot.input.peek(token::Paren) {
        let group: Group = spot.input.parse()?;
        let mut found = Vec::new();
        let is_good = each(group.stream(), spot.diagnostics, |input| {
            found.push(long(spot, input)?);
            Ok(())
        });
        return match found.len() {
            _ if !is_good => Ok(None),
            1 => Ok(found.pop().flatten().map(|paginate| spot.given(paginate))),
            _ => Err(spot.wrong(group.span(), "one strategy")),
        };
    }
    spot.equals(KIND)?;
    if spot.input.peek(LitStr) {
        let literal: LitStr = spot.input.parse()?;
        if literal.value() == "none" {
            return Ok(Some(spot.given(Paginate::None)));
        }
        let kind = Segment { name: literal.value(), span: literal.span() };
        strategy(&kind)?;
        return Ok(Some(spot.given(Paginate::Strategy { kind, calls: Vec::new() })));
    }
    if spot.input.peek(Ident::peek_any) {
        return Ok(long(spot, spot.input)?.map(|paginate| spot.given(paginate)));
    }
    Err(spot.wrong_here(KIND))
}

fn strategy(kind: &Segment) -> Result<&'static Strategy> {
    STRATEGIES.iter().find(|strategy| strategy.name == kind.name).ok_or_else(|| {
        let mut known: Vec<&str> = STRATEGIES.iter().map(|strategy| strategy.name).collect();
        known.push("none");
        let hint = did_you_mean_or(&kind.name, &known);
        Error::new(kind.span, format!("unknown pagination `{}`{hint}", kind.name))
    })
}

/// `cursor(token = "a.b", …)`. `None` if every mistake is reported already.
fn long(spot: &Spot<'_>, input: ParseStream<'_>) -> Result<Option<Paginate>> {
    let ident = input.call(Ident::parse_any).map_err(|_| spot.wrong(input.span(), KIND))?;
    if ident == "none" {
        return Err(Error::new(ident.span(), "`none` takes no parentheses; write `paginate = none`"));
    }
    let kind = Segment { name: ident.to_string(), span: ident.span() };
    let strategy = strategy(&kind)?;
    if !input.peek(token::Paren) {
        let name = &kind.name;
        return Err(Error::new(kind.span, format!("the short form needs quotes; write `paginate = \"{name}\"`")));
    }
    let group: Group = input.parse()?;
    let mut calls: Vec<PageCall> = Vec::new();
    let is_good = each(group.stream(), spot.diagnostics, |input| {
        let call = call(strategy, input)?;
        let (word, span) = (call.word.to_string(), call.word.span());
        if calls.iter().any(|other| other.word == word) {
            return Err(Error::new(span, format!("`{word}` is given twice; keep one")));
        }
        let place = calls.iter().find(|other| PLACES.contains(&other.word.to_string().as_str()));
        if let (Some(other), true, "cursor") = (place, PLACES.contains(&word.as_str()), strategy.name) {
            let message = format!("the token is sent in one place; remove `{}` or `{word}`", other.word);
            return Err(Error::new(span, message));
        }
        let end = calls.iter().find(|call| ENDS.contains(&call.word.to_string().as_str()));
        if let (Some(other), true) = (end, ENDS.contains(&word.as_str())) {
            let message = format!("`{}` and `{word}` exclude each other; remove one of the two", other.word);
            return Err(Error::new(span, message));
        }
        calls.push(call);
        Ok(())
    });
    Ok(is_good.then_some(Paginate::Strategy { kind, calls }))
}

fn call(strategy: &Strategy, input: ParseStream<'_>) -> Result<PageCall> {
    let name = strategy.name;
    let word = input
        .call(Ident::parse_any)
        .map_err(|_| Error::new(input.span(), format!("expected an option of `{name}`")))?;
    let Some((_, takes)) = strategy.words.iter().find(|(known, _)| word == known) else {
        let known: Vec<&str> = strategy.words.iter().map(|(word, _)| *word).collect();
        let written = word.to_string();
        let hint = foreign::option_of_paginate(&written, &known);
        let hint = hint.unwrap_or_else(|| did_you_mean_or(&written, &known));
        return Err(Error::new(word.span(), format!("unknown option `{word}` of `{name}`{hint}")));
    };
    let value = if *takes == Takes::Size { size(&word, input)? } else { value(&word, *takes, input)? };
    Ok(PageCall { word, value })
}

/// `size(limit = 100)`.
fn size(word: &Ident, input: ParseStream<'_>) -> Result<PageValue> {
    let wrong = |span| {
        Error::new(span, "`size` takes the parameter and the number of records per page, as in `size(limit = 100)`")
    };
    if !input.peek(token::Paren) {
        return Err(wrong(value_span(input).unwrap_or(word.span())));
    }
    let group: Group = input.parse()?;
    let inside = |input: ParseStream<'_>| -> Result<PageValue> {
        let key = if input.peek(LitStr) {
            input.parse::<LitStr>()?.value()
        } else {
            input.call(Ident::parse_any).map_err(|_| wrong(group.span()))?.unraw().to_string()
        };
        let span = value_span(input).unwrap_or(group.span());
        input.parse::<Token![=]>().map_err(|_| wrong(span))?;
        let number = whole(input).ok_or_else(|| wrong(span))?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(wrong(group.span()));
        }
        match number.base10_parse::<u64>() {
            Ok(0) => Err(Error::new(span, "the page size must be at least 1, as in `size(limit = 100)`")),
            Ok(size) => Ok(PageValue::Size(key, Literal::u64_unsuffixed(size))),
            Err(_) => Err(wrong(span)),
        }
    };
    // The rest after a mistake is not a second mistake.
    let alone = |input: ParseStream<'_>| {
        let value = inside(input);
        input.parse::<proc_macro2::TokenStream>().map(|_| value)
    };
    syn::parse::Parser::parse2(alone, group.stream())?
}

fn value(word: &Ident, takes: Takes, input: ParseStream<'_>) -> Result<PageValue> {
    let wrong = |span| {
        let kind = match takes {
            Takes::Number => "an integer, as in `start = 1`".to_owned(),
            Takes::Path => format!("a path in the JSON response, as in `{word} = \"paging.next\"`"),
            Takes::Token => {
                format!("a path, `header(…)` or `last(…)`, as in `{word} = \"paging.next\"` or `{word} = last(\"id\")`")
            }
            Takes::Text | Takes::Size => format!("a string, as in `{word} = \"name\"`"),
        };
        Error::new(span, format!("`{word}` takes {kind}"))
    };
    if !input.peek(Token![=]) {
        return Err(wrong(if at_end(input) { word.span() } else { input.span() }));
    }
    input.parse::<Token![=]>()?;
    let span = if at_end(input) { word.span() } else { input.span() };
    match takes {
        Takes::Number => {
            let number = whole(input).ok_or_else(|| wrong(span))?;
            let start = number.base10_parse::<u64>().map_err(|_| wrong(span))?;
            Ok(PageValue::Number(Literal::u64_unsuffixed(start)))
        }
        Takes::Token if !input.peek(LitStr) => place(input).map_err(|error| error.unwrap_or_else(|| wrong(span))),
        _ => {
            let literal: LitStr = input.parse().map_err(|_| wrong(span))?;
            if literal.value().is_empty() || (takes != Takes::Text && literal.value().split('.').any(str::is_empty)) {
                return Err(wrong(span));
            }
            Ok(if takes == Takes::Token { PageValue::Body(literal) } else { PageValue::Text(literal) })
        }
    }
}

/// `header("X-Next")` or `last("id")`. The error is `None` if the input is neither.
fn place(input: ParseStream<'_>) -> std::result::Result<PageValue, Option<Error>> {
    const KNOWN: &[&str] = &["header", "last"];
    let ident = input.call(Ident::parse_any).map_err(|_| None)?;
    let name = ident.to_string();
    if !input.peek(token::Paren) {
        return Err(None);
    }
    let group: Group = input.parse().map_err(|_| None)?;
    let literal = syn::parse2::<LitStr>(group.stream()).ok().filter(|literal| !literal.value().is_empty());
    match (name.as_str(), literal) {
        ("header", Some(literal)) => Ok(PageValue::Header(literal)),
        ("last", Some(literal)) => Ok(PageValue::Last(literal)),
        ("header" | "last", None) => {
            let example = if name == "header" { "X-Next" } else { "id" };
            Err(Some(Error::new(group.span(), format!("`{name}` takes one string, as in `{name}(\"{example}\")`"))))
        }
        _ => Err(Some(Error::new(ident.span(), format!("unknown location `{name}`{}", did_you_mean_or(&name, KNOWN))))),
    }
}
