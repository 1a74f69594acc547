//! States that issue for tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bonafide_emrtd::lds::ZoneFile;
use bonafide_virtual_passport::issuer::{
    Authority, DocumentSigner, KeyKind, Period, PrivateKey, SodOptions, ef_com, master_list,
};
use bonafide_x509::curve::NamedCurve;
use bonafide_x509::{Certificate, HashAlgorithm, SignatureAlgorithm};
use chacha20::ChaCha20Rng;
use jiff::Timestamp;
use rand_core::SeedableRng as _;

const SCHEME: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);

/// A state with its signer of documents and its signer of lists.
pub(crate) struct State {
    pub(crate) authority: Authority,
    signer: DocumentSigner,
    lister: PrivateKey,
    random: ChaCha20Rng,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn key(random: &mut ChaCha20Rng) -> PrivateKey {
    let curve = NamedCurve::P256;
    let kind = KeyKind::Ec {
        curve,
        explicit: false,
    };
    PrivateKey::generate(kind, random).unwrap()
}

impl State {
    pub(crate) fn new(country: &str, seed: u64) -> Self {
        Self::until(country, seed, at("2055-01-01T00:00:00Z"))
    }

    /// The same whose certificates end then.
    pub(crate) fn until(country: &str, seed: u64, end: Timestamp) -> Self {
        let mut random = ChaCha20Rng::seed_from_u64(seed);
        let begin = at("2020-01-01T00:00:00Z");
        let period = Period { begin, end };
        let own = key(&mut random);
        let authority = Authority::new(country, own, SCHEME, period, &mut random).unwrap();
        let its = key(&mut random);
        let signer = authority.document_signer(its, SCHEME, &[5], &mut random);
        Self {
            signer: signer.unwrap(),
            lister: key(&mut random),
            authority,
            random,
        }
    }

    pub(crate) fn fingerprint(&self) -> String {
        fingerprint(&self.authority.certificate)
    }

    /// The files of a passport.
    pub(crate) fn write_chip(&mut self, folder: &Path, names: fn(u8) -> String) {
        let lines = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ];
        let groups = BTreeMap::from([(1, ZoneFile::encode(&lines)), (13, vec![0x6d, 1, 7])]);
        let options = SodOptions::default();
        let sod = self
            .signer
            .sod(&groups, &options, &mut self.random)
            .unwrap();
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join(names(0)), sod).unwrap();
        fs::write(folder.join("EF.COM"), ef_com([1, 13])).unwrap();
        for (number, file) in groups {
            fs::write(folder.join(names(number)), file).unwrap();
        }
    }

    /// A list of certificates that this state signs at that moment.
    pub(crate) fn list(&mut self, certificates: &[Vec<u8>], signed_at: &str) -> Vec<u8> {
        let mut lister = self.authority.clone();
        lister.period.begin = at(signed_at);
        master_list(&lister, &self.lister, certificates, &mut self.random).unwrap()
    }

    /// A list that revokes the signer of documents, or nobody.
    pub(crate) fn crl(&mut self, revokes: bool, begin: &str, end: &str) -> Vec<u8> {
        let serials: &[&[u8]] = if revokes { &[&[5]] } else { &[] };
        let (begin, end) = (at(begin), at(end));
        let updates = Period { begin, end };
        self.authority
            .revoke(serials, updates, &mut self.random)
            .unwrap()
    }
}

/// The fingerprint of a certificate as the program prints it.
pub(crate) fn fingerprint(der: &[u8]) -> String {
    let certificate = Certificate::of(der).unwrap();
    let bytes = certificate.fingerprint();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `EF.SOD`, `EF.DG1`.
pub(crate) fn plain(number: u8) -> String {
    match number {
        0 => "EF.SOD".to_owned(),
        number => format!("EF.DG{number}"),
    }
}

/// `EF_SOD.bin`, `Datagroup1.bin`.
pub(crate) fn binary(number: u8) -> String {
    match number {
        0 => "EF_SOD.bin".to_owned(),
        number => format!("Datagroup{number}.bin"),
    }
}
