//! The reader of printed text: Tesseract, where it is installed and can be confined.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bonafide_vision::text::{Word, words};
use image::GrayImage;

use super::confined::{self, ConfinedError};

/// Where the program may be; no other folder is searched, whatever `PATH` says.
const PLACES: [&str; 2] = ["/usr/bin/tesseract", "/usr/local/bin/tesseract"];

/// Why print cannot be read on this machine.
#[derive(Debug, thiserror::Error)]
pub enum TextUnavailable {
    /// The program is not there.
    #[error(
        "Tesseract is not installed (on Debian: apt-get install tesseract-ocr tesseract-ocr-kaz tesseract-ocr-rus \
         tesseract-ocr-nld tesseract-ocr-dan)"
    )]
    Absent,
    /// It cannot be run, or not safely.
    #[error("Tesseract is installed, but {0}")]
    Confined(#[from] ConfinedError),
    /// It knows no language.
    #[error("Tesseract is installed, but without any language")]
    NoLanguage,
}

/// Reads text in pictures.
#[derive(Debug)]
pub struct TextReader {
    program: PathBuf,
    languages: BTreeSet<String>,
}

/// How text lies on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// Lines below each other.
    Lines,
    /// Anywhere.
    Scattered,
}

impl TextReader {
    /// Looks for the program and asks which languages it knows.
    ///
    /// # Errors
    /// [`TextUnavailable`]
    pub fn detect() -> Result<Self, TextUnavailable> {
        let program = PLACES.iter().map(Path::new).find(|path| path.is_file());
        let program = program.ok_or(TextUnavailable::Absent)?.to_owned();
        let listed = confined::run(&program, &["--list-langs".to_owned()], Vec::new())?;
        let languages: BTreeSet<String> = String::from_utf8_lossy(&listed)
            .lines()
            // The first line says where they are.
            .skip(1)
            .map(str::trim)
            .filter(|name| is_language(name))
            .map(str::to_owned)
            .collect();
        if languages.is_empty() {
            return Err(TextUnavailable::NoLanguage);
        }
        Ok(Self { program, languages })
    }

    /// The languages that it knows, as Tesseract names them.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(String::as_str)
    }

    /// Those of these languages that it knows.
    pub(crate) fn known<'l>(&self, wanted: &[&'l str]) -> Vec<&'l str> {
        let mut known = wanted.to_vec();
        known.retain(|language| self.languages.contains(*language));
        known
    }

    /// The words of a picture.
    pub(crate) fn read(
        &self,
        picture: &GrayImage,
        languages: &[&str],
        lie: Lie,
    ) -> Result<Vec<Word>, ConfinedError> {
        let mode = match lie {
            Lie::Lines => "6",
            Lie::Scattered => "11",
        };
        let arguments = [
            "-",
            "-",
            "-l",
            &languages.join("+"),
            "--psm",
            mode,
            "--oem",
            "1",
            "--dpi",
            "300",
            "tsv",
        ]
        .map(str::to_owned);
        // A portable grey map: a header and the pixels.
        let mut input = format!("P5 {} {} 255\n", picture.width(), picture.height()).into_bytes();
        input.extend_from_slice(picture.as_raw());
        let table = confined::run(&self.program, &arguments, input)?;
        Ok(words(&String::from_utf8_lossy(&table)))
    }
}

fn is_language(name: &str) -> bool {
    name.len() == 3 && name != "osd" && name.bytes().all(|letter| letter.is_ascii_lowercase())
}
