//! The frame of a page that a payer sees. Nothing in it comes from elsewhere.

use bytes::Bytes;
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};

/// A page in Chinese and English, its content in the frame. It loads itself anew after `refresh` seconds.
pub(crate) fn document(title: &str, content: &Markup, refresh: Option<u32>) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="zh" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if let Some(seconds) = refresh { meta http-equiv="refresh" content=(seconds); }
                title { (title) }
                style { (PreEscaped(include_str!("gateway/style.css"))) }
            }
            body {
                main {
                    h1 { (title) }
                    (content)
                    footer { "模拟器：不涉及真实资金 Simulator: no real money moves here" }
                }
            }
        }
    };
    document.into_string()
}

pub(crate) fn respond(status: StatusCode, document: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(document));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"),
    );
    response
}

/// The QR code of an address; an address that is too long for a code has none.
pub(crate) fn qr_code(address: &str) -> Option<Markup> {
    let code = QrCode::new(address).ok()?;
    let document = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    // Inside a page it stands without its XML declaration.
    let drawing = document.split_once("?>").map_or(document.as_str(), |(_, drawing)| drawing);
    Some(PreEscaped(drawing.to_owned()))
}

/// Sends the browser on; `None` when no header can carry the address.
pub(crate) fn see_other(address: &str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(address).ok()?);
    Some(response)
}

/// What the addresses of this listener begin with, as the caller knows it.
pub(crate) fn origin(request: &Request<Bytes>) -> String {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = header.or(request.uri().authority().map(|authority| authority.as_str())).unwrap_or("localhost");
    format!("https://{host}")
}

/// Puts parameters behind those that an address has.
pub(crate) fn with_query(url: &str, query: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}
