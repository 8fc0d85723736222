//! What stands in for the world outside: simulated providers in this process, and a folder with the `cnpay.toml` of a merchant there.

use std::{env, error, fs, path::PathBuf, process, time::Duration};

use cnpay::{Sensitive, kuaiqian::agreement::Agreement};
use cnpay_sim::{Options, Running, SMS_CODE, Settings, Simulator, Timing};

pub(crate) struct World {
    pub(crate) settings: PathBuf,
    folder: PathBuf,
    _running: Running,
}

impl World {
    /// A world whose providers reach the merchant at `public_url`. What takes a bank seconds takes it milliseconds here.
    pub(crate) async fn start(public_url: &str) -> Result<Self, Box<dyn error::Error>> {
        let soon = Duration::from_millis(20);
        let settings = Settings { timing: Timing { settle_after: soon, notice_after: soon, ..Timing::default() }, ..Settings::default() };
        let running = Simulator::start(Options { settings, ..Options::default() }).await?;
        let folder = env::temp_dir().join(format!("cnpay-example-{}", process::id()));
        let settings = running.write(&folder)?.config;
        let text = fs::read_to_string(&settings)?;
        fs::write(&settings, format!("{text}\n[listen]\npublic_url = \"{public_url}\"\n"))?;
        Ok(Self { settings, folder, _running: running })
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Somebody may have tidied up already.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Signs a card once, with the code that its holder gets by SMS. The token charges it from then on.
pub(crate) async fn sign_card(agreement: &Agreement, customer: &str) -> Result<Sensitive, Box<dyn error::Error>> {
    let (card, phone) = (Sensitive::from("6299990000000012348"), Sensitive::from("13900000000"));
    let begin = agreement.ind_auth().customer_id(customer).external_ref_number("SIGN-1").pan(card.clone()).phone_no(phone.clone());
    let token = agreement.send(&begin.build()).await?.reply.token.ok_or("no SMS was sent")?;
    let verify = agreement.ind_auth_verify().customer_id(customer).external_ref_number("SIGN-1").pan(card).phone_no(phone);
    let signed = agreement.send(&verify.valid_code(SMS_CODE).token(token).build()).await?;
    Ok(signed.reply.pay_token.ok_or("the card was not signed")?)
}
