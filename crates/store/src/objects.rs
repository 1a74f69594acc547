//! Encrypted objects: evidence in a local directory or in S3. Bytes are
//! encrypted in memory before they go anywhere; rows hold only names, which
//! are random and tell nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, RetryConfig,
};

use crate::db::sql;
use crate::error::StoreError;
use crate::keys::master::make_private_directory;
use crate::random::Random;
use crate::store::Store;

/// Largest object in bytes, before encryption.
pub const MAX_OBJECT: usize = 64 << 20;

/// The folder of evidence.
const EVIDENCE: &str = "evidence";

/// Doomed objects deleted in one sweep.
const SWEEP_BATCH: i64 = 500;

/// Where encrypted objects are kept.
#[derive(Clone, Debug)]
pub enum ObjectsConfig {
    /// A directory; made when it does not exist. Writes are synced.
    Local {
        /// The directory.
        path: PathBuf,
    },
    /// A bucket of S3 or a service that speaks its protocol.
    S3(S3Config),
}

/// A bucket and how to reach it.
#[derive(Clone)]
pub struct S3Config {
    /// Name of the bucket, which must exist.
    pub bucket: String,
    /// Region, such as `eu-west-1`.
    pub region: String,
    /// Address of the service, when it is not AWS.
    pub endpoint: Option<String>,
    /// Credentials; without them the machine's own (instance role) are used.
    pub access_key: Option<(String, String)>,
    /// Allows an endpoint without TLS.
    pub allow_http: bool,
}

impl std::fmt::Debug for S3Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Config")
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// Open object storage.
pub(crate) struct Objects {
    store: Arc<dyn ObjectStore>,
}

impl Objects {
    pub(crate) fn open(config: &ObjectsConfig) -> Result<Self, StoreError> {
        let store: Arc<dyn ObjectStore> = match config {
            ObjectsConfig::Local { path } => {
                make_private_directory(path)?;
                Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true))
            }
            ObjectsConfig::S3(s3) => {
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(&s3.bucket)
                    .with_region(&s3.region)
                    .with_allow_http(s3.allow_http)
                    .with_client_options(
                        ClientOptions::new()
                            .with_allow_http(s3.allow_http)
                            .with_connect_timeout(Duration::from_secs(5))
                            .with_timeout(Duration::from_secs(60)),
                    )
                    .with_retry(RetryConfig {
                        max_retries: 3,
                        retry_timeout: Duration::from_secs(15),
                        ..RetryConfig::default()
                    });
                if let Some(endpoint) = &s3.endpoint {
                    builder = builder.with_endpoint(endpoint);
                }
                if let Some((id, secret)) = &s3.access_key {
                    builder = builder
                        .with_access_key_id(id)
                        .with_secret_access_key(secret);
                }
                Arc::new(builder.build()?)
            }
        };
        Ok(Self { store })
    }

    /// A new name: 128 random bits.
    pub(crate) fn new_name(random: &dyn Random) -> String {
        let name = hex::encode(random.array::<16>());
        format!("{EVIDENCE}/{}/{name}", &name[..2])
    }

    /// Writes an object that must not exist yet; durable when it returns.
    pub(crate) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        #[cfg(feature = "testing")]
        crate::testing::boundary("before object");
        let options = PutOptions::from(PutMode::Create);
        self.store
            .put_opts(&Path::from(name), bytes.into(), options)
            .await?;
        #[cfg(feature = "testing")]
        crate::testing::boundary("after object");
        Ok(())
    }

    pub(crate) async fn read(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let found = self.store.get(&Path::from(name)).await?;
        Ok(found.bytes().await?.into())
    }

    /// Deletes an object; one that is gone already is no error.
    pub(crate) async fn delete(&self, name: &str) -> Result<(), StoreError> {
        match self
            .store
            .delete(&Path::from(name))
            .await
            .map_err(StoreError::from)
        {
            Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether there is no object at all.
    pub(crate) async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self
            .store
            .list(Some(&Path::from(EVIDENCE)))
            .next()
            .await
            .transpose()?
            .is_none())
    }
}

impl Store {
    /// Deletes a batch of objects of erased evidence, until two in a row cannot be deleted. Those
    /// that cannot stand behind the others from then on.
    pub async fn sweep_doomed(&self) -> Result<u64, StoreError> {
        let rows = self
            .read()
            .await?
            .all(sql!(
                "SELECT object FROM doomed_objects ORDER BY failures, object LIMIT $1",
                SWEEP_BATCH
            ))
            .await?;
        let mut deleted = 0;
        let mut failed = false;
        for row in rows {
            let object: String = row.read("object")?;
            let outcome = self.core.objects.delete(&object).await;
            let mut tx = self.begin().await?;
            if outcome.is_ok() {
                tx.run(sql!("DELETE FROM doomed_objects WHERE object = $1", object))
                    .await?;
                deleted += 1;
            } else {
                tx.run(sql!(
                    "UPDATE doomed_objects SET failures = failures + 1 WHERE object = $1",
                    object
                ))
                .await?;
            }
            tx.commit().await?;
            if let Err(error) = &outcome {
                tracing::warn!(%error, object, "an object of erased evidence was not deleted");
                if failed {
                    // Storage is away, or what is left failed before: the next round tries again.
                    break;
                }
            }
            failed = outcome.is_err();
        }
        Ok(deleted)
    }

    /// Deletes objects that no row refers to and that are older than `grace`,
    /// which must be longer than any upload takes to commit.
    pub async fn sweep_orphans(
        &self,
        now: Timestamp,
        grace: SignedDuration,
    ) -> Result<u64, StoreError> {
        let oldest = (now - grace).as_second();
        let mut deleted = 0;
        let mut listing = self.core.objects.store.list(Some(&Path::from(EVIDENCE)));
        while let Some(object) = listing.next().await.transpose()? {
            if object.last_modified.timestamp() >= oldest {
                continue;
            }
            let name = object.location.to_string();
            let known = self
                .read()
                .await?
                .one(sql!("SELECT id FROM evidence WHERE object = $1", name))
                .await?;
            if known.is_none() {
                self.core.objects.delete(&name).await?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }
}
