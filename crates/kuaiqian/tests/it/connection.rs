//! Which identities and limits a connection is made with. Sections 1.2 to 1.4.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use kuaiqian::agreement::{Connection, connect};
use paycore::{ConfigError, Sensitive};
use paysign::Identity;
use paytransport::{Settings, Tls};
use tracing::{
    Event, Level, Metadata, Subscriber,
    span::{Attributes, Id, Record},
};

use crate::support::{fixture, start};

fn identity(file: &str) -> Identity {
    Identity::from_pfx(&fixture(file), &Sensitive::from("cnpay-test")).expect(file)
}

fn refusal(file: &str, connection: Connection) -> ConfigError {
    connect(&identity(file), connection, start()).map(|_| ()).expect_err(file)
}

#[test]
fn the_defaults_are_what_these_servers_want() {
    let connection = Connection::default();
    assert_eq!(connection.transport.tls, Tls::V12Only);
    assert_eq!(connection.transport.connect_timeout, Duration::from_secs(10));
    assert_eq!(connection.transport.total_timeout, Duration::from_secs(100));
    assert_eq!(connection.transport.response_limit, 1 << 20);
    assert!(connection.transport.sni && !connection.allow_expired_identity);
    assert!(connect(&identity("client-aes.pfx"), connection, start()).is_ok());
}

#[test]
fn an_identity_that_cannot_serve_is_refused_before_anything_is_sent() {
    for (file, reason) in [("client-expired.pfx", "2022-01-01"), ("client-1024.pfx", "1024"), ("client-v1.pfx", "version 1")] {
        let error = refusal(file, Connection::default());
        assert_eq!(error.key.as_deref(), Some("identity"), "{file}");
        assert!(error.problem.contains(reason), "{file}: {error}");
    }
}

#[test]
fn an_expired_identity_may_be_wanted() {
    let connection = Connection { allow_expired_identity: true, ..Connection::default() };
    assert!(connect(&identity("client-expired.pfx"), connection, start()).is_ok());
}

#[test]
fn a_debit_is_not_given_up_within_a_minute() {
    for (seconds, good) in [(0, false), (59, false), (60, true), (100, true)] {
        let transport = Settings { total_timeout: Duration::from_secs(seconds), ..Connection::default().transport };
        let result = connect(&identity("client-aes.pfx"), Connection { transport, ..Connection::default() }, start());
        match result {
            Ok(_) => assert!(good, "{seconds}"),
            Err(error) => assert_eq!((good, error.key.as_deref()), (false, Some("total_timeout")), "{error}"),
        }
    }
}

/// Counts the warnings of a thread.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<usize>>);

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("kuaiqian") && *metadata.level() == Level::WARN
    }
    fn event(&self, _: &Event<'_>) {
        *self.0.lock().expect("the count") += 1;
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn the_end_of_the_certificate_is_announced_45_days_ahead() {
    // 2022-01-01 00:00:00 UTC.
    let (end, day) = (SystemTime::UNIX_EPOCH + Duration::from_secs(1_640_995_200), Duration::from_secs(86_400));
    for (now, warned) in [(end - 46 * day, 0), (end - 45 * day, 1), (end - day, 1)] {
        let warnings = Warnings::default();
        let result = tracing::subscriber::with_default(warnings.clone(), || {
            connect(&identity("client-expired.pfx"), Connection::default(), now).map(|_| ())
        });
        assert_eq!((result, *warnings.0.lock().expect("the count")), (Ok(()), warned), "{now:?}");
    }
}
