//! HTTP date: `Wed, 31 Jan 2024 12:00:30 GMT`, and the dates of mail.

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The moment of an HTTP date. Source: RFC 9110 §5.6.7, RFC 2822 §3.3.
pub(crate) fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text).ok().map(|date| date.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_and_of_mail_are_read() {
        let moment = "2024-01-31T12:00:30Z".parse().ok();

        for text in ["Wed, 31 Jan 2024 12:00:30 GMT", "31 Jan 2024 12:00:30 +0000", "Wed, 31 Jan 2024 14:00:30 +0200"] {
            assert_eq!(http_date(text), moment, "{text}");
        }
        for other in ["2024-01-31T12:00:30Z", "Wed, 31 Jan 2024", "soon", ""] {
            assert_eq!(http_date(other), None, "{other}");
        }
    }
}
