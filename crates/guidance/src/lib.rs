//! Advice while a camera is open, for browsers: [`bonafide_vision::guide`] as a WebAssembly module.
//!
//! A worker calls a handful of functions over the module's own memory, without any binding generator:
//!
//! ```text
//! room(part, bytes)   where to write a part: 0 a picture (RGBA), 1 the face detector, 2 the face mesh
//! begin(face)         0 a document, 1 a face (after its models were written); negative: it cannot
//! look(width, height, at, left, top, frame_width, frame_height, scale)
//!                     the advice's number, or negative when the picture or a model is not what it should be
//! seen()              where twelve floats stand: how much of the hold has passed (0 to 1); 1 and four corners of
//!                     what was found, or 0; the middle of mirrored light, or NaN
//! word(advice)        where the advice's word stands, and word_length(advice) how long it is
//! ```
//!
//! The module has one guide at a time and no way to the outside: it is given pictures and gives advice.

use std::cell::RefCell;

use bonafide_vision::face::Tracker;
use bonafide_vision::guide::{Advice, DocumentGuide, FaceGuide, Seen, View, opaque};
use bonafide_vision::models::{Name, Source};

/// More bytes than any part has: 4096 x 4096 pixels.
const MOST_BYTES: usize = 64 << 20;
/// How many floats [`seen`] points to.
const SEEN: usize = 12;

#[derive(Default)]
struct Module {
    parts: [Vec<u8>; 3],
    guide: Option<Guide>,
    seen: [f32; SEEN],
}

enum Guide {
    Document(DocumentGuide),
    Face(Box<FaceGuide>),
}

thread_local! {
    static MODULE: RefCell<Module> = RefCell::default();
}

/// Room for so many bytes of a part, zeroed; null when there is no such part or it would be too large.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn room(part: u32, bytes: usize) -> *mut u8 {
    MODULE.with_borrow_mut(|module| match module.parts.get_mut(part as usize) {
        Some(room) if bytes <= MOST_BYTES => {
            room.resize(bytes, 0);
            room.as_mut_ptr()
        }
        _ => std::ptr::null_mut(),
    })
}

/// Begins to advise anew: 0 on a document, 1 on a face. Gives 0, or -1 when the models are not what they should
/// be, or -2 for anything else that is asked for.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn begin(face: u32) -> i32 {
    MODULE.with_borrow_mut(|module| {
        module.guide = match face {
            0 => Some(Guide::Document(DocumentGuide::default())),
            1 => {
                let [_, detector, mesh] = &mut module.parts;
                let source = Source::Bytes(vec![
                    (Name::FaceDetector, std::mem::take(detector)),
                    (Name::FaceMesh, std::mem::take(mesh)),
                ]);
                match Tracker::from_source(&source) {
                    Ok(tracker) => Some(Guide::Face(Box::new(FaceGuide::new(tracker)))),
                    Err(_) => return -1,
                }
            }
            _ => return -2,
        };
        0
    })
}

/// Looks at the picture that was written: `at` in milliseconds, the frame that the person sees in pixels of the
/// picture, `scale` pixels of the camera for one of it. Gives the advice's number, -1 without a guide, -2 when
/// the picture has another size than that, -3 when a model fails.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn look(
    width: u32,
    height: u32,
    at: f64,
    left: f32,
    top: f32,
    frame_width: f32,
    frame_height: f32,
    scale: f32,
) -> i32 {
    MODULE.with_borrow_mut(|module| {
        let Some(picture) = opaque(width, height, &module.parts[0]) else {
            return -2;
        };
        let view = View {
            picture: &picture,
            at: at.max(0.0) as u64,
            frame: [left, top, frame_width, frame_height],
            scale,
        };
        let seen = match &mut module.guide {
            None => return -1,
            Some(Guide::Document(guide)) => guide.look(&view),
            Some(Guide::Face(guide)) => match guide.look(&view) {
                Ok(seen) => seen,
                Err(_) => return -3,
            },
        };
        module.seen = flat(&seen);
        seen.advice as i32
    })
}

/// Where the floats of the last look stand.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn seen() -> *const f32 {
    MODULE.with_borrow(|module| module.seen.as_ptr())
}

/// Where the advice's word stands, as ASCII; null for a number that none has.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn word(advice: u32) -> *const u8 {
    Advice::ALL
        .get(advice as usize)
        .map_or(std::ptr::null(), |advice| advice.as_str().as_ptr())
}

/// How many bytes the word has; 0 for a number that no advice has.
#[expect(unsafe_code, reason = "called by name from the worker's script")]
#[unsafe(no_mangle)]
pub extern "C" fn word_length(advice: u32) -> usize {
    Advice::ALL
        .get(advice as usize)
        .map_or(0, |advice| advice.as_str().len())
}

/// What was seen, as the worker reads it.
#[must_use]
pub fn flat(seen: &Seen) -> [f32; SEEN] {
    let mut flat = [0.0; SEEN];
    flat[0] = seen.held;
    if let Some(shape) = seen.shape {
        flat[1] = 1.0;
        flat[2..10].copy_from_slice(shape.as_flattened());
    }
    flat[10..].copy_from_slice(&seen.spot.unwrap_or([f32::NAN; 2]));
    flat
}
