//! Errors in the options about a stream's cursor and state.

use crate::error::Error;
use crate::stream::definition::Definition;

impl<C> Definition<C> {
    /// The error in the options about its state.
    pub(crate) fn state_problem(&self) -> Option<Error> {
        let error = |why: &str| Some(Error::system(format!("incremental: {why}")));
        if !self.is_incremental() && self.names(|place| matches!(place.root.as_str(), "window" | "state")) {
            return Some(Error::system(
                "a template names `{state.…}` or `{window.…}`, and the stream has no cursor; say `cursor_field = \"…\"`",
            ));
        }
        let incremental = self.parent_slicers().find(|(_, parent)| parent.words.is_incremental);
        if let Some((at, parent)) = incremental {
            let name = (parent.build)().name;
            if at > 0 || self.parents().filter(|other| (other.build)().name == name).count() > 1 {
                return Some(Error::system(format!(
                    "parent(…, incremental): `{name}` is read by its own state once, so it stands first, in front of any other \
                     slices, and is the stream's parent once"
                )));
            }
            let above = (parent.build)();
            let why = match (&self.cursor, &above.cursor) {
                (None, _) => "needs a `cursor_field` on the stream itself, whose state keeps the parent's".to_owned(),
                (_, None) => format!("needs a `cursor_field` on `{}`, by which it is told what is new", above.name),
                _ => String::new(),
            };
            if !why.is_empty() {
                return Some(Error::system(format!("parent(…, incremental) {why}")));
            }
        }
        let cursor = self.cursor.as_ref()?;
        if cursor.step.is_some() {
            let says_end = cursor.param_end.is_some()
                || self.has_own_request_hook()
                || self.names(|place| place.root == "window" && place.path.first().is_some_and(|part| part == "end"));
            if !says_end {
                return error(
                    "`step` cuts what is read into windows, and no request says where one ends; say `param_end`, or \
                     `{window.end}`",
                );
            }
            if cursor.start.is_none() {
                return error("`step` counts from `start`, which is missing");
            }
        }
        None
    }
}
