//! Open file: the file in work of a stream that is being read.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes that are collected before they are written.
const BUFFER_BYTES: usize = 128 << 10;

pub(super) struct OpenFile {
    file: BufWriter<File>,
    pub(super) length: u64,
}

impl OpenFile {
    /// Opens a file, creates it if necessary, and cuts it to its valid length.
    pub(super) fn open(path: &Path, length: u64) -> io::Result<Self> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(Self { file: BufWriter::with_capacity(BUFFER_BYTES, file), length })
    }

    /// Appends a record as a line.
    pub(super) fn append(&mut self, record: &[u8]) -> io::Result<()> {
        self.file.write_all(record)?;
        self.file.write_all(b"\n")?;
        self.length += record.len() as u64 + 1;
        Ok(())
    }

    /// Makes everything durable that was appended.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_data()
    }
}
