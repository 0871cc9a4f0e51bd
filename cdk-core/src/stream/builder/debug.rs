//! `Debug` of the builders. A builder holds closures and values of a config, so most show only their name.

use std::fmt;

use super::added::{Added, AddedNode, First, Hook, Literal, Now, RecordPath, SourceHook, Typed};
use super::body::{BodyTemplate, GraphQl};
use super::field::{Entry, FieldValue};
use super::functions::Stream;
use super::incremental::Incremental;
use super::on::On;
use super::parent::ParentOf;
use super::rate_limit::RateLimit;
use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use super::template::{Template, Text};
use super::view::{SourceView, StreamView, View};
use crate::stream::value::opaque_debug;

opaque_debug! {
    [C] AddedNode<C>, "AddedNode";
    [X: View] First<X>, "First";
    [] RecordPath, "RecordPath";
    [] Now, "Now";
    [] Literal, "Literal";
    [F] Typed<F>, "Typed";
    [F] Hook<F>, "Hook";
    [F] SourceHook<F>, "SourceHook";
    [X: View] BodyTemplate<X>, "BodyTemplate";
    [X: View] GraphQl<X>, "GraphQl";
    [X: View] FieldValue<X>, "FieldValue";
    [X: View] Incremental<X>, "Incremental";
    [X: View] On<X>, "On";
    [P, C] ParentOf<P, C>, "ParentOf";
    [C] RateLimit<C>, "RateLimit";
    [] Text, "Text";
    [R, C, P, S] StreamView<R, C, P, S>, "StreamView";
    [C] SourceView<C>, "SourceView";
}

impl<X: View> fmt::Debug for Added<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Added").field("field", &self.field).finish_non_exhaustive()
    }
}

impl<X: View> fmt::Debug for Entry<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<F> fmt::Debug for Template<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("text", &self.text).finish_non_exhaustive()
    }
}

impl<C> fmt::Debug for Stream<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("name", &self.0.name).finish_non_exhaustive()
    }
}

impl<R, C, P, S> fmt::Debug for StreamDef<R, C, P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamDef").field("name", &self.definition.name).finish_non_exhaustive()
    }
}

impl<C> fmt::Debug for SourceDef<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceDef")
            .field("name", &self.name)
            .field("version", &self.version)
            .field("streams", &self.streams.len())
            .finish_non_exhaustive()
    }
}
