//! Signatures: what generated code asks the compiler, so that a mistake is one error with the fix in it.
//!
//! In: a connector's functions and the names in its templates. Out: the functions as the builder takes them, and a
//! compile-time error where a function or a name does not fit.
//! Everything here is for the derives; a builder that is called by hand has the ordinary errors.
//! Not here: what the functions are for (see `hook`), and what a template means (see `template`).

mod asynchronous;
mod functions;
mod marker;

pub use asynchronous::{
    AnyBeforeSlice, AnySlices, AnyStreams, AuthFits, BeforeSliceFits, ChooseFits, SlicesFits, StreamsFits, auth,
    before_slice, choose, slices, streams,
};
pub use functions::{
    AddFits, BackoffFits, BodyFits, DefineFits, DefineFn, FilterFits, HeadersFits, MapFits, MapFn, MigrationFits,
    MigrationFn, OnlyFits, ParamsFits, ParseFits, PathFits, ShouldRetryFits, SourceAddFits, SourceBackoffFits,
    SourceFn, SourceHeadersFits, SourceParamsFits, SourceShouldRetryFits, StreamFn, TokenFits, UpdatedStateFits, added,
    backoff_time, define, filter, get_updated_state, map, next_page_token, only, parse_response, path, request_body,
    request_headers, request_params, should_retry, source_added, source_backoff_time, source_request_headers,
    source_request_params, source_should_retry, state_migration,
};
pub use marker::{Fits, Never, Nothing};

pub use super::fields::{Fields, KnownField, Same, has_field, known};
pub use super::fields_of::{FieldsOf, NoFields};
