//! Conflicts between the slices of a stream and their declared type.

use std::any::{TypeId, type_name};

use crate::error::Error;
use crate::stream::definition::Slicer;
use crate::stream::value::SLICE;

/// The error if the slices do not have the declared type.
pub(crate) fn slices_problem<C, S: 'static>(slicers: &[Slicer<C>]) -> Option<Error> {
    let mut given = slicers.iter().filter_map(|slicer| match slicer {
        Slicer::Given(given) => Some(given),
        Slicer::Parent(_) => None,
    });
    let said = type_name::<S>();
    let why = match given.next() {
        None if TypeId::of::<S>() == TypeId::of::<()>() => return None,
        None => format!("the stream declares slices of type `{said}`, but has no slices; set `.slices(f)`"),
        Some(first) if first.type_id != TypeId::of::<S>() => {
            let found = first.type_name;
            format!("the first slices have type `{found}`, but the stream declares type `{said}`")
        }
        Some(_) if given.any(|further| &*further.name == SLICE) => {
            "further slices need a name; set them with `.slices_as(\"…\", f)`".to_owned()
        }
        Some(_) => return None,
    };
    Some(Error::system(format!("slices: {why}")))
}
