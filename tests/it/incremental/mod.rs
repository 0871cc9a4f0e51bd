//! Incremental reading: cursors, windows, partitions, states, and what a run that was cut off leaves to the next one.

mod behind_first;
mod cursors;
mod edges;
mod future;
mod future_slices;
mod kill;
mod many;
mod out_kills;
mod partitions;
mod refresh;
mod retention;
mod signals;
mod states;
mod unreadable;
mod windows;
