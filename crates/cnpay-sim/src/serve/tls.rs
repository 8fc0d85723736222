//! The server's side of TLS.

use std::sync::Arc;

use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, ServerConfig, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, aws_lc_rs},
    server::{
        VerifierBuilderError, WebPkiClientVerifier,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};
use rustls_pki_types::{CertificateDer, UnixTime};

use super::StartError;
use crate::Setup;

/// TLS 1.2 and 1.3, without client certificates.
pub(super) fn web(setup: &Setup) -> Result<ServerConfig, StartError> {
    let (chain, key) = setup.server();
    let builder = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(http1(builder.with_no_client_auth().with_single_cert(chain, key)?))
}

/// TLS 1.2 and 1.3, with a client certificate of the simulator's CA.
pub(super) fn mutual(setup: &Setup) -> Result<ServerConfig, StartError> {
    let (chain, key) = setup.server();
    let verifier = Arc::new(EvenExpired::new(setup.ca().clone())?);
    let builder = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(http1(builder.with_client_cert_verifier(verifier).with_single_cert(chain, key)?))
}

fn http1(mut config: ServerConfig) -> ServerConfig {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Takes certificates of one CA, expired ones too: 99bill lets those in and then answers HTTP 400.
#[derive(Debug)]
struct EvenExpired(Arc<dyn ClientCertVerifier>);

impl EvenExpired {
    fn new(ca: CertificateDer<'static>) -> Result<Self, StartError> {
        let mut roots = RootCertStore::empty();
        roots.add(ca)?;
        Ok(Self(WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).build()?))
    }
}

impl ClientCertVerifier for EvenExpired {
    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match self.0.verify_client_cert(end_entity, intermediates, now) {
            // Everything else must still hold: it is verified as of the certificate's last second.
            Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
                self.0.verify_client_cert(end_entity, intermediates, not_after)
            }
            other => other,
        }
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

impl From<VerifierBuilderError> for StartError {
    fn from(error: VerifierBuilderError) -> Self {
        Self::Tls(error.to_string())
    }
}

impl From<Error> for StartError {
    fn from(error: Error) -> Self {
        Self::Tls(error.to_string())
    }
}
