//! What of an exchange of `auth` is no credential, by its name or its form.
//!
//! In: a header's name, a segment of a path, a field's name. Out: whether it is written as it is. Default: no: a token is in
//! no list, and what is not in one of these is masked.
//! Not here: masking (see `mask`).

/// Headers that tell of a body or of a limit.
const HEADERS: [&str; 5] = ["content-type", "content-length", "date", "cache-control", "retry-after"];
/// Words of addresses to which one logs in, and which tell one step of a login from the next.
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
/// A longer name of a field may be a key of another kind.
const LONGEST_NAME: usize = 32;

/// Whether the values of a header tell no credential.
pub(super) fn is_header(name: &str) -> bool {
    HEADERS.contains(&name) || name.contains("ratelimit") || name.contains("rate-limit")
}

/// Whether a header speaks of credentials and holds none: which kind is wanted, until when, for what, how many are left.
/// Such a value may be an everyday word, which must not be masked everywhere.
pub(super) fn tells_of_credentials(name: &str) -> bool {
    is_header(name) || ["-authenticate", "scope", "expir", "allow-"].iter().any(|part| name.contains(part))
}

/// Whether a segment of a path is of words that addresses have, or a version like `v2` or `v1.1`.
pub(super) fn is_segment(segment: &str) -> bool {
    let is_version = |part: &str| {
        part.len() <= 4
            && part.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    let is_word = |part: &str| part.is_empty() || WORDS.contains(&part.to_ascii_lowercase().as_str());
    is_version(segment) || segment.split(['-', '_', '.']).all(is_word)
}

/// Whether the name of a field is a name, and not a credential that stands as one: letters, and one digit at most.
pub(super) fn is_name(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$@: []".contains(&byte);
    name.len() <= LONGEST_NAME && digits <= 1 && name.bytes().all(is_plain)
}

/// Whether a number of this name is the time until which a token can be used.
pub(super) fn tells_expiry(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("expires")
}
