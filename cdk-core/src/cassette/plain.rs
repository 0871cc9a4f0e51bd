//! Plain: the parts of an `auth` exchange that are not a credential, by their name or form.
//!
//! In: a header name, a path segment or a field name. Out: whether it is recorded unmasked. Default: no. Everything
//! that is not in one of these lists is masked.
//! Not here: masking (see `mask`).

/// Headers that describe a body or a limit.
const HEADERS: [&str; 5] = ["content-type", "content-length", "date", "cache-control", "retry-after"];
/// Parts of login URLs. They also distinguish the steps of a login.
const WORDS: [&str; 42] = [
    "access",
    "account",
    "accounts",
    "api",
    "app",
    "apps",
    "auth",
    "authenticate",
    "authorization",
    "authorize",
    "challenge",
    "client",
    "common",
    "connect",
    "credentials",
    "generate",
    "get",
    "identity",
    "installations",
    "json",
    "jwt",
    "key",
    "keys",
    "login",
    "logout",
    "me",
    "oauth",
    "oauth2",
    "openid",
    "public",
    "refresh",
    "rest",
    "security",
    "services",
    "session",
    "sessions",
    "signin",
    "sso",
    "token",
    "tokens",
    "user",
    "users",
];
/// A longer field name may be a key.
const LONGEST_NAME: usize = 32;

/// Whether a header never contains a credential.
pub(super) fn is_header(name: &str) -> bool {
    HEADERS.contains(&name) || name.contains("ratelimit") || name.contains("rate-limit")
}

/// Whether a header is about credentials but does not contain one: their type, expiry, scope, or remaining number. Its
/// value may be a common word, which must not be masked everywhere.
pub(super) fn tells_of_credentials(name: &str) -> bool {
    is_header(name) || ["-authenticate", "scope", "expir", "allow-"].iter().any(|part| name.contains(part))
}

/// Whether a path segment consists of usual parts of login URLs, or is a version like `v2` or `v1.1`.
pub(super) fn is_segment(segment: &str) -> bool {
    let is_version = |part: &str| {
        part.len() <= 4
            && part.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    let is_word = |part: &str| part.is_empty() || WORDS.contains(&part.to_ascii_lowercase().as_str());
    is_version(segment) || segment.split(['-', '_', '.']).all(is_word)
}

/// Whether a field name is a name and not a credential: letters, and at most one digit.
pub(super) fn is_name(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$@: []".contains(&byte);
    name.len() <= LONGEST_NAME && digits <= 1 && name.bytes().all(is_plain)
}

/// Whether a number with this name is the expiry of a token.
pub(super) fn tells_expiry(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("expires")
}
