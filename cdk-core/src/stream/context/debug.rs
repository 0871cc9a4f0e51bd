//! `Debug` of the contexts: shows the position of the read, without config and records.

use std::fmt;

use super::before_slice::BeforeSliceContext;
use super::reading::Reading;
use super::slices::SliceContext;
use super::source::SourceCx;
use super::stream::{Context, Window};
use super::streams::StreamsCx;
use crate::stream::value::opaque_debug;

opaque_debug! {
    ['a, R] Reading<'a, R>, "Reading";
    ['a, C] StreamsCx<'a, C>, "StreamsCx";
    ['a, C, P, S] BeforeSliceContext<'a, C, P, S>, "BeforeSliceContext";
}

impl<C> fmt::Debug for SourceCx<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceCx").field("stream", &self.scope().stream).finish_non_exhaustive()
    }
}

impl<R: 'static, C, P: 'static, S: 'static> fmt::Debug for Context<'_, R, C, P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("stream", &self.stream()).finish_non_exhaustive()
    }
}

impl<C: 'static> fmt::Debug for SliceContext<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SliceContext").field("stream", &self.stream()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Window<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Window").field("start", &self.start()).field("end", &self.end()).finish()
    }
}
