//! `rate_limit(…)`
