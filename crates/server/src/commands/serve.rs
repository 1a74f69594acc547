//! `bonafide serve`: pages, API and, unless somebody else does it, background work.
//!
//! ```text
//! configuration -> sockets -> schema -> models -> use cases -> listeners and worker
//! a signal      -> not ready any more -> no new connections -> requests end -> worker ends
//! ```

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use bonafide_connectors::config::Problem;
use bonafide_service::Service;
use bonafide_service::demo::Demo;
use bonafide_service::operator::OperatorLink;
use bonafide_store::Store;
use bonafide_web::WebSettings;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Failure, configuration, migrate};
use crate::cli::Serve;
use crate::config::{Config, Environment};
use crate::examiner::NiceExaminer;
use crate::http::doors::{Numbers, Vitals, observed, vitals};
use crate::http::listen::{Listener, bind};
use crate::http::tls::Certificate;
use crate::{edge, logging, metrics, wiring};

/// How often renewed certificates are looked for.
const CERTIFICATE_LOOK: Duration = Duration::from_secs(60);
/// How long examinations under way are given at the end. Another worker repeats one cut off.
const WORKER_END: Duration = Duration::from_secs(30);
/// How long background work that broke down rests before it begins again.
const WORKER_PAUSE: Duration = Duration::from_secs(5);
/// Connections to the listener for metrics.
const METRICS_CONNECTIONS: usize = 16;

pub(crate) fn run(
    arguments: &Serve,
    file: Option<&Path>,
    environment: &Environment,
) -> Result<ExitCode, Failure> {
    let config = Arc::new(chosen(arguments, file, environment)?);
    logging::start(&config.logging, edge::now);
    runtime()?.block_on(serve(config))
}

/// The configuration that the command line asks for.
fn chosen(
    arguments: &Serve,
    file: Option<&Path>,
    environment: &Environment,
) -> Result<Config, Failure> {
    match (file, &arguments.demo) {
        (None, Some(directory)) => {
            std::fs::create_dir_all(directory).map_err(|error| Failure::file(directory, &error))?;
            Config::demonstration(directory, arguments.port, environment).map_err(Failure::Config)
        }
        (file, demo) => {
            let mut config = configuration(file, environment)?;
            config.demo.enabled |= demo.is_some();
            let problems = config.problems();
            if problems.is_empty() {
                Ok(config)
            } else {
                Err(Failure::Config(problems))
            }
        }
    }
}

/// The threads that answer. Busy work has threads of its own.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Nothing(format!("the system gives no threads: {error}")))
}

async fn serve(config: Arc<Config>) -> Result<ExitCode, Failure> {
    let stop = CancellationToken::new();
    on_signal(stop.clone())?;
    // First, so that a taken port is told before anything else is done.
    let pages = listen(config.server.listen, "server.listen").await?;
    let beside = listen_for_metrics(&config).await?;
    for name in migrate::apply(&config).await? {
        tracing::info!(migration = name, "applied");
    }
    let numbers = count()?;
    let (service, store) = open(&config).await?;
    service.prepare().await?;
    let demo = if config.demo.enabled {
        Some((
            service.ensure_demo().await?,
            service.demo_moderator().await?,
        ))
    } else {
        None
    };

    let mut tasks = vec![tokio::spawn(metrics::keep(numbers.clone()))];
    let worker = config.worker.in_server.then(|| Worker::start(&service));
    let mut listeners = Vec::new();
    if let Some(socket) = beside {
        listeners.push(spawn_metrics(
            &config,
            socket,
            &service,
            numbers.clone(),
            &stop,
        ));
    }
    let (listener, certificate) = spawn_pages(&config, pages, &service, numbers, &stop)?;
    listeners.push(listener);
    tasks.extend(certificate);
    tracing::info!(address = %config.server.listen, "serving");
    announce(&config, demo.as_ref());

    stop.cancelled().await;
    tracing::info!("stopping: requests under way are answered first");
    for listener in listeners {
        let _ = listener.await;
    }
    if let Some(worker) = worker {
        worker.end().await;
    }
    for task in tasks {
        task.abort();
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Begins to count.
pub(super) fn count() -> Result<PrometheusHandle, Failure> {
    metrics::start().map_err(|error| Failure::Nothing(format!("metrics: {error}")))
}

/// The use cases with models loaded and storage open.
pub(super) async fn open(config: &Config) -> Result<(Service, Store), Failure> {
    let examiner =
        NiceExaminer::new(&wiring::models(config)).map_err(wiring::WiringError::Models)?;
    let store = wiring::store(config).await?;
    Ok((
        wiring::service(config, store.clone(), Arc::new(examiner))?,
        store,
    ))
}

/// The socket that metrics are asked at, if they have one of their own.
pub(super) async fn listen_for_metrics(config: &Config) -> Result<Option<TcpListener>, Failure> {
    match config.metrics.listen {
        Some(address) => Ok(Some(listen(address, "metrics.listen").await?)),
        None => Ok(None),
    }
}

async fn listen(address: SocketAddr, key: &str) -> Result<TcpListener, Failure> {
    let problem =
        |error| Failure::Config(vec![Problem::new(key, "", format!("{address}: {error}"))]);
    bind(address).await.map_err(problem)
}

fn spawn_pages(
    config: &Config,
    socket: TcpListener,
    service: &Service,
    metrics: PrometheusHandle,
    stop: &CancellationToken,
) -> Result<(JoinHandle<()>, Option<JoinHandle<()>>), Failure> {
    let settings = WebSettings {
        closing: stop.clone(),
        ..WebSettings::default()
    };
    let state = Vitals {
        service: service.clone(),
        metrics,
        stopping: stop.clone(),
    };
    let whose = if config.metrics.beside_pages {
        Numbers::AtHome
    } else {
        Numbers::ForNobody
    };
    let router =
        observed(bonafide_web::router(service.clone(), settings)).merge(vitals(state, whose));
    let tls_problem =
        |error: &dyn std::fmt::Display| Failure::Config(vec![Problem::new("server", "tls", error)]);
    let (mut tls, mut renewal) = (None, None);
    if let Some(section) = &config.server.tls {
        let certificate =
            Certificate::open(section.clone()).map_err(|error| tls_problem(&error))?;
        tls = Some(
            certificate
                .acceptor()
                .map_err(|error| tls_problem(&error))?,
        );
        renewal = Some(tokio::spawn(renew(certificate)));
    }
    let listener = Listener {
        socket,
        tls,
        router,
        proxies: config.server.proxies.iter().map(|of| of.0).collect(),
        max_connections: config.server.max_connections,
        drain: Duration::from_secs(config.server.drain_seconds),
    };
    Ok((tokio::spawn(listener.run(stop.clone())), renewal))
}

pub(super) fn spawn_metrics(
    config: &Config,
    socket: TcpListener,
    service: &Service,
    metrics: PrometheusHandle,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let state = Vitals {
        service: service.clone(),
        metrics,
        stopping: stop.clone(),
    };
    let local = socket.local_addr().is_ok_and(|at| at.ip().is_loopback());
    let whose = if local {
        Numbers::AtHome
    } else {
        Numbers::ForAll
    };
    let listener = Listener {
        socket,
        tls: None,
        router: vitals(state, whose),
        proxies: Arc::new([]),
        max_connections: METRICS_CONNECTIONS,
        drain: Duration::from_secs(config.server.drain_seconds),
    };
    tokio::spawn(listener.run(stop.clone()))
}

async fn renew(certificate: Arc<Certificate>) {
    loop {
        tokio::time::sleep(CERTIFICATE_LOOK).await;
        match certificate.refresh() {
            Ok(true) => tracing::info!("the new certificate is in use"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the new certificate cannot be used"),
        }
    }
}

/// Background work until it is told to end.
pub(super) struct Worker {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Worker {
    pub(super) fn start(service: &Service) -> Self {
        let (service, stop) = (service.clone(), CancellationToken::new());
        let task = tokio::spawn({
            let stop = stop.clone();
            async move {
                loop {
                    let (service, until) = (service.clone(), stop.clone());
                    let work = tokio::spawn(async move { service.work(until).await });
                    // A panic in one corner must not leave photographs unjudged for good.
                    match work.await {
                        Ok(()) => return,
                        Err(error) => tracing::error!(%error, "background work broke down"),
                    }
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(WORKER_PAUSE) => {}
                    }
                }
            }
        });
        Self { stop, task }
    }

    /// Takes nothing new, and waits for what is under way.
    pub(super) async fn end(self) {
        self.stop.cancel();
        if tokio::time::timeout(WORKER_END, self.task).await.is_err() {
            tracing::warn!("work under way was cut off; it is repeated at the next start");
        }
    }
}

/// The first signal asks the process to end; the second ends it.
pub(super) fn on_signal(stop: CancellationToken) -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| Failure::Nothing(format!("signals: {error}")));
    let (mut term, mut int) = (
        listen(SignalKind::terminate())?,
        listen(SignalKind::interrupt())?,
    );
    tokio::spawn(async move {
        for last in [false, true] {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            if last {
                std::process::exit(130);
            }
            stop.cancel();
        }
    });
    Ok(())
}

/// Tells whoever started the program where to go.
fn announce(config: &Config, demo: Option<&(Demo, Option<OperatorLink>)>) {
    let url = config.server.external_url.as_str().trim_end_matches('/');
    let Some((demo, moderator)) = demo else {
        return;
    };
    let moderator = moderator
        .as_ref()
        .map_or(format!("{url}/moderate"), |link| link.url.clone());
    let names: Vec<&str> = demo
        .services
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    println!(
        "\nBonafide is ready: {url}\n\
         \n  organisation   {} ({})\
         \n  services       {}\
         \n  test key       {}\
         \n  live key       {}\
         \n  samples        {url}/sandbox/samples\
         \n  mailbox        {url}/mailbox\
         \n  moderator      {moderator}\
         \n  API            {url}/docs/api\n\
         \nOpen a session:\n\
         \n  curl {url}/v1/verification-sessions -H 'Authorization: Bearer {}' \\\
         \n    -H 'Content-Type: application/json' -d '{{\"service\": \"{}\"}}'\n\
         \nThis is a demonstration for this machine alone. Ctrl-C ends it.\n",
        demo.organisation_name,
        demo.organisation,
        names.join(", "),
        demo.test_key,
        demo.live_key,
        demo.test_key,
        names.first().copied().unwrap_or_default(),
    );
}
