//! Stream: a definition → plain data that a thread of the server can use.

use super::address::{PathText, route_path};
use super::credential::CredentialCheck;
use super::cursor_filter::CursorFilter;
use super::limits::{MockLimits, SharedLimits};
use super::page::MockPages;
use super::sample::Sampler;
use crate::decode::RecordsPath;
use crate::stream::Definition;

/// A stream of the mock.
pub(super) struct MockStream {
    /// Such as `GET /v1/users/{1}`.
    pub(super) route: String,
    pub(super) captures: usize,
    pub(super) check: CredentialCheck,
    pub(super) limits: MockLimits,
    pub(super) pages: MockPages,
}

impl MockStream {
    /// `None` if the stream has no requests, or if its path is not known here.
    pub(super) fn new<C>(stream: &Definition<C>, limits: &mut SharedLimits) -> Option<Self> {
        let is_embedded = stream.parents().any(|parent| parent.words.is_all_embedded());
        if is_embedded || stream.path_hook.is_some() {
            return None;
        }
        let base = stream.nearest(|level| level.url_base.clone());
        let path = stream.path.as_ref().map_or(PathText::Plain(&stream.name), PathText::Template);
        let (path, captures) = route_path(base.as_ref(), &path)?;
        let (base, _) = route_path(base.as_ref(), &PathText::Plain(""))?;
        let base_segments = base.split('/').filter(|segment| !segment.is_empty()).count();
        let limits = MockLimits::new(stream, base_segments, limits);
        let cursor = stream.cursor.as_ref().map(CursorFilter::new);
        let added = [&stream.added, &stream.own.added, &stream.inherited.added];
        let sampler = Sampler {
            stream: stream.name.clone(),
            schema: (stream.record.contract)(),
            left_out: added.into_iter().flatten().map(|(name, _)| name.clone()).collect(),
            cursor: cursor.as_ref().map(|cursor| (cursor.field.clone(), cursor.format.clone())),
        };
        let pages = MockPages {
            paginate: stream.paginate(),
            records: RecordsPath::parse(&stream.records_path()).ok()?,
            decoder: stream.decoder,
            is_child: captures > 0,
            sampler,
            cursor,
        };
        let check = CredentialCheck::new(stream.own.auth.as_ref().or(stream.inherited.auth.as_ref()));
        Some(Self { route: format!("{} {path}", stream.method), captures, check, limits, pages })
    }
}
