//! TLS by the program itself.

use std::fs;
use std::sync::Arc;

use bonafide_test_server::{Options, TestServer};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{done, refused};

fn certificate(names: &[&str]) -> (String, String, CertificateDer<'static>) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let key = KeyPair::generate().unwrap();
    let made = CertificateParams::new(names)
        .unwrap()
        .self_signed(&key)
        .unwrap();
    (made.pem(), key.serialize_pem(), made.der().clone())
}

/// Asks over TLS, trusting one certificate alone; an error when the handshake fails.
async fn ask(
    port: u16,
    trusted: &CertificateDer<'static>,
    request: &str,
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    // Not everybody says goodbye.
    let _ = stream.read_to_end(&mut answer).await;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handshake_with_the_configured_certificate() {
    let options = Options {
        server: "[server.tls]\ncert = \"cert.pem\"\nkey = \"key.pem\"".to_owned(),
        earnest: true,
        ..Options::default()
    };
    let mut place = TestServer::prepare(&options).unwrap();
    let file = place.folder().join("bonafide.toml");
    let port = place.url().rsplit_once(':').unwrap().1.parse().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace(
        &format!("external_url = \"{}\"", place.url()),
        &format!("external_url = \"https://localhost:{port}\""),
    );
    fs::write(&file, text).unwrap();
    let said = refused(&place, &["config", "check"]);
    assert!(
        said.contains("server.tls") && said.contains("cert.pem"),
        "{said}"
    );
    let (cert, key, der) = certificate(&["localhost"]);
    let (_, other_key, other) = certificate(&["localhost"]);
    let folder = place.folder().to_owned();
    let write = |cert: &str, key: &str| {
        fs::write(folder.join("cert.pem"), cert).unwrap();
        fs::write(folder.join("key.pem"), key).unwrap();
    };
    write(&cert, &other_key);
    let said = refused(&place, &["config", "check"]);
    assert!(
        said.contains("server.tls"),
        "a key of another certificate: {said}"
    );
    write(&cert, &key);
    done(&place, &["config", "check"]);

    let id = {
        done(&place, &["migrate"]);
        done(&place, &["organisation", "add", "Secure"])
    };
    let secret = done(
        &place,
        &[
            "apikey",
            "create",
            "--organisation",
            id.trim(),
            "--name",
            "x",
        ],
    );
    let definition = &std::path::absolute("tests/program/service.json")
        .unwrap()
        .display()
        .to_string();
    done(&place, &["organisation", "service", id.trim(), definition]);
    place.spawn().unwrap();
    let request = |head: &str, body: &str| {
        format!(
            "{head} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\
             authorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            secret.trim(),
            body.len()
        )
    };
    let mut ready = String::new();
    for _ in 0..600 {
        ready = ask(port, &der, &request("GET /readyz", ""))
            .await
            .unwrap_or_default();
        if ready.starts_with("HTTP/1.1 200") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(
        ready.starts_with("HTTP/1.1 200"),
        "{ready}\n{}",
        place.log()
    );
    assert!(ready.to_lowercase().contains("strict-transport-security") || ready.contains("ready"));
    assert!(
        ask(port, &other, &request("GET /readyz", ""))
            .await
            .is_err(),
        "another certificate"
    );
    let plain = place.client().get("/readyz").await;
    assert!(plain.is_err(), "it speaks TLS alone");

    // Links lead to the configured address, and pages ask browsers to stay with TLS.
    let body = "{\"service\":\"identity-check\"}";
    let opened = ask(port, &der, &request("POST /v1/verification-sessions", body))
        .await
        .unwrap();
    assert!(
        opened.contains(&format!("https://localhost:{port}/verify/")),
        "{opened}"
    );
    assert!(
        opened
            .to_lowercase()
            .contains("strict-transport-security: max-age="),
        "{opened}"
    );
    assert!(place.stop().await.unwrap().unwrap().success());
}
