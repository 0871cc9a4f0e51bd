//! Parsed: the raw records of a page where a function gives them: `parse_response = f`.
//!
//! In: a page's response. Out: each record judged like any other; or nothing, where the function says that they lie where the
//! stream declares them.
//! Not here: records that the scanner finds by itself (see `pages`).

use serde_json::Value;

use crate::decode::{Body, Found, lossy};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::read::page::errors::Trouble;
use crate::read::page::reader::Pages;
use crate::stream::Records;
use crate::stream::scope::{PageScope, Scope};
use crate::template::exact::Exact;

impl<C: 'static> Pages<C> {
    /// The raw records that the hook gives; `None` where they lie where the stream declares them.
    pub(crate) fn given(&self, response: &mut Response, body: Body) -> Result<(Option<Records>, Body), Trouble> {
        let Some(parse_response) =
            self.plan.definition.parse_response.as_ref().filter(|_| !matches!(response.status, 204 | 205))
        else {
            return Ok((None, body));
        };
        response.body = body.into_inner();
        let response_of = std::mem::take(response);
        let page = PageScope { response: response_of, envelope: Exact::default(), last: None, has_response: true };
        let given = parse_response(&self.plan.scope(&self.run, &self.slice, self.token.as_ref(), Some(&page)));
        *response = page.response;
        match given {
            Ok(given) => {
                let body = Body::from(std::mem::take(&mut response.body));
                Ok((Some(given), body))
            }
            Err(error) => Err(response.cut_short().map_or(Trouble::Error(error), Trouble::Body)),
        }
    }

    /// Each of the records that the hook gave is judged like any other.
    pub(crate) fn parse(
        &self,
        records: Records,
        response: &mut Response,
        body: Body,
        each: &mut dyn FnMut(&Scope<'_, C>, &Found<'_>) -> Result<()>,
    ) -> Result<(Exact, u64), Trouble> {
        response.body = body.into_inner();
        // The body without its records is not known here: the whole of it stands for the envelope.
        let envelope = Exact::from(lossy(&response.body).unwrap_or(Value::Null));
        let page = PageScope { response: std::mem::take(response), envelope, last: None, has_response: true };
        let scope = self.plan.scope(&self.run, &self.slice, self.token.as_ref(), Some(&page));
        let mut count = 0;
        for record in records.into_raw().map_err(Trouble::Error)? {
            let record = Body::from(record.0);
            let found = self.plan.scanner.borrow_mut().record(&record, |found| each(&scope, found));
            found.map_err(|error| match self.plan.trouble(error, &page.response, &record, &self.run) {
                Trouble::Error(error) => Trouble::Error(error),
                Trouble::Body(what) => {
                    Trouble::Error(Error::system(format!("record {} of `parse_response`: {what}", count + 1)))
                }
            })?;
            count += 1;
        }
        *response = page.response;
        Ok((page.envelope, count))
    }
}
