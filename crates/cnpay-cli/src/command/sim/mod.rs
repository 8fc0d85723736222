//! `cnpay sim`: serves the simulator until stopped, and with `--open` a shop beside it.

mod book;
mod desktop;
mod pages;
mod shop;

use cnpay_sim::{FaultPlan, FaultRate, Merchant, Options, Running, Settings, Simulator};
use serde_json::json;

use super::{block_on, merchant};
use crate::{args::Sim, exit::Exit, failure::Failure, output::Output};
use shop::Shop;

pub(crate) fn run(output: &Output, arguments: &Sim) -> Result<Exit, Failure> {
    let mut faults = FaultPlan::default();
    for fault in &arguments.faults {
        let fault: FaultRate = fault.parse().map_err(|error| Failure::usage(format!("--fault {fault}: {error}")))?;
        faults.extend([fault]);
    }
    let options = Options {
        listen: arguments.listen.clone(),
        listen_mtls: arguments.listen_mtls.clone(),
        settings: Settings { faults, ..Settings::default() },
        ..Options::default()
    };
    block_on(serve(output, arguments, options))?
}

async fn serve(output: &Output, arguments: &Sim, options: Options) -> Result<Exit, Failure> {
    // Whoever reads that it is ready may stop it at once.
    let stopped = stopped().map_err(|error| Failure::other(format!("no signals ({})", error.kind())))?;
    let running = Simulator::start(options).await.map_err(|error| Failure::usage(error.to_string()))?;
    let directory = &arguments.dir;
    let files = running.write(directory).map_err(|error| Failure::usage(format!("--dir {}: {error}", directory.display())))?;
    output.object(&json!({
        "ready": true, "url": running.url(), "agreement_url": running.agreement_url(), "config": files.config, "ca": files.ca,
    }));
    let config = files.config.display();
    output.aside(&output.language.pick(
        format!("模拟器已就绪。另开终端：cnpay --config {config} operations\n短信验证码 246810；按 Ctrl-C 结束。"),
        format!("The simulator is ready. In another terminal: cnpay --config {config} operations\nThe SMS code is 246810. Ctrl-C ends it."),
    ));
    // Dropped, it would close.
    let _shop = if arguments.open { Some(open(output, &running).await?) } else { None };
    stopped.await;
    running.stop().await;
    Ok(Exit::Done)
}

/// Opens the shop: its address is a second line of stdout.
async fn open(output: &Output, running: &Running) -> Result<Merchant, Failure> {
    let shop = Shop::default();
    let handler = shop.clone();
    let address = running.merchant(move |request| handler.clone().answer(request)).await;
    let address = address.map_err(|error| Failure::other(error.to_string()))?;
    shop.opens(merchant::gateway(running, address.url())?);
    output.object(&json!({ "shop": address.url() }));
    let url = address.url();
    output.aside(&output.language.pick(
        format!("商店：{url} （浏览器会提示证书不受信任：根证书是上面的 ca）"),
        format!("The shop: {url} (the browser warns of the certificate: its root is the ca above)"),
    ));
    desktop::open(url);
    Ok(address)
}

/// Waits for Ctrl-C or a polite kill. Both are caught from the call on, not only once the future is polled.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
