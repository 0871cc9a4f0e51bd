//! Spot: one attribute and the input after it, with a reader for each type of value.
//!
//! In: a known attribute and the input after its name. Out: the value, or an error at the value that shows an example.
//! Not here: which attribute takes which type (see `stream`, `source`, `shared`).

use proc_macro2::{Group, Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Error, ExprPath, Lit, LitStr, Result, Token, Type, token};

use super::list::{at_end, value_span};
use super::suggest::{did_you_mean_or, one_of};
use super::{foreign, template};
use crate::ast::{Choice, Given, Template};
use crate::diagnostics::Diagnostics;
use crate::words::Word;

/// The placeholder for a value without quotes, like `config.team` or `&parent.id`, with or without `=` before it.
pub(super) fn unquoted(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let _ = ahead.parse::<Option<Token![=]>>();
    let _ = ahead.parse::<Option<Token![&]>>();
    let mut names = vec![ahead.call(Ident::parse_any).ok()?.unraw().to_string()];
    while ahead.peek(Token![.]) {
        ahead.parse::<Token![.]>().ok()?;
        let name = ahead.call(Ident::parse_any).ok()?;
        if ahead.peek(token::Paren) {
            // A method call, as in `config.team.clone()`.
            ahead.parse::<Group>().ok()?;
            break;
        }
        names.push(name.unraw().to_string());
    }
    let is_path = names.len() > 1 || matches!(names.as_slice(), [name] if name == "token" || name == "slice");
    (is_path && at_end(&ahead)).then(|| format!("{{{}}}", names.join(".")))
}

pub(super) struct Spot<'a> {
    pub(super) word: &'a Ident,
    pub(super) spec: &'static Word,
    pub(super) input: ParseStream<'a>,
    pub(super) diagnostics: &'a Diagnostics,
}

impl Spot<'_> {
    pub(super) fn given<T>(&self, value: T) -> Given<T> {
        Given { word: self.word.clone(), value }
    }

    /// Whether the attribute has no value.
    pub(super) fn is_bare(&self) -> bool {
        at_end(self.input)
    }

    /// The error for a value of the wrong type.
    pub(super) fn wrong(&self, span: Span, kind: &str) -> Error {
        let Word { name, form, help, default, .. } = self.spec;
        Error::new(span, format!("`{name}` takes {kind}, as in `{form}`\nmeaning: {help}\ndefault: {default}"))
    }

    /// The error for a value of the wrong type, at the value if one exists, else at the attribute.
    pub(super) fn wrong_here(&self, kind: &str) -> Error {
        let span = value_span(self.input).unwrap_or(self.word.span());
        if !self.spec.roots.is_empty()
            && let Some(placeholder) = unquoted(self.input)
        {
            let message =
                format!("a placeholder needs quotes and braces; write `{} = \"{placeholder}\"`", self.spec.name);
            return Error::new(span, message);
        }
        self.wrong(span, kind)
    }

    /// Steps over the `=`.
    pub(super) fn equals(&self, kind: &str) -> Result<()> {
        if !self.input.peek(Token![=]) {
            return Err(self.wrong_here(kind));
        }
        self.input.parse::<Token![=]>()?;
        if at_end(self.input) { Err(self.wrong_here(kind)) } else { Ok(()) }
    }

    /// Reads `= none`, if it is next; returns whether it was.
    pub(super) fn takes_none(&self) -> bool {
        let ahead = self.input.fork();
        let is_none = ahead.parse::<Token![=]>().is_ok()
            && ahead.call(Ident::parse_any).is_ok_and(|ident| ident == "none")
            && at_end(&ahead);
        if is_none {
            super::list::skip_value(self.input);
        }
        is_none
    }

    /// `word = "…"`.
    pub(super) fn text(&self) -> Result<Given<LitStr>> {
        self.equals("a string")?;
        let literal = self.literal("a string")?;
        self.plain(&literal)?;
        Ok(self.given(literal))
    }

    /// `word = "…"` with placeholders.
    pub(super) fn template(&self) -> Result<Given<Template>> {
        self.equals("a template")?;
        self.template_here("a template").map(|template| self.given(template))
    }

    /// Reads a template.
    pub(super) fn template_here(&self, kind: &str) -> Result<Template> {
        template::parse(self.literal(kind)?, self.spec.name, self.diagnostics)
    }

    /// Reads a string.
    pub(super) fn literal(&self, kind: &str) -> Result<LitStr> {
        let wrong = self.wrong_here(kind);
        self.input.parse().map_err(|_| wrong)
    }

    /// Rejects an empty string and a template.
    pub(super) fn plain(&self, literal: &LitStr) -> Result<()> {
        let name = self.spec.name;
        let text = literal.value();
        if text.is_empty() {
            return Err(self.wrong(literal.span(), "a string that is not empty"));
        }
        if text.contains('{') {
            return Err(Error::new(
                literal.span(),
                format!("`{name}` takes a string without placeholders; remove the braces"),
            ));
        }
        Ok(())
    }

    /// `word = Type`.
    pub(super) fn ty(&self) -> Result<Given<Type>> {
        self.equals("a type")?;
        self.ty_here().map(|ty| self.given(ty))
    }

    pub(super) fn ty_here(&self) -> Result<Type> {
        let wrong = self.wrong_here("a type");
        self.input.parse().map_err(|_| wrong)
    }

    /// `word = some::function`.
    pub(super) fn hook(&self) -> Result<Given<ExprPath>> {
        let is_value = |input: ParseStream<'_>| {
            let is_path =
                |input: ParseStream<'_>| input.peek(Ident::peek_any) || input.peek(Token![::]) || input.peek(Token![<]);
            input.parse::<Token![=]>().is_err() || input.peek(Lit) || !is_path(input)
        };
        if let Some(instead) = foreign::without_function(self.spec.name)
            && !self.is_bare()
            && is_value(&self.input.fork())
        {
            let (name, span) = (self.spec.name, value_span(self.input).unwrap_or(self.word.span()));
            return Err(Error::new(span, format!("`{name}` takes a function; {instead}")));
        }
        self.equals("a function")?;
        self.hook_here("a function").map(|hook| self.given(hook))
    }

    /// Reads the path of a function.
    pub(super) fn hook_here(&self, kind: &str) -> Result<ExprPath> {
        let wrong = self.wrong_here(kind);
        let Ok(hook) = self.input.parse::<ExprPath>() else { return Err(wrong) };
        if self.input.peek(Token![.]) {
            return Err(wrong);
        }
        if self.input.peek(token::Paren) {
            return Err(Error::new(
                self.input.span(),
                format!("`{}` takes the function itself; remove the parentheses", self.spec.name),
            ));
        }
        Ok(hook)
    }

    /// `word(…)`: the group.
    pub(super) fn group(&self, kind: &str) -> Result<Group> {
        if self.input.peek(token::Paren) { self.input.parse() } else { Err(self.wrong_here(kind)) }
    }

    /// `word = "one of few"`.
    pub(super) fn choice(&self, known: &[(&'static str, &'static str)]) -> Result<Given<Choice>> {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let kind = if names.len() == 1 { one_of(&names) } else { format!("one of {}", one_of(&names)) };
        self.equals(&kind)?;
        let literal = self.literal(&kind)?;
        let written = literal.value();
        match known.iter().find(|(name, _)| *name == written) {
            Some((_, variant)) => Ok(self.given(Choice { variant, literal })),
            None => Err(Error::new(
                literal.span(),
                format!("unknown value `{written}` of `{}`{}", self.spec.name, did_you_mean_or(&written, &names)),
            )),
        }
    }

    /// `word = "a"` or `word = ["a", "b"]`.
    pub(super) fn texts(&self) -> Result<Given<Vec<LitStr>>> {
        const KIND: &str = "a string or a list of strings";
        self.equals(KIND)?;
        if !self.input.peek(token::Bracket) {
            let literal = self.literal(KIND)?;
            self.plain(&literal)?;
            return Ok(self.given(vec![literal]));
        }
        let group: Group = self.input.parse()?;
        self.text_list(&group, KIND).map(|texts| self.given(texts))
    }

    /// The strings of a group.
    pub(super) fn text_list(&self, group: &Group, kind: &str) -> Result<Vec<LitStr>> {
        let list = |input: ParseStream<'_>| {
            Punctuated::<LitStr, Token![,]>::parse_terminated(input).map_err(|_| self.wrong(group.span(), kind))
        };
        let texts: Vec<LitStr> = list.parse2(group.stream())?.into_iter().collect();
        if texts.is_empty() {
            return Err(self.wrong(group.span(), "at least one string"));
        }
        texts.iter().try_for_each(|text| self.plain(text)).map(|()| texts)
    }
}
