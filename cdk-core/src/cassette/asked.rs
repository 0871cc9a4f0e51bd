//! Conversion of a request to its recorded form.

use super::line::RecordedRequest;
use super::mask::Mask;
use crate::http::{Outgoing, Requester};
use crate::secret::Redactor;

impl RecordedRequest {
    /// Masks the request, without the credentials of `auth`.
    pub(super) fn new(outgoing: &Outgoing<'_>, redactor: &Redactor) -> Self {
        let (request, mask) = (outgoing.request, Mask { redactor, is_auth: outgoing.requester == Requester::Auth });
        Self {
            method: request.method.to_string(),
            url: mask.url(&request.url),
            headers: mask.headers(&request.headers),
            body: request.body.as_ref().map(|body| mask.body(body, &request.headers)),
        }
    }
}
