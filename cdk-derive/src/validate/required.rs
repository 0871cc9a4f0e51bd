//! Required: words that must be there.
//!
//! In: the words, and which were seen. Out: one error at the struct's name for each that is missing.
//! Not here: words that are there and wrong (see `parse`).

use syn::DeriveInput;

use crate::ast::{SourceWords, StreamWords};
use crate::diagnostics::Diagnostics;

pub(super) fn source_or_config(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if !seen.has("source") && !seen.has("config") {
        let message = "missing `source`: write the struct that derives `Source`, as in `#[stream(source = Employees)]`; a \
                       stream without a source has its own `config = Config` and `url_base = \"https://…\"`";
        diagnostics.error(input.ident.span(), message);
    }
    if let (true, Some(config)) = (seen.has("source"), &words.shared.config) {
        let message = "`config` is for a stream without a source; here the source has it, so take `config` away";
        diagnostics.error(config.word.span(), message);
    }
}

pub(super) fn url_base_without_source(input: &DeriveInput, words: &StreamWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if seen.has("source") || !seen.has("config") {
        return;
    }
    let fix = "a stream without a source has its own: `url_base = \"https://api.example.com\"`";
    if let Some(word) = &words.bare_url_base {
        diagnostics.error(word.span(), format!("`url_base` alone means the source's; {fix}"));
    } else if !seen.has("url_base") {
        diagnostics.error(input.ident.span(), format!("missing `url_base`: {fix}"));
    }
}

pub(super) fn config_of_source(input: &DeriveInput, words: &SourceWords, diagnostics: &Diagnostics) {
    if !words.shared.seen.has("config") {
        let message = "missing `config`: `#[source(config = Config)]` names the struct that the config is read into";
        diagnostics.error(input.ident.span(), message);
    }
}

pub(super) fn streams_of_source(input: &DeriveInput, words: &SourceWords, diagnostics: &Diagnostics) {
    let seen = &words.shared.seen;
    if !seen.has("streams") && !seen.has("streams = f") {
        let message = "missing `streams`: `#[source(streams(Employee))]` lists what the source can read (`streams = f` asks \
                       the API)";
        diagnostics.error(input.ident.span(), message);
    }
}
