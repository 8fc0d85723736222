//! What the command line may say.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use cnpay::{Sensitive, kq_form::LISTS};

use crate::language::Language;

/// Payments through Chinese acquirers: talk to one, check what it says, or simulate it.
#[derive(Debug, Parser)]
#[command(name = "cnpay", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The settings
    #[arg(long, global = true, value_name = "FILE", default_value = "cnpay.toml")]
    pub(crate) config: PathBuf,
    /// text on a terminal, else json
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) output: Option<Format>,
    /// Language of what people read; default: the locale's
    #[arg(long, global = true)]
    pub(crate) lang: Option<Language>,
    /// Say on stderr what happens, secrets masked
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run every flow against the simulator, over real TLS
    Demo(Demo),
    /// Serve the simulator until stopped
    Sim(Sim),
    /// List operations, or describe one
    Operations {
        /// The operation to describe
        id: Option<String>,
    },
    /// Build a request, send it, print the outcome
    Call(Call),
    /// Verify and decode a notice from stdin, print the ack
    Notify(Notify),
    /// Decode a message from stdin; nothing is verified
    Decode {
        /// The codec
        codec: Codec,
    },
    /// Print the base string of a message from stdin, and its signature
    Sign(Sign),
    /// Find out why the signature of a message from stdin is wrong
    Explain(Explain),
    /// Show what a certificate or key file holds, how long it is valid, and what it is good for
    Cert(Cert),
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scheme {
    /// 99bill's notification of agreement pay
    #[value(name = "kuaiqian-tr3")]
    KuaiqianTr3,
    /// A form or query string of 99bill's RMB gateway, values URL-encoded
    #[value(name = "kuaiqian-gateway")]
    KuaiqianGateway,
    /// An envelope of the MMSP open platform, or a bare Body
    #[value(name = "mmsp-md5")]
    MmspMd5,
    /// A payout of MMSP: sign takes the plaintext, explain the envelope
    #[value(name = "mmsp-payout")]
    MmspPayout,
    /// A form or JSON object of 掌讯
    #[value(name = "zhangxun-md5")]
    ZhangxunMd5,
}

#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// How it is signed
    pub(crate) scheme: Scheme,
    /// Which message of kuaiqian-gateway it is; default: pay to sign, notice to explain
    #[arg(long = "as", value_name = "LIST", value_parser = LISTS.map(|list| list.name))]
    pub(crate) list: Option<String>,
    #[command(flatten)]
    pub(crate) keys: Keys,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// How it is signed
    pub(crate) scheme: Scheme,
    /// Which message of kuaiqian-gateway it is; default: pay to sign, notice to explain
    #[arg(long = "as", value_name = "LIST", value_parser = LISTS.map(|list| list.name))]
    pub(crate) list: Option<String>,
    /// The signature, where the message does not hold it
    #[arg(long, value_name = "S")]
    pub(crate) signature: Option<String>,
    #[command(flatten)]
    pub(crate) keys: Keys,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Codec {
    /// 99bill agreement pay
    KqXml,
    /// 99bill RMB gateway: forms, and the XML, SOAP and JSON of query and refund
    KqForm,
    /// MMSP open platform
    MmspJson,
    /// 掌讯
    ZxForm,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Only this product, such as kuaiqian.agreement
    #[arg(long, value_name = "PROVIDER.PRODUCT")]
    pub(crate) only: Option<String>,
    /// Makes the run repeatable
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Sim {
    /// Where the web listener listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: String,
    /// Where the mutual-TLS listener of agreement pay listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen_mtls: String,
    /// Where cnpay.toml, ca.pem and the keys are written
    #[arg(long, value_name = "DIR", default_value = "cnpay-sim")]
    pub(crate) dir: PathBuf,
    /// A fault and how often it happens, 0 to 1; may be repeated
    #[arg(long = "fault", value_name = "NAME=RATE")]
    pub(crate) faults: Vec<String>,
    /// Show the address of the merchant's page, and open it where there is a desktop
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Call {
    /// The operation
    pub(crate) id: String,
    /// Fields by wire name, in wire units
    #[arg(value_name = "FIELD=VALUE")]
    pub(crate) fields: Vec<String>,
    /// Fields as a JSON object: card data and lists belong here; - is stdin
    #[arg(long, value_name = "FILE|-")]
    pub(crate) body: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Notify {
    /// The notice
    pub(crate) id: String,
    /// The raw query string of a notice that comes by GET
    #[arg(long, value_name = "STRING")]
    pub(crate) query: Option<String>,
    /// The charset of a notice whose order was placed with another one than the settings'
    #[arg(long, value_name = "NAME")]
    pub(crate) charset: Option<String>,
    /// Where the payer is sent, for notices whose ack says so
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_url: Option<String>,
    #[command(flatten)]
    pub(crate) keys: Keys,
}

/// Keys that win over the settings.
#[derive(Debug, Args)]
pub(crate) struct Keys {
    /// The shared key of an MD5 signature, or the query key that ends some RSA texts; env:NAME and file:PATH are read
    #[arg(long, value_name = "TEXT")]
    pub(crate) key: Option<Sensitive>,
    /// The provider's public key: certificate (PEM, DER, .cer) or PEM public key; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Vec<PathBuf>,
    /// The private key: PEM, or a .pfx with --password
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// The password of --key-file; env:NAME and file:PATH are read
    #[arg(long, value_name = "P")]
    pub(crate) password: Option<Sensitive>,
    /// The hash under the signature
    #[arg(long, value_name = "HASH")]
    pub(crate) hash: Option<HashName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HashName {
    Sha1,
    Sha256,
}

#[derive(Debug, Args)]
pub(crate) struct Cert {
    /// A certificate, a key or a .pfx
    pub(crate) file: PathBuf,
    /// What opens a .pfx; env:NAME and file:PATH keep it off the command line
    #[arg(long, value_name = "P")]
    pub(crate) password: Option<Sensitive>,
}
