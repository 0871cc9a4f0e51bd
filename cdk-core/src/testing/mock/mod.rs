//! Mock: serves a source's own definition as an API, so that a connector runs without an account.
//!
//! In: a source. Out: one route per stream with generated records of its schema. Two runs serve the same records: ids
//! count, and times ascend from 2024-01-01.
//! Respected: method, path, place of the records, decoder, the five kinds of `paginate` with their options, substreams
//! by the placeholders of their path, and the parameters `param_start` and `param_end` of `incremental`.
//! A request without credentials at their place gets HTTP 401, one beyond a declared `rate_limit` HTTP 429.
//! Sizes: 25 records in pages of 10, or two and a half pages of the declared `size`. A substream has 5 records for each
//! parent record.
//! Not here: streams of `streams = f`, paths from functions, pages of `next_page_token` and `parse_response`, token
//! endpoints (`oauth2`, `session_token`), values of credentials, rates from the config, other filters than the cursor, and
//! patterns of schemas. If two streams have the same method and path, the first one answers.

mod address;
mod credential;
mod cursor_filter;
mod limits;
mod page;
mod sample;
mod serve;
mod set;
mod stream;

pub use serve::{mock, mock_api};
