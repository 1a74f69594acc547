//! `bonafide mrz`: machine-readable zones from photographs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bonafide_mrz::{Format, Zone};
use bonafide_vision::models::Source;
use bonafide_vision::zone::{self, Engine, ZoneNotFound, ZoneReading};
use serde::Serialize;

use super::{Failure, exit_code};
use crate::tool::parallel::{Panicked, in_order};
use crate::tool::progress::Progress;
use crate::tool::{PictureError, picture, shown};

/// What one photograph gives, as it is printed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Line {
    Read(Box<Read>),
    Failed { path: PathBuf, error: String },
}

#[derive(Debug, Serialize)]
struct Read {
    path: PathBuf,
    format: Format,
    lines: Vec<String>,
    document_number: String,
    surname: String,
    given_names: String,
    /// `YYMMDD`, as in the zone.
    birth_date: String,
    /// `YYMMDD`, as in the zone.
    expiry_date: String,
    nationality: String,
    issuing_state: String,
    sex: char,
    check_digits_ok: bool,
}

/// Why a photograph gives nothing.
#[derive(Debug, thiserror::Error)]
enum MrzError {
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Zone(#[from] ZoneNotFound),
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

pub(crate) fn run(images: &[PathBuf], json: bool, models: &Source) -> Result<ExitCode, Failure> {
    let engine = Engine::load(models)?;
    let mut progress = Progress::new(images.len());
    let mut out = std::io::stdout().lock();
    let mut read = 0;
    let mut broken = None;
    let read_one = |path: &PathBuf| -> Result<ZoneReading, MrzError> {
        Ok(zone::read(&picture(path)?, &engine)?)
    };
    in_order(images, read_one, |index, result| {
        let line = line(&images[index], result.map_err(MrzError::from).flatten());
        let failed = matches!(line, Line::Failed { .. });
        read += usize::from(!failed);
        progress.clear();
        if let Err(error) = writeln!(out, "{}", text(&line, json)) {
            broken.get_or_insert(error);
        }
        progress.step(failed);
    });
    drop(progress);
    exit_code(read, broken)
}

fn line(path: &Path, result: Result<ZoneReading, MrzError>) -> Line {
    match result {
        Ok(reading) => Line::Read(Box::new(Read::new(path, reading.lines, &reading.zone))),
        Err(error) => Line::Failed {
            path: path.to_owned(),
            error: error.to_string(),
        },
    }
}

impl Read {
    fn new(path: &Path, lines: Vec<String>, zone: &Zone) -> Self {
        Self {
            path: path.to_owned(),
            format: zone.format,
            lines,
            document_number: zone.document_number.clone(),
            surname: zone.names.surname.clone(),
            given_names: zone.names.given_names.clone(),
            birth_date: zone.birth_date.raw().to_owned(),
            expiry_date: zone.expiry_date.raw().to_owned(),
            nationality: zone.nationality.as_str().to_owned(),
            issuing_state: zone.issuing_state.as_str().to_owned(),
            sex: zone.sex.as_char(),
            check_digits_ok: zone.checks_ok(),
        }
    }
}

fn text(line: &Line, json: bool) -> String {
    if json {
        return serde_json::to_string(line).expect("a line is plain data");
    }
    match line {
        Line::Failed { path, error } => format!("{}: {error}", shown(path)),
        Line::Read(read) => {
            let digits = if read.check_digits_ok {
                "right"
            } else {
                "WRONG"
            };
            let zone: String = read
                .lines
                .iter()
                .map(|line| format!("\n  {line}"))
                .collect();
            format!(
                "{}:{zone}\n  {}, {}; number {}, born {}, expires {}; check digits {digits}",
                shown(&read.path),
                read.surname,
                read.given_names,
                read.document_number,
                read.birth_date,
                read.expiry_date,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_line() {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ];
        let zone = bonafide_mrz::parse(&lines).unwrap();
        let lines: Vec<String> = lines.map(str::to_owned).to_vec();
        let read = Line::Read(Box::new(Read::new(Path::new("a.jpg"), lines, &zone)));
        assert_eq!(
            text(&read, true),
            "{\"path\":\"a.jpg\",\"format\":\"TD3\",\
             \"lines\":[\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\",\
             \"L898902C36UTO7408122F1204159ZE184226B<<<<<10\"],\
             \"document_number\":\"L898902C3\",\"surname\":\"ERIKSSON\",\
             \"given_names\":\"ANNA MARIA\",\"birth_date\":\"740812\",\
             \"expiry_date\":\"120415\",\"nationality\":\"UTO\",\
             \"issuing_state\":\"UTO\",\"sex\":\"F\",\"check_digits_ok\":true}"
        );
        let failed = line(
            Path::new("b.jpg"),
            Err(MrzError::Zone(ZoneNotFound::Absent)),
        );
        assert_eq!(
            text(&failed, true),
            "{\"path\":\"b.jpg\",\"error\":\"no machine-readable zone in the photograph\"}"
        );
    }
}
