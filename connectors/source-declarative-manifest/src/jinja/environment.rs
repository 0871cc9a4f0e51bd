//! The environment: templates, functions and filters.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use cdk_core::{Error, Result};
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

use super::operators::rewrite;
use super::{filters, functions, python};

/// Maximum number of steps of one evaluation.
const FUEL: u64 = 2_000_000;

/// All compiled texts of a manifest.
#[derive(Clone)]
pub struct Jinja(Rc<RefCell<Environment<'static>>>);

impl Default for Jinja {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(environment())))
    }
}

impl Jinja {
    /// Compiles a text, once. Returns the names of the variables that it reads.
    ///
    /// # Errors
    /// What is wrong, if the text is not Jinja.
    pub(super) fn compile(&self, source: &str) -> std::result::Result<HashSet<String>, String> {
        let mut environment = self.0.borrow_mut();
        if environment.get_template(source).is_err() {
            let added = environment.add_template_owned(source.to_owned(), rewrite(source));
            added.map_err(|error| format!("`{source}` is not valid: {}", error.detail().unwrap_or("syntax error")))?;
        }
        let globals: HashSet<String> = environment.globals().map(|(name, _)| name.to_owned()).collect();
        let template = environment.get_template(source).map_err(|error| error.to_string())?;
        Ok(template.undeclared_variables(false).into_iter().filter(|name| !globals.contains(name)).collect())
    }

    /// Renders a compiled text.
    ///
    /// # Errors
    /// If an expression fails, for example because a text is not a date.
    pub(super) fn render(&self, source: &str, variables: Value) -> Result<Option<String>> {
        let environment = self.0.borrow();
        let failed = |why: String| Error::system(format!("`{source}` cannot be evaluated: {why}"));
        let template = environment.get_template(source).map_err(|error| failed(error.to_string()))?;
        match template.render(variables) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::UndefinedError => Ok(None),
            Err(error) => Err(failed(error.detail().map_or_else(|| error.kind().to_string(), str::to_owned))),
        }
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(|out, _, value| out.write_str(&python::text(value)).map_err(minijinja::Error::from));
    environment.set_unknown_method_callback(|state, value, method, arguments| {
        let is_get = method == "get" && value.kind() == ValueKind::Map;
        match arguments {
            [key] if is_get => Ok(defined(value.get_item(key)?).unwrap_or(Value::from(()))),
            [key, default] if is_get => Ok(defined(value.get_item(key)?).unwrap_or(default.clone())),
            _ => minijinja_contrib::pycompat::unknown_method_callback(state, value, method, arguments),
        }
    });
    environment.set_fuel(Some(FUEL));
    environment.remove_global("range");
    functions::add(&mut environment);
    filters::add(&mut environment);
    environment
}

fn defined(value: Value) -> Option<Value> {
    (!value.is_undefined()).then_some(value)
}
