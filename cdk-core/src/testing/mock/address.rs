//! Address: the templates of a stream's URL → the path of a route, with a capture for each placeholder.
//!
//! Not here: matching requests (see `testing::route`).

use crate::stream::ErasedTemplate;
use crate::template::Piece;

/// The path of a route and the number of its captures. `None` if a placeholder may hold several segments.
pub(super) fn route_path<C>(base: Option<&ErasedTemplate<C>>, path: &PathText<'_, C>) -> Option<(String, usize)> {
    let path = match path {
        PathText::Template(template) => marked(template)?,
        PathText::Plain(text) => (*text).to_owned(),
    };
    let base = base.map_or(Some(String::new()), marked)?;
    let whole = if path.contains("://") { path } else { format!("{}/{path}", without_query(&base)) };
    let segments: Vec<&str> = path_of(without_query(&whole)).split('/').filter(|segment| !segment.is_empty()).collect();
    let mut captures = 0;
    let route = segments.iter().map(|segment| match segment.contains(MARK) {
        true => {
            captures += 1;
            format!("/{{{captures}}}")
        }
        false => format!("/{segment}"),
    });
    let route: String = route.collect();
    Some((if route.is_empty() { "/".to_owned() } else { route }, captures))
}

/// The path of a stream.
pub(super) enum PathText<'a, C> {
    Template(&'a ErasedTemplate<C>),
    Plain(&'a str),
}

/// In place of a placeholder. It is not valid in a URL.
const MARK: char = '\u{1}';

fn marked<C>(template: &ErasedTemplate<C>) -> Option<String> {
    let mut text = String::new();
    for piece in &template.parsed.pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Place(place) if place.many_segments => return None,
            Piece::Place(_) => text.push(MARK),
        }
    }
    Some(text)
}

/// The part of a URL after its host. The host may be a placeholder, with or without its scheme.
fn path_of(url: &str) -> &str {
    let is_relative = url.starts_with('/');
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    if is_relative { url } else { rest.split_once('/').map_or("", |(_, path)| path) }
}

fn without_query(text: &str) -> &str {
    text.split_once('?').map_or(text, |(path, _)| path).trim_end_matches('/')
}
