//! The keys of `[transport]`, which every provider's table may repeat.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use paycore::ConfigError;
use paysign::Certificate;
use paytransport::Settings;
use rustls_pki_types::CertificateDer;

use super::section::Section;

/// Where and how to connect.
#[derive(Debug, Clone)]
pub(super) struct TransportTable {
    roots: Vec<PathBuf>,
    proxy: Option<String>,
    connect_timeout: Duration,
    pub(super) total_timeout: Duration,
}

impl Default for TransportTable {
    fn default() -> Self {
        let Settings { connect_timeout, total_timeout, .. } = Settings::default();
        Self { roots: Vec::new(), proxy: None, connect_timeout, total_timeout }
    }
}

impl TransportTable {
    /// Takes its keys out of `section`; what is absent is as in `defaults`.
    pub(super) fn read(section: &mut Section, defaults: &Self) -> Result<Self, ConfigError> {
        Ok(Self {
            roots: section.files("roots")?.unwrap_or_else(|| defaults.roots.clone()),
            proxy: section.text("proxy")?.or_else(|| defaults.proxy.clone()).filter(|proxy| !proxy.is_empty()),
            connect_timeout: section.duration("connect_timeout")?.unwrap_or(defaults.connect_timeout),
            total_timeout: section.duration("total_timeout")?.unwrap_or(defaults.total_timeout),
        })
    }

    /// The settings, with the roots read from `folder`. `table` names the place in errors.
    pub(super) fn settings(&self, table: &str, folder: &Path) -> Result<Settings, ConfigError> {
        let proxy = self.proxy.as_deref().map(str::parse).transpose();
        Ok(Settings {
            roots: self.roots.iter().map(|file| roots(table, &folder.join(file))).collect::<Result<Vec<_>, _>>()?.concat(),
            proxy: proxy.map_err(|error: paytransport::SettingsError| ConfigError::new(format!("{table}.proxy"), error.to_string()))?,
            connect_timeout: self.connect_timeout,
            total_timeout: self.total_timeout,
            ..Settings::default()
        })
    }
}

fn roots(table: &str, file: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let certificates = Certificate::read(&read(table, "roots", file)?)
        .map_err(|error| ConfigError::new(format!("{table}.roots"), format!("{}: {error}", file.display())))?;
    Ok(certificates.iter().map(|certificate| certificate.der().clone()).collect())
}

/// Reads a file that the key `key` of `table` names.
pub(super) fn read(table: &str, key: &str, file: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(file).map_err(|error| {
        ConfigError::new(format!("{table}.{key}"), format!("the file {} cannot be read ({})", file.display(), error.kind()))
    })
}
