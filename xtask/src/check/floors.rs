//! The house has floors, and a crate may use only what stands below it.

use serde_json::Value;

use super::{list, metadata, text};
use crate::Result;

/// Where a crate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A floor of the house, counted from the ground.
    Floor(u8),
    /// Beside the house: tests may use it, and so may crates that are themselves in the yard.
    Yard,
    /// In the yard, but the reader ships it for demonstrations.
    Side,
    /// Nothing may use it.
    Apart,
}

use Place::{Apart, Floor, Side, Yard};

/// The one crate of the house that may use what stands at its side.
const SHIPS_THE_SIDE: &str = "bonafide-reader";

const PLACES: &[(&str, Place)] = &[
    ("bonafide-server", Floor(7)),
    ("bonafide-reader", Floor(7)),
    ("bonafide-emrtd-ffi", Floor(7)),
    ("bonafide-guidance", Floor(7)),
    ("bonafide-web", Floor(6)),
    ("bonafide-service", Floor(5)),
    ("bonafide-store", Floor(4)),
    ("bonafide-connectors", Floor(4)),
    ("bonafide-checks", Floor(4)),
    ("bonafide-identity", Floor(3)),
    ("bonafide-emrtd", Floor(2)),
    ("bonafide-vision", Floor(2)),
    ("bonafide-pki", Floor(2)),
    ("bonafide-oidc", Floor(2)),
    ("bonafide-mrz", Floor(1)),
    ("bonafide-x509", Floor(1)),
    ("bonafide-fixtures", Yard),
    ("bonafide-virtual-passport", Side),
    ("bonafide-test-server", Yard),
    ("bonafide-test-client", Apart),
    ("bonafide-fuzz-replay", Apart),
    ("xtask", Apart),
];

pub(super) fn broken() -> Result<Vec<String>> {
    Ok(arrows(&metadata()?))
}

/// Names each crate without a place and each arrow that does not point down.
fn arrows(metadata: &Value) -> Vec<String> {
    let members = list(metadata, "workspace_members");
    let crates: Vec<&Value> = list(metadata, "packages")
        .iter()
        .filter(|package| members.contains(&package["id"]))
        .collect();
    let is_ours = |name: &str| crates.iter().any(|package| text(package, "name") == name);
    let mut broken = Vec::new();
    for package in &crates {
        let user = text(package, "name");
        let Some(above) = place(user) else {
            broken.push(format!(
                "{user} has no place in the house: give it one in {}",
                file!()
            ));
            continue;
        };
        for dependency in list(package, "dependencies") {
            let used = text(dependency, "name");
            let in_tests = text(dependency, "kind") == "dev";
            // A crate may turn on features of its own for its tests.
            let is_itself = in_tests && used == user;
            let ships = user == SHIPS_THE_SIDE;
            if let Some(below) = place(used).filter(|_| is_ours(used) && !is_itself)
                && !(ships && below == Side)
                && !allowed(above, below, in_tests)
            {
                let tests = if in_tests { " in its tests" } else { "" };
                broken.push(format!("{user} ({above:?}) uses {used} ({below:?}){tests}"));
            }
        }
    }
    broken
}

const fn allowed(user: Place, used: Place, in_tests: bool) -> bool {
    match (user, used) {
        (_, Apart) => false,
        (Apart | Yard | Side, _) => true,
        (Floor(above), Floor(below)) => below < above,
        (Floor(_), Yard | Side) => in_tests,
    }
}

fn place(name: &str) -> Option<Place> {
    PLACES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn house(arrows: &[(&str, &str, Option<&str>)]) -> Value {
        let mut names: Vec<&str> = arrows
            .iter()
            .flat_map(|(user, used, _)| [*user, *used])
            .collect();
        names.sort_unstable();
        names.dedup();
        let packages: Vec<Value> = names
            .iter()
            .map(|name| {
                let dependencies: Vec<Value> = arrows
                    .iter()
                    .filter(|(user, ..)| user == name)
                    .map(|(_, used, kind)| json!({ "name": used, "kind": kind }))
                    .collect();
                json!({ "id": name, "name": name, "dependencies": dependencies })
            })
            .collect();
        json!({ "workspace_members": names, "packages": packages })
    }

    #[test]
    fn arrows_down_are_fine() {
        let house = house(&[
            ("bonafide-server", "bonafide-mrz", None),
            ("bonafide-service", "bonafide-store", None),
            ("bonafide-checks", "bonafide-fixtures", Some("dev")),
            ("bonafide-test-server", "bonafide-fixtures", None),
            ("bonafide-store", "bonafide-store", Some("dev")),
            ("bonafide-reader", "bonafide-virtual-passport", None),
        ]);
        assert_eq!(arrows(&house), Vec::<String>::new());
    }

    #[test]
    fn arrows_up_sideways_or_into_the_yard_are_named() {
        for (user, used, kind) in [
            ("bonafide-identity", "bonafide-store", None),
            ("bonafide-store", "bonafide-checks", None),
            ("bonafide-store", "bonafide-connectors", Some("dev")),
            ("bonafide-checks", "bonafide-fixtures", None),
            ("bonafide-checks", "bonafide-fixtures", Some("build")),
            ("bonafide-web", "xtask", Some("dev")),
            ("bonafide-server", "bonafide-virtual-passport", None),
            ("bonafide-reader", "bonafide-fixtures", None),
            ("bonafide-mystery", "bonafide-mrz", None),
        ] {
            assert_eq!(
                arrows(&house(&[(user, used, kind)])).len(),
                1,
                "{user} -> {used}"
            );
        }
    }

    #[test]
    fn this_house_stands() {
        assert_eq!(broken().unwrap(), Vec::<String>::new());
    }
}
