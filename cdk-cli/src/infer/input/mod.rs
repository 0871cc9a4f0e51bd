//! Input: what the arguments name → documents and responses.
//!
//! In: [`InferArguments`](super::InferArguments). Out: an [`Input`]: pages of a sample, a JSON Schema, or an OpenAPI
//! document. Headers go into the request and nowhere else.
//! Not here: where the records are in a page (see `guess`).

mod cassette;
mod document;
mod fetch;
mod page;
mod read;
mod recognize;

pub(crate) use page::{Input, Origin, Page, Samples};
pub(crate) use read::read;
