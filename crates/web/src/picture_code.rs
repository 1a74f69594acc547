//! Picture codes (QR, ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};

/// A picture code as SVG: one path, dark on light in any theme, with the quiet zone that
/// scanners need. Empty when the text is too long for one.
pub(crate) fn picture_code(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return String::new();
    };
    let width = code.width();
    let path: String = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4))
        .collect();
    let side = width + 8;
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" width=\"{0}\" height=\"{0}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\" focusable=\"false\"><path d=\"M0 0h{side}v{side}H0z\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>",
        side * 6
    )
}
