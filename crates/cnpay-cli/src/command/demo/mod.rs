//! `cnpay demo`: every flow of every provider against the simulator, over real TLS.

mod agreement;
mod gateway;
mod merchant;
mod mmsp;
mod payer;
mod timeline;
mod zhangxun;

use std::time::Duration;

use cnpay::Polling;
use cnpay_sim::{FaultPlan, Options, Settings, Simulator, Timing};

use super::block_on;
use crate::{args::Demo, exit::Exit, failure::Failure, output::Output};
use timeline::Timeline;

/// The products that can be shown alone.
const PRODUCTS: &[&str] =
    &["kuaiqian.agreement", "kuaiqian.gateway", "mmsp.quickpay", "mmsp.scan", "mmsp.gateway", "mmsp.payout", "zhangxun"];

/// The specifications wait for seconds and minutes; nobody would watch that.
fn polling() -> Polling {
    Polling::new([(Duration::from_millis(300), 9)])
}

pub(crate) fn run(output: &Output, arguments: &Demo) -> Result<Exit, Failure> {
    if let Some(only) = &arguments.only
        && !PRODUCTS.contains(&only.as_str())
    {
        return Err(Failure::usage(format!("--only {only}: one of {} is expected", PRODUCTS.join(", "))));
    }
    block_on(play(output, arguments))?
}

async fn play(output: &Output, arguments: &Demo) -> Result<Exit, Failure> {
    let seed = arguments.seed;
    let wanted = |product: &&&str| arguments.only.as_deref().is_none_or(|only| only == **product);
    let mut timeline = Timeline::new(*output);
    timeline.headline("快钱、MMSP 与掌讯，真实 TLS，对接模拟器", "99bill, MMSP and 掌讯, over real TLS, against the simulator");
    // A person should not have to wait for what takes a bank seconds.
    let timing = Timing { settle_after: Duration::from_millis(700), notice_after: Duration::from_millis(200), ..Timing::default() };
    let settings = Settings { faults: FaultPlan::seeded(seed), timing, ..Settings::default() };
    let running = Simulator::start(Options { settings, ..Options::default() }).await.map_err(|error| Failure::other(error.to_string()))?;
    for product in PRODUCTS.iter().filter(wanted) {
        match *product {
            "kuaiqian.agreement" => agreement::play(&mut timeline, &running, seed).await?,
            "kuaiqian.gateway" => gateway::play(&mut timeline, &running, seed).await?,
            "zhangxun" => zhangxun::play(&mut timeline, &running, seed).await?,
            product => mmsp::play(product, &mut timeline, &running, seed).await?,
        }
    }
    running.stop().await;
    Ok(if timeline.close() { Exit::Done } else { Exit::Other })
}
