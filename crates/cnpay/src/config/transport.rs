//! The keys of `[transport]`, which every provider's table may repeat.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use paycore::ConfigError;
use paysign::Certificate;
use paytransport::{Proxy, Settings};
use rustls_pki_types::CertificateDer;

use super::section::Section;

/// Where and how to connect. Errors name the key of the table that a value stands in.
#[derive(Debug, Clone, Default)]
pub(super) struct TransportTable {
    roots: Option<Placed<Vec<PathBuf>>>,
    proxy: Option<Placed<Option<Proxy>>>,
    connect_timeout: Option<Placed<Duration>>,
    total_timeout: Option<Placed<Duration>>,
}

/// A value and the key that it stands at.
#[derive(Debug, Clone)]
struct Placed<T> {
    key: String,
    value: T,
}

impl TransportTable {
    /// Takes its keys out of `section`; what is absent is as in `defaults`.
    pub(super) fn read(section: &mut Section, defaults: &Self) -> Result<Self, ConfigError> {
        let roots = section.files("roots")?.map(|value| Placed { key: section.key("roots"), value });
        let proxy = match section.text("proxy")? {
            None => None,
            Some(text) if text.is_empty() => Some(Placed { key: section.key("proxy"), value: None }),
            Some(text) => {
                let value = text.parse().map_err(|error: paytransport::SettingsError| section.error("proxy", error.to_string()))?;
                Some(Placed { key: section.key("proxy"), value: Some(value) })
            }
        };
        let connect_timeout = section.duration("connect_timeout")?.map(|value| Placed { key: section.key("connect_timeout"), value });
        let total_timeout = section.duration("total_timeout")?.map(|value| Placed { key: section.key("total_timeout"), value });
        Ok(Self {
            roots: roots.or_else(|| defaults.roots.clone()),
            proxy: proxy.or_else(|| defaults.proxy.clone()),
            connect_timeout: connect_timeout.or_else(|| defaults.connect_timeout.clone()),
            total_timeout: total_timeout.or_else(|| defaults.total_timeout.clone()),
        })
    }

    /// Refuses a total time limit under `shortest`.
    pub(super) fn at_least(&self, shortest: Duration, why: &str) -> Result<(), ConfigError> {
        match &self.total_timeout {
            Some(total) if total.value < shortest => {
                Err(ConfigError::new(&total.key, format!("at least {}s is expected: {why}", shortest.as_secs())))
            }
            _ => Ok(()),
        }
    }

    /// The settings, with the roots read from `folder`.
    pub(super) fn settings(&self, folder: &Path) -> Result<Settings, ConfigError> {
        let defaults = Settings::default();
        let mut certificates = Vec::new();
        if let Some(placed) = &self.roots {
            for file in &placed.value {
                certificates.extend(roots(&placed.key, &folder.join(file))?);
            }
        }
        Ok(Settings {
            roots: certificates,
            proxy: self.proxy.as_ref().and_then(|placed| placed.value.clone()),
            connect_timeout: self.connect_timeout.as_ref().map_or(defaults.connect_timeout, |placed| placed.value),
            total_timeout: self.total_timeout.as_ref().map_or(defaults.total_timeout, |placed| placed.value),
            ..defaults
        })
    }
}

fn roots(key: &str, file: &Path) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let certificates =
        Certificate::read(&read(key, file)?).map_err(|error| ConfigError::new(key, format!("{}: {error}", file.display())))?;
    Ok(certificates.iter().map(|certificate| certificate.der().clone()).collect())
}

/// Reads a file that `key` names.
pub(super) fn read(key: &str, file: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(file).map_err(|error| ConfigError::new(key, format!("the file {} cannot be read ({})", file.display(), error.kind())))
}
