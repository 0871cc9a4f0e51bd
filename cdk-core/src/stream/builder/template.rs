//! Templates: texts with placeholders, and the closures that return their values.
//!
//! In: a text, a [`template`], or a value that is not a template ([`text`]). Out: an [`ErasedTemplate`].
//! Not here: the grammar (see `template`).

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::Value;

use super::view::{SourceView, StreamView, View};
use crate::error::{Error, Result};
use crate::stream::context::{Context, SourceCx};
use crate::stream::definition::ErasedTemplate;
use crate::stream::definition::scope::Scope;
use crate::template::Args;

/// A text with placeholders, and the closure that returns the typed values.
pub struct Template<F> {
    pub(super) text: Cow<'static, str>,
    args: F,
}

/// A text whose typed placeholders (`{config.…}`, `{slice.…}`, `{parent.…}`, `{grandparent.…}`) are returned by `args`,
/// in the order of the text. `response`, `header`, `token`, `state` and `last` are looked up.
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

/// A literal value: braces in it are not placeholders. Made by [`text`].
pub struct Text(Option<Value>);

/// A value instead of a template, such as a config field: `Auth::bearer(text(&config.key))`.
pub fn text(value: impl crate::template::TemplateValue) -> Text {
    Text(value.template_value())
}

impl<X: View> IntoTemplate<X> for Text {
    fn into_template(self) -> Result<ErasedTemplate<X::Config>> {
        // The value is the only placeholder of a template, so that its own braces are not placeholders.
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
        return Err(Error::system(format!(
            "template `{text}`: `{name}` has no value; use `template(…)` with a closure"
        )));
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
