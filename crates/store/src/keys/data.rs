//! Data keys: one per owner and class, wrapped by a master key.

use super::{Class, Owner, Place, Plain, Secret, open_with, seal_with};
use crate::db::{Conn, Row, Tx, sql};
use crate::error::StoreError;

/// An unwrapped data key.
#[derive(Clone)]
pub(crate) struct DataKey(Secret);

/// A data key that is not in the database yet, wrapped.
pub(crate) struct NewDataKey {
    pub(crate) id: String,
    pub(crate) master: String,
    pub(crate) wrapped: Vec<u8>,
}

/// What a wrapped key is bound to: its row and its owner.
pub(crate) fn wrap_place(id: &str, owner: &Owner, class: Class) -> String {
    let [organisation, account, registration, evidence] = owner.parts();
    // None of these texts can hold a slash.
    format!(
        "{id}/{organisation}/{account}/{registration}/{evidence}/{}",
        class.as_str()
    )
}

pub(crate) fn place(row: &str) -> Place<'_> {
    Place {
        table: "data_keys",
        row,
        column: "wrapped",
        version: 1,
    }
}

impl DataKey {
    /// Makes a new key, in memory only.
    pub(crate) fn generate(
        core: &crate::store::Core,
        owner: &Owner,
        class: Class,
    ) -> Result<(Self, NewDataKey), StoreError> {
        let secret = Secret::generate(&*core.random);
        let master = core.keyring.current()?;
        let id = hex::encode(core.random.array::<16>());
        let wrapped = master.wrap(
            &place(&wrap_place(&id, owner, class)),
            &secret,
            &*core.random,
        )?;
        Ok((
            Self(secret),
            NewDataKey {
                id,
                master: master.id.clone(),
                wrapped,
            },
        ))
    }

    pub(crate) fn seal(
        &self,
        core: &crate::store::Core,
        place: &Place<'_>,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        seal_with(&self.0, place, plaintext, &*core.random)
    }

    pub(crate) fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Plain, StoreError> {
        open_with(&self.0, place, sealed)
    }
}

impl NewDataKey {
    /// Writes the key's row; gives false if this owner and class have one already.
    pub(crate) async fn insert(
        &self,
        tx: &mut Tx,
        owner: &Owner,
        class: Class,
    ) -> Result<bool, StoreError> {
        let [organisation, account, registration, evidence] = owner.parts();
        let added = tx
            .run(sql!(
                "INSERT INTO data_keys
                     (id, organisation, account, registration, evidence, class, master, wrapped)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (organisation, account, registration, evidence, class) DO NOTHING",
                self.id,
                organisation,
                account,
                registration,
                evidence,
                class,
                self.master,
                self.wrapped
            ))
            .await?;
        Ok(added == 1)
    }
}

impl Conn {
    /// The data key of `owner` and `class`; `None` if there never was one.
    pub(crate) async fn data_key(
        &mut self,
        owner: &Owner,
        class: Class,
    ) -> Result<Option<DataKey>, StoreError> {
        if let Some(key) = self.data_keys.get(&(owner.clone(), class)) {
            return Ok(Some(key.clone()));
        }
        let [organisation, account, registration, evidence] = owner.parts();
        let row = self
            .one(sql!(
                "SELECT id, master, wrapped FROM data_keys
                 WHERE organisation = $1 AND account = $2 AND registration = $3
                   AND evidence = $4 AND class = $5",
                organisation,
                account,
                registration,
                evidence,
                class
            ))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.unwrap(&row, owner, class)?;
        self.data_keys.insert((owner.clone(), class), key.clone());
        Ok(Some(key))
    }

    fn unwrap(&self, row: &Row, owner: &Owner, class: Class) -> Result<DataKey, StoreError> {
        let id: String = row.read("id")?;
        let (Some(master), Some(wrapped)) = (
            row.read::<Option<String>>("master")?,
            row.read::<Option<Vec<u8>>>("wrapped")?,
        ) else {
            return Err(StoreError::Erased("data key"));
        };
        let master = self.core.keyring.find(&master)?;
        master
            .unwrap(&place(&wrap_place(&id, owner, class)), &wrapped)
            .map(DataKey)
    }

    /// Opens a sealed value with the data key in a row (`id`, `master`, `wrapped`) that was read
    /// together with it.
    pub(crate) fn open_beside(
        &self,
        row: &Row,
        owner: &Owner,
        class: Class,
        place: &Place<'_>,
        sealed: &[u8],
    ) -> Result<Plain, StoreError> {
        self.unwrap(row, owner, class)?.open(place, sealed)
    }

    /// Opens a sealed value.
    pub(crate) async fn open(
        &mut self,
        owner: &Owner,
        class: Class,
        place: &Place<'_>,
        sealed: &[u8],
    ) -> Result<Plain, StoreError> {
        let key = self
            .data_key(owner, class)
            .await?
            .ok_or_else(|| StoreError::Corrupt("a data key is missing".to_owned()))?;
        key.open(place, sealed)
    }
}

impl Tx {
    /// Seals a value, under a new data key if its owner has none of that class yet.
    pub(crate) async fn seal(
        &mut self,
        owner: &Owner,
        class: Class,
        place: &Place<'_>,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let key = match self.data_key(owner, class).await? {
            Some(key) => key,
            None => {
                let (key, new) = DataKey::generate(&self.core, owner, class)?;
                if new.insert(self, owner, class).await? {
                    key
                } else {
                    // Another transaction was faster.
                    self.data_key(owner, class)
                        .await?
                        .ok_or(StoreError::Erased("data key"))?
                }
            }
        };
        key.seal(&self.core, place, plaintext)
    }
}
