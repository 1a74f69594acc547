use std::collections::VecDeque;
use std::io;
use std::sync::Mutex;

use bonafide_identity::port::egress::Method;

use super::fake::{Behaviour, Receiver};
use super::*;
use crate::tls::testing::Authority;

/// A name server that gives prepared answers, the last one for ever, and counts questions.
struct Answers {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: Mutex<Vec<String>>,
}

impl Answers {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|ip| ip.parse().unwrap()).collect();
        Arc::new(Self {
            answers: Mutex::new(answers.iter().map(parse).collect()),
            asked: Mutex::new(Vec::new()),
        })
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Resolver for Answers {
    fn resolve<'a>(&'a self, host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front().unwrap()
        } else {
            answers.front().cloned().unwrap_or_default()
        };
        Box::pin(async move { Ok(answer) })
    }
}

fn allow(to: &str) -> Allowance {
    Allowance {
        to: to.parse().unwrap(),
        ports: Some(vec![PortRange::ALL]),
        plain_http: true,
    }
}

fn config(allowed: &[&str]) -> EgressConfig {
    EgressConfig {
        allow: allowed.iter().map(|to| allow(to)).collect(),
        ..EgressConfig::default()
    }
}

fn client(allowed: &[&str], resolver: Arc<dyn Resolver>) -> EgressClient {
    EgressClient::with_resolver(config(allowed), resolver).unwrap()
}

/// A client that may speak to loopback.
fn lenient() -> EgressClient {
    client(&["127.0.0.0/8"], Answers::new(&[]))
}

fn post(url: &str) -> EgressRequest {
    EgressRequest {
        url: Url::parse(url).unwrap(),
        method: Method::Post,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: b"{}".to_vec(),
        timeout: Duration::from_secs(5),
        max_response: 1_000,
    }
}

async fn try_behaviour(behaviour: Behaviour) -> Result<EgressResponse, EgressError> {
    let receiver = Receiver::start(behaviour).await;
    let mut request = post(receiver.url().as_str());
    request.timeout = Duration::from_millis(600);
    let started = Instant::now();
    let result = lenient().send(&request).await;
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "time is bounded"
    );
    result
}

#[tokio::test]
async fn an_honest_receiver_gets_the_request_and_is_heard() {
    let receiver = Receiver::start(Behaviour::Answer {
        status: 202,
        headers: vec![("X-Receiver".to_owned(), "yes".to_owned())],
        body: b"thanks".to_vec(),
    })
    .await;
    let mut request = post(receiver.url().as_str());
    request.url.set_query(Some("a=1"));
    request.url.set_fragment(Some("part"));
    let response = lenient().send(&request).await.unwrap();
    assert_eq!(
        (response.status, response.body.as_slice()),
        (202, b"thanks".as_slice())
    );
    assert_eq!(response.header("x-receiver"), Some("yes"));
    let received = &receiver.received()[0];
    assert_eq!(received.line, "POST /hook?a=1 HTTP/1.1");
    assert_eq!(
        received.header("host"),
        Some(receiver.address().to_string().as_str())
    );
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.header("content-length"), Some("2"));
    assert_eq!(received.body, b"{}");
}

#[tokio::test]
async fn errors_of_the_receiver_are_answers() {
    for status in [400, 404, 410, 429, 500, 503] {
        let response = try_behaviour(Behaviour::status(status)).await.unwrap();
        assert_eq!(response.status, status);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Receiver::start(Behaviour::status(200)).await;
    let result = try_behaviour(Behaviour::redirect(target.url().as_str())).await;
    assert_eq!(result.unwrap_err(), EgressError::Redirect { status: 302 });
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn slow_receivers_are_cut_off() {
    let late = EgressError::Timeout(Stage::Exchange);
    assert_eq!(try_behaviour(Behaviour::Silence).await.unwrap_err(), late);
    let drip = Behaviour::Drip(Duration::from_millis(20));
    assert_eq!(try_behaviour(drip).await.unwrap_err(), late);
}

#[tokio::test]
async fn oversized_answers_are_cut_off() {
    let result = try_behaviour(Behaviour::EndlessHeaders).await;
    assert_eq!(result.unwrap_err(), EgressError::HeaderTooLarge);
    let result = try_behaviour(Behaviour::EndlessChunks).await;
    assert_eq!(result.unwrap_err(), EgressError::BodyTooLarge);
    let one_huge = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(300_000));
    let result = try_behaviour(Behaviour::Raw(one_huge.into_bytes())).await;
    assert_eq!(result.unwrap_err(), EgressError::HeaderTooLarge);
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(101));
    let result = try_behaviour(Behaviour::Raw(many.into_bytes())).await;
    assert_eq!(result.unwrap_err(), EgressError::HeaderTooLarge);
    let body = |bytes| Behaviour::Answer {
        status: 200,
        headers: vec![],
        body: vec![b'x'; bytes],
    };
    assert_eq!(
        try_behaviour(body(1_001)).await.unwrap_err(),
        EgressError::BodyTooLarge
    );
    assert_eq!(try_behaviour(body(1_000)).await.unwrap().body.len(), 1_000);
    // Without a length, until the connection closes.
    let unannounced = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &[b'x'; 1_001]].concat();
    let result = try_behaviour(Behaviour::Raw(unannounced)).await;
    assert_eq!(result.unwrap_err(), EgressError::BodyTooLarge);
    let trailers = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: {}\r\n\r\n",
        "y".repeat(100_000)
    );
    assert!(
        try_behaviour(Behaviour::Raw(trailers.into_bytes()))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn lying_receivers_are_found_out() {
    let raw = |text: &str| Behaviour::Raw(text.as_bytes().to_vec());
    for (answer, error) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nshort",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
            EgressError::BodyTooLarge,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
            EgressError::Malformed,
        ),
        (
            "HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n",
            EgressError::Malformed,
        ),
        ("220 mail.example ESMTP\r\n", EgressError::Malformed),
        ("", EgressError::Malformed),
    ] {
        assert_eq!(
            try_behaviour(raw(answer)).await.unwrap_err(),
            error,
            "{answer}"
        );
    }
    assert_eq!(
        try_behaviour(Behaviour::HangUp).await.unwrap_err(),
        EgressError::Malformed
    );
    // More than announced: the rest is not looked at.
    let extra = raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\n\r\n");
    assert_eq!(try_behaviour(extra).await.unwrap().body, b"ok");
}

#[tokio::test]
async fn nobody_there() {
    let address = Receiver::start(Behaviour::HangUp).await.address();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let result = lenient().send(&post(&format!("http://{address}/"))).await;
    assert_eq!(result.unwrap_err(), EgressError::Connect);
}

#[tokio::test]
async fn what_is_not_public_is_refused_without_a_connection() {
    let receiver = Receiver::start(Behaviour::status(200)).await;
    let port = receiver.address().port();
    let strict = EgressClient::with_resolver(
        EgressConfig {
            ports: vec![PortRange::ALL],
            ..EgressConfig::default()
        },
        Answers::new(&[&["127.0.0.1"]]),
    )
    .unwrap();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "100.64.0.1",
        "224.0.0.1",
        "rebound.example",
        "%6c%6f%63alhost",
    ] {
        let request = post(&format!("https://{host}:{port}/"));
        let error = strict.send(&request).await.unwrap_err();
        assert!(
            matches!(error, EgressError::Refused(Refusal::Address(_))),
            "{host}: {error}"
        );
    }
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn what_the_text_alone_gives_away() {
    let strict = client(&[], Answers::new(&[&["8.8.8.8"]]));
    let admit = |url: &str| strict.admit(&Url::parse(url).unwrap());
    assert_eq!(admit("https://hooks.example/x"), Ok(()));
    for (url, refusal) in [
        ("http://hooks.example/", Refusal::PlainHttp),
        ("ftp://hooks.example/", Refusal::Scheme),
        ("file:///etc/passwd", Refusal::Scheme),
        ("gopher://hooks.example/", Refusal::Scheme),
        ("data:text/plain,x", Refusal::Scheme),
        ("https://user@hooks.example/", Refusal::Credentials),
        ("https://user:word@hooks.example/", Refusal::Credentials),
        ("https://:word@hooks.example/", Refusal::Credentials),
        ("https://hooks.example:8443/", Refusal::Port),
        ("https://hooks.example:25/", Refusal::Port),
        ("https://localhost/", Refusal::Address(NotPublic::Loopback)),
        ("https://10.0.0.1/", Refusal::Address(NotPublic::Private)),
        (
            "https://169.254.169.254/latest",
            Refusal::Address(NotPublic::Metadata),
        ),
        ("https://./", Refusal::NoHost),
    ] {
        assert_eq!(admit(url), Err(refusal), "{url}");
        let sent = strict.send(&post(url)).await;
        assert_eq!(sent.unwrap_err(), EgressError::Refused(refusal), "{url}");
    }
    let long = format!("https://hooks.example/{}", "x".repeat(3_000));
    assert_eq!(admit(&long), Err(Refusal::TooLong));
}

#[tokio::test]
async fn a_name_is_resolved_once_and_the_judged_address_is_used() {
    let receiver = Receiver::start(Behaviour::status(204)).await;
    let port = receiver.address().port();
    // First an allowed address, then one that nobody may reach: whoever asked twice would
    // connect to the second.
    let resolver = Answers::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let client = client(&["127.0.0.0/8"], resolver.clone());
    let request = post(&format!("http://rebinding.example:{port}/"));
    assert_eq!(client.send(&request).await.unwrap().status, 204);
    assert_eq!(resolver.asked(), 1);
    let received = &receiver.received()[0];
    assert_eq!(
        received.header("host"),
        Some(format!("rebinding.example:{port}").as_str())
    );
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(
        error,
        EgressError::Refused(Refusal::Address(NotPublic::Private))
    );
    assert_eq!((resolver.asked(), receiver.connections()), (2, 1));
}

#[tokio::test]
async fn one_refused_address_refuses_the_name() {
    let mixed = client(
        &["127.0.0.0/8"],
        Answers::new(&[&["127.0.0.1", "10.0.0.1"]]),
    );
    let receiver = Receiver::start(Behaviour::status(204)).await;
    let request = post(&format!(
        "http://mixed.example:{}/",
        receiver.address().port()
    ));
    let error = mixed.send(&request).await.unwrap_err();
    assert_eq!(
        error,
        EgressError::Refused(Refusal::Address(NotPublic::Private))
    );
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn names_that_lead_nowhere() {
    let empty = client(&[], Answers::new(&[&[]]));
    assert_eq!(
        empty.send(&post("https://a.example/")).await.unwrap_err(),
        EgressError::Resolve
    );
    let crowd = vec!["8.8.8.8"; MAX_ADDRESSES + 1];
    let crowded = client(&[], Answers::new(&[&crowd]));
    assert_eq!(
        crowded.send(&post("https://a.example/")).await.unwrap_err(),
        EgressError::Resolve
    );

    struct Stuck;
    impl Resolver for Stuck {
        fn resolve<'a>(&'a self, _: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>> {
            Box::pin(std::future::pending())
        }
    }
    let mut request = post("https://a.example/");
    request.timeout = Duration::from_millis(50);
    let error = client(&[], Arc::new(Stuck))
        .send(&request)
        .await
        .unwrap_err();
    assert_eq!(error, EgressError::Timeout(Stage::Resolve));
}

#[tokio::test]
async fn the_next_address_is_tried() {
    let receiver = Receiver::start(Behaviour::status(204)).await;
    // Nobody listens on 127.0.0.2 at that port.
    let client = client(
        &["127.0.0.0/8"],
        Answers::new(&[&["127.0.0.2", "127.0.0.1"]]),
    );
    let request = post(&format!(
        "http://two.example:{}/",
        receiver.address().port()
    ));
    assert_eq!(client.send(&request).await.unwrap().status, 204);
}

#[test]
fn what_the_operator_allows() {
    let judge = |allowed: &[&str], url: &str, address: &str| {
        let client = client(allowed, Answers::new(&[]));
        let destination = client.destination(&Url::parse(url).unwrap())?;
        client.permit(&destination, address.parse().unwrap())
    };
    let private = Err(Refusal::Address(NotPublic::Private));
    assert_eq!(
        judge(&["hooks.internal"], "https://hooks.internal/", "10.0.0.1"),
        Ok(())
    );
    assert_eq!(
        judge(
            &["hooks.internal"],
            "http://HOOKS.internal.:8080/",
            "10.0.0.1"
        ),
        Ok(())
    );
    assert_eq!(
        judge(&["hooks.internal"], "https://other.internal/", "10.0.0.1"),
        private
    );
    assert_eq!(
        judge(&["hooks.internal"], "https://x.hooks.internal/", "10.0.0.1"),
        private
    );
    assert_eq!(
        judge(&["10.1.0.0/16"], "https://any.example/", "10.1.2.3"),
        Ok(())
    );
    assert_eq!(
        judge(&["10.1.0.0/16"], "https://any.example/", "10.2.2.3"),
        private
    );
    assert_eq!(
        judge(&["10.1.0.0/16"], "https://any.example/", "::ffff:10.1.2.3"),
        Ok(())
    );
    assert_eq!(
        judge(&["127.0.0.0/8"], "http://localhost:9000/", "127.0.0.1"),
        Ok(())
    );
    // Plain http is for those who were allowed it, not for everybody.
    assert_eq!(
        judge(&["10.1.0.0/16"], "http://any.example/", "8.8.8.8"),
        Err(Refusal::PlainHttp)
    );
    let metadata = Err(Refusal::Address(NotPublic::Metadata));
    let address = "169.254.169.254";
    assert_eq!(
        judge(&["0.0.0.0/0"], "https://a.example/", address),
        metadata
    );
    assert_eq!(
        judge(&["a.example"], "https://a.example/", address),
        metadata
    );
    assert_eq!(
        judge(&["169.254.0.0/16"], "https://a.example/", address),
        metadata
    );
    assert_eq!(judge(&[address], "https://a.example/", address), Ok(()));
}

#[tokio::test]
async fn headers_that_would_break_the_message() {
    for (name, value) in [
        ("host", "other.example"),
        ("Content-Length", "0"),
        ("transfer-encoding", "chunked"),
        ("connection", "keep-alive"),
        ("x", "a\r\ny: b"),
        ("x\r\ny", "a"),
        ("", "a"),
    ] {
        let mut request = post("http://127.0.0.1:9/");
        request.headers.push((name.to_owned(), value.to_owned()));
        assert_eq!(
            lenient().send(&request).await.unwrap_err(),
            EgressError::Request,
            "{name}"
        );
    }
}

async fn over_tls(
    names: &[&str],
    expired: bool,
    trusted: bool,
    host: &str,
) -> Result<EgressResponse, EgressError> {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new(directory.path());
    let acceptor = if expired {
        authority.expired_server(names)
    } else {
        authority.server(names)
    };
    let receiver = Receiver::start_tls(Behaviour::status(204), acceptor).await;
    let config = EgressConfig {
        ca_file: trusted.then(|| authority.ca_file()),
        ..config(&["127.0.0.0/8"])
    };
    let client = EgressClient::with_resolver(config, Answers::new(&[&["127.0.0.1"]])).unwrap();
    client
        .send(&post(&format!(
            "https://{host}:{}/",
            receiver.address().port()
        )))
        .await
}

#[tokio::test]
async fn tls_is_verified_for_the_name_that_was_given() {
    let names = ["hooks.example", "127.0.0.1"];
    assert_eq!(
        over_tls(&names, false, true, "hooks.example")
            .await
            .unwrap()
            .status,
        204
    );
    assert_eq!(
        over_tls(&names, false, true, "HOOKS.example.")
            .await
            .unwrap()
            .status,
        204
    );
    assert_eq!(
        over_tls(&names, false, true, "127.0.0.1")
            .await
            .unwrap()
            .status,
        204
    );
    for (expired, trusted, host) in [
        (false, true, "other.example"),
        (false, false, "hooks.example"),
        (true, true, "hooks.example"),
    ] {
        let error = over_tls(&names, expired, trusted, host).await.unwrap_err();
        assert_eq!(error, EgressError::Tls, "{host}");
    }
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_cut_off() {
    let receiver = Receiver::start(Behaviour::Silence).await;
    let config = EgressConfig {
        connect_timeout_seconds: 1,
        ..config(&["127.0.0.0/8"])
    };
    let client = EgressClient::with_resolver(config, Answers::new(&[])).unwrap();
    let url = format!("https://127.0.0.1:{}/", receiver.address().port());
    let error = client.send(&post(&url)).await.unwrap_err();
    assert_eq!(error, EgressError::Timeout(Stage::Connect));
}

#[test]
fn an_unreadable_ca_file_is_a_problem() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ca.pem");
    std::fs::write(&path, "no certificate").unwrap();
    let config = EgressConfig {
        ca_file: Some(path),
        ..EgressConfig::default()
    };
    assert_eq!(config.problems("egress")[0].key, "egress.ca_file");
    assert!(EgressClient::new(config).is_err());
}
