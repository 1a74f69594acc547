//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads passport chips with a reader at this computer.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Name the readers and what lies on them
    List,
    /// Read a chip into a folder, without any server
    Read(ReadArguments),
    /// Play a test passport towards vpcd, the virtual reader, or towards a server
    Emulate(EmulateArguments),
    /// Let a server read the chip, after you confirmed it on both screens
    Connect(ConnectArguments),
}

/// Which reader, and what it can do.
#[derive(Debug, Args)]
pub(crate) struct ReaderChoice {
    /// A part of the reader's name; without it, whichever has a card
    #[arg(long, value_name = "NAME")]
    pub(crate) reader: Option<String>,
    /// Long commands: as the reader says, always, or never
    #[arg(long, value_enum, default_value_t = Extended::Auto)]
    pub(crate) extended: Extended,
    /// How long to wait for a card, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extended {
    Auto,
    On,
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    #[command(flatten)]
    pub(crate) reader: ReaderChoice,
    #[command(flatten)]
    pub(crate) key: KeyArguments,
    /// The folder for the files
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write over files of an earlier reading
    #[arg(long)]
    pub(crate) force: bool,
    /// Certificates, lists and revocation lists to judge the chip by
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) trust: Vec<PathBuf>,
}

/// What opens the chip: one of three.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct KeyArguments {
    /// The lines of the machine-readable zone, `-` to read them from standard input
    #[arg(long, value_name = "LINES", conflicts_with_all = ["document", "can"])]
    pub(crate) mrz: Option<String>,
    /// The document number, with --birth and --expiry
    #[arg(
        long,
        value_name = "NUMBER",
        requires = "birth",
        requires = "expiry",
        conflicts_with = "can"
    )]
    pub(crate) document: Option<String>,
    /// The birth date as YYMMDD
    #[arg(long, value_name = "DATE", requires = "document")]
    pub(crate) birth: Option<String>,
    /// The expiry date as YYMMDD
    #[arg(long, value_name = "DATE", requires = "document")]
    pub(crate) expiry: Option<String>,
    /// The card access number: six digits on the front
    #[arg(long, value_name = "CAN")]
    pub(crate) can: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectArguments {
    /// The server's address, or the whole pairing link
    pub(crate) url: String,
    /// The code that the page shows, when the link does not hold it
    pub(crate) code: Option<String>,
    #[command(flatten)]
    pub(crate) reader: ReaderChoice,
    /// Certificates to trust besides the system's, as PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct EmulateArguments {
    /// Instead of vpcd: a server's address, or the whole pairing link
    #[arg(long, value_name = "URL", conflicts_with_all = ["host", "port"])]
    pub(crate) connect: Option<String>,
    /// The code that the server's page shows, when the link does not hold it
    #[arg(long, value_name = "CODE", requires = "connect")]
    pub(crate) code: Option<String>,
    /// Certificates to trust besides the system's, as PEM
    #[arg(long, value_name = "FILE", requires = "connect")]
    pub(crate) ca: Option<PathBuf>,
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    #[arg(long, default_value_t = bonafide_virtual_passport::vpcd::PORT)]
    pub(crate) port: u16,
    /// The lines of the machine-readable zone
    #[arg(long, value_name = "LINES")]
    pub(crate) mrz: Option<String>,
    /// The card access number
    #[arg(long, default_value = "123456")]
    pub(crate) can: String,
    /// How the chip is opened
    #[arg(long, value_enum, default_value_t = AccessKind::PaceGm)]
    pub(crate) access: AccessKind,
    /// The cipher of PACE and of chip authentication
    #[arg(long, value_enum, default_value_t = CipherKind::Aes128)]
    pub(crate) cipher: CipherKind,
    /// The number of the domain parameters for PACE and chip authentication
    #[arg(long, default_value_t = 12)]
    pub(crate) parameters: u8,
    /// How the chip proves itself, besides what --access does
    #[arg(long, value_enum, value_delimiter = ',', default_value = "chip")]
    pub(crate) proof: Vec<ProofKind>,
    /// The signature of state and document signer
    #[arg(long, value_enum, default_value_t = SignatureKind::EcdsaP256)]
    pub(crate) algorithm: SignatureKind,
    /// A portrait for the chip: JPEG
    #[arg(long, value_name = "FILE")]
    pub(crate) portrait: Option<PathBuf>,
    /// Where to write the certificate of the state that issued the passport, made for this run
    #[arg(long, value_name = "FILE")]
    pub(crate) csca: Option<PathBuf>,
    /// Where to write the files of the chip
    #[arg(long, value_name = "DIR")]
    pub(crate) files: Option<PathBuf>,
    /// How long the chip takes for each answer, in milliseconds: real ones take about 30
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    pub(crate) answer_time: u64,
    /// A copy: all files, none of the chip's private keys
    #[arg(long)]
    pub(crate) clone: bool,
    /// What goes wrong at command --pull-at, instead of being pulled
    #[arg(long, value_enum, requires = "pull_at")]
    pub(crate) fault: Option<FaultName>,
    /// Pull the passport at this command; it is put back after a second
    #[arg(long, value_name = "N")]
    pub(crate) pull_at: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AccessKind {
    Bac,
    PaceGm,
    PaceIm,
    PaceCam,
    /// PACE and, for older readers, basic access control
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CipherKind {
    #[value(name = "3des")]
    TripleDes,
    Aes128,
    Aes192,
    Aes256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProofKind {
    /// Chip authentication
    Chip,
    /// Active authentication with RSA
    ActiveRsa,
    /// Active authentication with ECDSA
    ActiveEcdsa,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SignatureKind {
    Rsa2048,
    EcdsaP256,
    EcdsaP384,
    EcdsaP521,
    Brainpool256,
    Brainpool384,
    Brainpool512,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FaultName {
    Pulled,
    Flipped,
    Stripped,
    Replayed,
    Empty,
}
