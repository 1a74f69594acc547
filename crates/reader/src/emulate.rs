//! A test passport in a virtual reader, or at a server's relay: for demonstrations and tests. Its state is made for
//! this run; nobody trusts it who was not told to.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use bonafide_emrtd::{
    cipher::Cipher,
    group::Group,
    passive_authentication::certificate_countries,
    reading::File,
    security_infos::{Agreement, Mapping, PaceInfo, PaceProtocol},
};
use bonafide_virtual_passport::{
    ActiveSigner, ChipDesign, Design, Document, Fault, FaultKind, Passport, Quirks,
    issuer::{Authority, KeyKind, Period, PrivateKey, SodOptions, data_group_2},
    vpcd,
};
use bonafide_x509::{HashAlgorithm, curve::NamedCurve};
use chacha20::ChaCha20Rng;
use jiff::{Span, Timestamp};

use crate::chip::{ChipError, Silence};
use crate::cli::{AccessKind, CipherKind, EmulateArguments, FaultName, ProofKind, SignatureKind};
use crate::connect::{self, Antenna, Desk};
use crate::edge::Watch;
use crate::folder::Folder;
use crate::{Result, edge, key};

/// How long a pulled passport stays off the reader.
const PULLED: Duration = Duration::from_secs(1);
/// How long connecting to vpcd may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often to try whether vpcd listens.
const RETRY: Duration = Duration::from_millis(250);
/// A reader asks for the ATR several times a second, to see whether the card is still there. One that stays silent so
/// long never took the connection up, as happens when another passport left a moment ago.
const SILENCE: Duration = Duration::from_secs(5);
/// The largest portrait that a chip of ours takes, in bytes.
const MAX_PORTRAIT: usize = 200_000;

pub(crate) fn run(arguments: &EmulateArguments) -> Result {
    let mut random = edge::random()?;
    let design = design(arguments, &mut random)?;
    let mut document = design.personalise(&mut random)?;
    if let Some(path) = &arguments.portrait {
        let (image, width, height) = portrait(path)?;
        let group = data_group_2(&image, width, height);
        document.files.insert(File::DataGroup(2), group);
        document.update_com();
    }
    let csca = sign(&mut document, arguments, &design, &mut random)?;
    if let Some(path) = &arguments.csca {
        std::fs::write(path, csca)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        println!("state certificate: {}", path.display());
    }
    if let Some(path) = &arguments.files {
        let folder = Folder::open(path, false)?;
        for (file, bytes) in &document.files {
            folder.write(&file.file_name(), bytes)?;
        }
        println!("files: {}", path.display());
    }
    if arguments.clone {
        document = document.cloned_without_keys();
        println!("a copy: all files, no private key");
    }
    for line in &design.zone {
        println!("{line}");
    }
    if design.card_access_number.is_some() {
        println!("card access number: {}", arguments.can);
    }
    let mut passport = Passport::new(document, Quirks::default(), Box::new(random));
    if let Some(at) = arguments.pull_at {
        let kind = match arguments.fault.unwrap_or(FaultName::Pulled) {
            FaultName::Pulled => FaultKind::Pulled,
            FaultName::Flipped => FaultKind::Flipped,
            FaultName::Stripped => FaultKind::Stripped,
            FaultName::Replayed => FaultKind::Replayed,
            FaultName::Empty => FaultKind::Empty,
        };
        passport.inject(Fault { at, kind });
    }
    match &arguments.connect {
        None => lie_on_reader(&mut passport, arguments),
        Some(url) => {
            let desk = || Ok(Desk::with(Emulated::new(passport, answer_time(arguments))));
            connect::speak(
                url,
                arguments.code.as_deref(),
                arguments.ca.as_deref(),
                desk,
            )
        }
    }
}

/// The passport held against a reader that is this program: nothing of the system's is between them.
struct Emulated {
    passport: Passport,
    answer_time: Duration,
    /// Since when it is off the reader.
    pulled: Option<Watch>,
}

impl Emulated {
    fn new(passport: Passport, answer_time: Duration) -> Emulated {
        Emulated {
            passport,
            answer_time,
            pulled: None,
        }
    }
}

impl Antenna for Emulated {
    fn extended(&self) -> std::result::Result<bool, ChipError> {
        Ok(true)
    }

    fn look(&mut self, for_another: bool) -> std::result::Result<Option<Vec<u8>>, ChipError> {
        if for_another && self.pulled.is_some_and(|since| since.elapsed() > PULLED) {
            self.pulled = None;
        }
        Ok(self.pulled.is_none().then(|| vpcd::ATR.to_vec()))
    }

    fn transmit(&mut self, command: &[u8]) -> std::result::Result<Vec<u8>, Silence> {
        if self.pulled.is_some() {
            return Err(Silence::Lost);
        }
        std::thread::sleep(self.answer_time);
        // Fewer bytes than a status are no answer to any reader.
        let answer = self.passport.transmit(command);
        answer
            .filter(|answer| answer.len() >= 2)
            .ok_or(Silence::Lost)
    }

    fn lose(&mut self) {
        self.passport.reset();
        self.pulled = Some(Watch::start());
    }
}

fn answer_time(arguments: &EmulateArguments) -> Duration {
    Duration::from_millis(arguments.answer_time)
}

/// A chip that takes its time over each answer.
struct Slowly<T>(T, Duration);

impl<T: Read> Read for Slowly<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl<T: Write> Write for Slowly<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        std::thread::sleep(self.1);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Connects to vpcd, and again after every time that the passport was taken off.
fn lie_on_reader(passport: &mut Passport, arguments: &EmulateArguments) -> Result {
    if !arguments.host.is_loopback() {
        return Err(
            "the virtual reader must be on this machine: its protocol has no protection".into(),
        );
    }
    let address = SocketAddr::new(arguments.host, arguments.port);
    let mut waiting = false;
    loop {
        let connection = vpcd::Connection::open(&address, PATIENCE, Some(SILENCE));
        let mut stream = match connection {
            Ok(stream) => stream,
            Err(error) => {
                if !waiting {
                    println!("waiting for vpcd on {address} ({error}): is pcscd running?");
                    waiting = true;
                }
                std::thread::sleep(RETRY);
                continue;
            }
        };
        waiting = false;
        println!("the passport lies on the reader");
        let mut slowly = Slowly(&mut stream, answer_time(arguments));
        match vpcd::serve(passport, &mut slowly) {
            Ok(()) => println!(
                "the passport is off the reader after {} commands",
                passport.commands()
            ),
            // The reader's service ended.
            Err(error) => println!("the reader is gone: {error}"),
        }
        drop(stream);
        passport.reset();
        std::thread::sleep(PULLED);
    }
}

fn design(arguments: &EmulateArguments, random: &mut ChaCha20Rng) -> Result<Design> {
    let cipher = match arguments.cipher {
        CipherKind::TripleDes => Cipher::TripleDes,
        CipherKind::Aes128 => Cipher::Aes128,
        CipherKind::Aes192 => Cipher::Aes192,
        CipherKind::Aes256 => Cipher::Aes256,
    };
    let group = Group::of_parameter_id(arguments.parameters)
        .ok_or("there are no domain parameters of this number: 0 to 2 and 8 to 18 are")?;
    let agreement = match &group {
        Group::Curve(_) => Agreement::Ecdh,
        _ => Agreement::Dh,
    };
    let mapping = match arguments.access {
        AccessKind::Bac => None,
        AccessKind::PaceGm | AccessKind::Both => Some(Mapping::Generic),
        AccessKind::PaceIm => Some(Mapping::Integrated),
        AccessKind::PaceCam => Some(Mapping::ChipAuthentication),
    };
    if mapping == Some(Mapping::ChipAuthentication)
        && (agreement == Agreement::Dh || cipher == Cipher::TripleDes)
    {
        return Err("the chip-authentication mapping takes elliptic curves and AES".into());
    }
    let pace = mapping.map(|mapping| PaceInfo {
        protocol: PaceProtocol {
            mapping,
            agreement,
            cipher,
        },
        version: 2,
        parameter_id: Some(arguments.parameters),
    });
    let proves = |kind| arguments.proof.contains(&kind);
    let mut chip_authentication = Vec::new();
    // The mapping needs the chip's static key as well.
    if proves(ProofKind::Chip) || mapping == Some(Mapping::ChipAuthentication) {
        chip_authentication.push(ChipDesign {
            group,
            ciphers: vec![cipher],
            key_id: None,
        });
    }
    let active = if proves(ProofKind::ActiveRsa) {
        Some(KeyKind::Rsa { bits: 2048 })
    } else if proves(ProofKind::ActiveEcdsa) {
        Some(KeyKind::Ec {
            curve: NamedCurve::P256,
            explicit: true,
        })
    } else {
        None
    };
    let active = active
        .map(|kind| ActiveSigner::generate(kind, HashAlgorithm::Sha256, random))
        .transpose()?;
    let zone = match &arguments.mrz {
        Some(text) => {
            key::zone(text)?;
            bonafide_mrz::lines_of(&text.replace("\\n", "\n").replace(',', "\n"))
        }
        None => Design::default().zone,
    };
    Ok(Design {
        zone,
        card_access_number: pace.map(|_| arguments.can.clone()),
        bac: matches!(arguments.access, AccessKind::Bac | AccessKind::Both),
        pace: pace.into_iter().collect(),
        chip_authentication,
        active,
        extended: Some((2048, 32_768)),
        ..Design::default()
    })
}

/// A state and a signer for this run; its certificate is given back as DER.
fn sign(
    document: &mut Document,
    arguments: &EmulateArguments,
    design: &Design,
    random: &mut ChaCha20Rng,
) -> Result<Vec<u8>> {
    let ec = |curve| KeyKind::Ec {
        curve,
        explicit: true,
    };
    let (kind, hash) = match arguments.algorithm {
        SignatureKind::Rsa2048 => (KeyKind::Rsa { bits: 2048 }, HashAlgorithm::Sha256),
        SignatureKind::EcdsaP256 => (ec(NamedCurve::P256), HashAlgorithm::Sha256),
        SignatureKind::EcdsaP384 => (ec(NamedCurve::P384), HashAlgorithm::Sha384),
        SignatureKind::EcdsaP521 => (ec(NamedCurve::P521), HashAlgorithm::Sha512),
        SignatureKind::Brainpool256 => (ec(NamedCurve::BrainpoolP256r1), HashAlgorithm::Sha256),
        SignatureKind::Brainpool384 => (ec(NamedCurve::BrainpoolP384r1), HashAlgorithm::Sha384),
        SignatureKind::Brainpool512 => (ec(NamedCurve::BrainpoolP512r1), HashAlgorithm::Sha512),
    };
    let now = edge::now();
    let years = |years: i64| Span::new().hours(years * 366 * 24);
    let period = Period {
        begin: whole(now - years(1))?,
        end: whole(now + years(11))?,
    };
    let zone = bonafide_mrz::parse(&design.zone)?;
    let countries = certificate_countries(&zone.issuing_state);
    let country = countries.first().copied().unwrap_or("UT");
    let key = PrivateKey::generate(kind, random)?;
    let scheme = key.scheme(hash);
    let authority = Authority::new(country, key, scheme, period, random)?;
    let key = PrivateKey::generate(kind, random)?;
    let scheme = key.scheme(hash);
    let signer = authority.document_signer(key, scheme, &[7], random)?;
    document.sign(&signer, &SodOptions::default(), random)?;
    Ok(authority.certificate)
}

/// To the second, which is all that certificates know.
fn whole(at: Timestamp) -> Result<Timestamp> {
    Ok(Timestamp::from_second(at.as_second())?)
}

fn portrait(path: &Path) -> Result<(Vec<u8>, u16, u16)> {
    let image = std::fs::read(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    if image.len() > MAX_PORTRAIT {
        return Err(format!("a portrait has at most {MAX_PORTRAIT} bytes").into());
    }
    let (width, height) =
        jpeg_size(&image).ok_or_else(|| format!("{} is no JPEG", path.display()))?;
    Ok((image, width, height))
}

/// Width and height out of a JPEG's frame header.
fn jpeg_size(image: &[u8]) -> Option<(u16, u16)> {
    let mut rest = image.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        // The frame headers, between which tables of other kinds have their numbers.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            let [a, b, c, d] = *rest.get(5..9)? else {
                return None;
            };
            return Some((u16::from_be_bytes([c, d]), u16::from_be_bytes([a, b])));
        }
        rest = rest.get(2 + length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::jpeg_size;

    #[test]
    fn size_of_a_picture() {
        let jpeg = [
            &[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8][..],
            &[0x02, 0x13, 0x01, 0x9D, 3],
        ]
        .concat();
        assert_eq!(jpeg_size(&jpeg), Some((413, 531)));
        assert_eq!(jpeg_size(&jpeg[..12]), None);
        assert_eq!(jpeg_size(b"\x89PNG"), None);
        assert_eq!(jpeg_size(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0]), None);
    }
}
