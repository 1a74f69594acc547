//! `bonafide worker`: background work alone, beside servers elsewhere.

use std::process::ExitCode;

use tokio_util::sync::CancellationToken;

use super::Failure;
use super::serve::{Worker, on_signal, open, runtime};
use crate::config::Config;
use crate::{edge, logging};

pub(crate) fn run(config: &Config) -> Result<ExitCode, Failure> {
    logging::start(&config.logging, edge::now);
    runtime()?.block_on(async {
        let stop = CancellationToken::new();
        on_signal(stop.clone())?;
        let (service, store) = open(config).await?;
        service.prepare().await?;
        let worker = Worker::start(&service);
        tracing::info!("working");
        stop.cancelled().await;
        tracing::info!("stopping: work under way is finished first");
        worker.end().await;
        store.close().await;
        tracing::info!("stopped");
        Ok(ExitCode::SUCCESS)
    })
}
