//! Sample documents as pictures: to print, to show on a screen before a camera, to save and
//! upload. Everything on them is drawn by us; they say in large letters what they are.

mod letters;
mod portrait;

use bonafide_service::organisation::samples::SampleDocument;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform,
};

/// Pixels per millimetre; about 300 dots per inch.
const SCALE: f32 = 12.0;
/// The data page of a passport (ISO/IEC 7810, ID-3), in millimetres.
const PAGE: (f32, f32) = (125.0, 88.0);
/// The table under the page, so that its edges show on paper and on screens.
const MARGIN: f32 = 7.0;
/// Distance of letters in a zone, in millimetres: ten to an inch (ICAO Doc 9303-3, 4.2).
const PITCH: f32 = 2.54;
/// Height of a zone's letters, in millimetres.
const ZONE_CAPITAL: f32 = 2.5;

/// Width and height of the picture, in pixels.
pub(super) fn size() -> (u32, u32) {
    let pixels = |millimetres: f32| ((millimetres + 2.0 * MARGIN) * SCALE) as u32;
    (pixels(PAGE.0), pixels(PAGE.1))
}

/// A sample document as PNG; `None` only where memory for its pixels is refused.
pub(super) fn png(sample: &SampleDocument) -> Option<Vec<u8>> {
    let (width, height) = size();
    let mut canvas = Canvas {
        pixels: Pixmap::new(width, height)?,
    };
    canvas.background();
    canvas.print(sample);
    canvas.pixels.encode_png().ok()
}

const INK: (u8, u8, u8) = (24, 28, 34);
const LABEL: (u8, u8, u8) = (86, 98, 116);
const STAMP: (u8, u8, u8) = (150, 60, 130);

/// Draws in millimetres of the page.
struct Canvas {
    pixels: Pixmap,
}

impl Canvas {
    fn on_page() -> Transform {
        Transform::from_scale(SCALE, SCALE).pre_translate(MARGIN, MARGIN)
    }

    fn background(&mut self) {
        self.pixels.fill(Color::from_rgba8(92, 104, 112, 255));
        self.box_of(0.0, 0.0, PAGE.0, PAGE.1, (243, 240, 228));
        // A quiet pattern, as documents have; lighter than any letter.
        let mut waves = PathBuilder::new();
        let mut y = 3.0;
        while y < 62.0 {
            waves.move_to(0.0, y);
            let mut x = 0.0;
            while x < PAGE.0 {
                waves.cubic_to(x + 4.0, y - 2.2, x + 8.5, y + 2.2, x + 12.5, y);
                x += 12.5;
            }
            y += 2.4;
        }
        self.stroke(waves, 0.12, (214, 222, 226));
    }

    fn print(&mut self, sample: &SampleDocument) {
        self.text("UTOPIA", 6.0, 9.5, 3.4, INK);
        self.text("PASSPORT", 44.0, 9.5, 3.4, INK);
        self.text("SAMPLE DOCUMENT - TEST MODE ONLY", 44.0, 14.0, 1.7, STAMP);
        portrait::draw(
            &mut self.pixels,
            Self::on_page().pre_translate(6.0, 15.0),
            (31.0, 40.0),
            &sample.id,
        );
        let lines = [
            ("SURNAME", sample.surname.as_str(), 44.0, 20.5),
            ("GIVEN NAMES", sample.given_names.as_str(), 44.0, 29.0),
            ("DATE OF BIRTH", sample.birth_date.as_str(), 44.0, 37.5),
            ("SEX", sample.sex.as_str(), 84.0, 37.5),
            ("NATIONALITY", sample.issuing_state.as_str(), 44.0, 46.0),
            ("DOCUMENT NO", sample.id.as_str(), 84.0, 46.0),
            ("DATE OF EXPIRY", sample.expiry_date.as_str(), 44.0, 54.5),
        ];
        for (label, value, x, y) in lines {
            self.text(label, x, y, 1.2, LABEL);
            self.text(value, x, y + 4.4, 2.3, INK);
        }
        // The zone stands on bare paper, as the standard asks.
        self.box_of(0.0, PAGE.1 - 23.2, PAGE.0, 23.2, (247, 246, 240));
        for (line, y) in sample.zone.iter().zip([PAGE.1 - 14.1, PAGE.1 - 7.8]) {
            self.spaced(line, 6.3, y);
        }
    }

    fn box_of(
        &mut self,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        (red, green, blue): (u8, u8, u8),
    ) {
        let mut paint = Paint::default();
        paint.set_color_rgba8(red, green, blue, 255);
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.pixels.fill_rect(rect, &paint, Self::on_page(), None);
        }
    }

    /// Text with its baseline at `y`, capitals `capital` millimetres high.
    fn text(&mut self, text: &str, x: f32, y: f32, capital: f32, ink: (u8, u8, u8)) {
        self.letters(text, x, y, capital, capital * 0.98, ink);
    }

    /// A line of the zone.
    fn spaced(&mut self, text: &str, x: f32, y: f32) {
        self.letters(text, x, y, ZONE_CAPITAL, PITCH, INK);
    }

    fn letters(&mut self, text: &str, x: f32, y: f32, capital: f32, pitch: f32, ink: (u8, u8, u8)) {
        let unit = capital / letters::CAPITAL;
        let mut path = PathBuilder::new();
        for (column, letter) in (0_u16..).zip(text.chars()) {
            let place = Transform::from_row(
                unit,
                0.0,
                0.0,
                unit,
                x + f32::from(column) * pitch,
                y - capital,
            );
            letters::add(&mut path, letter.to_ascii_uppercase(), place);
        }
        self.stroke(path, capital * 0.145, ink);
    }

    fn stroke(&mut self, path: PathBuilder, width: f32, (red, green, blue): (u8, u8, u8)) {
        let mut paint = Paint {
            anti_alias: true,
            ..Paint::default()
        };
        paint.set_color_rgba8(red, green, blue, 255);
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = path.finish() {
            self.pixels
                .stroke_path(&path, &paint, &stroke, Self::on_page(), None);
        }
    }
}

/// Fills a shape with one colour.
fn fill(
    pixels: &mut Pixmap,
    path: PathBuilder,
    (red, green, blue): (u8, u8, u8),
    place: Transform,
) {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color_rgba8(red, green, blue, 255);
    if let Some(path) = path.finish() {
        pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
    }
}

#[cfg(test)]
mod tests {
    use bonafide_service::organisation::samples;

    use super::*;

    #[test]
    fn every_sample_is_a_picture() {
        for sample in samples::documents().unwrap() {
            let png = png(&sample).unwrap();
            let decoded = Pixmap::decode_png(&png).unwrap();
            assert_eq!((decoded.width(), decoded.height()), size());
            assert!(png.len() < 1_000_000, "{} bytes", png.len());
        }
    }
}
