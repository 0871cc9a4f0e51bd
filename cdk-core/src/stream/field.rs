//! Values of parameters, headers and body fields: literals, lists, objects and templates.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::context::{Context, SourceCx};
use super::hook::{Params, plain};
use super::scope::Scope;
use crate::error::{Error, Result};
use crate::template::{Args, Parsed, Piece, Place, exact};

/// A closure over the erased scope.
pub(crate) type Erased<C, T> = Rc<dyn Fn(&Scope<'_, C>) -> Result<T>>;

/// What a template, entry or hook sees: a stream's context or a source's.
pub trait View: 'static {
    /// The connector's config.
    type Config: 'static;
}

/// The view of a stream: [`Context`].
pub struct StreamView<R, C, P, S>(PhantomData<fn(R, C, P, S)>);
/// The view of a source: [`SourceCx`].
pub struct SourceView<C>(PhantomData<fn(C)>);

impl<R: 'static, C: 'static, P: 'static, S: 'static> View for StreamView<R, C, P, S> {
    type Config = C;
}
impl<C: 'static> View for SourceView<C> {
    type Config = C;
}

/// A text with placeholders, and the closure that gives the typed ones.
pub struct Template<F> {
    text: Cow<'static, str>,
    args: F,
}

/// A text whose typed placeholders (`{config.…}`, `{slice.…}`, `{parent.…}`, `{grandparent.…}`) are given by `args`, in the
/// order in which they stand in the text; `response`, `header`, `token`, `state` and `last` are looked up.
///
/// ```
/// # use cdk_core::stream::{Auth, template, SourceCx};
/// # use cdk_core::{Secret, template::arg};
/// struct Config { api_token: Secret }
/// let auth: Auth<Config> = Auth::bearer(template("{config.api_token}", |cx: &SourceCx<'_, Config>| {
///     Ok(vec![arg(&cx.config().api_token)])
/// }));
/// ```
pub fn template<F>(text: impl Into<Cow<'static, str>>, args: F) -> Template<F> {
    Template { text: text.into(), args }
}

/// A template whose types of slice and parent are forgotten.
pub struct ErasedTemplate<C> {
    pub(super) parsed: Parsed,
    pub(super) args: Erased<C, Args>,
}

impl<C> Clone for ErasedTemplate<C> {
    fn clone(&self) -> Self {
        Self { parsed: self.parsed.clone(), args: self.args.clone() }
    }
}

impl<C> ErasedTemplate<C> {
    fn new(text: Cow<'static, str>, args: Erased<C, Args>) -> Result<Self> {
        Ok(Self { parsed: Parsed::new(text)?, args })
    }

    pub(crate) fn path(&self, scope: &Scope<'_, C>) -> Result<String> {
        self.parsed.path(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    pub(crate) fn base(&self, scope: &Scope<'_, C>) -> Result<String> {
        self.parsed.base(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    pub(crate) fn text(&self, scope: &Scope<'_, C>) -> Result<Option<String>> {
        self.parsed.text(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    /// The text, where the config has all that it names.
    pub(crate) fn text_if_said(&self, scope: &Scope<'_, C>) -> Result<Option<String>> {
        let is_said = (self.args)(scope)?.iter().all(|value| value.as_ref().is_some_and(|value| !value.is_null()));
        if is_said { self.text(scope) } else { Ok(None) }
    }

    pub(crate) fn json(&self, scope: &Scope<'_, C>) -> Result<Option<Value>> {
        self.parsed.json(&(self.args)(scope)?, &|place| scope.lookup(place))
    }

    /// Whether it can be told before any slice is known.
    pub(crate) fn is_of_config_alone(&self) -> bool {
        self.parsed.places().all(|place| place.root == "config")
    }

    /// As a sentence for a person: what has no value is `?`. Without a slice, that is each typed value if it names one.
    pub(crate) fn sentence(&self, scope: &Scope<'_, C>, has_slice: bool) -> Result<String> {
        let is_known = has_slice || self.parsed.places().all(|place| !place.is_typed() || place.root == "config");
        let args = if is_known { (self.args)(scope)? } else { Args::default() };
        Ok(self.parsed.sentence(&args, &|place| scope.lookup(place)))
    }

    /// Its placeholders.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.parsed.places()
    }

    /// As it was written.
    pub(crate) fn text_of(&self) -> &str {
        &self.parsed.text
    }

    /// Whether something other than the config decides which host a URL base names.
    pub(crate) fn host_is_data(&self) -> bool {
        let mut before = String::new();
        for piece in &self.parsed.pieces {
            if before.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#'])) {
                return false;
            }
            match piece {
                Piece::Literal(literal) => before.push_str(literal),
                Piece::Place(place) if place.root != "config" => return true,
                // A whole URL may come from the config: what follows lies behind its host.
                Piece::Place(_) if before.is_empty() => return false,
                Piece::Place(_) => {}
            }
        }
        false
    }

    /// Whether it names something of the answer before.
    pub(crate) fn names_page_before(&self) -> bool {
        self.parsed.places().any(|place| matches!(place.root.as_str(), "response" | "header"))
    }

    /// The fields of the last record that it names.
    pub(crate) fn last_fields(&self) -> impl Iterator<Item = &[String]> {
        self.parsed.places().filter(|place| place.root == "last").map(|place| place.path.as_slice())
    }
}

/// A text or a [`template`].
pub trait IntoTemplate<X: View> {
    #[doc(hidden)]
    fn into_template(self) -> Result<ErasedTemplate<X::Config>>;
}

impl<X: View> IntoTemplate<X> for &'static str {
    fn into_template(self) -> Result<ErasedTemplate<X::Config>> {
        without_args(self.into())
    }
}

impl<X: View> IntoTemplate<X> for String {
    fn into_template(self) -> Result<ErasedTemplate<X::Config>> {
        without_args(self.into())
    }
}

/// A value that stands for itself, whatever braces it holds; made by [`text`].
pub struct Text(Option<Value>);

/// A value in place of a template, such as a field of a config that a function looks at: `Auth::bearer(text(&config.key))`.
pub fn text(value: impl crate::template::TemplateValue) -> Text {
    Text(value.template_value())
}

impl<X: View> IntoTemplate<X> for Text {
    fn into_template(self) -> Result<ErasedTemplate<X::Config>> {
        // Its text is a placeholder, so that nothing reads the value as a template.
        ErasedTemplate::new("{config.value}".into(), Rc::new(move |_: &Scope<'_, X::Config>| Ok(vec![self.0.clone()])))
    }
}

impl<X: View> IntoTemplate<X> for &crate::secret::Secret {
    fn into_template(self) -> Result<ErasedTemplate<X::Config>> {
        IntoTemplate::<X>::into_template(text(self))
    }
}

fn without_args<C>(text: Cow<'static, str>) -> Result<ErasedTemplate<C>> {
    let template = ErasedTemplate::new(text, Rc::new(|_: &Scope<'_, C>| Ok(Vec::new())))?;
    if let Some(place) = template.parsed.places().find(|place| place.is_typed()) {
        let (text, name) = (&template.parsed.text, place.name());
        return Err(Error::system(format!("template `{text}`: `{name}` needs its value; write it with `template(…)`")));
    }
    Ok(template)
}

impl<F, R: 'static, C: 'static, P: 'static, S: 'static> IntoTemplate<StreamView<R, C, P, S>> for Template<F>
where
    F: Fn(&Context<'_, R, C, P, S>) -> Result<Args> + 'static,
{
    fn into_template(self) -> Result<ErasedTemplate<C>> {
        let args = self.args;
        ErasedTemplate::new(self.text, Rc::new(move |scope: &Scope<'_, C>| args(&Context::new(scope)?)))
    }
}

impl<F, C: 'static> IntoTemplate<SourceView<C>> for Template<F>
where
    F: Fn(&SourceCx<'_, C>) -> Result<Args> + 'static,
{
    fn into_template(self) -> Result<ErasedTemplate<C>> {
        let args = self.args;
        ErasedTemplate::new(self.text, Rc::new(move |scope: &Scope<'_, C>| args(&SourceCx::new(scope))))
    }
}

/// The value of a parameter, header or body field.
pub struct FieldValue<X: View>(pub(crate) Result<Node<X::Config>>);

/// The same without its view.
pub(crate) enum Node<C> {
    Literal(Value),
    Template(ErasedTemplate<C>),
    List(Vec<Node<C>>),
    Object(Vec<(String, Node<C>)>),
    Unset,
}

impl<C> Node<C> {
    /// The value; `None` where it is to be left out.
    pub(crate) fn value(&self, scope: &Scope<'_, C>) -> Result<Option<Value>> {
        Ok(match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Template(template) => template.json(scope)?,
            Self::List(nodes) => {
                let values = nodes.iter().map(|node| node.value(scope)).collect::<Result<Vec<_>>>()?;
                Some(values.into_iter().flatten().collect())
            }
            Self::Object(entries) => Some(Value::Object(object_value(entries, scope)?)),
            Self::Unset => None,
        })
    }

    /// Its text, where it has no placeholders.
    pub(crate) fn plain_text(&self) -> Option<String> {
        match self {
            Self::Literal(value) => Some(plain(value)),
            Self::Template(template) if template.places().next().is_none() => Some(template.text_of().to_owned()),
            _ => None,
        }
    }

    /// Whether it can be told before any slice is known.
    pub(crate) fn is_of_config_alone(&self) -> bool {
        let mut templates = Vec::new();
        self.templates(&mut templates);
        templates.into_iter().all(ErasedTemplate::is_of_config_alone)
    }

    pub(crate) fn templates<'a>(&'a self, out: &mut Vec<&'a ErasedTemplate<C>>) {
        match self {
            Self::Template(template) => out.push(template),
            Self::List(nodes) => nodes.iter().for_each(|node| node.templates(out)),
            Self::Object(entries) => entries.iter().for_each(|(_, node)| node.templates(out)),
            Self::Literal(_) | Self::Unset => {}
        }
    }
}

/// The entries that have a value.
pub(crate) fn object_value<C>(entries: &[(String, Node<C>)], scope: &Scope<'_, C>) -> Result<Map<String, Value>> {
    let mut object = Map::new();
    for (name, node) in entries {
        if let Some(value) = node.value(scope)? {
            object.insert(name.clone(), value);
        }
    }
    Ok(object)
}

/// The entries of one level as texts, for parameters, headers and forms; one that is left out takes an inherited one away.
pub(crate) fn texts<C>(what: &str, entries: &[(String, Node<C>)], scope: &Scope<'_, C>) -> Result<Params> {
    let mut params = Params::new();
    for (name, node) in entries {
        let values = match node.value(scope)? {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        if values.iter().any(|value| value.is_object() && exact::digits(value).is_none()) {
            return Err(Error::system(format!("{what} `{name}`: an object has no form as a text")));
        }
        params.set(name.clone(), values.iter().map(plain).collect());
    }
    Ok(params)
}

/// What can be the value of an [`entry`]: texts, numbers, booleans, a [`template`], a [`list`], an [`object`], any [`Value`],
/// and an `Option` of these. `None` and null leave the entry out, and take an inherited one away. A `&str` or `String` is
/// read as a template (`{{` is a brace); a text from elsewhere is a `Value`.
pub trait IntoField<X: View> {
    #[doc(hidden)]
    fn into_field(self) -> FieldValue<X>;
}

impl<X: View> IntoField<X> for FieldValue<X> {
    fn into_field(self) -> FieldValue<X> {
        self
    }
}

impl<X: View> IntoField<X> for &'static str {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(Node::Template))
    }
}

impl<X: View> IntoField<X> for Text {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(Node::Template))
    }
}

impl<X: View> IntoField<X> for &crate::secret::Secret {
    fn into_field(self) -> FieldValue<X> {
        text(self).into_field()
    }
}

impl<X: View, F> IntoField<X> for Template<F>
where
    Template<F>: IntoTemplate<X>,
{
    fn into_field(self) -> FieldValue<X> {
        FieldValue(self.into_template().map(Node::Template))
    }
}

impl<X: View> IntoField<X> for String {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(IntoTemplate::<X>::into_template(self).map(Node::Template))
    }
}

impl<X: View> IntoField<X> for Value {
    fn into_field(self) -> FieldValue<X> {
        FieldValue(Ok(if self.is_null() { Node::Unset } else { Node::Literal(self) }))
    }
}

impl<X: View, T: IntoField<X>> IntoField<X> for Option<T> {
    fn into_field(self) -> FieldValue<X> {
        self.map_or(FieldValue(Ok(Node::Unset)), T::into_field)
    }
}

macro_rules! literals {
    ($($type:ty),*) => {$(
        impl<X: View> IntoField<X> for $type {
            fn into_field(self) -> FieldValue<X> {
                Value::from(self).into_field()
            }
        }
    )*};
}
literals!(bool, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64);

/// One parameter, header or body field.
pub struct Entry<X: View> {
    pub(crate) name: String,
    pub(crate) value: FieldValue<X>,
}

/// One parameter, header or body field. A key may hold any text: `entry("created[gte]", 1)`.
pub fn entry<X: View>(name: impl Into<String>, value: impl IntoField<X>) -> Entry<X> {
    Entry { name: name.into(), value: value.into_field() }
}

/// Takes an inherited key away.
pub fn unset<X: View>(name: impl Into<String>) -> Entry<X> {
    Entry { name: name.into(), value: FieldValue(Ok(Node::Unset)) }
}

/// An element of a [`list`].
pub fn field<X: View>(value: impl IntoField<X>) -> FieldValue<X> {
    value.into_field()
}

/// Several values: a parameter is sent once for each, a body field is a list.
pub fn list<X: View>(values: impl IntoIterator<Item = FieldValue<X>>) -> FieldValue<X> {
    FieldValue(values.into_iter().map(|value| value.0).collect::<Result<_>>().map(Node::List))
}

/// A nested object, for JSON bodies.
pub fn object<X: View>(entries: impl IntoIterator<Item = Entry<X>>) -> FieldValue<X> {
    FieldValue(nodes(entries).map(Node::Object))
}

pub(crate) fn nodes<X: View>(entries: impl IntoIterator<Item = Entry<X>>) -> Result<Vec<(String, Node<X::Config>)>> {
    entries.into_iter().map(|entry| Ok((entry.name, entry.value.0?))).collect()
}
