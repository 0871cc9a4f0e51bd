//! First page: one page of a stream, for `check`.

use std::rc::Rc;

use super::record_source::open_records;
use crate::error::{Error, Result};
use crate::http::StatusCode;
use crate::read::page::look_ahead::Requests;
use crate::read::page::reader::PageReader;
use crate::read::plan::open_stream::OpenStream;
use crate::read::plan::run_context::RunContext;
use crate::read::record::sink::{RecordBatch, Sink};
use crate::read::slice::slices::Slices;
use crate::stream::Definition;

/// What was found on the first page of a stream.
pub(crate) enum FirstPage {
    /// The page was read. Children that are embedded in their parent's record have no response.
    Read { status: Option<StatusCode>, records: u64 },
    /// The stream has no slice now, such as a substream whose parent has no records.
    NoSlice,
}

/// Reads one page of the stream and drops its records.
///
/// # Errors
/// If the stream cannot be read: its credentials, its address, the shape of its records.
pub(crate) async fn read_first_page<C: 'static>(
    definition: Definition<C>,
    run: &Rc<RunContext<C>>,
) -> Result<FirstPage> {
    let stream = OpenStream::open(definition, run, open_records)?;
    let read = async {
        // A substream with an empty parent has no slice: its parent was read, and that is all there is to check.
        let Some(slice) = Slices::new(&stream, None).next().await? else { return Ok(FirstPage::NoSlice) };
        let mut pages = PageReader::new(stream.clone(), slice, Requests::OneByOne);
        let mut sink = Sink::Lines(RecordBatch::default());
        pages.next(&mut sink).await?;
        let records = if let Sink::Lines(batch) = sink { batch.records } else { 0 };
        Ok(FirstPage::Read { status: pages.status(), records })
    };
    read.await.map_err(|error: Error| error.in_stream(stream.name()))
}
