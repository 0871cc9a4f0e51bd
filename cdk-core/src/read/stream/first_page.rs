//! First page: one page of a stream, for `check`.

use std::rc::Rc;

use super::record_source::open_records;
use crate::error::{Error, Result};
use crate::read::page::look_ahead::Requests;
use crate::read::page::reader::PageReader;
use crate::read::plan::open_stream::OpenStream;
use crate::read::plan::run_context::RunContext;
use crate::read::record::sink::{RecordBatch, Sink};
use crate::read::slice::slices::Slices;
use crate::stream::Definition;

/// Reads one page of the stream and drops its records.
///
/// # Errors
/// If the stream cannot be read: its credentials, its address, the shape of its records.
pub(crate) async fn read_first_page<C: 'static>(definition: Definition<C>, run: &Rc<RunContext<C>>) -> Result<()> {
    let stream = OpenStream::open(definition, run, open_records)?;
    let read = async {
        // A substream with an empty parent has no slice: its parent was read, and that is all there is to check.
        let Some(slice) = Slices::new(&stream, None).next().await? else { return Ok(()) };
        let mut pages = PageReader::new(stream.clone(), slice, Requests::OneByOne);
        pages.next(&mut Sink::Lines(RecordBatch::default())).await.map(drop)
    };
    read.await.map_err(|error: Error| error.in_stream(stream.name()))
}
