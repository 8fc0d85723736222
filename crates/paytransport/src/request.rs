//! From the caller's request to the one on the wire.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, EXPECT, HOST, TE, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderValue, Method, Request, Uri, Version};
use http_body_util::Full;

use crate::origin::Origin;
use crate::{Kind, Proxy, SendError};

/// The request as HTTP/1.1 writes it: with `Host` and `Content-Length`, and with only the path in its first line, unless it is plain http
/// through a proxy. Headers that would change the framing are refused.
pub(crate) fn prepare(request: Request<Bytes>, origin: &Origin, proxy: Option<&Proxy>) -> Result<Request<Full<Bytes>>, SendError> {
    let refuse = |why: String| SendError::not_sent(Kind::Request, why);
    let (mut parts, body) = request.into_parts();
    if parts.method == Method::CONNECT {
        return Err(refuse("CONNECT is not a request to a provider".to_owned()));
    }
    if let Some(name) = [TRANSFER_ENCODING, EXPECT, TE, UPGRADE].into_iter().find(|name| parts.headers.contains_key(name)) {
        return Err(refuse(format!("the header {name} is not supported")));
    }
    if !parts.headers.contains_key(HOST) {
        let host = HeaderValue::from_str(origin.authority()).map_err(|_| refuse("the URL's host cannot be written".to_owned()))?;
        parts.headers.insert(HOST, host);
    }
    // A GET without a body carries no length: some servers take one as a sign of a body.
    if body.is_empty() && matches!(parts.method, Method::GET | Method::HEAD) {
        parts.headers.remove(CONTENT_LENGTH);
    } else {
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    match proxy {
        Some(proxy) if !origin.tls => proxy.authorize(&mut parts.headers),
        _ => parts.uri = parts.uri.into_parts().path_and_query.map_or_else(|| Uri::from_static("/"), Uri::from),
    }
    parts.version = Version::HTTP_11;
    Ok(Request::from_parts(parts, Full::new(body)))
}
