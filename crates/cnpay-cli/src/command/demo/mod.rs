//! `cnpay demo`: every flow of every provider against the simulator, over real TLS.

mod agreement;
mod merchant;
mod timeline;

use std::time::Duration;

use cnpay_sim::{FaultPlan, Options, Settings, Simulator, Timing};

use super::block_on;
use crate::{args::Demo, exit::Exit, failure::Failure, output::Output};
use timeline::Timeline;

/// The products that can be shown alone.
const PRODUCTS: &[&str] = &["kuaiqian.agreement"];

pub(crate) fn run(output: &Output, arguments: &Demo) -> Result<Exit, Failure> {
    if let Some(only) = &arguments.only
        && !PRODUCTS.contains(&only.as_str())
    {
        return Err(Failure::usage(format!("--only {only}: one of {} is expected", PRODUCTS.join(", "))));
    }
    block_on(play(output, arguments.seed))?
}

async fn play(output: &Output, seed: u64) -> Result<Exit, Failure> {
    let mut timeline = Timeline::new(*output);
    timeline.headline("快钱协议支付，真实 TLS，对接模拟器", "99bill agreement pay, over real TLS, against the simulator");
    // A person should not have to wait for what takes a bank seconds.
    let timing = Timing { settle_after: Duration::from_millis(700), notice_after: Duration::from_millis(200), ..Timing::default() };
    let settings = Settings { faults: FaultPlan::seeded(seed), timing, ..Settings::default() };
    let running = Simulator::start(Options { settings, ..Options::default() }).await.map_err(|error| Failure::other(error.to_string()))?;
    agreement::play(&mut timeline, &running, seed).await?;
    running.stop().await;
    Ok(if timeline.close() { Exit::Done } else { Exit::Other })
}
