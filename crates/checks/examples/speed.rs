//! What examining takes of one core: documents in photographs of 12 megapixels, of a known layout and of none, and
//! the face part of a decision, with and without the document examined before by the same process.
//!
//! `cargo run --workspace --example speed -- [COUNT]`

use std::error::Error;

use bonafide_checks::{DocumentInput, Examiner, FaceInput, Picture};
use bonafide_fixtures::camera::{Shot, jpeg, photograph};
use bonafide_fixtures::document::{Details, Kind, issue};
use bonafide_fixtures::national::{self, National};
use bonafide_fixtures::portrait::Photo;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::id::EvidenceId;
use bonafide_identity::policy::Policy;
use image::RgbImage;
use jiff::Timestamp;
use jiff::civil::date;

fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = (std::env::args().nth(1)).map_or(Ok(3), |count| count.parse())?;
    let examiner = Examiner::load()?;
    let policy = Policy::standard();
    let today = date(2026, 11, 21);
    let shot = |picture: &RgbImage, seed| {
        let shot = Shot {
            size: (4000, 3000),
            ..Shot::casual(seed)
        };
        jpeg(&photograph(picture, &shot), 90)
    };
    let known = National::KazakhPassport;
    let known = national::issue(known, &known.holder(today))?;
    let other = issue(&Details::specimen(Kind::Passport, today), Photo::B1)?;
    let selfie = jpeg(&Photo::B1.selfie((1280, 960))?, 90);
    let ids = [1, 2].map(|id| EvidenceId::new(Timestamp::UNIX_EPOCH, [id; 10]));
    for (name, issued) in [("known layout", known), ("no layout", other)] {
        let [mut documents, mut faces, mut alone] = [const { Vec::new() }; 3];
        for seed in 0..count as u64 {
            let bytes = shot(&issued.front, seed);
            let front = Picture {
                id: &ids[0],
                kind: EvidenceKind::DocumentFront,
                bytes: &bytes,
            };
            let face = || {
                examiner.face(&FaceInput {
                    front,
                    back: None,
                    chip: None,
                    selfie: Picture {
                        id: &ids[1],
                        kind: EvidenceKind::Selfie,
                        bytes: &selfie,
                    },
                    thresholds: &policy.thresholds,
                })
            };
            alone.push(timed(face));
            documents.push(timed(|| {
                examiner.document(&DocumentInput {
                    front,
                    back: None,
                    kind: DocumentKind::Passport,
                    typed: None,
                    livemode: false,
                    today,
                    thresholds: &policy.thresholds,
                })
            }));
            faces.push(timed(face));
        }
        println!(
            "{name}: document {} ms, then face {} ms; face alone {} ms",
            mean(&documents),
            mean(&faces),
            mean(&alone)
        );
    }
    Ok(())
}

/// What work takes of one core, the programs that it calls included.
fn timed<T>(work: impl FnOnce() -> T) -> u64 {
    let begun = ticks();
    work();
    10 * (ticks() - begun)
}

/// What this process and its children have computed, in hundredths of a second.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let (_, rest) = stat.rsplit_once(')').unwrap_or_default();
    let fields = rest.split_whitespace().skip(11).take(4);
    fields.filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn mean(times: &[u64]) -> u64 {
    times.iter().sum::<u64>() / times.len().max(1) as u64
}
