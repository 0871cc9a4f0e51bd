//! Call: the parts of a request that are the same for all of its attempts.

use std::rc::Rc;

use serde_json::Value;

use super::notice::Notice;
use super::sending::Sending;
use super::shared::Client;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::http::{Identity, Request, Response};
use crate::retry::{GraphQlErrors, Hooks};

/// Purpose of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A page of a stream: it must have a body, and holds memory until its records are written.
    Page,
    /// A hook of the connector, or a token: an empty response may be complete.
    Function,
}

/// A request with its settings and hooks.
pub(super) struct Call {
    pub(super) client: Rc<Client>,
    pub(super) sending: Rc<Sending>,
    pub(super) request: Request,
    /// The pass of this request, which replaces that of its stream.
    pub(super) pass: Option<Pass>,
    pub(super) hooks: Hooks,
    pub(super) purpose: Purpose,
    /// Whether it is a GraphQL query: its response may have errors with status 200.
    pub(super) is_graphql: bool,
    /// Whether the body of a success is streamed.
    pub(super) is_streamed: bool,
    /// The slice of a page, for a recording.
    pub(super) slice: Option<Value>,
}

impl Call {
    pub(super) fn new(client: Rc<Client>, sending: Rc<Sending>, request: Request) -> Self {
        Self {
            client,
            sending,
            request,
            pass: None,
            hooks: Hooks::default(),
            purpose: Purpose::Page,
            is_graphql: false,
            is_streamed: false,
            slice: None,
        }
    }

    pub(super) fn is_of_page(&self) -> bool {
        self.purpose == Purpose::Page
    }

    /// Whether a successful response is cached.
    pub(super) fn is_kept(&self) -> bool {
        self.sending.cache.is_some_and(|cache| cache.keeps(&self.request.method))
    }

    pub(super) fn signer(&self) -> Option<&Rc<dyn Signer>> {
        self.sending.signer.as_ref()
    }

    /// The signer, if it has several tokens.
    pub(super) fn token_pool(&self) -> Option<&Rc<dyn Signer>> {
        self.signer().filter(|signer| signer.has_several())
    }

    pub(super) fn identity(&self) -> Option<Identity> {
        self.signer().map(|signer| signer.identity())
    }

    pub(super) fn origin(&self) -> String {
        self.request.url.origin().ascii_serialization()
    }

    /// The errors of a response to a GraphQL query.
    pub(super) fn graphql_errors(&self, response: &Response) -> Option<GraphQlErrors> {
        self.is_graphql.then(|| GraphQlErrors::of(response)).flatten()
    }

    /// Calls the observer.
    pub(super) fn notify(&self, notice: &Notice<'_>) {
        if let Some(observer) = &self.sending.observer {
            observer(notice);
        }
    }
}
