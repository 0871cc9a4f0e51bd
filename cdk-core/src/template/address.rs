//! Pieces and values → a URL: a base that paths are joined to, or the whole address of an endpoint.
//!
//! In: a template and its values. Out: a URL as text that begins with http:// or https:// and names a host; else an error that names
//! the placeholder at fault, and never quotes its value, which may hold a password.
//! Not here: joining a path to it (see `http::url`).

use std::cell::RefCell;
use std::ops::Range;

use serde_json::Value;
use url::{ParseError, Url};

use super::grammar::Placeholder;
use super::parse::Parsed;
use super::render::{Lookup, Unfit, as_it_is, segment};
use crate::error::{Error, Result};

/// What is wrong with a URL, and which part of it.
struct UrlFault {
    part: Range<usize>,
    why: &'static str,
}

const NO_ADDRESS: &str = "must begin with https:// or http:// and name a host";

impl Parsed {
    /// As a URL base: a value at the very start is taken as it is (a whole URL), one in the host must look like a part
    /// of a host name, one after it is a path segment. So no value can move the credentials to another host.
    pub(crate) fn base(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> Result<String> {
        self.judged(args, lookup, |before, place, text| {
            if place.separator().is_some() {
                return Err("joins a list, and an address is one value".to_owned());
            }
            if before.is_empty() {
                if text.contains('#') {
                    return Err("has a fragment (`#…`), which no request can send; leave it off".to_owned());
                }
                return self.opening(&text);
            }
            let host_is_open = before.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?', '#']));
            if !host_is_open {
                return segment(&text);
            }
            let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
            if text.is_empty() || !text.chars().all(fits) {
                return Err("is not a valid part of a host name".to_owned());
            }
            Ok(text)
        })
    }

    /// As the address of an endpoint: values as they are. `None` if the template is one placeholder and that is absent
    /// or blank.
    pub(crate) fn address(&self, args: &[Option<Value>], lookup: &Lookup<'_>) -> Result<Option<String>> {
        if self.single().is_some() && self.text(args, lookup)?.is_none_or(|text| text.trim().is_empty()) {
            return Ok(None);
        }
        let address = self.judged(args, lookup, |before, place, text| match before.is_empty() {
            true if self.pieces.len() == 1 => Ok(text.trim().to_owned()),
            true => self.opening(&text),
            false => as_it_is(before, place, text),
        })?;
        Ok(Some(address))
    }

    /// The value that a URL begins with. People end it in a slash, and what follows begins with one.
    fn opening(&self, text: &str) -> Result<String, String> {
        if self.pieces.len() > 1
            && let Some(sign) = text.chars().find(|sign| matches!(sign, '?' | '#'))
        {
            let what = if sign == '?' { "query" } else { "fragment" };
            return Err(format!(
                "has a {what} (`{sign}…`), which is not allowed before the rest of the URL; remove it"
            ));
        }
        Ok(text.trim().trim_end_matches('/').to_owned())
    }

    /// The URL, if it is one.
    fn judged(
        &self,
        args: &[Option<Value>],
        lookup: &Lookup<'_>,
        encode: impl Fn(&str, &Placeholder, String) -> Result<String, String>,
    ) -> Result<String> {
        let url = self.concat(args, lookup, &encode)?;
        let Some(fault) = fault(&url) else { return Ok(url) };
        let values = RefCell::new(Vec::new());
        self.concat(args, lookup, |before, place, text| {
            let text = encode(before, place, text)?;
            values.borrow_mut().push((before.len()..before.len() + text.len(), place.clone()));
            Ok(text)
        })?;
        let values = values.into_inner();
        // A part that is missing belongs to the value before it.
        let meets = |range: &Range<usize>| range.start <= fault.part.end && fault.part.start <= range.end;
        match values.iter().find(|(range, _)| meets(range)).or(values.first()) {
            Some((_, place)) => Err(self.error(Some(place), Unfit::Value(fault.why.to_owned()))),
            None => Err(Error::config(format!("the URL `{url}` {}", fault.why))),
        }
    }
}

fn fault(text: &str) -> Option<UrlFault> {
    let begins = |scheme: &&str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let Some(scheme) = ["https://", "http://"].into_iter().find(begins).map(str::len) else {
        return Some(UrlFault { part: 0..0, why: NO_ADDRESS });
    };
    let rest = &text[scheme..];
    let host_end = scheme + rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    if host_end == scheme {
        return Some(UrlFault { part: scheme..scheme, why: NO_ADDRESS });
    }
    let host = rest[..host_end - scheme].rfind('@').map_or(scheme, |at| scheme + at + 1);
    let port = text[host..host_end].rfind(':').map_or(host_end, |at| host + at + 1);
    match Url::parse(text) {
        Ok(url) if url.port() != Some(0) => None,
        Ok(_) | Err(ParseError::InvalidPort) => {
            Some(UrlFault { part: port..host_end, why: "names a port that is not a number from 1 to 65535" })
        }
        Err(_) => Some(UrlFault { part: host..host_end, why: "names a host that is not valid" }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::FailureType;

    fn base(template: &'static str, values: &[Value]) -> Result<String> {
        let values: Vec<_> = values.iter().cloned().map(Some).collect();
        Parsed::new(template).unwrap().base(&values, &|_| None)
    }

    fn refused(template: &'static str, values: &[Value]) -> String {
        let error = base(template, values).unwrap_err();
        assert_eq!(error.failure_type(), FailureType::ConfigError, "{error}");
        error.to_string()
    }

    #[test]
    fn a_base_that_is_no_url_names_the_value_at_fault() {
        let port = "names a port that is not a number from 1 to 65535";
        for (template, values, place, why) in [
            ("{config.server}/v1", vec![json!("")], "server", NO_ADDRESS),
            ("{config.server}/v1", vec![json!("api.test")], "server", NO_ADDRESS),
            ("{config.server}/v1", vec![json!("https:///")], "server", NO_ADDRESS),
            ("{config.server}", vec![json!("ftp://api.test")], "server", NO_ADDRESS),
            ("{config.server}/v1", vec![json!("https://api.test:99999")], "server", port),
            ("{config.server}/v1", vec![json!("https://u:p@api.test:x")], "server", port),
            ("{config.server}/v1", vec![json!("https://a b.test")], "server", "names a host that is not valid"),
            ("https://{config.host}:{config.port}/v1", vec![json!("h"), json!(65536)], "port", port),
            ("https://{config.host}:{config.port}/v1", vec![json!("h"), json!(0)], "port", port),
            ("https://{config.host}/{config.path}", vec![json!("h:1:2"), json!("x")], "host", port),
            ("{config.scheme}://{config.host}", vec![json!("ftp"), json!("h")], "scheme", NO_ADDRESS),
        ] {
            assert_eq!(refused(template, &values), format!("config.{place}: {why} (used in `{template}`)"));
        }
    }

    #[test]
    fn a_query_or_fragment_before_the_rest_of_a_base_is_refused() {
        for server in ["https://api.test?a=b", "https://api.test/#frag", "https://api.test/?"] {
            let error = refused("{config.server}/v1", &[json!(server)]);
            assert!(error.starts_with("config.server: has a "), "{error}");
        }
        assert!(refused("{config.server}", &[json!("https://api.test/#frag")]).contains("fragment"));
        assert_eq!(base("{config.server}", &[json!("https://api.test?a=b")]).unwrap(), "https://api.test?a=b");
        let data = base("{parent.url}/v1", &[json!("https://api.test?a=b")]).unwrap_err();
        assert_eq!(data.failure_type(), FailureType::SystemError, "{data}");
    }

    #[test]
    fn a_scheme_in_capitals_and_blanks_around_a_url_are_accepted() {
        assert_eq!(base("{config.server}/v1", &[json!(" HTTP://api.test/ ")]).unwrap(), "HTTP://api.test/v1");
        assert_eq!(base("{config.server}/v1", &[json!("https://[::1]:8080")]).unwrap(), "https://[::1]:8080/v1");
    }
}
