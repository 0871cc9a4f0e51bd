//! Errors in the options about a stream's cursor and state.

use crate::error::Error;
use crate::stream::definition::Definition;

impl<C> Definition<C> {
    /// The error in the options of its state.
    pub(crate) fn state_problem(&self) -> Option<Error> {
        let error = |why: &str| Some(Error::system(format!("incremental: {why}")));
        if !self.is_incremental() && self.names(|place| matches!(place.root.as_str(), "window" | "state")) {
            return Some(Error::system(
                "a template uses `{state.…}` or `{window.…}`, but the stream has no cursor; set `cursor_field = \"…\"`",
            ));
        }
        let incremental = self.parent_slicers().find(|(_, parent)| parent.words.is_incremental);
        if let Some((at, parent)) = incremental {
            let name = (parent.build)().name;
            if at > 0 || self.parents().filter(|other| (other.build)().name == name).count() > 1 {
                return Some(Error::system(format!(
                    "parent(…, incremental): `{name}` must be the stream's first slicer and its parent only once, since \
                     the child's state keeps one state of the parent"
                )));
            }
            let above = (parent.build)();
            let why = match (&self.cursor, &above.cursor) {
                (None, _) => "the stream itself needs a `cursor_field`, since its state keeps the parent's".to_owned(),
                (_, None) => format!("stream `{}` needs a `cursor_field` to find new records", above.name),
                _ => String::new(),
            };
            if !why.is_empty() {
                return Some(Error::system(format!("parent(…, incremental): {why}")));
            }
        }
        let cursor = self.cursor.as_ref()?;
        if cursor.step.is_some() {
            let says_end = cursor.param_end.is_some()
                || self.has_own_request_hook()
                || self.names(|place| place.root == "window" && place.path.first().is_some_and(|part| part == "end"));
            if !says_end {
                return error(
                    "`step` reads in windows, but no request contains the end of a window; set `param_end`, or use \
                     `{window.end}`",
                );
            }
            if cursor.start.is_none() {
                return error("`step` needs a `start`");
            }
        }
        None
    }
}
