//! Where things are below the base URL. Section 1 of the specification.

use std::collections::BTreeMap;

use paycore::ConfigError;

/// What a request is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// Payment at the PC cashier.
    Pay,
    /// Payment at the mobile cashier.
    PayMobile,
    /// The offline order that the merchant's server places.
    Remit,
    /// 99bill's time.
    Timestamp,
    /// Order query, SOAP with MD5.
    QuerySoap,
    /// Order query, JSON with RSA.
    QueryJson,
    /// Refund, GET with MD5.
    RefundGet,
    /// Refund, JSON with RSA.
    RefundJson,
    /// Refund query, SOAP with MD5.
    RefundQuerySoap,
    /// Refund query, JSON with RSA.
    RefundQueryJson,
}

impl Endpoint {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Pay,
        Self::PayMobile,
        Self::Remit,
        Self::Timestamp,
        Self::QuerySoap,
        Self::QueryJson,
        Self::RefundGet,
        Self::RefundJson,
        Self::RefundQuerySoap,
        Self::RefundQueryJson,
    ];

    /// Its name in the settings.
    pub const fn name(self) -> &'static str {
        self.name_and_path().0
    }

    /// Its path where the settings name no other.
    pub const fn path(self) -> &'static str {
        self.name_and_path().1
    }

    const fn name_and_path(self) -> (&'static str, &'static str) {
        match self {
            Self::Pay => ("pay", "/gateway/recvMerchantInfoAction.htm"),
            Self::PayMobile => ("pay_mobile", "/mobilegateway/recvMerchantInfoAction.htm"),
            Self::Remit => ("remit", "/gateway/recvMerchantInfoAction.htm"),
            Self::Timestamp => ("timestamp", "/gateway/getOrderTimestamp.htm"),
            Self::QuerySoap => ("query_soap", "/apipay/services/gatewayOrderQuery"),
            Self::QueryJson => ("query_json", "/gatewayapi/gatewayOrderQuery.do"),
            Self::RefundGet => ("refund_get", "/webapp/receiveDrawbackAction.do"),
            Self::RefundJson => ("refund_json", "/gatewayapi/recievedrawbackPKI.do"),
            Self::RefundQuerySoap => ("refund_query_soap", "/gatewayapi/services/gatewayRefundQuery"),
            Self::RefundQueryJson => ("refund_query_json", "/gatewayapi/gatewayRefundQuery.do"),
        }
    }
}

/// The paths that differ from the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paths(BTreeMap<Endpoint, String>);

impl Paths {
    /// Puts `path` in the place of the usual one of the endpoint called `name`.
    ///
    /// # Errors
    /// A name that no endpoint has; a path that is not `/` and ASCII without blanks, query or fragment.
    pub fn set(&mut self, name: &str, path: impl Into<String>) -> Result<(), ConfigError> {
        let path = path.into();
        let key = format!("paths.{name}");
        let Some(endpoint) = Endpoint::ALL.into_iter().find(|endpoint| endpoint.name() == name) else {
            let names = Endpoint::ALL.map(Endpoint::name).join(", ");
            return Err(ConfigError::new(key, format!("is none of {names}")));
        };
        if !path.starts_with('/') || !path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#')) {
            return Err(ConfigError::new(key, "a path is expected, such as /gateway/recvMerchantInfoAction.htm"));
        }
        self.0.insert(endpoint, path);
        Ok(())
    }

    /// The path of `endpoint`.
    pub fn get(&self, endpoint: Endpoint) -> &str {
        self.0.get(&endpoint).map_or(endpoint.path(), String::as_str)
    }
}
