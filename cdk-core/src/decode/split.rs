//! Split: a body that comes in pieces → its records' texts, one by one.
//!
//! In: pieces of any size. Out: the text of each record, once it is here whole; and whether the body was complete.
//! Two forms: lines, each a record (blank ones are none, the last one needs no line break); and the elements of an
//! array.
//! Default: a record is at most [`MOST_BYTES`] large; only what is not a whole record yet is held.
//! Not here: what a record is (`scan`): its text is looked at no closer than needed to find its end.

use std::ops::Range;

/// The largest record of a body that is read as it comes.
const MOST_BYTES: usize = 64 << 20;

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON Lines.
    Lines,
    /// One JSON array.
    Items,
}

/// Finds the records of one body.
#[derive(Debug)]
pub struct Splitter {
    form: Form,
    held: Vec<u8>,
    /// Up to where records were given.
    given: usize,
    /// Up to where it was looked.
    looked: usize,
    state: SplitState,
    /// Bytes of the body before those that are held.
    before: u64,
    /// Lines of the body up to the record that was given last, that one and blank ones included.
    lines: u64,
}

/// Where in an array it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SplitState {
    Begin,
    /// Before the first element, or the end.
    First,
    /// After a comma.
    Next,
    Element {
        depth: u32,
        text: InString,
    },
    /// After an element.
    Behind,
    End,
}

/// Whether it is inside of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InString {
    No,
    Yes,
    Escaped,
}

/// The reason why the records end.
#[derive(Debug, PartialEq, Eq)]
pub enum SplitError {
    /// The body ended in the middle.
    Short,
    /// It has another form.
    Wrong(String),
}

impl Splitter {
    /// One for a body that has not begun.
    pub fn new(form: Form) -> Self {
        Self { form, held: Vec::new(), given: 0, looked: 0, state: SplitState::Begin, before: 0, lines: 0 }
    }

    /// The line of the record that was given last, from 1; `None` if records are not lines.
    pub fn line_number(&self) -> Option<u64> {
        (self.form == Form::Lines).then_some(self.lines)
    }

    /// Takes the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        if self.given > 0 {
            self.held.drain(..self.given);
            self.before += self.given as u64;
            self.looked -= self.given;
            self.given = 0;
        }
        self.held.extend_from_slice(piece);
    }

    /// What has come after the last record.
    pub fn rest(&self) -> &[u8] {
        self.held.get(self.given..).unwrap_or_default()
    }

    /// The next record that is here whole.
    ///
    /// # Errors
    /// Where the body has another form, or a record is too large.
    pub fn record(&mut self) -> Result<Option<&[u8]>, SplitError> {
        let found = match self.form {
            Form::Lines => self.line()?,
            Form::Items => self.item()?,
        };
        if found.is_none() && self.held.len() - self.given > MOST_BYTES {
            let what = match self.line_number() {
                Some(before) => format!("line {} is", before + 1),
                None => "a record is".to_owned(),
            };
            return Err(SplitError::Wrong(format!("{what} larger than {} MiB", MOST_BYTES >> 20)));
        }
        Ok(found.and_then(|range| self.held.get(range)))
    }

    /// The last record, where the end of the body is its end.
    ///
    /// # Errors
    /// Where the body is not complete.
    pub fn last(&mut self) -> Result<Option<&[u8]>, SplitError> {
        match self.form {
            Form::Lines => {
                let range = trimmed(&self.held, self.given..self.held.len());
                self.given = self.held.len();
                self.looked = self.given;
                self.lines += 1;
                if let Some(range) = &range {
                    self.judge_line(range.clone())?;
                }
                Ok(range.and_then(|range| self.held.get(range)))
            }
            Form::Items if self.state == SplitState::End => Ok(None),
            Form::Items => Err(SplitError::Short),
        }
    }

    fn line(&mut self) -> Result<Option<Range<usize>>, SplitError> {
        loop {
            let rest = self.held.get(self.looked..).unwrap_or_default();
            let Some(end) = memchr::memchr(b'\n', rest) else {
                self.looked = self.held.len();
                return Ok(None);
            };
            let line = self.given..self.looked + end;
            self.given = line.end + 1;
            self.looked = self.given;
            self.lines += 1;
            if let Some(line) = trimmed(&self.held, line) {
                self.judge_line(line.clone())?;
                return Ok(Some(line));
            }
        }
    }

    /// A body that is one array is another form, whether it is written in one line or in many.
    fn judge_line(&mut self, line: Range<usize>) -> Result<(), SplitError> {
        let is_first = std::mem::replace(&mut self.state, SplitState::Behind) == SplitState::Begin;
        let text = self.held.get(line).unwrap_or_default();
        let holds = |text: &[u8]| text.trim_ascii_start().first().is_none_or(|first| matches!(first, b'{' | b']'));
        if is_first && text.strip_prefix(b"[").is_some_and(holds) {
            let what = "the body is a JSON array, not JSON Lines; use `decoder = \"json_stream\"`";
            return Err(SplitError::Wrong(what.to_owned()));
        }
        Ok(())
    }

    fn item(&mut self) -> Result<Option<Range<usize>>, SplitError> {
        while let Some(&byte) = self.held.get(self.looked) {
            let is_space = matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            match self.state {
                SplitState::Element { depth, text } => {
                    let (range, state) = self.element(byte, depth, text);
                    self.state = state;
                    if range.is_some() {
                        return Ok(range);
                    }
                    continue;
                }
                _ if is_space => {}
                SplitState::Begin if byte == b'[' => self.state = SplitState::First,
                // A byte order mark.
                SplitState::Begin if self.before + (self.looked as u64) < 3 && matches!(byte, 0xef | 0xbb | 0xbf) => {}
                SplitState::First if byte == b']' => self.state = SplitState::End,
                SplitState::First | SplitState::Next => {
                    self.state = SplitState::Element { depth: 0, text: InString::No };
                    self.given = self.looked;
                    continue;
                }
                SplitState::Behind if byte == b',' => self.state = SplitState::Next,
                SplitState::Behind if byte == b']' => self.state = SplitState::End,
                SplitState::Begin if byte == b'{' => {
                    return Err(self.wrong(
                        "the body is an object, not an array; if each line is one, use `decoder = \"jsonl\"`; expected a JSON array",
                    ));
                }
                SplitState::Begin => return Err(self.wrong("expected a JSON array")),
                SplitState::Behind => return Err(self.wrong("`,` or `]` should come")),
                SplitState::End => return Err(self.wrong("unexpected text after the array")),
            }
            self.looked += 1;
            self.given = self.looked;
        }
        Ok(None)
    }

    /// A byte of an element; gives the element where it is over.
    fn element(&mut self, byte: u8, depth: u32, text: InString) -> (Option<Range<usize>>, SplitState) {
        let go_on = |depth, text| (None, SplitState::Element { depth, text });
        let here = self.looked;
        self.looked += 1;
        let end = match (text, byte) {
            (InString::Escaped, _) => return go_on(depth, InString::Yes),
            (InString::Yes, b'\\') => return go_on(depth, InString::Escaped),
            (InString::Yes, b'"') if depth == 0 => here + 1,
            (InString::Yes, b'"') => return go_on(depth, InString::No),
            (InString::Yes, _) => {
                // Most of a body lies within strings.
                let rest = self.held.get(self.looked..).unwrap_or_default();
                self.looked += memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                return go_on(depth, InString::Yes);
            }
            (InString::No, b'"') => return go_on(depth, InString::Yes),
            (InString::No, b'[' | b'{') => return go_on(depth + 1, InString::No),
            (InString::No, b']' | b'}') if depth > 1 => return go_on(depth - 1, InString::No),
            (InString::No, b']' | b'}') if depth == 1 => here + 1,
            // A number or a word ends before what comes next.
            (InString::No, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') if depth == 0 => {
                self.looked = here;
                here
            }
            (InString::No, _) => return go_on(depth, InString::No),
        };
        let element = self.given..end;
        self.given = end;
        (Some(element), SplitState::Behind)
    }

    fn wrong(&self, what: &str) -> SplitError {
        let at = self.before + self.looked as u64;
        SplitError::Wrong(format!("{what} at byte {at}"))
    }
}

/// A line without what stands around it; none where nothing is left.
fn trimmed(held: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    let text = held.get(line.clone())?;
    let is_around = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf | 0x1e);
    let start = text.iter().position(|byte| !is_around(byte))?;
    let end = text.iter().rposition(|byte| !byte.is_ascii_whitespace())? + 1;
    Some(line.start + start..line.start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(form: Form, body: &str, size: usize) -> Result<Vec<String>, SplitError> {
        let mut splitter = Splitter::new(form);
        let mut records = Vec::new();
        let text = |record: &[u8]| String::from_utf8_lossy(record).into_owned();
        for piece in body.as_bytes().chunks(size) {
            splitter.push(piece);
            while let Some(record) = splitter.record()? {
                records.push(text(record));
            }
        }
        records.extend(splitter.last()?.map(text));
        Ok(records)
    }

    #[test]
    fn lines_are_records_however_they_are_cut() {
        let body = "\u{feff}{\"a\":1}\r\n\n  \n{\"b\":\"ü\"}  \n{\"c\":3}";
        for size in 1..=body.len() {
            assert_eq!(split(Form::Lines, body, size).unwrap(), ["{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}"]);
        }
        for empty in ["", "\n", "\n \r\n"] {
            assert!(split(Form::Lines, empty, 1).unwrap().is_empty());
        }
    }

    #[test]
    fn each_record_has_the_number_of_its_line() {
        let body = "\u{feff}\n{\"a\":1}\r\n\n  \n{\"b\":2}\n{\"c\":3}\n\n{\"d\":4}";
        for size in 1..=body.len() {
            let mut splitter = Splitter::new(Form::Lines);
            let mut lines = Vec::new();
            for piece in body.as_bytes().chunks(size) {
                splitter.push(piece);
                while splitter.record().unwrap().is_some() {
                    lines.extend(splitter.line_number());
                }
            }
            assert!(splitter.last().unwrap().is_some());
            lines.extend(splitter.line_number());
            assert_eq!(lines, [2, 5, 6, 8], "pieces of {size}");
        }
    }

    #[test]
    fn lines_that_are_one_array_are_told() {
        let told = "the body is a JSON array, not JSON Lines; use `decoder = \"json_stream\"`";
        for array in ["[{\"a\":1}]", "[\n{\"a\":1},\n{}\n]", "\u{feff}\n [ \n", "[]", "[", "[ {\"a\":1},\n"] {
            for size in 1..=array.len() {
                assert_eq!(split(Form::Lines, array, size), Err(SplitError::Wrong(told.to_owned())), "{array}");
            }
        }
        // A line in another form is checked by the contract.
        assert_eq!(split(Form::Lines, "[1,2]\n[3]", 2).unwrap(), ["[1,2]", "[3]"]);
        assert_eq!(split(Form::Lines, "{}\n[{}]", 2).unwrap(), ["{}", "[{}]"]);
    }

    #[test]
    fn elements_are_records_however_they_are_cut() {
        let body = " \n[ {\"a\":[1,{\"x\":\"]}\"}]} ,1,\"t,]\\\"\\\\\", [ ] ,null,-1.5e3 , {\"q\":\"\\\\\"}\n] \n";
        let want = ["{\"a\":[1,{\"x\":\"]}\"}]}", "1", "\"t,]\\\"\\\\\"", "[ ]", "null", "-1.5e3", "{\"q\":\"\\\\\"}"];
        for size in 1..=body.len() {
            assert_eq!(split(Form::Items, body, size).unwrap(), want, "pieces of {size}");
        }
        for empty in ["[]", " [ \n] ", "\u{feff}[]"] {
            assert!(split(Form::Items, empty, 1).unwrap().is_empty());
        }
    }

    #[test]
    fn a_body_that_breaks_off_or_is_no_array_is_told() {
        for short in ["", "[", "[1", "[{\"a\":", "[{},", "[{}", "[\"x"] {
            assert_eq!(split(Form::Items, short, 3), Err(SplitError::Short), "{short}");
        }
        for (wrong, want) in [
            ("error", "expected a JSON array at byte 0"),
            (
                "{\"error\":\"x\"}",
                "the body is an object, not an array; if each line is one, use `decoder = \"jsonl\"`; expected a JSON array at byte 0",
            ),
            ("[1 2]", "`,` or `]` should come at byte 3"),
            ("[1] x", "unexpected text after the array at byte 4"),
            ("[{}}", "`,` or `]` should come at byte 3"),
        ] {
            assert_eq!(split(Form::Items, wrong, 2), Err(SplitError::Wrong(want.to_owned())), "{wrong}");
        }
    }

    #[test]
    fn what_is_held_is_one_record_at_most() {
        let mut splitter = Splitter::new(Form::Items);
        splitter.push(b"[");
        for _ in 0..10_000 {
            splitter.push(b"{\"some\":\"record\"},");
            while splitter.record().unwrap().is_some() {}
            assert!(splitter.held.len() < 100);
        }
    }
}
