//! Every input that fuzzing kept (`fuzz/corpus/NAME`) is given to its target again, without instrumentation:
//! what was found once stays mended, and what reaches far into a parser keeps doing so.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../../fuzz/fuzz_targets/accept_language.rs"]
mod accept_language;
#[path = "../../../fuzz/fuzz_targets/account.rs"]
mod account;
#[path = "../../../fuzz/fuzz_targets/chip_apdu.rs"]
mod chip_apdu;
#[path = "../../../fuzz/fuzz_targets/chip_channel.rs"]
mod chip_channel;
#[path = "../../../fuzz/fuzz_targets/chip_handed_over.rs"]
mod chip_handed_over;
#[path = "../../../fuzz/fuzz_targets/chip_relay.rs"]
mod chip_relay;
#[path = "../../../fuzz/fuzz_targets/chip_session.rs"]
mod chip_session;
#[path = "../../../fuzz/fuzz_targets/emrtd_lds.rs"]
mod emrtd_lds;
#[path = "../../../fuzz/fuzz_targets/mrz.rs"]
mod mrz;
#[path = "../../../fuzz/fuzz_targets/oidc_jwt.rs"]
mod oidc_jwt;
#[path = "../../../fuzz/fuzz_targets/oidc_request.rs"]
mod oidc_request;
#[path = "../../../fuzz/fuzz_targets/push_subscription.rs"]
mod push_subscription;
#[path = "../../../fuzz/fuzz_targets/retry_after.rs"]
mod retry_after;
#[path = "../../../fuzz/fuzz_targets/store_files.rs"]
mod store_files;
#[path = "../../../fuzz/fuzz_targets/vision_barcode.rs"]
mod vision_barcode;
#[path = "../../../fuzz/fuzz_targets/vision_document.rs"]
mod vision_document;
#[path = "../../../fuzz/fuzz_targets/vision_frames.rs"]
mod vision_frames;
#[path = "../../../fuzz/fuzz_targets/vision_intake.rs"]
mod vision_intake;
#[path = "../../../fuzz/fuzz_targets/vision_jpeg_2000.rs"]
mod vision_jpeg_2000;
#[path = "../../../fuzz/fuzz_targets/vision_liveness.rs"]
mod vision_liveness;
#[path = "../../../fuzz/fuzz_targets/vision_text.rs"]
mod vision_text;
#[path = "../../../fuzz/fuzz_targets/vision_zone.rs"]
mod vision_zone;
#[path = "../../../fuzz/fuzz_targets/x509_intake.rs"]
mod x509_intake;
#[path = "../../../fuzz/fuzz_targets/x509_signature.rs"]
mod x509_signature;
#[path = "../../../fuzz/fuzz_targets/x509_tlv.rs"]
mod x509_tlv;

macro_rules! targets {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        mod replayed {
            $(
                #[test]
                fn $name() {
                    super::replay(stringify!($name), super::$name::run);
                }
            )*
        }
    };
}

targets! {
    accept_language
    account
    chip_apdu
    chip_channel
    chip_handed_over
    chip_relay
    chip_session
    emrtd_lds
    mrz
    oidc_jwt
    oidc_request
    push_subscription
    retry_after
    store_files
    vision_barcode
    vision_document
    vision_frames
    vision_intake
    vision_jpeg_2000
    vision_liveness
    vision_text
    vision_zone
    x509_intake
    x509_signature
    x509_tlv
}

fn fuzz() -> PathBuf {
    Path::new(".").join("../../fuzz")
}

fn replay(name: &str, target: fn(&[u8])) {
    let corpus = fuzz().join("corpus").join(name);
    let mut count = 0;
    for input in fs::read_dir(&corpus).expect("a target has a corpus") {
        let path = input.expect("a file").path();
        let bytes = fs::read(&path).expect("a file");
        // A panic names its input.
        println!("{}", path.display());
        target(&bytes);
        count += 1;
    }
    assert!(count > 0, "a target has a corpus");
}

#[test]
fn every_target_is_replayed() {
    let mut names: Vec<String> = fs::read_dir(fuzz().join("fuzz_targets"))
        .expect("the targets")
        .map(|file| file.expect("a file").path())
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names, NAMES);
}
