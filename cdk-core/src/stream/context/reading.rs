//! Reading: the records of a stream, for a function of the connector.

use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::stream::definition::NextRecord;

/// The typed records of a stream, in order. Made by [`StreamsCx::read`](super::StreamsCx::read) and
/// [`SliceContext::read`](super::SliceContext::read).
///
/// ```no_run
/// # use cdk_core::prelude::*;
/// # use cdk_core::StreamsCx;
/// # async fn names<C: 'static, Team: HttpStream<Config = C>>(cx: &StreamsCx<'_, C>) -> Result<()> {
/// let mut teams = cx.read::<Team>()?;
/// while let Some(team) = teams.next().await? {
///     // …
/// #   let _ = team;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Reading<'a, R> {
    records: Box<dyn NextRecord + 'a>,
    record: PhantomData<fn() -> R>,
}

impl<R: 'static> Reading<'_, R> {
    pub(crate) fn new(records: Box<dyn NextRecord>) -> Self {
        Self { records, record: PhantomData }
    }

    /// The next record that `filter` and `map` accept; `None` at the end.
    ///
    /// # Errors
    /// Any error of reading the stream.
    pub async fn next(&mut self) -> Result<Option<R>> {
        let Some(record) = self.records.next().await? else { return Ok(None) };
        match record.downcast() {
            Ok(record) => Ok(Some(*record)),
            Err(_) => Err(Error::system("the record has another type than its stream")),
        }
    }
}
