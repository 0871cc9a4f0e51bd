//! The context of a stream's functions and templates.

use std::any::{Any, type_name};

use jiff::Timestamp;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::http::Response;
use crate::retry::Attempt;
use crate::state;
use crate::stream::definition::scope::{ParentRecord, Scope, Slice};
use crate::stream::value::{FIRST_PARENT, StreamState};
use crate::template::exact::{self, Exact};

/// The context of a hook: the config, slice, state, response and record of a stream with records `R`, config `C`,
/// parent `P` and slices `S`.
///
/// Connectors write the type as [`Cx`](crate::Cx).
pub struct Context<'a, R, C, P = (), S = ()> {
    scope: Scope<'a, C>,
    /// Parent and slice are `None` while slices are requested, by templates with only the config.
    parent: Option<&'a P>,
    slice: Option<&'a S>,
    record: Option<&'a R>,
}

impl<'a, R: 'static, C, P: 'static, S: 'static> Context<'a, R, C, P, S> {
    pub(crate) fn new(scope: &Scope<'a, C>) -> Result<Self> {
        let parent = match scope.slice.parent() {
            None => cast(&()).ok(),
            parent => Some(parent_of(parent)?),
        };
        let slice = slice_of(scope.slice)?;
        let record = scope.record.map(cast).transpose()?;
        Ok(Self { scope: *scope, parent, slice, record })
    }

    pub(crate) fn scope(&self) -> &Scope<'a, C> {
        &self.scope
    }

    /// The connector's config.
    pub fn config(&self) -> &'a C {
        self.scope.config
    }

    /// The name of the stream.
    pub fn stream(&self) -> &'a str {
        self.scope.stream
    }

    /// The slice's parent record; `()` if the stream has no parent.
    ///
    /// # Errors
    /// A system error before the slices are known, when only the config is available. Templates and functions of a
    /// derived stream run after that.
    pub fn parent(&self) -> Result<&'a P> {
        self.parent.ok_or_else(|| too_early("parent"))
    }

    /// The parent record by its name: `parent(Team, as = "team")`. With `batch` it is a `Vec` of records.
    ///
    /// # Errors
    /// A system error if no parent has that name, or its records have another type. In `only`, parents that are
    /// declared later do not have a record yet.
    pub fn parent_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        named(self.scope.slice, name)
    }

    /// The record of the parent's parent by its name: what [`Self::parent_as`] returns in the parent's own hooks. For a
    /// further parent of the parent, and for a parent that is built at run time.
    ///
    /// # Errors
    /// As for [`Self::parent_as`].
    pub fn grandparent_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        match self.scope.slice.parent() {
            Some(parent) => named(&parent.slice, name),
            None => Err(Error::system("the stream does not have a parent, so `grandparent_as` is not available")),
        }
    }

    /// The slice: the value of the first `slices` function; `()` if the stream does not have one.
    ///
    /// # Errors
    /// As for [`Self::parent`].
    pub fn slice(&self) -> Result<&'a S> {
        self.slice.ok_or_else(|| too_early("slice"))
    }

    /// The slice by its name: `slices(f, slice = T, as = "name")`. `slice` is always the first one.
    ///
    /// # Errors
    /// A system error if no slice has that name, or the slice has another type.
    pub fn slice_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        let given = &self.scope.slice.given;
        let found = given.iter().find(|given| &*given.name == name).or(given.first().filter(|_| name == "slice"));
        let Some(found) = found else {
            let known: Vec<String> = given.iter().map(|given| format!("`{}`", given.name)).collect();
            let known = if known.is_empty() {
                "none is available".to_owned()
            } else {
                format!("available: {}", known.join(", "))
            };
            return Err(Error::system(format!("unknown slice `{name}`; {known}")));
        };
        found.typed.downcast_ref().ok_or_else(|| {
            Error::system(format!("the slice `{name}` has type `{}`, not `{}`", found.type_name, type_name::<T>()))
        })
    }

    /// The identity of the slice within the stream, as in the state: `{"parent": 7, "region": "eu"}`. Empty for a
    /// stream without slices, and before the slice is known.
    ///
    /// ```
    /// # use cdk_core::{Context, Result, stream::DynRecord};
    /// # struct Config {}
    /// fn region(cx: &Context<'_, DynRecord, Config>) -> Result<String> {
    ///     Ok(format!("regions/{}", cx.partition()["region"]))
    /// }
    /// ```
    pub fn partition(&self) -> &'a StreamState {
        &self.scope.slice.partition
    }

    /// The number of records in a page, before `filter` and `map`: in `next_page_token` of the current page, in the
    /// hooks of a request of the previous page. `None` in the first request of a slice, and in hooks about one record.
    ///
    /// ```
    /// # use cdk_core::{Context, Result, stream::DynRecord};
    /// # use serde_json::Value;
    /// # struct Config {}
    /// // `next_page_token`: a page that is not full is the last one.
    /// fn next(cx: &Context<'_, DynRecord, Config>) -> Result<Option<Value>> {
    ///     let page = cx.next_page_token().and_then(Value::as_u64).unwrap_or(1);
    ///     Ok((cx.page_len() == Some(100)).then(|| (page + 1).into()))
    /// }
    /// ```
    pub fn page_len(&self) -> Option<usize> {
        self.scope.page?.records?.try_into().ok()
    }

    /// The token of the requested page; `None` for the first page. A number that a `Number` would round (more than 17
    /// digits,
    /// `1.10`) is a text with its original digits.
    pub fn next_page_token(&self) -> Option<&'a Value> {
        self.scope.next_page_token.map(exact::readable)
    }

    /// The slice's state after the last complete sync, such as `{"updated": "2024-01-31"}`. `None` in a first sync,
    /// also when it is resumed. In `get_updated_state`: the state so far.
    pub fn state(&self) -> Option<&'a StreamState> {
        self.scope.state
    }

    /// The cursor window being read. A side without a limit is `None`.
    pub fn window(&self) -> Window<'a> {
        Window(&self.scope.slice.window)
    }

    /// The current time: when the run reads the clock, or the fixed time (`CDK_NOW`).
    pub fn now(&self) -> Timestamp {
        self.scope.now
    }

    /// The last attempt, in `should_retry` and `backoff_time`.
    ///
    /// # Errors
    /// A system error in any other hook.
    pub fn attempt(&self) -> Result<&'a Attempt<'a>> {
        self.scope.attempt()
    }

    /// The response: in `parse_response` and `next_page_token` the current one, in the hooks of a request the previous
    /// one. In hooks about an attempt use [`Attempt::response`].
    ///
    /// # Errors
    /// A system error without a response: for the first request of a slice, for records embedded in the parent record,
    /// and in functions about one record (`filter`, `map`, `add`) unless `parse_response` returns the records.
    pub fn response(&self) -> Result<&'a Response> {
        self.scope.page.filter(|page| page.has_response).map(|page| &page.response).ok_or_else(|| {
            Error::system(
                "no response is available: this is the first request of a slice, or a function about one record",
            )
        })
    }

    /// The response's JSON without its records, in `next_page_token`; with the records if `parse_response` returned
    /// others. Null without a response.
    pub fn envelope(&self) -> &'a Value {
        self.scope.page.map_or(&Value::Null, |page| page.envelope.rounded())
    }

    /// The last raw record of the page, before `filter` and `map`; `None` for a page without records.
    pub fn last_record(&self) -> Option<&'a Value> {
        self.scope.page.and_then(|page| page.last.as_ref()).map(Exact::rounded)
    }

    /// The record, in `filter`.
    ///
    /// # Errors
    /// A system error in hooks that are not about one record.
    pub fn record(&self) -> Result<&'a R> {
        self.record.ok_or_else(|| Error::system("no record is available: this function is not called for a record"))
    }

    /// The record as the API sent it, in a function for `add`.
    ///
    /// # Errors
    /// A system error in hooks that are not about one record.
    pub fn raw_record(&self) -> Result<Value> {
        Ok(Exact::from(self.scope.raw_record_value()?).into_rounded())
    }
}

/// The window of cursor values that is read. Both ends are inclusive.
pub struct Window<'a>(&'a state::CursorRange);

impl Window<'_> {
    /// The start, in the form used in requests; `None` without a limit.
    pub fn start(&self) -> Option<Value> {
        self.0.edge("start")
    }

    /// The end, in the form used in requests; `None` without a limit.
    pub fn end(&self) -> Option<Value> {
        self.0.edge("end")
    }

    /// The start, if cursors are times.
    pub fn start_time(&self) -> Option<Timestamp> {
        self.0.start.as_ref()?.time()
    }

    /// The end, if cursors are times.
    pub fn end_time(&self) -> Option<Timestamp> {
        self.0.end.as_ref()?.time()
    }
}

/// The parent record; `()` for a stream without a parent.
pub(crate) fn parent_of<P: 'static>(parent: Option<&ParentRecord>) -> Result<&P> {
    match parent {
        Some(parent) => cast(&*parent.typed),
        None => cast(&()),
    }
}

fn too_early(what: &str) -> Error {
    Error::system(format!("the {what} is not available before the slices are known; only the config is"))
}

/// A parent record by its name; the first one is also `parent`.
fn named<'a, T: 'static>(slice: &'a Slice, name: &str) -> Result<&'a T> {
    let mut parents = slice.parents.iter().enumerate();
    let found = parents.find(|(at, (own, _))| **own == *name || (*at == 0 && name == FIRST_PARENT));
    let Some((_, (_, record))) = found else {
        let names: Vec<String> = slice.parents.iter().map(|(own, _)| format!("`{own}`")).collect();
        let known =
            if names.is_empty() { "none is available".to_owned() } else { format!("available: {}", names.join(", ")) };
        return Err(Error::system(format!("unknown parent `{name}`; {known}")));
    };
    record.typed.downcast_ref().ok_or_else(|| {
        Error::system(format!("the record of parent `{name}` does not have type `{}`", type_name::<T>()))
    })
}

/// The slice; `()` for a stream without explicit slices.
pub(crate) fn slice_of<S: 'static>(slice: &Slice) -> Result<Option<&S>> {
    match slice.given.first() {
        Some(given) => cast(&*given.typed).map(Some),
        None => Ok(cast(&()).ok()),
    }
}

fn cast<'a, T: 'static>(value: &'a (dyn Any + 'static)) -> Result<&'a T> {
    value.downcast_ref().ok_or_else(|| Error::system(format!("no slice of type `{}` is available", type_name::<T>())))
}
