//! What the query services have in common: two transports, a signed head, signed items, pages of ten. Sections 8.1 to 8.4.

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use kq_form::{
    Fields, Listed, SignedList, Signing, json as wire, reply,
    soap::{self, Beans},
};
use paysign::Hash;
use paywire::flat::Node;

use super::{Account, Gateway, signature::Seal};
use crate::{
    answer::{json, xml},
    service::Handled,
};

/// How a service is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transport {
    /// SOAP, signed with MD5.
    Soap,
    /// JSON, signed with RSA.
    Json,
}

/// A service that is asked.
pub(super) struct Service {
    /// The name of its SOAP operation.
    pub(super) operation: &'static str,
    /// What a JSON answer calls its list.
    pub(super) list: &'static str,
    pub(super) request: &'static SignedList,
    pub(super) head: &'static SignedList,
    pub(super) item: &'static SignedList,
}

/// How many items there are on a page.
const PAGE_SIZE: usize = 10;

/// Fields of an answer.
pub(super) type Row = Vec<(&'static str, String)>;

/// What a service finds: items, and which of how many they are.
#[derive(Default)]
pub(super) struct Found {
    pub(super) items: Vec<Row>,
    pub(super) paging: Option<Paging>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Paging {
    current: usize,
    pages: usize,
    records: usize,
}

impl Found {
    /// One page of a list; `None` when there is no such page.
    pub(super) fn page(items: Vec<Row>, requested: Option<&str>) -> Option<Self> {
        let (records, pages) = (items.len(), items.len().div_ceil(PAGE_SIZE));
        let current = requested.map_or(Some(1), |page| page.parse().ok()).filter(|page| (1..=pages).contains(page))?;
        let items = items.into_iter().skip((current - 1) * PAGE_SIZE).take(PAGE_SIZE).collect();
        Some(Self { items, paging: Some(Paging { current, pages, records }) })
    }
}

/// A call as it came.
pub(super) struct Call<'c> {
    pub(super) transport: Transport,
    message: Listed<'c>,
}

impl Call<'_> {
    /// The text of a field; `None` when it is absent or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.message.get(name)?).ok()
    }

    /// The text, empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The signature's text, if there is one.
    pub(super) fn signature(&self) -> Option<&[u8]> {
        self.message.signature()
    }

    /// Whether the merchant has signed it with its query key.
    pub(super) fn is_signed_by(&self, account: &Account) -> bool {
        account.signed(&self.message, self.transport.signing(), &account.query_key)
    }
}

impl Transport {
    pub(super) const fn signing(self) -> Signing {
        match self {
            Self::Soap => Signing::Md5,
            Self::Json => Signing::Rsa,
        }
    }

    /// The `signType` that goes with it.
    pub(super) const fn sign_type(self) -> &'static str {
        match self {
            Self::Soap => "1",
            Self::Json => "2",
        }
    }

    /// How it prints a field's name: SOAP has one of its own (section 8.4).
    fn spelling(self, name: &'static str) -> &'static str {
        match (self, name) {
            (Self::Soap, "rOrderId") => "ROrderId",
            _ => name,
        }
    }

    fn read(self, service: &Service, body: &[u8]) -> Option<Vec<Node>> {
        match self {
            Self::Soap => soap::read_request(body).ok().filter(|(operation, _)| operation == service.operation).map(|(_, nodes)| nodes),
            Self::Json => reply::from_json(body).ok(),
        }
    }

    /// What cannot be read is answered by the transport, not by the service.
    fn refuse(self) -> Handled {
        match self {
            Self::Soap => {
                let mut response = xml(soap::fault("Client", "not a call of this service"));
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                Handled::page(response)
            }
            Self::Json => Handled::status(StatusCode::BAD_REQUEST),
        }
    }
}

impl Gateway {
    /// Answers a call. `find` says what is found, or the service's error code.
    pub(super) fn serve(
        &self,
        request: &Request<Bytes>,
        transport: Transport,
        service: &Service,
        find: impl FnOnce(&Call<'_>) -> Result<Found, &'static str>,
    ) -> Handled {
        if request.method() != Method::POST {
            return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let Some(nodes) = transport.read(service, request.body()) else { return transport.refuse() };
        let Ok(message) = service.request.take_nodes(&nodes) else { return transport.refuse() };
        let call = Call { transport, message };
        let (found, error) = match find(&call) {
            Ok(found) => (found, ""),
            Err(code) => (Found::default(), code),
        };
        if !error.is_empty() {
            tracing::info!(operation = service.operation, code = error, "refused");
        }
        // Nobody can sign for a merchant that is not known.
        let seal = self.account(call.text("merchantAcctId")).map(|account| self.service_seal(account, transport));
        let number = |of: fn(Paging) -> usize| found.paging.map_or_else(String::new, |paging| of(paging).to_string());
        let value = |name: &str| match name {
            "version" => "v2.0".to_owned(),
            "signType" => transport.sign_type().to_owned(),
            "errCode" => error.to_owned(),
            "currentPage" => number(|paging| paging.current),
            "pageCount" => number(|paging| paging.pages),
            "pageSize" => number(|_| PAGE_SIZE),
            "recordCount" => number(|paging| paging.records),
            echoed => call.text(echoed).to_owned(),
        };
        let head = service.head.fields.iter().map(|name| (*name, value(name))).collect();
        let head = fields(sealed(service.head, head, seal.as_ref()));
        let spelt = |(name, text)| (transport.spelling(name), text);
        let items = found.items.into_iter().map(|item| fields(sealed(service.item, item, seal.as_ref()).into_iter().map(spelt)));
        let items: Vec<_> = items.collect();
        Handled::page(match transport {
            Transport::Soap => xml(soap::reply(service.operation, &head, &items, Beans::Nested)),
            Transport::Json => json(wire::with_items(&head, service.list, &items)),
        })
    }

    fn service_seal(&self, account: &Account, transport: Transport) -> Seal {
        match transport {
            Transport::Soap => Seal::Md5(account.query_key.clone()),
            Transport::Json => Seal::Rsa { signer: self.signer.clone(), hash: Hash::Sha256, query_key: account.query_key.clone() },
        }
    }
}

/// The fields and their signature.
pub(super) fn sealed(list: &'static SignedList, mut row: Row, seal: Option<&Seal>) -> Row {
    let signature = seal.and_then(|seal| seal.sign(list, row.iter().map(|(name, text)| (*name, text.as_bytes()))));
    row.push((list.signature, signature.unwrap_or_default()));
    row
}

pub(super) fn fields(row: impl IntoIterator<Item = (&'static str, String)>) -> Fields {
    let mut fields = Fields::default();
    for (name, text) in row {
        fields.push(name, text);
    }
    fields
}
