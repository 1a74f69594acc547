//! Proves that the scenarios run every statement of the crate on both databases.

use std::fs;
use std::path::Path;

use bonafide_store::testing::ran;

/// Statements that belong to one database alone.
const ONE_ONLY: &[(&str, bool)] = &[
    ("FROM information_schema.columns", true),
    ("FROM information_schema.tables", true),
    ("pg_advisory_xact_lock", true),
    ("pragma_table_info", false),
    ("sqlite_master", false),
];

/// The `file:line` of every statement, and the one database it is for, if any.
fn statements(directory: &Path, found: &mut Vec<(String, Option<bool>)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            statements(&path, found);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            if code.starts_with("//") || !(code.contains("sql!(") || code.contains("insert!(")) {
                continue;
            }
            let nearby = lines[number..(number + 8).min(lines.len())].join("\n");
            let only = ONE_ONLY
                .iter()
                .find(|(words, _)| {
                    nearby
                        .split("sql!(")
                        .nth(1)
                        .is_some_and(|sql| sql.contains(words))
                })
                .map(|(_, postgres)| *postgres);
            let file = Path::new("crates/store").join(&path);
            found.push((format!("{}:{}", file.display(), number + 1), only));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_statement_runs_on_both_databases() {
    let both = crate::run_all().await;
    let mut found = Vec::new();
    statements(Path::new("src"), &mut found);
    assert!(found.len() > 150, "found only {} statements", found.len());
    let missed: Vec<_> = found
        .iter()
        .flat_map(|(place, only)| [false, true].map(|postgres| (place, *only, postgres)))
        .filter(|(_, only, postgres)| only.is_none_or(|only| only == *postgres))
        .filter(|(_, _, postgres)| both || !postgres)
        .filter(|(place, _, postgres)| !ran(place, *postgres))
        .map(|(place, _, postgres)| {
            format!(
                "{place} on {}",
                if postgres { "PostgreSQL" } else { "SQLite" }
            )
        })
        .collect();
    assert!(missed.is_empty(), "never ran:\n{}", missed.join("\n"));
}
