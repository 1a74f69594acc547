//! Where things are: the checkout, and the cache outside it.

use std::env;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The root of the checkout, as cargo says it now: where this was built may be another one, since clones share what they build.
pub(crate) fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

/// The product's folder in the user's cache (`$XDG_CACHE_HOME/bonafide`), made when absent;
/// `target` in the checkout when there is no place for a cache.
pub(crate) fn cache() -> PathBuf {
    static CACHE: OnceLock<PathBuf> = OnceLock::new();
    CACHE
        .get_or_init(|| {
            env::var_os("XDG_CACHE_HOME")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
                .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
                .map(|cache| cache.join("bonafide"))
                .filter(|cache| std::fs::create_dir_all(cache).is_ok())
                .unwrap_or_else(|| root().join("target").join("bonafide-cache"))
        })
        .clone()
}

/// Where everything that this program builds goes: outside the checkout, so that clones share
/// it and a fresh clone builds quickly. `CARGO_TARGET_DIR` wins when set.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .filter(|value| !value.is_empty())
        .map_or_else(|| cache().join("target"), |set| root().join(set))
}
