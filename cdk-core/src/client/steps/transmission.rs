//! Transmission: sends the request and receives its response.

use std::cell::RefCell;

use crate::client::call::Call;
use crate::client::progress::AttemptProgress;
use crate::http::{AttemptInfo, BodyStream, Outgoing, Request, Reservation, Response, TransportError};

/// Sends a request once.
pub(in crate::client) struct Transmission<'a> {
    pub(in crate::client) call: &'a Call,
    pub(in crate::client) progress: &'a mut AttemptProgress,
    /// The memory that the response may hold.
    pub(in crate::client) reservation: Option<&'a Reservation>,
}

impl Transmission<'_> {
    /// Returns the response or the transport error, and the body of a success that is streamed.
    pub(in crate::client) async fn send(
        self,
        signed: &Request,
    ) -> (Result<Response, TransportError>, Option<BodyStream>) {
        let Self { call, progress, reservation } = self;
        let stats = &call.sending.stats;
        stats.requests.set(stats.requests.get() + 1);
        // Waits for a permit and for credentials do not count as time of the attempt.
        let begun = progress.begin();
        let waits = std::mem::take(&mut progress.waits);
        let body_stream = RefCell::default();
        let outgoing = Outgoing {
            request: &call.request,
            signed,
            identity: call.identity(),
            who: &call.sending.who,
            requester: call.sending.requester,
            attempt: AttemptInfo { number: progress.attempt, waits: &waits, slice: call.slice.as_ref() },
            is_kept: call.is_kept(),
            reservation,
            body_stream: call.is_streamed.then_some(&body_stream),
        };
        let outcome = call.client.transport.send(&outgoing).await;
        progress.spent += begun.elapsed();
        if let Ok(response) = &outcome {
            stats.record_response(response.body.len());
            if let Some(reservation) = reservation {
                reservation.settle(response.body.capacity());
            }
        }
        (outcome, body_stream.into_inner())
    }
}
