//! Grammar: a text with placeholders → its pieces.
//!
//! In: a string such as `employees/{parent.id}/details`. Out: literal texts and placeholders; or every mistake, with
//! its position (in characters, from 1).
//! Uses std only: cdk-derive compiles this very file (a symbolic link), so that a template is read by the same rules
//! when it is compiled and when it is run.
//! Not here: what a root is (see `roots`), and whether a date can be written in a format (the derive's `strftime`,
//! jiff).

/// Formats that join a list: the separator of its values.
const SEPARATORS: [&str; 4] = [",", ";", "|", " "];

/// Characters that a name in a placeholder never contains. They are used in logic.
const NO_NAME: &[char] =
    &['|', '(', ')', '[', ']', '"', '\'', '+', '?', '!', '=', '<', '>', '&', ',', ';', '%', '/', '*'];

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A text; `{{` is one brace here.
    Literal(String),
    /// A placeholder.
    Place(Placeholder),
}

/// One placeholder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placeholder {
    pub(crate) root: String,
    /// The names after the root, without `r#`. A header's name is one, dots included.
    pub(crate) path: Vec<String>,
    pub(crate) format: Option<String>,
    /// `{x/*}`: the value may hold several path segments.
    pub(crate) many_segments: bool,
    /// The position of its brace.
    pub(crate) at: usize,
}

/// Whether a format joins the values of a list.
pub(crate) fn is_separator(format: &str) -> bool {
    SEPARATORS.contains(&format)
}

/// Reads a template.
///
/// # Errors
/// Every mistake, in the order of the text.
pub(crate) fn read(text: &str) -> Result<Vec<Piece>, Vec<String>> {
    let (mut pieces, mut mistakes, mut literal) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().enumerate().map(|(at, letter)| (at + 1, letter)).peekable();
    while let Some((at, letter)) = letters.next() {
        if (letter == '{' || letter == '}') && letters.next_if(|(_, next)| *next == letter).is_some() {
            literal.push(letter);
        } else if letter == '}' {
            mistakes.push(format!(
                "the `}}` at character {at} does not close a placeholder; write `}}}}` for a literal brace"
            ));
        } else if letter == '{' {
            let mut inside = String::new();
            let mut is_closed = false;
            while let Some((_, letter)) = letters.next_if(|(_, letter)| *letter != '{') {
                is_closed = letter == '}';
                if is_closed {
                    break;
                }
                inside.push(letter);
            }
            if !is_closed {
                mistakes.push(format!("the `{{` at character {at} is not closed; write `{{{{` for a literal brace"));
                continue;
            }
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            match place(&inside, at) {
                Ok(place) => pieces.push(Piece::Place(place)),
                Err(mistake) => mistakes.push(format!("{mistake} (`{{{inside}}}` at character {at})")),
            }
        } else {
            literal.push(letter);
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    if mistakes.is_empty() { Ok(pieces) } else { Err(mistakes) }
}

/// Reads what is between two braces.
fn place(inside: &str, at: usize) -> Result<Placeholder, &'static str> {
    if inside.is_empty() {
        return Err("a placeholder is empty; write a path like `{config.subdomain}`, or `{{` for a literal brace");
    }
    let (path, format) = inside.split_once(':').map_or((inside, None), |(path, format)| (path, Some(format)));
    let joins = format.is_some_and(is_separator);
    if inside.starts_with(' ') || (inside.ends_with(' ') && !joins) {
        return Err("a placeholder contains a space; remove it");
    }
    if !joins && format.is_some_and(|format| format != "rfc3339" && !format.contains('%')) {
        return Err(
            "unknown format; use `:rfc3339`, `%` directives like `:%Y-%m-%d` or `:%s`, or a separator that joins a list: \
             `,`, `;`, `|` or a space",
        );
    }
    let (path, many_segments) = path.strip_suffix("/*").map_or((path, false), |path| (path, true));
    if path.contains(|letter: char| letter.is_whitespace() || NO_NAME.contains(&letter)) {
        return Err(
            "a placeholder cannot contain logic; write a path like `{config.subdomain}`, or use a hook function",
        );
    }
    let unrawed = |name: &str| name.strip_prefix("r#").unwrap_or(name).to_owned();
    let (root, rest) = path.split_once('.').map_or((path, None), |(root, rest)| (root, Some(rest)));
    let path: Vec<String> = match rest {
        None => Vec::new(),
        // A header's name may hold dots; it is one name.
        Some(name) if root == "header" => vec![unrawed(name)],
        Some(rest) => rest.split('.').map(unrawed).collect(),
    };
    if root.is_empty() || path.iter().any(String::is_empty) {
        return Err("a placeholder contains an empty name; write names between the dots");
    }
    let format = format.map(str::to_owned);
    Ok(Placeholder { root: unrawed(root), path, format, many_segments, at })
}
