//! Prepared answers, for tests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;

use crate::{Exchange, Kind, SendError, Transport};

/// Answers each request with the next of a list, whatever is asked, and remembers what was asked. When the list is at its end nothing is
/// sent.
pub struct Replayer {
    state: Mutex<State>,
}

struct State {
    answers: VecDeque<Result<Response<Bytes>, SendError>>,
    requests: Vec<(Request<Bytes>, Effect)>,
}

impl Replayer {
    /// Answers with `answers`, in order.
    pub fn new(answers: impl IntoIterator<Item = Result<Response<Bytes>, SendError>>) -> Self {
        Self { state: Mutex::new(State { answers: answers.into_iter().collect(), requests: Vec::new() }) }
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<(Request<Bytes>, Effect)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).requests.clone()
    }
}

#[async_trait]
impl Transport for Replayer {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.requests.push((request, effect));
        state.answers.pop_front().unwrap_or_else(|| Err(SendError::not_sent(Kind::Connect, "the replayer has no answer left")))
    }
}

impl Exchange {
    /// The recorded answer, for a [`Replayer`]. Headers that were masked into something unwritable are left out.
    pub fn answer(self) -> Result<Response<Bytes>, SendError> {
        let reply = self.outcome?;
        let mut response = Response::new(Bytes::from(reply.body));
        *response.status_mut() = reply.status;
        for (name, value) in reply.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<http::HeaderName>(), value.parse::<http::HeaderValue>()) {
                response.headers_mut().append(name, value);
            }
        }
        Ok(response)
    }
}

impl fmt::Debug for Replayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayer").finish_non_exhaustive()
    }
}
