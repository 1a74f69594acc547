//! Who asks too often is asked to wait, and nobody else.

use bonafide_test_server::{Answer, Client, Options, Person, TestServer};
use futures::future::join_all;
use hyper::Method;
use hyper::header::{ACCEPT, HeaderName, RETRY_AFTER};
use serde_json::json;

use crate::{consented, open};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

fn from(address: &str) -> Vec<(HeaderName, String)> {
    vec![(FORWARDED_FOR, address.to_owned())]
}

/// The wait that an answer asks for, in seconds.
#[track_caller]
fn wait(answer: &Answer) -> u64 {
    assert_eq!(answer.status, 429, "{}", answer.text());
    let wait = answer.headers[RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    wait
}

async fn limited(rates: &str) -> TestServer {
    let options = Options {
        server: "proxies = [\"127.0.0.1\"]".to_owned(),
        configuration: format!("[limits.per_minute]\n{rates}"),
        ..Options::default()
    };
    TestServer::with(&options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn api_keys() {
    let server = limited("api_key = 3").await;
    let (test, live) = (server.sandbox(), server.live());
    for _ in 0..3 {
        assert_eq!(test.get("/v1/services").await.unwrap().status, 200);
    }
    let refused = test.get("/v1/services").await.unwrap();
    let seconds = wait(&refused);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    let problem = refused.json();
    assert_eq!(problem["code"], "rate-limited");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains(&seconds.to_string()),
        "{problem}"
    );
    assert_eq!(
        live.get("/v1/services").await.unwrap().status,
        200,
        "another key goes on"
    );
    // Guesses are not even looked up, however often they come.
    let wrong = server
        .client()
        .with_key("bonafide_live_0000000000000000000000");
    for expected in [401, 401, 401, 429] {
        assert_eq!(wrong.get("/v1/services").await.unwrap().status, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_api_keys_are_counted_by_address() {
    let server = limited("api_key = 6000").await;
    let services = async |address: &str, client: &Client| {
        let headers = [(FORWARDED_FOR, address)];
        let request = client.send(Method::GET, "/v1/services", &headers, "");
        request.await.unwrap()
    };
    let guess = |number: u32| {
        let key = format!("bonafide_live_{number:022}");
        server.client().with_key(&key)
    };
    for number in 0..60 {
        let answer = services("198.51.100.7", &guess(number)).await;
        assert_eq!(answer.status, 401, "{number}");
    }
    // Another key each time, and still told to wait; whoever has a right one there need not.
    wait(&services("198.51.100.7", &guess(60)).await);
    let right = server.live();
    for address in ["198.51.100.7", "203.0.113.5"] {
        for _ in 0..70 {
            let status = services(address, &right).await.status;
            assert_eq!(status, 200, "right ones do not count");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doors_of_a_person() {
    let server = limited(
        "browser = 30\nbrowser_uploads = 2\nhandover_numbers = 2\naddress_links = 4\naddress_uploads = 3",
    )
    .await;
    let (_, link) = open(&server.sandbox(), &json!({})).await;
    let (_, other) = open(&server.sandbox(), &json!({})).await;

    // Links, by address; a look and a click each.
    let mut many = Person::new(server.client());
    many.headers = from("198.51.100.7");
    for _ in 0..4 {
        assert_eq!(
            many.get("/verify/unknown-unknown-unknown")
                .await
                .unwrap()
                .status,
            404
        );
    }
    let refused = many.get(&link).await.unwrap();
    wait(&refused);
    assert!(
        refused.text().contains("data-notice=\"overloaded\""),
        "{}",
        refused.text()
    );
    let mut elsewhere = Person::new(server.client());
    elsewhere.headers = from("203.0.113.5");
    assert!(elsewhere.open(&link).await.unwrap().went_on());
    let mut forged = Person::new(server.client());
    forged.headers = from("203.0.113.99, 198.51.100.7");
    wait(&forged.get(&other).await.unwrap());

    // Photographs: by browser, then by address.
    elsewhere.submit("/verify/consent", &[]).await.unwrap();
    elsewhere
        .submit("/verify/document", &[("kind", "passport")])
        .await
        .unwrap();
    for _ in 0..2 {
        let refused = elsewhere
            .upload("document_front", b"no picture")
            .await
            .unwrap();
        assert_eq!(refused.status, 415, "{}", refused.text());
    }
    let large = vec![7; 4 << 20];
    wait(&elsewhere.upload("document_front", &large).await.unwrap());
    let mut neighbour = consented(&server, &other).await;
    neighbour.headers = from("203.0.113.5");
    neighbour
        .submit("/verify/document", &[("kind", "passport")])
        .await
        .unwrap();
    let last = neighbour
        .upload("document_front", b"no picture")
        .await
        .unwrap();
    assert_eq!(
        last.status, 429,
        "the third of three from there was the one refused before"
    );

    // Numbers of one hand-over.
    let (_, link) = open(&server.sandbox(), &json!({})).await;
    let mut desktop = consented(&server, &link).await;
    let token = desktop.token().await;
    desktop
        .send_form("/verify/device", &[("csrf", &token)])
        .await
        .unwrap();
    let page = desktop.get("/verify/device").await.unwrap().text();
    let at = page.find("/phone/").unwrap();
    let phone_link: String = page[at..]
        .chars()
        .take_while(|c| !"<\"& \n".contains(*c))
        .collect();
    let mut phone = Person::new(server.client());
    phone.get(&phone_link).await.unwrap();
    for _ in 0..2 {
        let wrong = phone
            .send_form(&phone_link, &[("number", "")])
            .await
            .unwrap();
        assert_eq!(wrong.status, 422);
    }
    wait(
        &phone
            .send_form(&phone_link, &[("number", "00")])
            .await
            .unwrap(),
    );

    // Pages and forms of one browser.
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(desktop.get("/verify").await.unwrap());
    }
    wait(answers.last().unwrap());
    let scripted = desktop.headers.clone();
    desktop
        .headers
        .push((ACCEPT, "application/json".to_owned()));
    let refused = desktop.get("/verify/live?seen=0").await.unwrap();
    wait(&refused);
    assert_eq!(refused.json()["code"], "rate-limited");
    desktop.headers = scripted;
    neighbour.wait_for("document_front").await;
    let _ = server
        .client()
        .send(Method::GET, "/assets/none", &[], "")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_behind_one_address() {
    let options = Options {
        server: "proxies = [\"127.0.0.1\"]".to_owned(),
        ..Options::default()
    };
    let server = TestServer::with(&options).await.unwrap();
    let api = server.sandbox();
    let links = join_all((0..200).map(|_| async {
        let (_, link) = open(&api, &json!({})).await;
        link
    }))
    .await;
    let people = links.iter().map(|link| async {
        let mut person = Person::new(server.client());
        person.headers = from("198.51.100.7");
        assert!(person.open(link).await.unwrap().went_on());
        let agreed = person.submit("/verify/consent", &[]).await.unwrap();
        assert!(agreed.went_on(), "{}", agreed.text());
        let chosen = person
            .submit("/verify/document", &[("kind", "passport")])
            .await
            .unwrap();
        assert!(chosen.went_on(), "{}", chosen.text());
        let refused = person
            .upload("document_front", b"no picture")
            .await
            .unwrap();
        assert_eq!(refused.status, 415, "{}", refused.text());
    });
    join_all(people).await;
}
