//! Whether the requests of a stream can say where a window of its cursor begins or ends.

use super::stream::Definition;
use crate::template::Placeholder;

impl<C> Definition<C> {
    /// Whether its state can tell what is new.
    pub(crate) fn is_incremental(&self) -> bool {
        self.cursor.is_some() || self.updated.is_some()
    }

    /// Whether a request may say where a window begins or ends, so that the API chooses the records.
    pub(crate) fn asks_for_window(&self) -> bool {
        let Some(cursor) = &self.cursor else { return false };
        cursor.param_start.is_some()
            || cursor.param_end.is_some()
            || (cursor.is_declared && self.has_own_request_hook())
            || self.names(|place| matches!(place.root.as_str(), "window" | "state"))
    }

    /// Whether a request says where a window begins, so that a later run may begin in the middle of one.
    pub(crate) fn asks_for_start(&self) -> bool {
        let is_start =
            |place: &Placeholder| place.root == "window" && place.path.first().is_some_and(|part| part == "start");
        self.cursor.as_ref().is_some_and(|cursor| {
            cursor.param_start.is_some() || (cursor.is_declared && self.has_own_request_hook()) || self.names(is_start)
        })
    }

    /// Whether a function makes any part of a request.
    pub(crate) fn has_request_hook(&self) -> bool {
        self.path_hook.is_some()
            || self.request_body.is_some()
            || self.nearest(|level| level.request_params.clone()).is_some()
            || self.nearest(|level| level.request_headers.clone()).is_some()
    }

    /// The same for functions that can see a window: a source's cannot.
    pub(crate) fn has_own_request_hook(&self) -> bool {
        let own = self.own.request_params.is_some() || self.own.request_headers.is_some();
        own || self.path_hook.is_some() || self.request_body.is_some()
    }

    /// Whether a template of its requests has such a placeholder.
    pub(crate) fn names(&self, is_meant: impl Fn(&Placeholder) -> bool) -> bool {
        self.templates().into_iter().any(|template| template.places().any(&is_meant))
    }
}
