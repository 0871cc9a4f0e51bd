//! Check: what generated code asks the compiler, so that a mistake is one error with the fix in it.
//!
//! In: a connector's functions and the names in its templates. Out: the functions as the builder takes them, and a
//! compile-time error where a function or a name does not fit.
//! Everything here is for the derives; a builder that is called by hand has the ordinary errors.
//! Not here: what the functions are for (see `hook`), and what a template means (see `template`).

mod asynchronous;
mod fields;
mod functions;

pub use asynchronous::{
    AnyBeforeSlice, AnySlices, AnyStreams, AuthFits, BeforeSliceFits, ChooseFits, SlicesFits, StreamsFits, auth,
    before_slice, choose, slices, streams,
};
pub use fields::{Fields, FieldsOf, Known, NoFields, Same, has_field, known};
pub use functions::{
    AddFits, BackoffFits, BodyFits, DefineFits, DefineFn, FilterFits, HeadersFits, MapFits, MapFn, MigrationFits,
    MigrationFn, OnlyFits, ParamsFits, ParseFits, PathFits, ShouldRetryFits, SourceAddFits, SourceBackoffFits,
    SourceFn, SourceHeadersFits, SourceParamsFits, SourceShouldRetryFits, StreamFn, TokenFits, UpdatedStateFits, added,
    backoff_time, define, filter, get_updated_state, map, next_page_token, only, parse_response, path, request_body,
    request_headers, request_params, should_retry, source_added, source_backoff_time, source_request_headers,
    source_request_params, source_should_retry, state_migration,
};

/// The marker of a function that fits.
pub struct Fits;

/// The marker of the second implementation of each trait, which nothing has: the compiler names the one requirement that
/// failed where a trait has one implementation, and the trait with its message where it has two.
pub struct Nothing;

/// A type without values.
pub trait Never {
    /// Never called.
    fn never<T>(self) -> T;
}

impl Never for std::convert::Infallible {
    fn never<T>(self) -> T {
        match self {}
    }
}
