//! Call: what stays the same for all attempts of one request.

use std::rc::Rc;

use super::notice::Notice;
use super::sending::Sending;
use super::shared::Client;
use crate::auth::Signer;
use crate::budget::Pass;
use crate::http::{Identity, Request, Response};
use crate::retry::{GraphQlErrors, Hooks};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A page of a stream: it must have a body, and holds memory until its records are written.
    Page,
    /// A function of the connector, or a token: an empty response may well be a complete one.
    Function,
}

/// A request, how it is sent, and what is said about its attempts.
pub(super) struct Call {
    pub(super) client: Rc<Client>,
    pub(super) sending: Rc<Sending>,
    pub(super) request: Request,
    /// The budgets of this request, in place of those of its stream.
    pub(super) pass: Option<Pass>,
    pub(super) hooks: Hooks,
    pub(super) purpose: Purpose,
    /// Whether it is a GraphQL query, whose response may have errors in a 200.
    pub(super) is_graphql: bool,
    /// Whether the body of a success is read as it comes.
    pub(super) is_streamed: bool,
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
        }
    }

    pub(super) fn is_of_page(&self) -> bool {
        self.purpose == Purpose::Page
    }

    /// Whether a success is kept in the cache.
    pub(super) fn is_kept(&self) -> bool {
        self.sending.cache.is_some_and(|cache| cache.keeps(&self.request.method))
    }

    pub(super) fn signer(&self) -> Option<&Rc<dyn Signer>> {
        self.sending.signer.as_ref()
    }

    /// Who signs, if that is one of several tokens.
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

    /// Lets the observer know.
    pub(super) fn notify(&self, notice: &Notice<'_>) {
        if let Some(observer) = &self.sending.observer {
            observer(notice);
        }
    }
}
