//! Required: attributes that must exist.
//!
//! In: the attributes, and which were seen. Out: one error at the struct's name for each missing one.
//! Not here: attributes with an invalid value (see `parse`).

use syn::DeriveInput;

use crate::ast::{SourceWords, StreamWords};
use crate::diagnostics::Diagnostics;

pub(super) fn source_or_config(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if !seen.has("source") && !seen.has("config") {
        let message = "missing `source`; write the struct that derives `Source`, as in `#[stream(source = Employees)]` \
                       (a stream without a source needs `config = Config` and `url_base = \"https://…\"` instead)";
        diagnostics.error(input.ident.span(), message);
    }
    if let (true, Some(config)) = (seen.has("source"), &words.shared.config) {
        let message = "a stream with a source takes the config of the source; remove `config`";
        diagnostics.error(config.word.span(), message);
    }
}

pub(super) fn url_base_without_source(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if seen.has("source") || !seen.has("config") {
        return;
    }
    let fix = "a stream without a source needs its own, as in `url_base = \"https://api.example.com\"`";
    if let Some(word) = &words.bare_url_base {
        diagnostics.error(word.span(), format!("`url_base` without a value means the source's; {fix}"));
    } else if !seen.has("url_base") {
        diagnostics.error(input.ident.span(), format!("missing `url_base`; {fix}"));
    }
}

pub(super) fn config_of_source(input: &DeriveInput, words: &SourceWords, diagnostics: &Diagnostics) {
    if !words.shared.seen.has("config") {
        let message =
            "missing `config`; write the struct of the connector's config, as in `#[source(config = Config)]`";
        diagnostics.error(input.ident.span(), message);
    }
}

pub(super) fn streams_of_source(input: &DeriveInput, words: &SourceWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if !seen.has("streams") && !seen.has("streams = f") {
        let message = "missing `streams`; list the streams, as in `#[source(streams(Employee))]`, or write a function that \
                       requests them, as in `streams = f`";
        diagnostics.error(input.ident.span(), message);
    }
}
