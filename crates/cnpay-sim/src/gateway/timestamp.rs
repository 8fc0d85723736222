//! `GET /gateway/getOrderTimestamp.htm`: what time it is at 99bill. Section 6.

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use paycore::BeijingTime;

use crate::{
    answer::xml,
    service::{Handled, Moment},
};

pub(super) fn answer(request: &Request<Bytes>, moment: &Moment) -> Handled {
    if request.method() != Method::GET {
        return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
    }
    let document = format!("<res><timestamp>{}</timestamp></res>", BeijingTime::from(moment.now).compact());
    Handled::page(xml(document))
}
