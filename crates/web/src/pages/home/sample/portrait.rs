//! Portraits for sample documents: drawings of nobody, shaded like a photograph, so that a face
//! is found where documents have one.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, Paint, PathBuilder, Pixmap, Point, RadialGradient,
    Rect, Shader, SpreadMode, Stroke, Transform,
};

use super::fill;

/// How somebody looks.
struct Looks {
    skin: (u8, u8, u8),
    hair: (u8, u8, u8),
    clothes: (u8, u8, u8),
    long_hair: bool,
    beard: bool,
}

fn looks(sample: &str) -> Looks {
    match sample {
        "SBXVERIF1" => Looks {
            skin: (232, 190, 164),
            hair: (92, 62, 40),
            clothes: (54, 84, 120),
            long_hair: true,
            beard: false,
        },
        "SBXRETRY1" => Looks {
            skin: (226, 182, 152),
            hair: (166, 122, 70),
            clothes: (70, 90, 70),
            long_hair: false,
            beard: true,
        },
        "SBXEXPIR1" => Looks {
            skin: (222, 178, 140),
            hair: (30, 26, 26),
            clothes: (130, 60, 70),
            long_hair: true,
            beard: false,
        },
        "SBXREJEC1" => Looks {
            skin: (236, 200, 178),
            hair: (196, 170, 120),
            clothes: (60, 60, 72),
            long_hair: false,
            beard: false,
        },
        _ => Looks {
            skin: (122, 84, 62),
            hair: (26, 22, 20),
            clothes: (190, 150, 60),
            long_hair: false,
            beard: false,
        },
    }
}

/// Draws a portrait of `size` millimetres with its corner at the origin of `place`.
pub(super) fn draw(
    pixels: &mut Pixmap,
    place: Transform,
    (width, height): (f32, f32),
    sample: &str,
) {
    let looks = looks(sample);
    // The drawing's own units: 100 wide, 130 high.
    let place = place.pre_scale(width / 100.0, height / 130.0);
    let mut paint = Paint::default();
    paint.set_color_rgba8(206, 214, 220, 255);
    if let Some(rect) = Rect::from_xywh(0.0, 0.0, 100.0, 130.0) {
        pixels.fill_rect(rect, &paint, place, None);
    }
    if looks.long_hair {
        fill(
            pixels,
            closed("22 62 C16 14 84 14 78 62 C82 84 84 100 82 112 L18 112 C16 100 18 84 22 62"),
            looks.hair,
            place,
        );
    }
    fill(
        pixels,
        closed("2 130 C4 110 24 103 40 99 L60 99 C76 103 96 110 98 130"),
        looks.clothes,
        place,
    );
    fill(
        pixels,
        closed("40 84 L60 84 L61 101 C56 108 44 108 39 101"),
        darker(looks.skin, 0.86),
        place,
    );
    // Ears, then the face with light from the upper left.
    fill(
        pixels,
        closed("25 58 C20 54 21 72 27 73"),
        darker(looks.skin, 0.9),
        place,
    );
    fill(
        pixels,
        closed("75 58 C80 54 79 72 73 73"),
        darker(looks.skin, 0.84),
        place,
    );
    face(pixels, looks.skin, place);
    shade(
        pixels,
        (50.0, 74.0),
        4.5,
        darker(looks.skin, 0.78),
        0.55,
        place,
    );
    for x in [36.0, 64.0] {
        shade(pixels, (x, 56.0), 9.0, darker(looks.skin, 0.72), 0.5, place);
        shade(
            pixels,
            (x - (x - 50.0) * 0.1, 74.0),
            9.0,
            (226, 140, 120),
            0.18,
            place,
        );
    }
    if looks.beard {
        fill(
            pixels,
            closed("28 74 C30 104 70 104 72 74 C68 82 62 82 50 80 C38 82 32 82 28 74"),
            looks.hair,
            place,
        );
    }
    eyes(pixels, &looks, place);
    line(
        pixels,
        "49 56 C47 66 44 70 45 73 C47 76 53 76 55 73",
        1.1,
        darker(looks.skin, 0.66),
        place,
    );
    for x in [47.0, 53.0] {
        shade(pixels, (x, 74.5), 1.4, darker(looks.skin, 0.4), 0.8, place);
    }
    fill(
        pixels,
        closed("40 85 C44 82 48 82.5 50 83.5 C52 82.5 56 82 60 85 C56 90 44 90 40 85"),
        lips(looks.skin),
        place,
    );
    line(
        pixels,
        "40 85 C45 86.5 55 86.5 60 85",
        0.9,
        darker(lips(looks.skin), 0.62),
        place,
    );
    let hair = if looks.long_hair {
        "25 66 C20 22 40 16 54 18 C74 18 80 38 75 66 C74 50 68 40 56 34 C44 42 30 46 25 66"
    } else {
        "25 56 C20 20 42 14 54 16 C76 18 80 34 75 56 C74 44 70 38 64 34 C52 38 40 36 34 33 C29 38 26 46 25 56"
    };
    fill(pixels, closed(hair), looks.hair, place);
}

fn face(pixels: &mut Pixmap, skin: (u8, u8, u8), place: Transform) {
    let outline =
        closed("26 54 C24 30 36 22 50 22 C64 22 76 30 74 54 C74 76 66 96 50 98 C34 96 26 76 26 54");
    let stops = vec![
        GradientStop::new(0.0, color(lighter(skin, 0.16), 1.0)),
        GradientStop::new(0.55, color(skin, 1.0)),
        GradientStop::new(1.0, color(darker(skin, 0.78), 1.0)),
    ];
    let shader = gradient((42.0, 52.0), 50.0, stops);
    let paint = Paint {
        shader: shader.unwrap_or_else(|| Shader::SolidColor(color(skin, 1.0))),
        anti_alias: true,
        ..Paint::default()
    };
    if let Some(path) = outline.finish() {
        pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
    }
}

fn eyes(pixels: &mut Pixmap, looks: &Looks, place: Transform) {
    for (x, side) in [(38.0_f32, 1.0_f32), (62.0, -1.0)] {
        let at = |dx: f32, dy: f32| format!("{} {}", x + dx * side, 57.0 + dy);
        let white = format!(
            "{} C{} {} {} C{} {} {}",
            at(-7.0, 1.0),
            at(-3.0, -4.0),
            at(3.0, -4.0),
            at(7.0, 0.0),
            at(3.0, 4.0),
            at(-3.0, 4.0),
            at(-7.0, 1.0)
        );
        fill(pixels, closed(&white), (240, 238, 234), place);
        shade(pixels, (x, 57.0), 3.6, (70, 56, 44), 1.0, place);
        shade(pixels, (x, 57.0), 1.9, (12, 10, 10), 1.0, place);
        dot(pixels, (x - 1.1, 55.7), 0.8, (250, 250, 250), place);
        let lid = format!(
            "{} C{} {} {}",
            at(-7.0, 1.0),
            at(-3.0, -4.4),
            at(3.0, -4.4),
            at(7.0, 0.0)
        );
        line(pixels, &lid, 1.3, darker(looks.skin, 0.36), place);
        let brow = format!(
            "{} C{} {} {}",
            at(-8.0, -7.0),
            at(-3.0, -11.0),
            at(4.0, -11.0),
            at(8.0, -7.5)
        );
        line(pixels, &brow, 2.2, darker(looks.hair, 0.8), place);
    }
}

/// A closed shape from a point and cubic curves or lines.
fn closed(points: &str) -> PathBuilder {
    let mut path = open(points);
    path.close();
    path
}

fn open(points: &str) -> PathBuilder {
    let mut path = PathBuilder::new();
    let mut command = 'M';
    let mut numbers: Vec<f32> = Vec::new();
    for word in points.split_ascii_whitespace() {
        let number = word.strip_prefix(['C', 'L']);
        if number.is_some() {
            command = if word.starts_with('C') { 'C' } else { 'L' };
        }
        numbers.extend(number.unwrap_or(word).parse::<f32>());
        match (command, numbers.as_slice()) {
            ('M', [x, y]) => path.move_to(*x, *y),
            ('L', [x, y]) => path.line_to(*x, *y),
            ('C', [a, b, c, d, x, y]) => path.cubic_to(*a, *b, *c, *d, *x, *y),
            _ => continue,
        }
        numbers.clear();
    }
    path
}

fn line(pixels: &mut Pixmap, points: &str, width: f32, ink: (u8, u8, u8), place: Transform) {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color(color(ink, 1.0));
    let stroke = Stroke {
        width,
        line_cap: LineCap::Round,
        ..Stroke::default()
    };
    if let Some(path) = open(points).finish() {
        pixels.stroke_path(&path, &paint, &stroke, place, None);
    }
}

fn dot(pixels: &mut Pixmap, (x, y): (f32, f32), radius: f32, ink: (u8, u8, u8), place: Transform) {
    let mut circle = PathBuilder::new();
    circle.push_circle(x, y, radius);
    fill(pixels, circle, ink, place);
}

/// A soft spot that is strongest in its middle.
fn shade(
    pixels: &mut Pixmap,
    at: (f32, f32),
    radius: f32,
    ink: (u8, u8, u8),
    strength: f32,
    place: Transform,
) {
    let stops = vec![
        GradientStop::new(0.0, color(ink, strength)),
        GradientStop::new(
            if strength >= 1.0 { 0.9 } else { 0.4 },
            color(
                ink,
                if strength >= 1.0 {
                    strength
                } else {
                    strength * 0.6
                },
            ),
        ),
        GradientStop::new(1.0, color(ink, 0.0)),
    ];
    let Some(shader) = gradient(at, radius, stops) else {
        return;
    };
    let paint = Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    };
    let mut circle = PathBuilder::new();
    circle.push_circle(at.0, at.1, radius);
    if let Some(path) = circle.finish() {
        pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
    }
}

fn gradient((x, y): (f32, f32), radius: f32, stops: Vec<GradientStop>) -> Option<Shader<'static>> {
    let middle = Point::from_xy(x, y);
    RadialGradient::new(
        middle,
        0.0,
        middle,
        radius,
        stops,
        SpreadMode::Pad,
        Transform::identity(),
    )
}

fn color((red, green, blue): (u8, u8, u8), strength: f32) -> Color {
    let mut color = Color::from_rgba8(red, green, blue, 255);
    color.set_alpha(strength.clamp(0.0, 1.0));
    color
}

fn lips((red, green, blue): (u8, u8, u8)) -> (u8, u8, u8) {
    let mix = |a: u8, b: u8| ((u16::from(a) + u16::from(b)) / 2) as u8;
    (mix(red, 186), mix(green, 84), mix(blue, 80))
}

fn darker((red, green, blue): (u8, u8, u8), share: f32) -> (u8, u8, u8) {
    let scaled = |channel: u8| (f32::from(channel) * share) as u8;
    (scaled(red), scaled(green), scaled(blue))
}

fn lighter((red, green, blue): (u8, u8, u8), share: f32) -> (u8, u8, u8) {
    let scaled = |channel: u8| (f32::from(channel) + (255.0 - f32::from(channel)) * share) as u8;
    (scaled(red), scaled(green), scaled(blue))
}
