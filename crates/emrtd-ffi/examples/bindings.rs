//! Writes the bindings: `cargo run -p bonafide-emrtd-ffi --example bindings -- kotlin|swift|python LIBRARY FOLDER`,
//! where LIBRARY is what `cargo build -p bonafide-emrtd-ffi` made, for instance
//! `target/debug/libbonafide_emrtd_ffi.so`.

use uniffi::{GenerateOptions, TargetLanguage};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, library, folder] = arguments.as_slice() else {
        return Err("kotlin|swift|python LIBRARY FOLDER".into());
    };
    let language = match language.as_str() {
        "kotlin" => TargetLanguage::Kotlin,
        "swift" => TargetLanguage::Swift,
        "python" => TargetLanguage::Python,
        other => return Err(format!("no bindings for {other}").into()),
    };
    uniffi::generate(GenerateOptions {
        languages: vec![language],
        source: library.into(),
        out_dir: folder.into(),
        ..GenerateOptions::default()
    })?;
    Ok(())
}
