//! What is answered with: a body of a kind.

use bytes::Bytes;
use http::{HeaderValue, Response, header::CONTENT_TYPE};

pub(crate) fn json(body: impl Into<Bytes>) -> Response<Bytes> {
    typed(body, "application/json; charset=utf-8")
}

pub(crate) fn xml(body: impl Into<Bytes>) -> Response<Bytes> {
    typed(body, "text/xml; charset=utf-8")
}

pub(crate) fn html(body: impl Into<Bytes>) -> Response<Bytes> {
    typed(body, "text/html; charset=utf-8")
}

fn typed(body: impl Into<Bytes>, content_type: &'static str) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
