//! Key: what makes two requests equal.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::LazyLock;

use http::HeaderName;
use url::Url;

use crate::http::{Identity, Request};

/// Two random keys, so that a hash reveals nothing and collisions cannot be provoked.
static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(|| [RandomState::new(), RandomState::new()]);

/// Headers that name one exchange and do not change its response.
const OF_ONE_EXCHANGE: [&str; 7] =
    ["date", "x-request-id", "request-id", "x-correlation-id", "traceparent", "tracestate", "idempotency-key"];

/// A hash of a request. It does not contain or reveal the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey(u128);

impl CacheKey {
    /// `request` is unsigned. `identity` is the account, which does not change when a token is renewed.
    pub(crate) fn of(request: &Request, identity: Option<Identity>) -> Self {
        let [high, low] = KEYS.each_ref().map(|state| {
            let mut hasher = state.build_hasher();
            feed(request, identity, &mut hasher);
            u128::from(hasher.finish())
        });
        Self(high << 64 | low)
    }
}

/// Texts and lists include their lengths, so that two different requests never hash the same bytes.
fn feed(request: &Request, identity: Option<Identity>, hasher: &mut impl Hasher) {
    let Request { method, url, headers, body } = request;
    method.hash(hasher);
    without_query(url).hash(hasher);
    params(url).hash(hasher);
    body.as_deref().hash(hasher);
    identity.hash(hasher);
    let mut names: Vec<&HeaderName> = headers.keys().filter(|name| !OF_ONE_EXCHANGE.contains(&name.as_str())).collect();
    names.sort_unstable_by_key(|name| name.as_str());
    names.len().hash(hasher);
    for name in names {
        name.as_str().hash(hasher);
        let values: Vec<&[u8]> = headers.get_all(name).iter().map(|value| value.as_bytes()).collect();
        values.hash(hasher);
    }
}

fn without_query(url: &Url) -> &str {
    let text = url.as_str();
    text.split(['?', '#']).next().unwrap_or(text)
}

/// The parameters sorted by name. Parameters with the same name keep their order.
fn params(url: &Url) -> Vec<&str> {
    let mut params: Vec<&str> = url.query().into_iter().flat_map(|query| query.split('&')).collect();
    params.sort_by_key(|param| param.split('=').next());
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(url: &str) -> Request {
        Request::get(url).unwrap()
    }

    fn key(request: &Request) -> CacheKey {
        CacheKey::of(request, Some(Identity::of(&"account")))
    }

    #[test]
    fn parameters_are_the_same_in_any_order_but_not_their_values() {
        let one = key(&get("https://a.test/x?a=1&b=2&b=3"));

        assert_eq!(one, key(&get("https://a.test/x?b=2&a=1&b=3#top")));
        for other in ["?a=1&b=3&b=2", "?a=1&b=2", "?a=1&b=2&b=3&c", "?a=1%26b=2&b=3", "", "?"] {
            assert_ne!(one, key(&get(&format!("https://a.test/x{other}"))), "{other}");
        }
        assert_ne!(one, key(&get("https://a.test/y?a=1&b=2&b=3")));
        assert_ne!(one, key(&get("http://a.test/x?a=1&b=2&b=3")));
    }

    #[test]
    fn headers_matter_but_for_those_of_one_exchange() {
        let with = |name: &str, value: &str| key(&get("https://a.test/x").with_header(name, value).unwrap());
        let one = key(&get("https://a.test/x"));

        for name in ["X-Request-Id", "traceparent", "Idempotency-Key"] {
            assert_eq!(with(name, "7"), one, "{name}");
        }
        assert_ne!(with("X-Team", "7"), one);
        assert_ne!(with("X-Team", "7"), with("X-Team", "8"));
        let both = |first: &str, second: &str| {
            let request = get("https://a.test/x").with_header(first, "1").unwrap();
            key(&request.with_header(second, "1").unwrap())
        };
        assert_eq!(both("a", "b"), both("B", "A"));
    }

    #[test]
    fn method_body_and_account_matter() {
        let post = |body: &str| Request::post_json("https://a.test/x", &body).unwrap();
        let one = key(&post("1"));

        assert_eq!(one, key(&post("1")));
        assert_ne!(one, key(&post("2")));
        let mut put = post("1");
        put.method = http::Method::PUT;
        assert_ne!(one, key(&put));
        assert_ne!(one, CacheKey::of(&post("1"), Some(Identity::of(&"other"))));
        assert_ne!(one, CacheKey::of(&post("1"), None));
    }
}
