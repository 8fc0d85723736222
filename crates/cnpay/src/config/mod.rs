//! `cnpay.toml`: read strictly, so that a mistake names file, key and what is expected, and never repeats a value.
#![cfg_attr(
    not(all(feature = "kuaiqian", feature = "mmsp", feature = "zhangxun")),
    allow(dead_code, reason = "without a provider nothing asks for most of the readers")
)]

mod address;
#[cfg(feature = "kuaiqian")]
mod agreement;
#[cfg(feature = "kuaiqian")]
mod gateway;
mod key_file;
#[cfg(feature = "mmsp")]
mod mmsp;
#[cfg(feature = "mmsp")]
mod mmsp_payout;
mod section;
mod transport;
#[cfg(feature = "zhangxun")]
mod zhangxun;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use paycore::ConfigError;
use paytransport::Transport;

#[cfg(feature = "kuaiqian")]
pub use gateway::GatewayKeys;
pub use section::resolve_secret;

use crate::{NoticeSettings, product};
use section::Section;
use transport::TransportTable;

/// Wraps a client's transport, for example to record what goes over it.
pub type Via<'a> = &'a (dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Sync);

/// The settings of every provider, from one file. Key files are read when a client is made, not before.
#[derive(Debug)]
pub struct Config {
    #[cfg(feature = "kuaiqian")]
    agreement: Option<agreement::AgreementTable>,
    #[cfg(feature = "kuaiqian")]
    gateway: Option<gateway::GatewayTable>,
    #[cfg(feature = "mmsp")]
    mmsp: Option<mmsp::MmspTable>,
    #[cfg(feature = "mmsp")]
    payout: Option<mmsp_payout::PayoutTable>,
    #[cfg(feature = "zhangxun")]
    zhangxun: Option<zhangxun::ZhangxunTable>,
    file: PathBuf,
}

impl Config {
    /// Reads `file`. Paths inside it count from its folder.
    ///
    /// # Errors
    /// No such file, not TOML, an unknown key, a value of another kind than expected.
    pub fn load(file: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let file = file.as_ref();
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError {
            file: Some(name.clone()),
            key: None,
            problem: format!("cannot be read ({}); a cnpay.toml is expected", error.kind()),
        })?;
        Self::parse(&text, file).map_err(|error| ConfigError { file: Some(name), ..error })
    }

    fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let mut root = Section::parse(text)?;
        let mut transport = root.table("transport")?;
        let defaults = TransportTable::read(&mut transport, &TransportTable::default())?;
        transport.finish()?;
        let mut listen = root.table("listen")?;
        listen.text("address")?;
        let public_url = listen.text("public_url")?;
        listen.finish()?;
        let mut ledger = root.table("ledger")?;
        ledger.text("url")?;
        ledger.finish()?;
        let mut kuaiqian = root.table("kuaiqian")?;
        #[cfg(feature = "kuaiqian")]
        let gateway = match kuaiqian.table_if_any("gateway")? {
            Some(section) => Some(gateway::GatewayTable::read(section, &defaults, public_url.as_deref())?),
            None => None,
        };
        #[cfg(feature = "kuaiqian")]
        let agreement = match kuaiqian.table_if_any("agreement")? {
            Some(section) => Some(agreement::AgreementTable::read(section, &defaults, public_url.as_deref())?),
            None => None,
        };
        #[cfg(not(feature = "kuaiqian"))]
        ["agreement", "gateway"].iter().try_for_each(|name| kuaiqian.table(name).map(drop))?;
        let _ = (&public_url, &defaults);
        kuaiqian.finish()?;
        #[cfg(feature = "mmsp")]
        let (mmsp, payout) = match root.table_if_any("mmsp")? {
            Some(mut section) => {
                let payout = section.table_if_any("payout")?;
                let payout = payout.map(|payout| mmsp_payout::PayoutTable::read(payout, &defaults)).transpose()?;
                (Some(mmsp::MmspTable::read(section, &defaults, public_url.as_deref())?), payout)
            }
            None => (None, None),
        };
        #[cfg(not(feature = "mmsp"))]
        root.table("mmsp").map(drop)?;
        #[cfg(feature = "zhangxun")]
        let zhangxun = match root.table_if_any("zhangxun")? {
            Some(section) => Some(zhangxun::ZhangxunTable::read(section, &defaults, public_url.as_deref())?),
            None => None,
        };
        #[cfg(not(feature = "zhangxun"))]
        root.table("zhangxun").map(drop)?;
        root.finish()?;
        Ok(Self {
            #[cfg(feature = "kuaiqian")]
            agreement,
            #[cfg(feature = "kuaiqian")]
            gateway,
            #[cfg(feature = "mmsp")]
            mmsp,
            #[cfg(feature = "mmsp")]
            payout,
            #[cfg(feature = "zhangxun")]
            zhangxun,
            file: file.to_owned(),
        })
    }

    /// What the notice `id` is checked with; no key of the merchant's own is needed.
    ///
    /// # Errors
    /// A missing key, or a key file that cannot be read; an id that no notice has.
    pub fn notice(&self, id: &str) -> Result<NoticeSettings, ConfigError> {
        match product::of(id) {
            Some(product) => (product.notice)(self, id),
            None => Err(self.in_file(ConfigError::new(id, "is no notice"))),
        }
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    fn in_file(&self, error: ConfigError) -> ConfigError {
        ConfigError { file: Some(self.file.display().to_string()), ..error }
    }
}

/// A client's complaint under the name of its table.
fn in_table(table: &str, error: &ConfigError) -> ConfigError {
    ConfigError::new(error.key.as_deref().map_or_else(|| table.to_owned(), |key| format!("{table}.{key}")), error.problem.clone())
}

#[cfg(all(test, feature = "kuaiqian"))]
mod tests {
    use super::*;

    const FULL: &str = r#"
        [transport]
        roots = ["ca.pem"]
        proxy = ""
        connect_timeout = "10s"
        total_timeout = "100s"
        [kuaiqian.agreement]
        base_url = "https://sandbox.99bill.com:9445"
        merchant = "104110045112012"
        terminal = "00002012"
        identity = "merchant.pfx"
        identity_password = "env:CNPAY_TEST_PASSWORD"
        login_key = "file:login.key"
        notice_keys = ["mgw.cer"]
        notice_url = ""
        tls = "1.2"
        sni = true
        allow_expired_identity = false
        confirm_by_query = true
        [kuaiqian.gateway]
        base_url = "https://sandbox.99bill.com"
        account = "1001163778801"
        member = ""
        sign = "rsa"
        private_key = "merchant.pfx"
        private_key_password = "env:CNPAY_TEST_PASSWORD"
        key = "file:gateway.key"
        hash = "sha256"
        notice_hash = ["sha1", "sha256"]
        notice_keys = ["99bill.cer"]
        query_key = "env:CNPAY_TEST_QUERY_KEY"
        refund_key = "env:CNPAY_TEST_REFUND_KEY"
        refund_query_key = "query"
        services = "soap"
        cashier = "pc"
        charset = "utf-8"
        high_risk = false
        notice_url = ""
        page_url = ""
        redirect_url = ""
        paths = {}
        [mmsp]
        base_url = "https://open.example"
        open_url = "https://open.example/open"
        gateway_url = "https://open.example/gateway"
        platform_url = ""
        openid_url = ""
        merchant = "001440353999853"
        terminal = "84970001"
        agent = ""
        key = "env:CNPAY_TEST_KEY"
        agent_key = ""
        content_type = "application/json"
        qq_micropay_command = 776
        wake_merchant_parameter = "merno"
        scan_node_id = "openplat"
        notice_url = ""
        jump_url = ""
        [mmsp.payout]
        base_url = "https://payout.example"
        merchant = "001440353999853"
        private_key = "merchant.pem"
        platform_key = "platform.pem"
        verify_reply_sign = false
        [zhangxun]
        base_url = "https://pay.example/mpcctp"
        org = "8161000204"
        merchant = "16121900001774"
        key = "env:CNPAY_TEST_KEY"
        version = "2.1"
        notice_url = ""
        payout_notice_url = ""
        [ledger]
        url = "sqlite://cnpay.db"
        [listen]
        address = "127.0.0.1:8099"
        public_url = "https://pay.example.com"
    "#;

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("cnpay.toml"))
    }

    #[test]
    fn every_documented_key_is_accepted() {
        let config = parse(FULL).expect("the documented settings");
        assert!(config.agreement.is_some() && config.gateway.is_some());
    }

    #[test]
    fn a_mistake_names_its_key_and_what_is_expected() {
        for (line, key, expected) in [
            ("[transport]\nroot = []", "transport.root", "is not a key of this table"),
            ("[transport]\nroots = \"ca.pem\"", "transport.roots", "a list of file names is expected"),
            ("[transport]\ntotal_timeout = \"ten\"", "transport.total_timeout", "a duration such as"),
            ("[kuaiqian.agreement]\nlogin_key = 12345678", "kuaiqian.agreement.login_key", "a text in quotes is expected"),
            ("[kuaiqian.agreement]\nsni = \"yes\"", "kuaiqian.agreement.sni", "true or false is expected"),
            ("[kuaiqian.agreement]\ntls = \"1.1\"", "kuaiqian.agreement.tls", "\"1.2\" or \"1.3\" is expected"),
            ("[kuaiqian.agreement]\ntotal_timeout = \"59s\"", "kuaiqian.agreement.total_timeout", "at least 60s"),
            ("[kuaiqian.gateway]\nsign = \"dsa\"", "kuaiqian.gateway.sign", "\"rsa\" or \"md5\" is expected"),
            ("[kuaiqian.gateway]\nnotice_hash = [\"md5\"]", "kuaiqian.gateway.notice_hash", "a list of \"sha1\" and \"sha256\""),
            ("[kuaiqian.gateway]\nnotice_hash = []", "kuaiqian.gateway.notice_hash", "a list of"),
            ("[kuaiqian.gateway]\npaths = { nowhere = \"/\" }", "kuaiqian.gateway.paths.nowhere", "is none of pay, "),
            ("[kuaiqian.gateway.paths]\npay = \"here\"", "kuaiqian.gateway.paths.pay", "a path is expected"),
            ("[kuaiqian.gateway]\naccount = \"12 345678\"", "kuaiqian.gateway.account", "digits"),
            ("[kuaiqian.agrement]", "kuaiqian.agrement", "is not a key of this table"),
            ("[ledger]\nurl = 5", "ledger.url", "a text in quotes is expected"),
            ("[transport]\ntotal_timeout = \"59s\"\n[kuaiqian.agreement]", "transport.total_timeout", "at least 60s"),
            ("[kuaiqian.agreement]\nmerchant = \"123\"", "kuaiqian.agreement.merchant", "15 digits"),
            ("[kuaiqian.agreement]\nnotice_url = \"nowhere\"", "kuaiqian.agreement.notice_url", "an absolute http or https URL"),
            ("[kuaiqian.agreement]\nbase_url = \"https://u:12345678@h\"", "kuaiqian.agreement.base_url", "without a password"),
            ("[transport]\nproxy = \"http://u:12345678@\"", "transport.proxy", "the proxy must be"),
            ("colour = 1", "colour", "is not a key of this table"),
        ] {
            let error = parse(line).expect_err(line);
            assert_eq!(error.key.as_deref(), Some(key), "{line}");
            assert!(error.problem.contains(expected), "{line}: {}", error.problem);
            assert!(!error.to_string().contains("12345678"), "a value is repeated: {error}");
        }
    }

    #[test]
    fn broken_toml_names_the_line_and_repeats_nothing() {
        let error = parse("[kuaiqian.agreement]\nlogin_key = \"geheim\nx = 1").expect_err("an open quote");
        assert!(error.problem.starts_with("line 2 is not TOML"), "{}", error.problem);
        assert!(!error.problem.contains("geheim"), "{}", error.problem);
    }

    #[test]
    fn secrets_come_from_the_file_a_variable_or_a_file() {
        let folder = std::env::temp_dir();
        let file = folder.join(format!("cnpay-secret-{}", std::process::id()));
        std::fs::write(&file, "geheim\n").expect("a temporary file");
        let name = file.file_name().and_then(|name| name.to_str()).expect("a plain name");
        assert_eq!(section::resolve_secret(&format!("file:{name}"), &folder).expect("a file").expose(), "geheim");
        assert_eq!(section::resolve_secret("plain", &folder).expect("a text").expose(), "plain");
        let error = section::resolve_secret("env:CNPAY_NO_SUCH_VARIABLE", &folder).expect_err("no such variable");
        assert!(error.problem.contains("CNPAY_NO_SUCH_VARIABLE"));
        std::fs::remove_file(file).expect("it was there");
    }

    #[test]
    fn no_secret_is_printed() {
        let text = "[transport]\nproxy = \"http://u:12345678@h:1\"\n[kuaiqian.agreement]\nlogin_key = \"geheim\"";
        let printed = format!("{:?}", parse(text).expect("settings"));
        assert!(!printed.contains("12345678") && !printed.contains("geheim"), "{printed}");
    }

    /// The fuzz target `config` found it.
    #[test]
    fn a_number_that_is_too_large_is_not_repeated() {
        let error = parse("key = 222222222222222222222222222222222229").expect_err("no TOML integer is as large");
        assert!(error.problem.starts_with("line 1 is not TOML"), "{error}");
        assert!(!error.problem.contains("2222"), "{error}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Config::load("no/such/cnpay.toml").expect_err("no such file");
        assert!(error.to_string().starts_with("no/such/cnpay.toml: cannot be read"), "{error}");
    }

    #[test]
    fn an_identity_that_tls_refuses_is_named_with_what_is_wrong_with_it() {
        let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/keys/cnpay.toml"));
        let pem = r#"certificate = "notice-1024.crt.pem"
                     private_key = "notice-1024.key.pem"
                     allow_expired_identity = true"#;
        for (identity, key, problem) in [
            (
                r#"identity = "client-1024.pfx""#,
                "identity",
                "client-1024.pfx: TLS needs an RSA key of at least 2048 bits, this one has 1024",
            ),
            (
                r#"identity = "client-v1.pfx""#,
                "identity",
                "client-v1.pfx: TLS needs a certificate of X.509 version 3, this one is of version 1",
            ),
            (pem, "certificate", "notice-1024.crt.pem: TLS needs an RSA key of at least 2048 bits, this one has 1024"),
        ] {
            let text = format!(
                r#"[kuaiqian.agreement]
                   base_url = "https://localhost"
                   merchant = "104110045112012"
                   terminal = "00002012"
                   login_key = "geheim"
                   identity_password = "cnpay-test"
                   {identity}"#
            );
            let error = Config::parse(&text, file).expect("settings").agreement().expect_err("TLS refuses it");
            assert_eq!(error.key, Some(format!("kuaiqian.agreement.{key}")), "{error}");
            assert!(error.problem.starts_with(problem), "{error}");
        }
    }

    #[test]
    fn without_an_address_the_public_url_serves() {
        let config = parse(FULL).expect("the documented settings");
        let table = config.agreement.expect("it is there");
        assert_eq!(table.notice_url.as_deref(), Some("https://pay.example.com/notices/kuaiqian.agreement.tr3"));
    }
}
