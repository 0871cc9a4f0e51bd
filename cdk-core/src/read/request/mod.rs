//! Request: plan and scope → a request, with what the functions of a stream say about it.

pub(super) mod body;
pub(super) mod build;
pub(super) mod function_api;
pub(super) mod prepare;
pub(super) mod retry_hooks;
