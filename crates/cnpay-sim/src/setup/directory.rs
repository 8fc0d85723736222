//! The directory that a merchant's tools are pointed at: keys, certificates and a ready `cnpay.toml`.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use super::{ACCOUNT, MEMBER, MERCHANT, MMSP_AGENT, MMSP_MERCHANT, MMSP_TERMINAL, Setup, TERMINAL, ZHANGXUN_MERCHANT, ZHANGXUN_ORG};

const CONFIG: &str = "cnpay.toml";
const CA: &str = "ca.pem";
const PFX: &str = "merchant.pfx";
const CERTIFICATE: &str = "merchant.pem";
const KEY: &str = "merchant.key";
const NOTICE: &str = "notice.pem";
const PAYOUT_KEY: &str = "payout.key";
const PAYOUT_PLATFORM: &str = "payout-platform.pem";

/// The first line of our `cnpay.toml`; a directory whose files do not follow it is somebody's own.
const MARK: &str = "# Written by the cnpay simulator, and written anew each time it starts.";

/// Where the simulator listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// Base URL of the listener without client certificates.
    pub web: String,
    /// Base URL of agreement pay.
    pub agreement: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Files {
    /// `cnpay.toml`.
    pub config: PathBuf,
    /// `ca.pem`.
    pub ca: PathBuf,
}

impl Setup {
    /// The `cnpay.toml` of a merchant of this simulator, passwords included. Paths count from the file.
    pub fn config(&self, urls: &Urls) -> String {
        let (password, login_key) = (&self.merchant.pfx_password, &self.login_key);
        format!(
            "{MARK}\n\
             \n\
             [transport]\n\
             roots = [{ca}]\n\
             \n\
             [kuaiqian.agreement]\n\
             base_url = {base_url}\n\
             merchant = {merchant}\n\
             terminal = {terminal}\n\
             identity = {identity}\n\
             identity_password = {password}\n\
             login_key = {login_key}\n\
             notice_keys = [{notice}]\n\
             \n\
             [kuaiqian.gateway]\n\
             base_url = {web}\n\
             account = {account}\n\
             member = {member}\n\
             sign = \"rsa\"\n\
             private_key = {identity}\n\
             private_key_password = {password}\n\
             key = {key}\n\
             hash = \"sha256\"\n\
             notice_hash = [\"sha1\", \"sha256\"]\n\
             notice_keys = [{notice}]\n\
             query_key = {query_key}\n\
             refund_key = {refund_key}\n\
             services = \"json\"\n\
             \n\
             [mmsp]\n\
             open_url = {open}\n\
             gateway_url = {gateway}\n\
             platform_url = {web}\n\
             openid_url = {openid}\n\
             merchant = {mmsp_merchant}\n\
             terminal = {mmsp_terminal}\n\
             key = {mmsp_key}\n\
             # Under an agent:\n\
             # agent = {mmsp_agent}\n\
             # agent_key = {mmsp_agent_key}\n\
             \n\
             [mmsp.payout]\n\
             base_url = {payout}\n\
             merchant = {mmsp_merchant}\n\
             private_key = {payout_key}\n\
             platform_key = {payout_platform}\n\
             verify_reply_sign = true\n\
             \n\
             [zhangxun]\n\
             base_url = {zhangxun}\n\
             org = {zhangxun_org}\n\
             merchant = {zhangxun_merchant}\n\
             key = {zhangxun_key}\n\
             version = \"2.1\"\n",
            ca = quoted(CA),
            base_url = quoted(&urls.agreement),
            merchant = quoted(MERCHANT),
            terminal = quoted(TERMINAL),
            identity = quoted(PFX),
            password = quoted(password.expose()),
            login_key = quoted(login_key.expose()),
            notice = quoted(NOTICE),
            web = quoted(&urls.web),
            account = quoted(ACCOUNT),
            member = quoted(MEMBER),
            key = quoted(self.gateway_key.expose()),
            query_key = quoted(self.query_key.expose()),
            refund_key = quoted(self.refund_key.expose()),
            open = quoted(&format!("{}/mmsp/open", urls.web)),
            gateway = quoted(&format!("{}/mmsp/gateway", urls.web)),
            openid = quoted(&format!("{}/mmsp/openid", urls.web)),
            payout = quoted(&format!("{}/mmsp/payout", urls.web)),
            mmsp_merchant = quoted(MMSP_MERCHANT),
            mmsp_terminal = quoted(MMSP_TERMINAL),
            mmsp_key = quoted(self.mmsp_key.expose()),
            mmsp_agent = quoted(MMSP_AGENT),
            mmsp_agent_key = quoted(self.mmsp_agent_key.expose()),
            payout_key = quoted(PAYOUT_KEY),
            payout_platform = quoted(PAYOUT_PLATFORM),
            zhangxun = quoted(&format!("{}/mpcctp/", urls.web)),
            zhangxun_org = quoted(ZHANGXUN_ORG),
            zhangxun_merchant = quoted(ZHANGXUN_MERCHANT),
            zhangxun_key = quoted(self.zhangxun_key.expose()),
        )
    }

    /// Writes `ca.pem`, `merchant.pfx`, the same as `merchant.pem` and `merchant.key`, `notice.pem`, `payout.key`, `payout-platform.pem` and
    /// `cnpay.toml` into `directory`, which is made if it does not exist. Files with secrets are for their owner's eyes only. Files of an
    /// earlier run are replaced.
    ///
    /// # Errors
    /// The directory holds a file of one of these names that the simulator has not written, or cannot be written to.
    pub fn write(&self, directory: &Path, urls: &Urls) -> io::Result<Files> {
        fs::create_dir_all(directory)?;
        let at = |name: &str| directory.join(name);
        refuse_foreign(directory)?;
        // First, so that a run that is cut short leaves a directory that the next one knows for its own.
        private(&at(CONFIG), self.config(urls).as_bytes())?;
        private(&at(PFX), &self.merchant.pfx)?;
        private(&at(KEY), self.merchant.key_pem.expose().as_bytes())?;
        fs::write(at(CERTIFICATE), &self.merchant.certificate_pem)?;
        fs::write(at(CA), &self.ca_pem)?;
        fs::write(at(NOTICE), &self.notice_public_pem)?;
        private(&at(PAYOUT_KEY), self.payout.merchant_pem.expose().as_bytes())?;
        fs::write(at(PAYOUT_PLATFORM), &self.payout.platform_public_pem)?;
        Ok(Files { config: at(CONFIG), ca: at(CA) })
    }
}

/// Nobody's production keys are overwritten.
fn refuse_foreign(directory: &Path) -> io::Result<()> {
    let ours = match fs::read(directory.join(CONFIG)) {
        Ok(config) => config.starts_with(MARK.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    let foreign =
        [CONFIG, PFX, KEY, CERTIFICATE, CA, NOTICE, PAYOUT_KEY, PAYOUT_PLATFORM].into_iter().find(|name| directory.join(name).exists());
    match foreign {
        Some(name) if !ours => {
            let problem = format!("{} is not the simulator's: choose another directory", directory.join(name).display());
            Err(io::Error::new(io::ErrorKind::AlreadyExists, problem))
        }
        _ => Ok(()),
    }
}

/// A new file that only its owner reads.
fn private(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content)
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_quoted() {
        for text in ["a", "a\"b\\c", "a\nb\u{7f}", "快钱"] {
            let document: toml::Table = format!("key = {}", quoted(text)).parse().expect("TOML");
            assert_eq!(document["key"].as_str(), Some(text));
        }
    }
}
