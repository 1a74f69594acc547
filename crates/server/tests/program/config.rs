//! `config` and `migrate`.

use std::fs;

use bonafide_test_server::{Options, TestServer};

use crate::{databases, done, on, refused};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_configuration_and_migrations_once() {
    for database in databases().await {
        let place = TestServer::prepare(&on(&database)).unwrap();
        let said = done(&place, &["config", "check"]);
        assert!(said.contains("run the migrations"), "{said}");
        assert_eq!(
            done(&place, &["migrate"]),
            "applied first\napplied indexes\napplied order\napplied trust\napplied challenges\napplied lost\napplied lost parts\napplied films\napplied faces\napplied accounts\napplied clients\napplied identities\napplied grants\napplied apps\napplied services\napplied pins and codes\napplied recoveries\napplied history\napplied polls\napplied contested\napplied push\napplied notifications\napplied event streams\n"
        );
        assert_eq!(done(&place, &["migrate"]), "the schema is up to date\n");
        let said = done(&place, &["config", "check"]);
        assert!(said.contains("schema up to date"), "{said}");
        assert!(said.ends_with("the configuration can work\n"), "{said}");
    }
}

#[test]
fn problems_are_named_with_their_lines() {
    let place = TestServer::prepare(&Options::default()).unwrap();
    let file = place.folder().join("bonafide.toml");
    let good = fs::read_to_string(&file).unwrap();
    let line = |text: &str, part: &str| {
        let at = text.lines().position(|line| line.contains(part)).unwrap();
        format!("(line {})", at + 1)
    };

    let broken = good.replace("[objects]", "[objects");
    fs::write(&file, &broken).unwrap();
    let said = refused(&place, &["config", "check"]);
    let at = broken.lines().position(|line| line == "[objects").unwrap() + 1;
    assert!(said.contains(&format!("line {at}")), "{said}");

    let wrong = good
        .replace("[objects]", "[objects]\ncolour = \"blue\"")
        .replace("plain_http = true", "plain_http = \"yes\"")
        + "\n[unheard]\nof = 1\n[limits]\nsession_hours = 9999\n";
    fs::write(&file, &wrong).unwrap();
    let said = refused(&place, &["config", "check"]);
    for (key, part) in [
        ("objects.colour", "colour"),
        ("egress.allow[0].plain_http", "plain_http"),
        ("unheard", "[unheard]"),
    ] {
        let named = said.lines().find(|line| line.trim().starts_with(key));
        let named = named.unwrap_or_else(|| panic!("{key} is not named: {said}"));
        assert!(named.ends_with(&line(&wrong, part)), "{named}");
    }

    // Values out of bounds, and sections that are not there.
    let wrong = good.replace("directory = \"keys\"\n", "") + "\n[limits]\nsession_hours = 9999\n";
    fs::write(&file, &wrong).unwrap();
    let said = refused(&place, &["config", "check"]);
    assert!(said.contains("keys.directory: is missing"), "{said}");
    let wrong = good.clone() + "\n[limits]\nsession_hours = 9999\n";
    fs::write(&file, &wrong).unwrap();
    let said = refused(&place, &["serve"]);
    assert!(
        said.contains("limits.session_hours") && said.contains(&line(&wrong, "session_hours")),
        "{said}"
    );

    fs::remove_file(&file).unwrap();
    let said = refused(&place, &["config", "check"]);
    assert!(said.contains("cannot be read"), "{said}");
}

#[test]
fn the_schema_is_the_one_in_the_documentation() {
    let place = TestServer::prepare(&Options::default()).unwrap();
    let documented = concat!(".", "/../../docs/config.schema.json");
    assert_eq!(
        done(&place, &["config", "schema"]),
        fs::read_to_string(documented).unwrap(),
        "bonafide config schema > docs/config.schema.json"
    );
}
