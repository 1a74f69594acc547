//! The description of the API that is checked in is the one that the server gives.

use std::fs;
use std::path::Path;

#[test]
fn the_description_is_current() {
    let path = Path::new(".").join("../../docs/openapi.json");
    let current = format!(
        "{}\n",
        bonafide_web::api::description()
            .to_pretty_json()
            .expect("plain data")
    );
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &current).expect("docs/ can be written");
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == current,
        "docs/openapi.json is out of date: run this test again with BLESS=1"
    );
}
