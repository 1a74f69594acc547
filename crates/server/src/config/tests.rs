use std::path::Path;

use super::*;

const SMALLEST: &str = r#"
[server]
external_url = "https://id.example.org"
[database]
url = "sqlite:bonafide.db"
[objects]
directory = "objects"
[keys]
directory = "keys"
tombstones = "erasures.log"
"#;

fn parse(text: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let base = std::env::temp_dir();
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    load::parse(text, &base, &environment)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn keys(text: &str) -> Vec<String> {
    let problems = parse(text, &[]).expect_err("problems");
    problems
        .iter()
        .map(|problem| problem.split(": ").next().unwrap_or("").to_owned())
        .collect()
}

#[test]
fn the_smallest_configuration() {
    let config = parse(SMALLEST, &[]).unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        config.database.sqlite_path().unwrap(),
        std::env::temp_dir().join("bonafide.db")
    );
    assert_eq!(config.keys.directory, std::env::temp_dir().join("keys"));
    assert!(!config.demo.enabled);
    assert!(config.worker.in_server);
}

#[test]
fn absolute_paths_stay_and_addresses_are_no_paths() {
    let text = SMALLEST
        .replace("\"keys\"", "\"/etc/keys\"")
        .replace("sqlite:bonafide.db", "postgres://user@host/bonafide");
    let config = parse(&text, &[]).unwrap();
    assert_eq!(config.keys.directory, Path::new("/etc/keys"));
    assert_eq!(
        config.database.url.reveal(),
        "postgres://user@host/bonafide"
    );
    assert_eq!(config.database.sqlite_path(), None);
}

#[test]
fn every_problem_is_told_with_its_key() {
    let text = r#"
        surprise = 1
        [server]
        listen = "nowhere"
        external_url = 5
        colour = "blue"
        [database]
        url = "mysql://host/db"
        connections = "many"
        [objects]
        [keys]
        tombstones = "erasures.log"
        [egress]
        ports = ["443", "none"]
        [[egress.allow]]
        to = "10.0.0.0/8"
        plain = true
        [mail.smtp]
        host = "mail.example"
        [unheard]
    "#;
    let keys = keys(text);
    for expected in [
        "database.connections",
        "egress.allow[0].plain",
        "egress.ports[1]",
        "keys.directory",
        "mail.smtp.from",
        "server.colour",
        "server.external_url",
        "server.listen",
        "surprise",
        "unheard",
    ] {
        assert!(
            keys.iter().any(|key| key == expected),
            "{expected} is not among {keys:?}"
        );
    }
}

#[test]
fn values_are_checked_as_well_as_types() {
    let text = SMALLEST
        .replace("https://id", "http://id")
        .replace("directory = \"objects\"", "")
        + "[retention]\naudit_days = 1\n[worker]\nexaminations = 0\n[limits]\nsession_hours = 9999\n";
    assert_eq!(
        keys(&text),
        [
            "limits.session_hours",
            "objects",
            "retention.audit_days",
            "server.external_url",
            "worker.examinations"
        ]
    );
    let keys = keys(&SMALLEST.replace("sqlite:bonafide.db", "mysql:x"));
    assert_eq!(keys, ["database.url"]);
}

#[test]
fn numbers_stay_in_the_ranges_of_the_schema() {
    let text = r#"
        [server]
        external_url = "https://id.example.org"
        max_connections = 100001
        drain_seconds = -1
        [database]
        url = "sqlite:bonafide.db"
        connections = 1
        [objects]
        directory = "objects"
        [keys]
        directory = "keys"
        tombstones = "erasures.log"
        [mail.smtp]
        host = "mail.example"
        from = "id@mail.example"
        timeout_seconds = 301
        [webhooks]
        endpoints = 0
        [limits.per_minute]
        api_key = 0
        browser = 1000000
        [worker]
        examinations = 257
    "#;
    assert_eq!(
        keys(text),
        [
            "database.connections",
            "limits.per_minute.api_key",
            "mail.smtp.timeout_seconds",
            "server.drain_seconds",
            "server.max_connections",
            "webhooks.endpoints",
            "worker.examinations",
        ]
    );
    let problems = parse(text, &[]).unwrap_err();
    assert!(
        problems[0].contains("must be 2 to 1000 (line 8)"),
        "{problems:?}"
    );
}

#[test]
fn what_is_no_toml_says_where() {
    let problems = parse("[server\nlisten=", &[]).unwrap_err();
    assert!(problems[0].contains("line 1"), "{problems:?}");
}

#[test]
fn secrets_come_from_files_and_the_environment() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("passphrase");
    std::fs::write(&file, "from a file\n").unwrap();
    let given = |config: &Config| {
        let backup = &config.backup;
        let secret = Secret::load(
            backup.passphrase.as_ref(),
            backup.passphrase_file.as_deref(),
        );
        secret.unwrap().unwrap().reveal().to_owned()
    };
    let in_file = format!("{SMALLEST}[backup]\npassphrase_file = {file:?}\n");
    assert_eq!(given(&parse(&in_file, &[]).unwrap()), "from a file");
    let variable = ("BONAFIDE_BACKUP_PASSPHRASE", "from the environment");
    assert_eq!(
        given(&parse(&in_file, &[variable]).unwrap()),
        "from the environment"
    );
    let path = file.to_str().unwrap();
    let config = parse(SMALLEST, &[("BONAFIDE_BACKUP_PASSPHRASE_FILE", path)]).unwrap();
    assert_eq!(given(&config), "from a file");
    let url = parse(SMALLEST, &[("BONAFIDE_DATABASE_URL", "postgres://u@h/d")]).unwrap();
    assert_eq!(url.database.url.reveal(), "postgres://u@h/d");
}

/// A configuration in which every secret has its place.
const EVERYTHING: &str = r#"
[server]
external_url = "https://id.example.org"
[database]
url = "postgres://user@host/bonafide"
[objects.s3]
bucket = "evidence"
region = "eu-west-1"
access_key_id = "AK"
[keys]
directory = "keys"
tombstones = "erasures.log"
[lost_documents.http]
url = "https://register.example/v1"
[mail.smtp]
host = "mail.example"
username = "id"
from = "id@mail.example"
[sms.smpp]
host = "sms.example"
system_id = "id"
from = "Library"
[push.web]
contact = "mailto:id@mail.example"
"#;

/// What is given for a secret: such that it can be one.
fn sample(path: &str, number: usize) -> String {
    match path {
        "database.url" => "postgres://user:hunter0@host/bonafide".to_owned(),
        // 32 bytes in base64url.
        "push.web.vapid_key" => format!("hunter{}", "A".repeat(37)),
        _ => format!("hunter{number}"),
    }
}

fn revealed(config: &Config, path: &str) -> String {
    let secret = match path {
        "database.url" => Some(&config.database.url),
        "database.password" => config.database.password.as_ref(),
        "objects.s3.secret_access_key" => {
            let s3 = config.objects.s3.as_ref().unwrap();
            s3.secret_access_key.as_ref()
        }
        "mail.smtp.password" => config.mail.smtp.as_ref().unwrap().password.as_ref(),
        "lost_documents.http.token" => config.lost_documents.http.as_ref().unwrap().token.as_ref(),
        "sms.smpp.password" => config.sms.smpp.as_ref().unwrap().password.as_ref(),
        "push.web.vapid_key" => config.push.web.as_ref().unwrap().vapid_key.as_ref(),
        "backup.passphrase" => config.backup.passphrase.as_ref(),
        other => panic!("{other} is not looked at"),
    };
    secret.unwrap().reveal().to_owned()
}

#[test]
fn every_secret_comes_from_the_environment_or_a_file_and_never_shows() {
    let directory = tempfile::tempdir().unwrap();
    let samples: Vec<(&str, &str, String)> = load::SECRETS
        .iter()
        .enumerate()
        .map(|(number, (variable, path))| (*variable, *path, sample(path, number)))
        .collect();
    let direct: Vec<(&str, &str)> = samples
        .iter()
        .map(|(variable, _, secret)| (*variable, secret.as_str()))
        .collect();
    let files: Vec<(String, String)> = samples
        .iter()
        .map(|(variable, _, secret)| {
            let file = directory.path().join(variable);
            std::fs::write(&file, format!("{secret}\n")).unwrap();
            (format!("{variable}_FILE"), file.display().to_string())
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(variable, file)| (variable.as_str(), file.as_str()))
        .collect();
    for environment in [&direct, &files] {
        let config = parse(EVERYTHING, environment).unwrap();
        for (_, path, secret) in &samples {
            assert_eq!(revealed(&config, path), *secret, "{path}");
        }
        let store = crate::wiring::store_config(&config).unwrap();
        for shown in [
            format!("{config:?}"),
            format!("{config:#?}"),
            format!("{store:?}"),
        ] {
            assert!(!shown.contains("hunter"), "{shown}");
        }
    }
    // Both, or a file that is not there, is refused, by the variable's name.
    for (variable, file) in &files {
        let given = variable.strip_suffix("_FILE").unwrap();
        for wrong in [
            vec![(*variable, *file), (given, "x")],
            vec![(*variable, "/no/such/file")],
        ] {
            let problems = parse(EVERYTHING, &wrong).unwrap_err();
            assert!(
                problems.iter().any(|problem| problem.starts_with(variable)),
                "{problems:?}"
            );
        }
    }
}

#[test]
fn every_secret_may_come_from_the_environment() {
    fn walk(
        schema: &serde_json::Value,
        root: &serde_json::Value,
        path: &str,
        found: &mut Vec<String>,
    ) {
        if let Some(reference) = schema["$ref"].as_str() {
            if reference.ends_with("/Secret") {
                found.push(path.to_owned());
            }
            let pointer = reference.trim_start_matches('#');
            walk(root.pointer(pointer).unwrap(), root, path, found);
        }
        for one in schema["anyOf"].as_array().into_iter().flatten() {
            walk(one, root, path, found);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let inner = format!("{path}.{name}");
            walk(property, root, inner.trim_start_matches('.'), found);
        }
    }
    let root: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let mut found = Vec::new();
    walk(&root, &root, "", &mut found);
    assert!(found.len() >= 5, "{found:?}");
    for path in found {
        let known = load::SECRETS.iter().any(|(_, known)| *known == path);
        assert!(known, "{path} has no variable");
    }
}

#[test]
fn the_demonstration_stays_on_loopback() {
    let directory = tempfile::tempdir().unwrap();
    let environment = Environment::new();
    let config = Config::demonstration(directory.path(), 9090, &environment).unwrap();
    assert!(config.demo.enabled);
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:9090");
    let demo = format!("{SMALLEST}[demo]\nenabled = true\n");
    assert_eq!(keys(&demo), ["server.external_url"]);
    let listening = demo
        .replace("[server]", "[server]\nlisten = \"0.0.0.0:8080\"")
        .replace("https://id.example.org", "http://localhost:8080");
    assert_eq!(keys(&listening), ["server.listen"]);
}

/// What a reader of the documents is told to write.
#[test]
fn the_configuration_in_the_documents_works() {
    let text = include_str!("../../../../docs/reader.md");
    let (_, after) = text.split_once("cat > demo.toml <<'END'").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    let (toml, _) = after.split_once("\nEND\n").unwrap();
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let none = Environment::new();
    let config = load::parse(toml, directory.path(), &none).unwrap();
    let kept = Config::demonstration(&data, 8080, &none).unwrap();
    assert_eq!(config.keys.directory, kept.keys.directory);
    assert_eq!(config.keys.tombstones, kept.keys.tombstones);
    assert_eq!(config.database.sqlite_path(), kept.database.sqlite_path());
    assert_eq!(config.objects.directory, kept.objects.directory);
}

#[test]
fn accounts_want_mail_and_text_messages() {
    let accounts = format!("{SMALLEST}[accounts]\nenabled = true\n");
    assert_eq!(keys(&accounts), ["accounts.enabled"]);
}

#[test]
fn whoever_gets_in_again_waits_and_is_proven_for_somebody() {
    let text = format!(
        "{SMALLEST}[accounts]\nrecovery_wait_minutes = 59\ntransfer_wait_minutes = 0\nrecovery = {{ organisation = \"us\", service = \"prove\" }}\n"
    );
    let expected = [
        "accounts.recovery.organisation",
        "accounts.recovery_wait_minutes",
        "accounts.transfer_wait_minutes",
    ];
    assert_eq!(keys(&text), expected);
}

#[test]
fn a_forgotten_pin_is_waited_for() {
    let wait = |minutes: u32| format!("{SMALLEST}[accounts]\nforgotten_pin_minutes = {minutes}\n");
    assert_eq!(keys(&wait(9)), ["accounts.forgotten_pin_minutes"]);
    assert!(parse(&wait(10), &[]).is_ok());
    assert_eq!(keys(&wait(10_081)), ["accounts.forgotten_pin_minutes"]);
}

#[test]
fn metrics_beside_pages_stay_on_loopback() {
    let text = SMALLEST.replace("[server]", "[server]\nlisten = \"0.0.0.0:443\"")
        + "[metrics]\nbeside_pages = true\n";
    assert_eq!(keys(&text), ["metrics.beside_pages"]);
}

#[test]
fn pages_keep_a_core_for_themselves() {
    let worker = WorkerSection::default();
    assert_eq!([1, 2, 8].map(|cores| worker.examinations(cores)), [1, 1, 7]);
}
