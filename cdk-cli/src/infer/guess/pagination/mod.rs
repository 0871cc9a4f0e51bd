//! Pagination: how the next page is found.
//!
//! In: [`Evidence`](super::Evidence). Out: `paginate = …` with its reason, or a comment.
//! Order: what the requests of a cassette sent, the `Link` header, the next page's URL, a token, page numbers, offsets, a
//! flag alone, parameters alone. The first that fits is the guess.

mod flag;
mod next_url;
mod numbers;
mod parts;
mod rules;
mod sent;
mod token;

pub(crate) use rules::pagination;
