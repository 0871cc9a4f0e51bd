//! The referee's view of a record: a tree that keeps duplicate keys and says where everything stands.
//!
//! Written without a thought of speed, from the grammar alone, for texts that `serde_json` accepts as JSON.

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is: Is,
}

#[derive(Debug, Clone)]
pub(super) enum Is {
    Null,
    Bool,
    Number,
    /// `None`: half a surrogate pair.
    Text(Option<String>),
    Array(Vec<Tree>),
    Object(Vec<Member>),
}

#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) key: usize,
    pub(super) key_end: usize,
    /// `None`: half a surrogate pair.
    pub(super) name: Option<String>,
    /// What is written for it: with U+FFFD for half a surrogate pair.
    pub(super) lossy: String,
    pub(super) value: Tree,
}

pub(super) fn parse(text: &[u8]) -> Tree {
    let mut at = 0;
    value(text, &mut at)
}

fn said(text: &[u8]) -> String {
    serde_json::from_slice(text).unwrap()
}

/// A text with its quotes, and the escape of U+FFFD for each half of a surrogate pair.
pub(super) fn mended(text: &[u8]) -> Vec<u8> {
    let is_pair = |at: usize| {
        let unit = |at: usize| {
            let escape = std::str::from_utf8(text.get(at..at + 6)?).ok()?.strip_prefix("\\u")?;
            u16::from_str_radix(escape, 16).ok()
        };
        let first = unit(at).unwrap();
        let both = char::decode_utf16([first, unit(at + 6).unwrap_or(0)]).next().unwrap();
        (both.is_ok(), !(0xd800..0xe000).contains(&first))
    };
    let (mut out, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let length = match (text[at], text.get(at + 1)) {
            (b'\\', Some(b'u')) => match is_pair(at) {
                (_, true) => 6,
                (true, false) => 12,
                (false, false) => {
                    out.extend_from_slice(br"\ufffd");
                    at += 6;
                    continue;
                }
            },
            (b'\\', _) => 2,
            _ => 1,
        };
        out.extend_from_slice(&text[at..at + length]);
        at += length;
    }
    out
}

fn space(text: &[u8], at: &mut usize) {
    while *at < text.len() && text[*at].is_ascii_whitespace() {
        *at += 1;
    }
}

fn value(text: &[u8], at: &mut usize) -> Tree {
    space(text, at);
    let start = *at;
    let is = match text[start] {
        b'{' => {
            *at += 1;
            let mut members = Vec::new();
            loop {
                space(text, at);
                match text[*at] {
                    b'}' => break,
                    b',' => *at += 1,
                    _ => {
                        let key = value(text, at);
                        let Is::Text(name) = key.is else { panic!("no key") };
                        space(text, at);
                        *at += 1;
                        let lossy = name.clone().unwrap_or_else(|| said(&mended(&text[key.start..key.end])));
                        members.push(Member { key: key.start, key_end: key.end, name, lossy, value: value(text, at) });
                    }
                }
            }
            *at += 1;
            Is::Object(members)
        }
        b'[' => {
            *at += 1;
            let mut elements = Vec::new();
            loop {
                space(text, at);
                match text[*at] {
                    b']' => break,
                    b',' => *at += 1,
                    _ => elements.push(value(text, at)),
                }
            }
            *at += 1;
            Is::Array(elements)
        }
        b'"' => {
            *at += 1;
            while text[*at] != b'"' {
                *at += if text[*at] == b'\\' { 2 } else { 1 };
            }
            *at += 1;
            Is::Text(serde_json::from_slice(&text[start..*at]).ok())
        }
        first => {
            while *at < text.len() && matches!(text[*at], b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.' | b'E') {
                *at += 1;
            }
            match first {
                b'n' => Is::Null,
                b't' | b'f' => Is::Bool,
                _ => Is::Number,
            }
        }
    };
    Tree { start, end: *at, is }
}
