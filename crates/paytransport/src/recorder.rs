//! Wire logs: what went out and what came back, masked.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use paycore::Effect;

use crate::{SendError, Transport};

/// Turns bytes from the wire into text without secrets.
pub type Mask = Arc<dyn Fn(&[u8]) -> String + Send + Sync>;

/// Takes each exchange once it has ended.
pub type Sink = Arc<dyn Fn(Exchange) + Send + Sync>;

/// One request and what became of it. All text has been through the mask; credentials and cookies are `***`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What a second arrival would have done.
    pub effect: Effect,
    /// The request's method.
    pub method: Method,
    /// The request's address.
    pub uri: String,
    /// The request's headers, as the caller set them.
    pub headers: Vec<(String, String)>,
    /// The request's body.
    pub body: String,
    /// The response, or why there is none.
    pub outcome: Result<Reply, SendError>,
}

/// A recorded response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Records the exchanges of another transport. A request that is given up on (its future dropped) is not recorded.
pub struct Recorder<T> {
    inner: T,
    mask: Mask,
    sink: Sink,
}

impl<T: Transport> Recorder<T> {
    /// Records what `inner` does, masked by `mask`, to `sink`.
    pub fn new(inner: T, mask: Mask, sink: Sink) -> Self {
        Self { inner, mask, sink }
    }

    fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let hidden = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];
        let value = |name, value: &[u8]| if hidden.contains(name) { "***".to_owned() } else { (self.mask)(value) };
        headers.iter().map(|(name, text)| (name.to_string(), value(name, text.as_bytes()))).collect()
    }
}

#[async_trait]
impl<T: Transport> Transport for Recorder<T> {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        let method = request.method().clone();
        let uri = (self.mask)(request.uri().to_string().as_bytes());
        let headers = self.headers(request.headers());
        let body = (self.mask)(request.body());
        let result = self.inner.send(request, effect).await;
        let outcome = match &result {
            Ok(response) => {
                Ok(Reply { status: response.status(), headers: self.headers(response.headers()), body: (self.mask)(response.body()) })
            }
            Err(error) => Err(SendError { message: (self.mask)(error.message.as_bytes()), ..error.clone() }),
        };
        (self.sink)(Exchange { effect, method, uri, headers, body, outcome });
        result
    }
}

impl<T> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
