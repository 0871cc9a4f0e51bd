//! The options that a stream inherits from its source.

use std::rc::Rc;

use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use crate::stream::definition::Inherited;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    pub(crate) fn inheriting(mut self, inherited: Inherited<C>) -> Self {
        (self.definition.inherited, self.definition.origins) = (inherited.defaults, inherited.origins);
        self
    }

    /// Inherits the defaults of a source that a function builds, for sources that are built at run time. The options of
    /// `SourceDef` about URLs, credentials, requests, responses and retries apply unless the stream sets its own. The
    /// function is called several times, so it must not have side effects.
    ///
    /// ```
    /// use cdk_core::stream::{DynRecord, SourceDef, StreamDef};
    ///
    /// let defaults = || SourceDef::<serde_json::Value>::new().url_base("https://api.example.com/v1").records("data");
    /// let users: StreamDef<DynRecord, serde_json::Value> = StreamDef::new("users").source_def(defaults);
    /// ```
    #[must_use]
    pub fn source_def(mut self, build: impl Fn() -> SourceDef<C> + 'static) -> Self {
        let inherited = build().into_inherited();
        self.later.inherited = Some(Rc::new(move || build().into_inherited()));
        self.inheriting(inherited)
    }
}
