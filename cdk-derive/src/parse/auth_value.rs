//! Auth values: the value of one option of a kind of `auth`, like `scopes = ["read"]`.
//!
//! In: the option and the input after its name. Out: its value, or an error that shows the form of the option.
//! Not here: a kind inside a kind (`assertion = jwt(…)`, see `auth`), and the types of the options (see `auth_kinds`).

use proc_macro2::{Group, Ident, Span};
use syn::parse::ParseStream;
use syn::{Error, LitStr, Result, Token, token};

use super::auth_kinds::{Kind, Takes};
use super::duration::millis;
use super::entry::{self, filled};
use super::list::{at_end, each_of, value_span};
use super::spot::{Spot, unquoted};
use super::suggest::did_you_mean_or;
use super::{body, template};
use crate::ast::{AuthValue, Body, Entry, Part, Value};

/// One option of a kind, before its value is read.
pub(super) struct AuthOption<'a> {
    pub(super) here: &'a Spot<'a>,
    kind: &'a Kind,
    word: &'a Ident,
    /// The span of the value.
    span: Span,
    /// The placeholder that a value without quotes means.
    placeholder: Option<String>,
}

impl<'a> AuthOption<'a> {
    pub(super) fn new(here: &'a Spot<'a>, kind: &'a Kind, word: &'a Ident) -> Self {
        let span = value_span(here.input).unwrap_or(word.span());
        Self { here, kind, word, span, placeholder: unquoted(here.input) }
    }

    /// The error that shows the form of the option.
    pub(super) fn wrong(&self, form: &str) -> Error {
        Error::new(self.span, format!("invalid value of `{}` in `{}`; write `{form}`", self.word, self.kind.name))
    }

    /// The same for a template, or for a placeholder without quotes.
    fn wrong_template(&self, form: &str) -> Error {
        let Some(placeholder) = &self.placeholder else { return self.wrong(form) };
        let message = format!("a placeholder needs quotes and braces; write `{} = \"{placeholder}\"`", self.word);
        Error::new(self.span, message)
    }

    /// Every value except a kind.
    pub(super) fn value(&self, takes: Takes) -> Result<AuthValue> {
        let word = self.word;
        match takes {
            Takes::Flag if at_end(self.here.input) => Ok(AuthValue::Flag),
            Takes::Flag => Err(Error::new(self.span, format!("`{word}` takes no value; write `{word}` alone"))),
            Takes::Template => {
                let literal = self.text(|| self.wrong_template(&format!("{word} = \"{{config.{word}}}\"")))?;
                template::parse(literal, self.here.spec.name, self.here.diagnostics).map(AuthValue::Text)
            }
            Takes::Templates => self.templates(),
            Takes::Plain(example) => self.plain(example),
            Takes::Time => self.time(),
            Takes::Choice(names) => self.choice(names),
            Takes::Entries(kind) => {
                let group = self.group()?;
                Ok(AuthValue::Entries(filled(self.here, kind, &group)))
            }
            Takes::Pairs => self.pairs(),
            Takes::Plains(form) => self.plains(form),
            Takes::Body => self.body(),
            Takes::Jwt => Err(self.wrong("assertion = jwt(…)")),
        }
    }

    /// `= "…"`.
    fn text(&self, wrong: impl Fn() -> Error) -> Result<LitStr> {
        self.here.input.parse::<Token![=]>().map_err(|_| wrong())?;
        self.here.input.parse().map_err(|_| wrong())
    }

    /// `(key = "value")`.
    fn group(&self) -> Result<Group> {
        if !self.here.input.peek(token::Paren) {
            return Err(self.wrong(&format!("{}(key = \"value\")", self.word)));
        }
        self.here.input.parse()
    }

    /// A string without placeholders.
    fn plain(&self, example: &str) -> Result<AuthValue> {
        let word = self.word;
        let literal = self.text(|| self.wrong(&format!("{word} = \"{example}\"")))?;
        let is_prefix = word == "prefix";
        if literal.value().is_empty() && !is_prefix || literal.value().contains('{') {
            let message = format!("`{word}` takes a string without placeholders, as in `{word} = \"{example}\"`");
            return Err(Error::new(literal.span(), message));
        }
        match misspelled(word, &literal.value()) {
            Some(why) => Err(Error::new(literal.span(), why)),
            None => Ok(AuthValue::Plain(literal)),
        }
    }

    fn time(&self) -> Result<AuthValue> {
        let word = self.word;
        let literal = self.text(|| self.wrong(&format!("{word} = \"1h\"")))?;
        match millis(&literal.value()) {
            Some(time) if self.kind.name == "jwt" && !(1_000..=86_400_000).contains(&time) => {
                Err(Error::new(literal.span(), format!("`{word}` must be a duration from `1s` to `24h`")))
            }
            Some(1..) => Ok(AuthValue::Plain(literal)),
            _ => {
                let text = literal.value();
                let message = format!("`{word}`: invalid duration `{text}`; use a form like `20m` or `1h 30m`");
                Err(Error::new(literal.span(), message))
            }
        }
    }

    fn choice(&self, names: &'static [&'static str]) -> Result<AuthValue> {
        let word = self.word;
        let literal = self.text(|| self.wrong(&format!("{word} = \"{}\"", names[0])))?;
        if names.contains(&literal.value().as_str()) {
            return Ok(AuthValue::Plain(literal));
        }
        let hint = did_you_mean_or(&literal.value(), names);
        Err(Error::new(literal.span(), format!("unknown value `{}` of `{word}`{hint}", literal.value())))
    }

    /// `= "a"` or `= ["a", "b"]`, with placeholders.
    fn templates(&self) -> Result<AuthValue> {
        let wrong = || self.wrong_template(&format!("{} = [\"read\", \"write\"]", self.word));
        let one = |input: ParseStream<'_>| {
            template::parse(input.parse().map_err(|_| wrong())?, self.here.spec.name, self.here.diagnostics)
        };
        self.one_or_list(one, wrong).map(AuthValue::Texts)
    }

    /// The same without placeholders.
    fn plains(&self, form: &str) -> Result<AuthValue> {
        let wrong = || self.wrong(form);
        self.one_or_list(|input| input.parse::<LitStr>().map_err(|_| wrong()), wrong).map(AuthValue::Plains)
    }

    fn one_or_list<T>(&self, one: impl Fn(ParseStream<'_>) -> Result<T>, wrong: impl Fn() -> Error) -> Result<Vec<T>> {
        let input = self.here.input;
        input.parse::<Token![=]>().map_err(|_| wrong())?;
        if !input.peek(token::Bracket) {
            return one(input).map(|value| vec![value]);
        }
        let group: Group = input.parse()?;
        each_of(&group, one)
    }

    /// `body = json(…)` or `body = form(…)`.
    fn body(&self) -> Result<AuthValue> {
        const FORM: &str = "body = json(user = \"{config.user}\")";
        self.here.input.parse::<Token![=]>().map_err(|_| self.wrong(FORM))?;
        if !body::has_kind(self.here) {
            return Err(self.wrong(FORM));
        }
        match body::kind(self.here)? {
            Some(body @ (Body::Json(_) | Body::Form(_))) => Ok(AuthValue::Body(body)),
            // `None`: a GraphQL query with a mistake, which is not allowed here either.
            Some(_) | None => Err(Error::new(self.span, "the body of a login must be `json(…)` or `form(…)`")),
        }
    }

    /// Keys and strings without placeholders.
    fn pairs(&self) -> Result<AuthValue> {
        let (group, word) = (self.group()?, self.word);
        let pair = |entry: Entry| match entry.value {
            Value::Text(text) if text.parts.iter().all(|part| matches!(part, Part::Text(_))) => {
                Ok((entry.key, text.literal))
            }
            _ => Err(Error::new(
                entry.key.span,
                format!("`{word}` takes strings without placeholders, as in `{word}(key = \"value\")`"),
            )),
        };
        let pairs = filled(self.here, entry::Kind::Params, &group).into_iter().map(pair);
        pairs.collect::<Result<_>>().map(AuthValue::Pairs)
    }
}

/// The error for a string that is not valid for its option.
fn misspelled(word: &Ident, text: &str) -> Option<String> {
    // RFC 9110 §5.6.2.
    let is_token = |one: char| one.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(one);
    let is_local = |text: &str| {
        let hosts = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
        hosts
            .iter()
            .filter_map(|host| text.strip_prefix(host))
            .any(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    };
    if (word == "header" || word == "token_header") && !text.chars().all(is_token) {
        return Some(format!("invalid header name `{text}`; use letters, digits and `-`"));
    }
    let is_remote = word == "redirect_url" && !is_local(text);
    is_remote.then(|| "`redirect_url` must be on this machine, as in `http://localhost:8765/callback`".to_owned())
}
