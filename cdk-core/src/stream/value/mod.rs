//! Value: the arguments and results of a connector's functions.
//!
//! Not here: their contexts (see `context`), the options of a definition (see `definition`).

mod body;
mod cursor;
mod dynamic;
mod format;
mod method;
mod names;
mod opaque;
mod params;
mod record_type;
mod records;
mod slice_stream;

pub use body::Body;
pub use cursor::{CursorField, Order, StreamState};
pub use dynamic::DynRecord;
pub use format::{Decoder, Emit};
pub(crate) use method::http_method;
pub(crate) use names::{FIRST_PARENT, SLICE, is_name};
pub(in crate::stream) use opaque::opaque_debug;
pub(crate) use params::plain;
pub use params::{Headers, Params};
pub use record_type::{HasSchema, Readable, Writable};
pub use records::{RawRecord, Records};
pub use slice_stream::{IntoSlices, SliceList, SliceStream};
pub(crate) use slice_stream::{NextSlice, SliceKind};
