//! Record: the types of a record, from samples of it.
//!
//! In: JSON values. Out: a [`Typed`]: a kind and whether it is an `Option`. Every value that was seen is accepted by it.
//! `observed` collects what values have in common, `decide` names the type, `moments` finds dates, `ids` finds maps.

mod decide;
mod ids;
mod moments;
mod observed;
mod types;
mod union;

pub(crate) use decide::{record_struct, typed};
pub(crate) use ids::are_ids;
pub(crate) use moments::{Moment, MomentParser};
pub(crate) use observed::{Objects, Observed, Observer};
pub(crate) use types::{Field, Kind, StructType, Typed};
pub(crate) use union::union;
