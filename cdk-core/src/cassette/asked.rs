//! A request → what is written of it.

use super::line::Asked;
use super::mask::Mask;
use crate::http::{Asker, Outgoing};
use crate::secret::Redactor;

impl Asked {
    /// The request before credentials were added, masked.
    pub(super) fn new(outgoing: &Outgoing<'_>, redactor: &Redactor) -> Self {
        let (request, mask) = (outgoing.request, Mask { redactor, is_auth: outgoing.asker == Asker::Auth });
        Self {
            method: request.method.to_string(),
            url: mask.url(&request.url),
            headers: mask.headers(&request.headers),
            body: request.body.as_ref().map(|body| mask.body(body, &request.headers)),
        }
    }
}
