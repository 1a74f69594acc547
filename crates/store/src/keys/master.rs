//! Master keys: one small file each in the key directory, readable by its
//! owner alone, and a file that names the current one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use hkdf::Hkdf;
use jiff::Timestamp;
use sha2::Sha256;

use super::{Place, Plain, Secret, open_with, seal_with};
use crate::error::StoreError;
use crate::random::Random;

const FIRST_LINE: &str = "bonafide master key 1";
const SUFFIX: &str = ".key";
const CURRENT: &str = "current";

/// A master key as read from its file.
#[derive(Clone)]
pub(crate) struct Master {
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    secret: Secret,
}

impl Master {
    /// The key that wraps data keys. The file's bytes themselves encrypt nothing.
    fn wrapping_key(&self) -> Result<Secret, StoreError> {
        let mut out = [0; 32];
        Hkdf::<Sha256>::new(None, self.secret.bytes())
            .expand(b"bonafide wrap 1", &mut out)
            .map_err(|_| StoreError::KeyFile("cannot derive".to_owned()))?;
        Ok(Secret::new(out))
    }

    pub(crate) fn wrap(
        &self,
        place: &Place<'_>,
        key: &Secret,
        random: &dyn Random,
    ) -> Result<Vec<u8>, StoreError> {
        seal_with(&self.wrapping_key()?, place, key.bytes(), random)
    }

    pub(crate) fn unwrap(&self, place: &Place<'_>, wrapped: &[u8]) -> Result<Secret, StoreError> {
        Secret::from_plain(&open_with(&self.wrapping_key()?, place, wrapped)?)
    }

    fn to_text(&self) -> String {
        format!(
            "{FIRST_LINE}\n{}\n{}\n{}\n",
            self.id,
            self.created.as_microsecond(),
            hex::encode(self.secret.bytes())
        )
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        (lines.next()? == FIRST_LINE).then_some(())?;
        let id = lines.next().filter(|id| is_id(id))?.to_owned();
        let created = Timestamp::from_microsecond(lines.next()?.parse().ok()?).ok()?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(lines.next()?, &mut bytes).ok()?;
        Some(Self {
            id,
            created,
            secret: Secret::new(bytes),
        })
    }
}

fn is_id(id: &str) -> bool {
    (1..=40).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// The key directory and the keys read from it.
pub(crate) struct Keyring {
    directory: PathBuf,
    known: RwLock<BTreeMap<String, Arc<Master>>>,
}

impl Keyring {
    /// Opens the directory, which is made when it does not exist.
    pub(crate) fn open(directory: &Path) -> Result<Self, StoreError> {
        make_private_directory(directory)?;
        let ring = Self {
            directory: directory.to_owned(),
            known: RwLock::default(),
        };
        ring.reload()?;
        Ok(ring)
    }

    /// Reads the directory anew: another program may have added a key.
    fn reload(&self) -> Result<(), StoreError> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "key") {
                let master = read_master(&path)?;
                found.insert(master.id.clone(), Arc::new(master));
            }
        }
        *self
            .known
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = found;
        Ok(())
    }

    fn known(&self, id: &str) -> Option<Arc<Master>> {
        self.known
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// The master key named `id`.
    pub(crate) fn find(&self, id: &str) -> Result<Arc<Master>, StoreError> {
        if let Some(master) = self.known(id) {
            return Ok(master);
        }
        self.reload()?;
        self.known(id)
            .ok_or_else(|| StoreError::MasterKeyMissing(id.to_owned()))
    }

    /// The key that wraps new data keys. The file is read each time, so that a
    /// running server follows a rotation at once.
    pub(crate) fn current(&self) -> Result<Arc<Master>, StoreError> {
        let id = fs::read_to_string(self.directory.join(CURRENT))
            .map_err(|error| StoreError::KeyFile(format!("{CURRENT}: {error}")))?;
        self.find(id.trim())
    }

    /// All keys, oldest first.
    pub(crate) fn all(&self) -> Result<Vec<Arc<Master>>, StoreError> {
        self.reload()?;
        let known = self
            .known
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut all: Vec<_> = known.values().cloned().collect();
        all.sort_by_key(|master| master.created);
        Ok(all)
    }

    /// Makes a new key and makes it current.
    pub(crate) fn add(
        &self,
        random: &dyn Random,
        now: Timestamp,
    ) -> Result<Arc<Master>, StoreError> {
        let id = hex::encode(random.array::<8>());
        let master = Master {
            id: id.clone(),
            created: now,
            secret: Secret::generate(random),
        };
        self.write(&format!("{id}{SUFFIX}"), master.to_text().as_bytes())?;
        self.write(CURRENT, id.as_bytes())?;
        self.find(&id)
    }

    /// Deletes a key's file, overwritten first.
    pub(crate) fn remove(&self, id: &str) -> Result<(), StoreError> {
        let path = self.directory.join(format!("{id}{SUFFIX}"));
        let length = fs::metadata(&path)?.len();
        let mut file = fs::OpenOptions::new().write(true).open(&path)?;
        io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
        file.sync_all()?;
        fs::remove_file(&path)?;
        sync_directory(&self.directory)?;
        self.reload()
    }

    /// Deletes a file that [`Keyring::import`] wrote.
    pub(crate) fn discard(&self, name: &str) -> Result<(), StoreError> {
        fs::remove_file(self.directory.join(name))?;
        self.reload()
    }

    /// Every file of the directory that a backup must hold, by name.
    pub(crate) fn export(&self) -> Result<Vec<(String, Plain)>, StoreError> {
        let mut files = Vec::new();
        for master in self.all()? {
            files.push((
                format!("{}{SUFFIX}", master.id),
                Plain::from(master.to_text().into_bytes()),
            ));
        }
        files.push((
            CURRENT.to_owned(),
            Plain::from(self.current()?.id.clone().into_bytes()),
        ));
        Ok(files)
    }

    /// Writes a file of a backup.
    pub(crate) fn import(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if name != CURRENT && !name.strip_suffix(SUFFIX).is_some_and(is_id) {
            return Err(StoreError::Corrupt("name of a key file".to_owned()));
        }
        self.write(name, bytes)
    }

    /// Writes durably, and never half: into another file first, then renamed.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let unfinished = self.directory.join(format!("{name}.new"));
        let mut file = private()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, self.directory.join(name))?;
        sync_directory(&self.directory)
    }
}

/// Reads any bytes as a key file; for fuzzing.
#[cfg(feature = "testing")]
pub(crate) fn fuzz(data: &[u8]) {
    let _ = std::str::from_utf8(data).ok().and_then(Master::from_text);
}

fn read_master(path: &Path) -> Result<Master, StoreError> {
    let named = |problem: &str| StoreError::KeyFile(format!("{}: {problem}", path.display()));
    require_private(path).map_err(|problem| named(&problem))?;
    let text = Plain::from(fs::read(path)?);
    let master = std::str::from_utf8(&text)
        .ok()
        .and_then(Master::from_text)
        .ok_or_else(|| named("not a master key"))?;
    if path
        .file_stem()
        .is_none_or(|stem| stem != master.id.as_str())
    {
        return Err(named("named unlike the key in it"));
    }
    Ok(master)
}

#[cfg(unix)]
fn require_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = fs::metadata(path)
        .map_err(|error| error.to_string())?
        .mode();
    if mode & 0o077 != 0 {
        return Err(format!(
            "others may read it (mode {:o}); make it 600",
            mode & 0o777
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
fn require_private(_path: &Path) -> Result<(), String> {
    Ok(())
}

/// How files are opened that their owner alone may read, once made.
pub(crate) fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a directory, and those above it, that its owner alone may enter. One that exists stays as it is.
#[cfg(unix)]
pub(crate) fn make_private_directory(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
pub(crate) fn make_private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Makes names in a directory durable.
pub(crate) fn sync_directory(path: &Path) -> Result<(), StoreError> {
    Ok(fs::File::open(path)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seeded;

    fn ring(directory: &Path) -> Keyring {
        Keyring::open(directory).unwrap()
    }

    #[test]
    fn a_new_key_is_current_for_those_already_running() {
        let directory = tempfile::tempdir().unwrap();
        let random: &dyn Random = &Seeded::new(1);
        let (a, b) = (ring(directory.path()), ring(directory.path()));
        let first = a.add(random, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(b.current().unwrap().id, first.id);
        let second = b.add(random, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(a.current().unwrap().id, second.id);
        assert_eq!(a.find(&first.id).unwrap().id, first.id);
        a.remove(&first.id).unwrap();
        assert_eq!(
            a.find(&first.id).err(),
            Some(StoreError::MasterKeyMissing(first.id.clone()))
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let id = ring(directory.path())
            .add(&Seeded::new(1), Timestamp::UNIX_EPOCH)
            .unwrap()
            .id
            .clone();
        let path = directory.path().join(format!("{id}.key"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            Keyring::open(directory.path()),
            Err(StoreError::KeyFile(_))
        ));
    }

    #[test]
    fn a_damaged_key_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let id = ring(directory.path())
            .add(&Seeded::new(1), Timestamp::UNIX_EPOCH)
            .unwrap()
            .id
            .clone();
        let path = directory.path().join(format!("{id}.key"));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, &text[..text.len() - 3]).unwrap();
        assert!(matches!(
            Keyring::open(directory.path()),
            Err(StoreError::KeyFile(_))
        ));
    }
}
