//! Views: which context a template, an entry or a function sees.

use std::marker::PhantomData;

/// The view of a template, entry or hook: a stream's context or a source's.
pub trait View: 'static {
    /// The connector's config.
    type Config: 'static;
}

/// The view of a stream: [`Context`](crate::Context).
pub struct StreamView<R, C, P, S>(PhantomData<fn(R, C, P, S)>);
/// The view of a source: [`SourceCx`](crate::SourceCx).
pub struct SourceView<C>(PhantomData<fn(C)>);

impl<R: 'static, C: 'static, P: 'static, S: 'static> View for StreamView<R, C, P, S> {
    type Config = C;
}
impl<C: 'static> View for SourceView<C> {
    type Config = C;
}
