//! Rules: calls every rule of each derive, in order. The rules are in one file per subject.

use syn::DeriveInput;

use super::{
    address, answers, attribute, bare, conflict, embedded, fields, page_names, parents, required, roots, shape, slices,
    state,
};
use crate::ast::{Record, SourceWords, StreamWords};
use crate::diagnostics::Diagnostics;

/// The rules of `#[derive(HttpStream)]`.
pub(crate) fn stream(input: &DeriveInput, words: &StreamWords, record: &Record, diagnostics: &Diagnostics) {
    let has_shape =
        [shape::stream_is_a_struct_with_named_fields(input, diagnostics), shape::record_is_owned(input, diagnostics)];
    shape::attributes_are_on_the_struct(input, "stream", diagnostics);

    if attribute::is_there(input, "stream", "#[stream(source = Employees)]", diagnostics) {
        required::source_or_config(input, words, diagnostics);
    }
    required::url_base_without_source(input, words, diagnostics);

    address::url_base_has_a_scheme(words.shared.url_base.as_ref(), diagnostics);
    address::path_has_no_empty_segment(words, diagnostics);

    conflict::paginate_and_hook(words, diagnostics);
    conflict::records_and_hook(words, diagnostics);
    conflict::decoder_and_records(words, diagnostics);
    conflict::text_and_cursor(words, diagnostics);
    parents::another_stream(input, words, diagnostics);
    parents::further_parents_have_names(words, diagnostics);
    parents::names_are_free(words, diagnostics);
    parents::embedded_alone(words, diagnostics);
    parents::lists_of_batches(words, diagnostics);
    embedded::more_without_from(words, diagnostics);
    embedded::more_and_pagination(words, diagnostics);
    embedded::embedded_and_request(words, diagnostics);
    conflict::cache_and_method(words, diagnostics);
    conflict::nothing_to_drop(&words.shared.dropped, words.shared.seen.has("source"), diagnostics);
    conflict::no_body_to_remove(words.shared.body.as_ref(), words.shared.seen.has("source"), diagnostics);
    answers::rules_can_match(&words.shared.on, diagnostics);
    answers::rules_are_reached(&words.shared.on, diagnostics);
    conflict::keep_and_map(words, diagnostics);
    conflict::keep_and_emit(words, diagnostics);
    conflict::keep_and_serde(words, record, diagnostics);

    slices::of_a_type(words, diagnostics);
    slices::names(words, diagnostics);

    state::incremental_needs_a_cursor(words, diagnostics);
    state::one_state(words, diagnostics);
    state::steps(words, diagnostics);
    state::roots(words, diagnostics);
    state::bounds_are_dates(words, diagnostics);

    roots::stream(words, diagnostics);
    bare::of_stream(words, diagnostics);
    page_names::of_stream(words, diagnostics);
    if has_shape == [true, true] {
        fields::schema_of_with(record, diagnostics);
        fields::primary_key(words, record, diagnostics);
        fields::cursor_field(words, record, diagnostics);
        state::durations_fit_the_cursor(words, record, diagnostics);
        fields::last_of_paginate(words, record, diagnostics);
        fields::added(words, record, diagnostics);
        fields::in_templates(words, record, diagnostics);
    }
}

/// The rules of `#[derive(Source)]`.
pub(crate) fn source(input: &DeriveInput, words: &SourceWords, diagnostics: &Diagnostics) {
    shape::source_is_a_unit_struct(input, diagnostics);
    shape::has_no_generics(input, "a source", diagnostics);
    shape::attributes_are_on_the_struct(input, "source", diagnostics);

    let example = "#[source(config = Config, url_base = \"https://api.example.com\", streams(Employee))]";
    if attribute::is_there(input, "source", example, diagnostics) {
        required::config_of_source(input, words, diagnostics);
        required::streams_of_source(input, words, diagnostics);
    }

    address::url_base_has_a_scheme(words.shared.url_base.as_ref(), diagnostics);

    conflict::nothing_to_drop(&words.shared.dropped, false, diagnostics);
    conflict::no_body_to_remove(words.shared.body.as_ref(), false, diagnostics);
    answers::rules_can_match(&words.shared.on, diagnostics);
    answers::rules_are_reached(&words.shared.on, diagnostics);

    roots::source(words, diagnostics);
    bare::of_source(words, diagnostics);
    page_names::of_source(&words.shared, diagnostics);
}
