//! Signatures: compile-time checks for generated code, so that a mistake is one error that names the fix.
//!
//! In: a connector's functions and the names in its templates. Out: the functions as the builder takes them, and a
//! compile-time error if a function or a name is wrong.
//! Only for the derives; calls of a builder by hand have the compiler's ordinary errors.
//! Not here: the meaning of the functions (see `hook`) and of templates (see `template`).

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
