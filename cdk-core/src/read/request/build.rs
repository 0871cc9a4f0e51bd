//! Definition and scope → the request for one page.
//!
//! Order of what wins: source < stream < hook < window < paginator < a next URL.

use http::HeaderMap;
use url::Url;

use crate::budget::Pass;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::http::url::joined;
use crate::paginate::{SendAt, Strategy};
use crate::read::plan::stream_plan::Plan;
use crate::state::Window;
use crate::stream::scope::Scope;
use crate::stream::{Defaults, Params, plain, texts};
use crate::template::segment;

impl<C: 'static> Plan<C> {
    /// The request for the page that the scope's token leads to.
    pub(crate) fn request(&self, scope: &Scope<'_, C>) -> Result<Request> {
        let base = self.base(scope)?;
        let by_url = scope.next_page_token.filter(|_| self.paginate.token_is_url());
        let (url, what) = match by_url {
            Some(token) => {
                let url = Url::parse(token.as_str().unwrap_or_default())
                    .map_err(|error| Error::system(format!("the next page's URL cannot be used: {error}")))?;
                (url, "the next page lies at")
            }
            None => (self.with_params(joined(&base, &self.path(scope)?)?, scope)?, "the request goes to"),
        };
        // A host that a parent's record names is not the connector's word: it must be declared beside.
        let own_origin = joined(&base, "")?;
        let own_origin = (!self.host_is_data()).then_some(&own_origin);
        let mut request = Request {
            method: self.definition.method.clone(),
            url: self.origins.resolve(own_origin, url, what)?,
            headers: HeaderMap::new(),
            body: None,
        };
        self.set_headers(&mut request, scope)?;
        if by_url.is_none() {
            self.set_body(&mut request, scope)?;
        }
        Ok(request)
    }

    fn base(&self, scope: &Scope<'_, C>) -> Result<String> {
        let level = self.definition.own.url_base.as_ref().or(self.definition.inherited.url_base.as_ref());
        level.ok_or_else(|| Error::system("the stream has no url_base, nor a source that has one"))?.base(scope)
    }

    /// What the request shows at the gate, where that depends on it.
    pub(crate) fn pass(&self, request: &Request, scope: &Scope<'_, C>) -> Result<Option<Pass>> {
        if !self.passing.is_by_request() {
            return Ok(None);
        }
        let base = self.origins.stood_in(joined(&self.base(scope)?, "")?);
        Ok(self.passing.of(request, Some(&base)))
    }

    fn host_is_data(&self) -> bool {
        self.definition.own.url_base.as_ref().is_some_and(|base| base.host_is_data())
    }

    fn path(&self, scope: &Scope<'_, C>) -> Result<String> {
        match (&self.definition.path_hook, &self.definition.path) {
            (Some(hook), _) => hook(scope),
            (None, Some(template)) => template.path(scope),
            // A name that an API gave must not lead elsewhere.
            (None, None) => segment(&self.definition.name)
                .map_err(|why| Error::system(format!("the stream's name stands for its path, but {why}"))),
        }
    }

    fn with_params(&self, mut url: Url, scope: &Scope<'_, C>) -> Result<Url> {
        let Defaults { params: inherited, .. } = &self.definition.inherited;
        let mut params = texts("param", inherited, scope)?;
        // Parameters already in the URL were said by the stream, and are not doubled.
        let mut said = Params::new();
        for (name, value) in url.query_pairs() {
            said.append(&name, value.into_owned());
        }
        params.merge(said);
        params.merge(texts("param", &self.definition.own.params, scope)?);
        if let Some(hook) = self.definition.nearest(|level| level.request_params.clone()) {
            params.merge(hook(scope)?);
        }
        self.window_params(&mut params, scope);
        self.paginate_params(&mut params, scope);
        url.set_query(None);
        if params.pairs.iter().any(|(_, values)| !values.is_empty()) {
            let mut query = url.query_pairs_mut();
            for (name, values) in &params.pairs {
                query.extend_pairs(values.iter().map(|value| (name, value)));
            }
        }
        Ok(url)
    }

    fn window_params(&self, params: &mut Params, scope: &Scope<'_, C>) {
        let Some(cursor) = &self.definition.cursor else { return };
        let Window { start, end } = &scope.slice.window;
        // What is read from the first record on needs no end: nothing is asked for twice.
        let end = end.as_ref().filter(|_| start.is_some() || cursor.param_start.is_none());
        for (name, edge) in [(&cursor.param_start, start.as_ref()), (&cursor.param_end, end)] {
            if let (Some(name), Some(edge)) = (name, edge) {
                params.set(name.clone(), vec![edge.text()]);
            }
        }
    }

    fn paginate_params(&self, params: &mut Params, scope: &Scope<'_, C>) {
        let at_body = self.paginate.is_sent_in_body();
        if let Some((name, size)) = self.paginate.size.as_ref().filter(|_| !at_body) {
            params.set(name.clone(), vec![size.to_string()]);
        }
        let name = match &self.paginate.strategy {
            Strategy::Cursor { send: SendAt::Param(name), .. } => name,
            Strategy::Page { param, .. } | Strategy::Offset { param, .. } => param,
            _ => return,
        };
        if let Some(token) = scope.next_page_token {
            params.set(name.clone(), vec![plain(token)]);
        }
    }

    fn set_headers(&self, request: &mut Request, scope: &Scope<'_, C>) -> Result<()> {
        let mut headers = texts("header", &self.definition.inherited.headers, scope)?;
        headers.merge(texts("header", &self.definition.own.headers, scope)?);
        if let Some(hook) = self.definition.nearest(|level| level.request_headers.clone()) {
            headers.merge(hook(scope)?);
        }
        if let Strategy::Cursor { send: SendAt::Header(name), .. } = &self.paginate.strategy
            && let Some(token) = scope.next_page_token
        {
            headers.set(name.clone(), vec![plain(token)]);
        }
        for (name, values) in &headers.pairs {
            if !values.is_empty() {
                self.set_header(request, name, &values.join(", "))?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// If a header cannot hold the value: a config error if a text of the config is the reason.
    pub(crate) fn set_header(&self, request: &mut Request, name: &str, value: &str) -> Result<()> {
        self.kept.pasted().judge_header(name, value)?;
        request.set_header(name, value)
    }
}
