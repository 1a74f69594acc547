//! `bonafide worker`: background work alone, beside servers elsewhere.

use std::process::ExitCode;

use tokio_util::sync::CancellationToken;

use super::Failure;
use super::serve::{Worker, count, listen_for_metrics, on_signal, open, runtime, spawn_metrics};
use crate::config::Config;
use crate::{edge, logging, metrics};

pub(crate) fn run(config: &Config) -> Result<ExitCode, Failure> {
    logging::start(&config.logging, edge::now);
    runtime()?.block_on(async {
        let stop = CancellationToken::new();
        on_signal(stop.clone())?;
        let socket = listen_for_metrics(config).await?;
        let numbers = count()?;
        let (service, store) = open(config).await?;
        service.prepare().await?;
        let folding = tokio::spawn(metrics::keep(numbers.clone()));
        let listener = socket.map(|socket| spawn_metrics(config, socket, &service, numbers, &stop));
        let worker = Worker::start(&service);
        tracing::info!("working");
        stop.cancelled().await;
        tracing::info!("stopping: work under way is finished first");
        if let Some(listener) = listener {
            let _ = listener.await;
        }
        worker.end().await;
        folding.abort();
        store.close().await;
        tracing::info!("stopped");
        Ok(ExitCode::SUCCESS)
    })
}
