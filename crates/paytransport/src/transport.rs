//! The one trait that clients are written against.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;

use crate::SendError;

/// Sends one HTTP request and returns the whole response.
///
/// The request's URI is absolute (`https://host:port/path`). Any status is a response, redirects included; an error means that there is no
/// complete response, and says whether the request can have arrived.
///
/// An implementation never sends a request more than once. Dropping the future gives the request up: whether it arrived is then unknown.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request`; `effect` says what a second arrival would do, and so how much risk a reused connection may take.
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError>;
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        (**self).send(request, effect).await
    }
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Box<T> {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        (**self).send(request, effect).await
    }
}
