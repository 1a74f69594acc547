/// A file of the travel document application, as programs name it when they store it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoredFile {
    Com,
    Sod,
    /// Number 1 to 16.
    Group(u8),
}

impl StoredFile {
    /// Understands `EF.SOD`, `EF_SOD.bin`, `SOD`, `EF.DG1`, `DG1.bin`, `dg01`, `Datagroup1.bin` and the like.
    #[must_use]
    pub fn of_name(name: &str) -> Option<StoredFile> {
        let name = name.to_ascii_uppercase();
        let name = name.strip_suffix(".BIN").unwrap_or(&name);
        let name = ["EF.", "EF_", "EF"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(name);
        let number = ["DATAGROUP", "DG"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix));
        match (name, number) {
            ("COM", _) => Some(StoredFile::Com),
            ("SOD", _) => Some(StoredFile::Sod),
            (_, Some(number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => number
                .parse()
                .ok()
                .filter(|number| (1..=16).contains(number))
                .map(StoredFile::Group),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StoredFile::{self, Com, Group, Sod};

    #[test]
    fn names_of_several_programs() {
        for (name, file) in [
            ("EF.COM", Some(Com)),
            ("EF_SOD.bin", Some(Sod)),
            ("SOD", Some(Sod)),
            ("EF.DG1", Some(Group(1))),
            ("Datagroup14.bin", Some(Group(14))),
            ("dg02.bin", Some(Group(2))),
            ("DG17", None),
            ("DG0", None),
            ("DG", None),
            ("DG+1", None),
            ("notes.txt", None),
        ] {
            assert_eq!(StoredFile::of_name(name), file, "{name}");
        }
    }
}
