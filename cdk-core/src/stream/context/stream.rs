//! What a stream's functions and templates see.

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

/// Everything that is known at one point of reading a stream with records `R`, config `C`, parent `P` and slices `S`.
///
/// Users write it as [`Cx`](crate::Cx).
pub struct Context<'a, R, C, P = (), S = ()> {
    scope: Scope<'a, C>,
    /// Neither is known while the slices are requested, by templates that name the config alone.
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

    /// The parent's record that this slice belongs to; `()` if the stream has no parent.
    ///
    /// # Errors
    /// A system error before the slices are found, when only the config is known. Templates and functions of a derived stream
    /// are called after that.
    pub fn parent(&self) -> Result<&'a P> {
        self.parent.ok_or_else(|| too_early("parent"))
    }

    /// The record of the parent of that name: `parent(Team, as = "team")`. With `batch` it is a `Vec` of records.
    ///
    /// # Errors
    /// A system error where no parent has that name (in `only` those that are written behind have no record yet), or where
    /// its records are of another type.
    pub fn parent_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        named(self.scope.slice, name)
    }

    /// The record of that name above the parent's: what [`Self::parent_as`] gives in the parent's own hooks. For a further
    /// parent of the parent, and for a parent that is built at run time, whose own parent no type names.
    ///
    /// # Errors
    /// As for [`Self::parent_as`].
    pub fn grandparent_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        match self.scope.slice.parent() {
            Some(parent) => named(&parent.slice, name),
            None => Err(Error::system("the stream has no parent, so there is none above it")),
        }
    }

    /// The slice: the value of the first `slices`; `()` if the stream has none.
    ///
    /// # Errors
    /// As for [`Self::parent`].
    pub fn slice(&self) -> Result<&'a S> {
        self.slice.ok_or_else(|| too_early("slice"))
    }

    /// The slice of that name: of `slices(f, slice = T, as = "name")`. `slice` is the first one, whatever its name.
    ///
    /// # Errors
    /// A system error where no slice is named so, or the slice is of another type.
    pub fn slice_as<T: 'static>(&self, name: &str) -> Result<&'a T> {
        let given = &self.scope.slice.given;
        let found = given.iter().find(|given| &*given.name == name).or(given.first().filter(|_| name == "slice"));
        let Some(found) = found else {
            let known: Vec<String> = given.iter().map(|given| format!("`{}`", given.name)).collect();
            let known =
                if known.is_empty() { "none is known".to_owned() } else { format!("there is {}", known.join(", ")) };
            return Err(Error::system(format!("no slice is named `{name}` at this point; {known}")));
        };
        found.typed.downcast_ref().ok_or_else(|| {
            Error::system(format!("the slice `{name}` is of type `{}`, not `{}`", found.type_name, type_name::<T>()))
        })
    }

    /// What tells the slice apart from the stream's others, as the state names it: `{"parent": 7, "region": "eu"}`. Empty for a
    /// stream without slices, and where no slice is known yet.
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

    /// How many records a page had, before `filter` and `map`: in `next_page_token` the page at hand, in the hooks of a request
    /// the page before. `None` where no page was read: in a slice's first request, and in hooks about one record.
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

    /// The token of the page that is requested; `None` for the first one. A number in the response that a `Number` would round
    /// (more than 17 digits, `1.10`) is a text here, with its own digits.
    pub fn next_page_token(&self) -> Option<&'a Value> {
        self.scope.next_page_token.map(exact::readable)
    }

    /// The slice's state of the last sync that was complete, such as `{"updated": "2024-01-31"}`; `None` in a first sync, also
    /// where that is taken up again. In `get_updated_state` the state so far.
    pub fn state(&self) -> Option<&'a StreamState> {
        self.scope.state
    }

    /// The window of the cursor that is read, where the stream has one; its ends are open where nothing bounds them.
    pub fn window(&self) -> Window<'a> {
        Window(&self.scope.slice.window)
    }

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.scope.now
    }

    /// The attempt that is judged, in `should_retry` and `backoff_time`.
    ///
    /// # Errors
    /// A system error in every hook that is not about one attempt.
    pub fn attempt(&self) -> Result<&'a Attempt<'a>> {
        self.scope.attempt()
    }

    /// The response: in `parse_response` and `next_page_token` the one at hand, in the hooks of a request the one before. Not
    /// in those about an attempt, where [`Attempt::response`] is the one at hand.
    ///
    /// # Errors
    /// A system error where there is none: for the first request of a slice, for records that lie in the parent's record, and
    /// in functions over one record (`filter`, `map`, `add`) unless `parse_response` gives the records.
    pub fn response(&self) -> Result<&'a Response> {
        self.scope.page.filter(|page| page.has_response).map(|page| &page.response).ok_or_else(|| {
            Error::system("no response is known at this point: this is a slice's first request, or about one record")
        })
    }

    /// That response's JSON without its records, in `next_page_token`; with them where `parse_response` gave others. Null where
    /// there is none.
    pub fn envelope(&self) -> &'a Value {
        self.scope.page.map_or(&Value::Null, |page| page.envelope.rounded())
    }

    /// The last raw record of that page, before `filter` and `map`; `None` for a page without records.
    pub fn last_record(&self) -> Option<&'a Value> {
        self.scope.page.and_then(|page| page.last.as_ref()).map(Exact::rounded)
    }

    /// The record, in `filter`.
    ///
    /// # Errors
    /// A system error in every hook that is not about one record.
    pub fn record(&self) -> Result<&'a R> {
        self.record.ok_or_else(|| Error::system("no record is known at this point; `filter` is called for each record"))
    }

    /// The record as it came, in a function for `add`.
    ///
    /// # Errors
    /// A system error in every hook that is not about one record.
    pub fn raw_record(&self) -> Result<Value> {
        Ok(Exact::from(self.scope.raw_record_value()?).into_rounded())
    }
}

/// The cursors that are read in one go, both ends included.
pub struct Window<'a>(&'a state::CursorRange);

impl Window<'_> {
    /// The first one, as a request says it; `None` where nothing bounds it.
    pub fn start(&self) -> Option<Value> {
        self.0.edge("start")
    }

    /// The last one.
    pub fn end(&self) -> Option<Value> {
        self.0.edge("end")
    }

    /// The first one, where cursors are times.
    pub fn start_time(&self) -> Option<Timestamp> {
        self.0.start.as_ref()?.time()
    }

    /// The last one, where cursors are times.
    pub fn end_time(&self) -> Option<Timestamp> {
        self.0.end.as_ref()?.time()
    }
}

/// A stream without a parent has `()` for one.
pub(crate) fn parent_of<P: 'static>(parent: Option<&ParentRecord>) -> Result<&P> {
    match parent {
        Some(parent) => cast(&*parent.typed),
        None => cast(&()),
    }
}

fn too_early(what: &str) -> Error {
    Error::system(format!("the {what} is not known yet: only the config is, before the slices are found"))
}

/// A parent's record by its name; the first is `parent` too.
fn named<'a, T: 'static>(slice: &'a Slice, name: &str) -> Result<&'a T> {
    let mut parents = slice.parents.iter().enumerate();
    let found = parents.find(|(at, (own, _))| **own == *name || (*at == 0 && name == FIRST_PARENT));
    let Some((_, (_, record))) = found else {
        let names: Vec<String> = slice.parents.iter().map(|(own, _)| format!("`{own}`")).collect();
        let known =
            if names.is_empty() { "there is none".to_owned() } else { format!("there is {}", names.join(", ")) };
        return Err(Error::system(format!("no parent is named `{name}` at this point; {known}")));
    };
    record.typed.downcast_ref().ok_or_else(|| {
        Error::system(format!("the record of parent `{name}` is of another type than `{}`", type_name::<T>()))
    })
}

/// A stream without explicit slices has `()` for one.
pub(crate) fn slice_of<S: 'static>(slice: &Slice) -> Result<Option<&S>> {
    match slice.given.first() {
        Some(given) => cast(&*given.typed).map(Some),
        None => Ok(cast(&()).ok()),
    }
}

fn cast<'a, T: 'static>(value: &'a (dyn Any + 'static)) -> Result<&'a T> {
    value.downcast_ref().ok_or_else(|| Error::system(format!("no `{}` is known at this point", type_name::<T>())))
}
