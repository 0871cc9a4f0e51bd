//! Request: plan and scope → a request, with what the functions of a stream say about it.
//!
//! In: a `RequestPlan` and the scope of a page or a function. Out: requests ready to be sent by `client`.
//! Not here: sending (see `client`), which page is requested (see `page`).

pub(super) mod body;
pub(super) mod build;
pub(super) mod function_api;
pub(super) mod function_request;
pub(super) mod page_request;
pub(super) mod prepare;
pub(super) mod query;
pub(super) mod retry_hooks;
