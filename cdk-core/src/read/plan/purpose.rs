//! Purpose: what the records of a run are for.

/// What the records of a run are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReadPurpose {
    /// A sync. After an interruption, the next run may write some records again.
    #[default]
    Sync,
    /// A sync with `--out`: each STATE covers exactly the records before it, so that no record is written again.
    ExactSync,
    /// A sample with `--limit`: this number of records of each stream, and no STATE.
    Sample(u64),
}
