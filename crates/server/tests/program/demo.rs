//! What a demonstration has stays on this machine.

use std::fs;

use bonafide_test_server::{Options, TestServer};
use hyper::Method;
use hyper::header::HOST;

use crate::{done, refused};

const PLACES: [&str; 4] = [
    "/mailbox",
    "/sandbox/samples",
    "/demo/returned",
    "/demo/try",
];

#[test]
fn refused_off_loopback() {
    let place = TestServer::prepare(&Options::default()).unwrap();
    let file = place.folder().join("bonafide.toml");
    let good = fs::read_to_string(&file)
        .unwrap()
        .replace("beside_pages = true", "beside_pages = false");
    let listen = good
        .lines()
        .find(|line| line.starts_with("listen"))
        .unwrap();
    let external = good
        .lines()
        .find(|line| line.starts_with("external_url"))
        .unwrap();
    for (line, instead, key) in [
        (listen, "listen = \"0.0.0.0:0\"", "server.listen"),
        (listen, "listen = \"[::]:0\"", "server.listen"),
        (
            external,
            "external_url = \"https://id.example.org\"",
            "server.external_url",
        ),
    ] {
        fs::write(&file, good.replace(line, instead)).unwrap();
        for arguments in [&["serve"][..], &["serve", "--demo"], &["config", "check"]] {
            let said = refused(&place, arguments);
            assert!(
                said.contains(key) && said.contains("demonstration"),
                "{said}"
            );
        }
        let earnest = good
            .replace(line, instead)
            .replace("enabled = true", "enabled = false");
        fs::write(&file, earnest).unwrap();
        let said = refused(&place, &["serve", "--demo"]);
        assert!(said.contains("demonstration"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_there_in_earnest_nor_under_a_foreign_name() {
    let demo = TestServer::start().await.unwrap();
    let key = demo.sandbox();
    assert_eq!(key.get("/v1/services").await.unwrap().status, 200);
    for path in &PLACES[..2] {
        assert_eq!(demo.client().get(path).await.unwrap().status, 200, "{path}");
    }
    for path in PLACES {
        let method = if path == "/demo/try" {
            Method::POST
        } else {
            Method::GET
        };
        // A name of somebody else's, pointed at this machine.
        let foreign = [(HOST, "rebound.example")];
        let answer = demo
            .client()
            .send(method.clone(), path, &foreign, "")
            .await
            .unwrap();
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }

    // The same data in earnest: neither the pages nor the keys of the demonstration are good.
    let mut server = demo;
    let key = server.sandbox();
    let file = server.folder().join("bonafide.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("enabled = true", "enabled = false")).unwrap();
    server.restart().await.unwrap();
    assert_eq!(key.get("/v1/services").await.unwrap().status, 401);
    for path in PLACES {
        let method = if path == "/demo/try" {
            Method::POST
        } else {
            Method::GET
        };
        let answer = server.client().send(method, path, &[], "").await.unwrap();
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    assert!(!server.log().contains("bonafide_demo_"));
    done(&server, &["config", "check"]);
}
