//! Whether the requests of a stream can contain the start or the end of a cursor window.

use super::stream::Definition;
use crate::template::Placeholder;

impl<C> Definition<C> {
    /// Whether the stream has a cursor, so that it can be read incrementally.
    pub(crate) fn is_incremental(&self) -> bool {
        self.cursor.is_some() || self.updated.is_some()
    }

    /// Whether a request may contain an end of the window, so that the API filters the records.
    pub(crate) fn asks_for_window(&self) -> bool {
        let Some(cursor) = &self.cursor else { return false };
        cursor.param_start.is_some()
            || cursor.param_end.is_some()
            || (cursor.is_declared && self.has_own_request_hook())
            || self.names(|place| matches!(place.root.as_str(), "window" | "state"))
    }

    /// Whether a request may contain the start of the window, so that a later run may begin within one.
    pub(crate) fn asks_for_start(&self) -> bool {
        let is_start =
            |place: &Placeholder| place.root == "window" && place.path.first().is_some_and(|part| part == "start");
        self.cursor.as_ref().is_some_and(|cursor| {
            cursor.param_start.is_some() || (cursor.is_declared && self.has_own_request_hook()) || self.names(is_start)
        })
    }

    /// Whether a hook makes a part of the request.
    pub(crate) fn has_request_hook(&self) -> bool {
        self.path_hook.is_some()
            || self.request_body.is_some()
            || self.nearest(|level| level.request_params.clone()).is_some()
            || self.nearest(|level| level.request_headers.clone()).is_some()
    }

    /// Whether a hook of the stream makes a part of the request. A source's hook does not see the window.
    pub(crate) fn has_own_request_hook(&self) -> bool {
        let own = self.own.request_params.is_some() || self.own.request_headers.is_some();
        own || self.path_hook.is_some() || self.request_body.is_some()
    }

    /// Whether a template of the request has such a placeholder.
    pub(crate) fn names(&self, is_meant: impl Fn(&Placeholder) -> bool) -> bool {
        self.templates().into_iter().any(|template| template.places().any(&is_meant))
    }
}
