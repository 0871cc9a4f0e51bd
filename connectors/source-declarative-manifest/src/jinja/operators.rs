//! Rewrites what Python's objects can do and minijinja's cannot: `now_utc() - duration('P1D')`, and `append`.
//!
//! Each sum or difference in a text that names dates becomes a call: `__sub(now_utc(), duration('P1D'))`.

use regex_lite::{Captures, Regex};

/// The functions whose results can be added and subtracted.
const DATES: [&str; 4] = ["duration(", "now_utc(", "str_to_datetime(", "today_"];
/// Words after which an operand begins.
const WORDS: [&str; 9] = ["and", "or", "not", "if", "else", "elif", "in", "is", "set"];

/// The text as minijinja can evaluate it.
pub(super) fn rewrite(source: &str) -> String {
    let mut text = source.to_owned();
    if source.contains(".append(")
        && let Ok(empty_list) = Regex::new(r"(\{%-?\s*set\s+\w+\s*=\s*)\[\s*\]")
    {
        text = empty_list.replace_all(&text, "${1}__list()").into_owned();
    }
    // Jinja2 allows a colon at the end of a statement.
    if let Ok(colon) = Regex::new(r":(\s*-?%\})") {
        text = colon.replace_all(&text, "$1").into_owned();
    }
    if !DATES.iter().any(|name| source.contains(name)) || !source.contains(['+', '-']) {
        return text;
    }
    let Ok(blocks) = Regex::new(r"(?s)(\{\{-?|\{%-?)(.*?)(-?\}\}|-?%\})") else { return text };
    let block = |found: &Captures<'_>| {
        let tokens = tokens(&found[2]);
        format!("{}{}{}", &found[1], sums(&tokens, &mut 0), &found[3])
    };
    blocks.replace_all(&text, block).into_owned()
}

/// The text in tokens: names and numbers, quoted texts, blanks, single signs.
fn tokens(text: &str) -> Vec<&str> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let is_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
        let len = match first {
            '\'' | '"' => rest.get(1..).and_then(|tail| tail.find(first)).map_or(rest.len(), |end| end + 2),
            sign if is_name(sign) => rest.find(|sign| !is_name(sign)).unwrap_or(rest.len()),
            sign if sign.is_whitespace() => rest.find(|sign: char| !sign.is_whitespace()).unwrap_or(rest.len()),
            sign => sign.len_utf8(),
        };
        let (token, tail) = rest.split_at(len);
        tokens.push(token);
        rest = tail;
    }
    tokens
}

/// Rewrites the sums up to the closing bracket or the end.
fn sums(tokens: &[&str], at: &mut usize) -> String {
    let (mut out, mut sum, mut operand) = (String::new(), None, String::new());
    while let Some(token) = tokens.get(*at).copied() {
        *at += 1;
        match token {
            "(" | "[" | "{" => {
                operand.push_str(token);
                operand.push_str(&sums(tokens, at));
                operand.push_str(tokens.get(*at).copied().unwrap_or_default());
                *at += 1;
            }
            ")" | "]" | "}" => {
                *at -= 1;
                break;
            }
            "+" | "-" if !operand.trim().is_empty() => {
                let left = joined(sum.take(), &operand);
                sum = Some((left, token == "-"));
                operand.clear();
            }
            "," | ":" | "=" | "<" | ">" | "!" | "~" | "|" => end(&mut out, &mut sum, &mut operand, token),
            word if WORDS.contains(&word) => end(&mut out, &mut sum, &mut operand, word),
            other => operand.push_str(other),
        }
    }
    end(&mut out, &mut sum, &mut operand, "");
    out
}

/// Ends an operand at a separator.
fn end(out: &mut String, sum: &mut Option<(String, bool)>, operand: &mut String, separator: &str) {
    if sum.is_some() {
        out.push(' ');
        out.push_str(&joined(sum.take(), operand));
        out.push(' ');
    } else {
        out.push_str(operand);
    }
    out.push_str(separator);
    operand.clear();
}

fn joined(sum: Option<(String, bool)>, operand: &str) -> String {
    match sum {
        Some((left, is_minus)) => format!("{}({left}, {})", if is_minus { "__sub" } else { "__add" }, operand.trim()),
        None => operand.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn sums_of_dates_become_calls() {
        let cases = [
            ("{{ now_utc() - duration('P1D') }}", "{{ __sub(now_utc(), duration('P1D')) }}"),
            (
                "{{ (now_utc() - duration('P1D')).strftime('%Y-%m-%d') }}",
                "{{ ( __sub(now_utc(), duration('P1D')) ).strftime('%Y-%m-%d') }}",
            ),
            (
                "{{ max(config.a or 'x', today_utc() - duration('P2D') + duration('PT1H')) }}",
                "{{ max(config.a or 'x', __add(__sub(today_utc(), duration('P2D')), duration('PT1H')) ) }}",
            ),
            ("{{ config['a-b'] }}-{{ now_utc() }}", "{{ config['a-b'] }}-{{ now_utc() }}"),
            ("{% set a = [] %}{{ a.append(1) }}", "{% set a = __list() %}{{ a.append(1) }}"),
        ];
        for (source, expected) in cases {
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeeze(&rewrite(source)), squeeze(expected), "{source}");
        }
    }
}
