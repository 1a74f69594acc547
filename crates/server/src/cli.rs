//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Self-hosted remote identity proofing.
#[derive(Debug, Parser)]
#[command(
    name = "bonafide",
    version,
    max_term_width = 100,
    propagate_version = true
)]
pub(crate) struct Cli {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", env = "BONAFIDE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve pages and API, and work in the background.
    Serve(Serve),
    /// Only work in the background, beside servers elsewhere.
    Worker,
    /// Bring the database's schema up to date.
    Migrate,
    /// Write an encrypted backup of everything, keys included.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Restore a backup into an empty database. People erased since stay erased.
    Restore {
        /// The backup.
        file: PathBuf,
        /// A log of erasures saved from another machine, carried out as well; may be given
        /// several times.
        #[arg(long, value_name = "FILE")]
        erasures: Vec<PathBuf>,
        /// Only read it through: proves that it is whole and the passphrase right.
        #[arg(long)]
        check: bool,
    },
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Master keys, and the keys that sign tokens.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The audit chains.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The people who run this installation.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Organisations.
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Keys with which organisations use the API.
    #[command(subcommand)]
    Apikey(ApikeyCommand),
    /// Policies, which turn findings into decisions.
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Background work that was given up.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// The certificates of states whose passport chips are believed.
    #[command(subcommand)]
    Trust(TrustCommand),
    /// The installation's own list of lost and stolen documents.
    #[command(subcommand)]
    Lost(LostCommand),
    /// Files of passport chips; needs no server.
    #[command(subcommand)]
    Chip(ChipCommand),
    /// Read machine-readable zones from photographs; needs no server.
    Mrz {
        /// Photographs.
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Compare faces; needs no server.
    #[command(subcommand)]
    Face(FaceCommand),
    /// Judge photographs of documents; needs no server.
    #[command(subcommand)]
    Document(DocumentCommand),
    /// Examine a document and a selfie as a session would; needs no server.
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Run the demonstration, on loopback only; without a configuration file all its data are
    /// in this directory.
    #[arg(long, value_name = "DIRECTORY", num_args = 0..=1, default_missing_value = "data")]
    pub(crate) demo: Option<PathBuf>,

    /// Another port for a demonstration without a configuration file.
    #[arg(long, requires = "demo", default_value_t = 8080)]
    pub(crate) port: u16,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Name every problem of the configuration, and what is missing on this machine.
    Check,
    /// Print the configuration's JSON schema.
    Schema,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Name the master keys and what depends on them.
    List,
    /// Make a new master key and wrap every data key with it, while servers run.
    Rotate,
    /// Delete master keys on which nothing depends any more.
    Retire,
    /// End the keys that sign tokens, and every token that they signed, at once. Only needed when
    /// one was stolen: they are replaced every 30 days by themselves.
    ReplaceSigning,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Look for entries that were altered, removed, reordered, cut off or rewritten.
    Verify {
        /// An earlier head to compare with.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Print what happened to a registration and who looked at it, without anything personal.
    Show {
        /// The organisation's id.
        #[arg(long)]
        organisation: String,
        /// The registration's id.
        id: String,
    },
    /// Write the signed head of all chains, to be kept elsewhere.
    Head {
        /// Where to; standard output when absent.
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Name every problem of a policy; needs no server.
    Check {
        /// The policy, JSON.
        file: PathBuf,
    },
    /// Add a policy, or its next version, for services to name.
    Put {
        /// The policy, JSON.
        file: PathBuf,
    },
    /// Name all versions of all policies.
    List,
    /// Print the policy that the product ships with: what to begin with.
    Standard,
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobsCommand {
    /// Name the jobs that were given up, and why.
    List,
    /// Let jobs run again from the start.
    Retry {
        /// Their ids.
        #[arg(required_unless_present = "all")]
        ids: Vec<String>,
        /// All that were given up.
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LostCommand {
    /// Put documents on the list: all of a file, or none.
    Import {
        /// CSV with a head: state,number,reported,source.
        file: PathBuf,
        /// Who reported them all, whatever the file says.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
    },
    /// Make a list anew that somebody altered in the database: nothing is on it any more but the
    /// documents of a file.
    Rebuild {
        /// CSV with a head: state,number,reported,source.
        file: PathBuf,
        /// Who reported them all, whatever the file says.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Name the sources, with how many documents each has on the list.
    List,
    /// Say who reported a document.
    Check {
        /// Its issuing state, as the zone has it: NLD, D.
        state: String,
        /// Its number.
        number: String,
    },
    /// Take a document, or all of a source, off the list.
    Remove {
        /// The document's issuing state.
        #[arg(long, requires = "number")]
        state: Option<String>,
        /// The document's number.
        #[arg(long, requires = "state")]
        number: Option<String>,
        /// The source.
        #[arg(long, value_name = "NAME", conflicts_with = "state")]
        source: Option<String>,
    },
    /// Name what was done to the list, and when.
    History,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrustCommand {
    /// Check the signature of every certificate in the given lists against all of them; needs no
    /// server. Exits with 1 when a path cannot be read or holds nothing.
    Check {
        /// Master lists, directory exports, certificates in PEM or DER, or directories of them.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Import master lists whose signer is pinned, exports of the international directory, and
    /// certificates and revocation lists by hand. A newer list replaces the older one of its state.
    Import {
        /// The files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Believe what nobody signed for: you have compared the fingerprints yourself.
        #[arg(long)]
        yes: bool,
        /// Only say what would change.
        #[arg(long, conflicts_with = "yes")]
        dry_run: bool,
    },
    /// Accept lists of this signer, or of signers that this authority issues: you have compared its
    /// fingerprint with what its state publishes elsewhere.
    Pin {
        /// A certificate in a file, a list for its signer, or a SHA-256 fingerprint.
        #[arg(value_name = "FILE|FINGERPRINT")]
        signer: String,
        /// Pin what is in the file: you have compared its fingerprint already.
        #[arg(long)]
        yes: bool,
    },
    /// Accept lists of this signer no more. What it gave before stays.
    Unpin {
        /// The SHA-256 fingerprint of its certificate.
        fingerprint: String,
    },
    /// Name the pinned signers of lists.
    Pins,
    /// Name the lists and files in use, with their signers.
    Sources,
    /// Name what the store holds.
    List {
        /// Only of this country, two letters.
        #[arg(long)]
        country: Option<String>,
        /// Only `authority`, `signer` or `crl`.
        #[arg(long)]
        kind: Option<String>,
        /// Only `valid`, `ending` (within 90 days), `ended` or `distrusted`.
        #[arg(long)]
        state: Option<String>,
        /// Only with this in the subject or serial.
        #[arg(long)]
        text: Option<String>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Print everything about one certificate or revocation list.
    Show {
        /// Its SHA-256 fingerprint, or the beginning of it.
        fingerprint: String,
    },
    /// No longer believe a certificate, whoever vouches for it.
    Distrust {
        /// Its SHA-256 fingerprint.
        fingerprint: String,
        /// Why.
        #[arg(long, required_unless_present = "undo")]
        reason: Option<String>,
        /// Believe it again.
        #[arg(long, conflicts_with = "reason")]
        undo: bool,
    },
    /// Print what was done to the store, latest first.
    History,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChipCommand {
    /// Say whether files that were read from a chip are what a state signed. Exits with 0 when all
    /// are genuine, with 1 when something cannot be read, with 3 when a document is not genuine.
    Verify(ChipVerify),
}

#[derive(Debug, Args)]
pub(crate) struct ChipVerify {
    /// Directories with `EF.SOD`, `EF.DG1`, … (or `EF_SOD.bin`, `Datagroup1.bin`, …), or security
    /// objects alone.
    #[arg(required = true, value_name = "DIR|FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    /// What is believed: master lists, directory exports, certificates and revocation lists in PEM
    /// or DER, or directories of them.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) trust: Vec<PathBuf>,
    /// The moment at which validity is judged, e.g. `2026-11-21T12:00:00Z`; now when absent.
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<jiff::Timestamp>,
    /// Trust a signer only when a revocation list speaks of it that is not past its next update.
    #[arg(long)]
    pub(crate) fresh_crl: bool,
    /// Let issuers have expired that were valid when what they signed began to be.
    #[arg(long)]
    pub(crate) expired_issuers: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OperatorCommand {
    /// Create an operator, and print a link by which they enrol a passkey once.
    Add {
        /// Their name here: lower-case letters, digits, `.`, `_` and `-`.
        name: String,
        /// The name that others see; the same when absent.
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
    },
    /// Print another enrolment link: for a further passkey, or after the last was lost.
    Link {
        /// The operator's name.
        name: String,
    },
    /// Name an operator's passkeys.
    Passkeys {
        /// The operator's name.
        name: String,
    },
    /// Make a lost passkey useless, and sign its operator out.
    Forget {
        /// The operator's name.
        name: String,
        /// The passkey's id.
        passkey: String,
    },
    /// Name all operators.
    List,
    /// Shut an operator out.
    Disable {
        /// The operator's name.
        name: String,
    },
    /// Give an operator a task besides reviewing.
    Allow {
        /// The operator's name.
        name: String,
        /// The task: `trust`, whom the installation believes.
        #[arg(value_parser = ["trust"])]
        task: String,
    },
    /// Take a task from an operator.
    Forbid {
        /// The operator's name.
        name: String,
        /// The task.
        #[arg(value_parser = ["trust"])]
        task: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum OrganisationCommand {
    /// Create an organisation and print its id.
    Add {
        /// Its name, as people see it.
        name: String,
        /// An address that people may be sent back to, e.g. `https://shop.example/*`; may be
        /// given several times.
        #[arg(long = "return-url", value_name = "URL")]
        return_urls: Vec<String>,
    },
    /// Name all organisations.
    List,
    /// Replace the addresses that people may be sent back to.
    ReturnUrls {
        /// The organisation's id.
        id: String,
        /// The addresses.
        #[arg(value_name = "URL")]
        return_urls: Vec<String>,
    },
    /// Shut an organisation out: its keys open nothing.
    Disable {
        /// The organisation's id.
        id: String,
    },
    /// Let an organisation in again.
    Enable {
        /// The organisation's id.
        id: String,
    },
    /// Add a service, or its next version.
    Service {
        /// The organisation's id.
        id: String,
        /// The service's definition, JSON.
        #[arg(value_name = "FILE")]
        definition: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ApikeyCommand {
    /// Create a key and print it; it cannot be shown again.
    Create {
        /// The organisation's id.
        #[arg(long)]
        organisation: String,
        /// What the key is for.
        #[arg(long)]
        name: String,
        /// For the sandbox instead of for real people.
        #[arg(long)]
        test: bool,
        /// What it may do; everything when absent. May be given several times.
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<String>,
    },
    /// Name an organisation's keys.
    List {
        /// The organisation's id.
        #[arg(long)]
        organisation: String,
    },
    /// Make a key useless.
    Revoke {
        /// The organisation's id.
        #[arg(long)]
        organisation: String,
        /// The key's id.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DocumentCommand {
    /// Say whether a document would be refused, and why. Exits with 0 when nothing speaks against
    /// it, with 1 when something cannot be judged, with 3 otherwise.
    Check(DocumentCheck),
}

#[derive(Debug, Args)]
pub(crate) struct DocumentCheck {
    /// The side with the portrait.
    #[arg(long, value_name = "FILE")]
    pub(crate) front: PathBuf,
    /// The other side.
    #[arg(long, value_name = "FILE")]
    pub(crate) back: Option<PathBuf>,
    /// A photograph of the person, to be compared with the portrait.
    #[arg(long, value_name = "FILE")]
    pub(crate) selfie: Option<PathBuf>,
    /// What the document is; told from its looks when absent.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// The policy whose thresholds count, JSON; the shipped one when absent.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Print a JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FaceCommand {
    /// Say whether two photographs show the same person.
    Compare {
        /// A photograph.
        a: PathBuf,
        /// Another.
        b: PathBuf,
        /// Largest distance that is a match; the shipped threshold when absent.
        #[arg(long)]
        threshold: Option<f32>,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Turn the largest face of each photograph into numbers.
    Embed {
        /// Photographs.
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Judge selfies by the seven rules that people are told. Exits with 0 when all keep them all,
    /// with 1 when something cannot be judged, with 3 when a rule is broken.
    Quality {
        /// Photographs.
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// The policy whose thresholds count, JSON; the shipped one when absent.
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Judge a film of somebody who does what a challenge asks. Exits with 0 when nothing speaks
    /// against a living person, with 1 when it cannot be judged, with 3 otherwise.
    Liveness {
        /// A directory with `000000.jpg`, `000001.jpg`, … and `frames.csv`: file, milliseconds.
        #[arg(value_name = "FRAMES_DIR")]
        frames: PathBuf,
        /// The challenge, JSON:
        /// `{"prompts":[{"prompt":"turn_left","from":800,"to":2800},…]}`, in milliseconds.
        #[arg(long, value_name = "FILE")]
        challenge: PathBuf,
        /// The policy whose thresholds count, JSON; the shipped one when absent.
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Measure how well and how fast one face is found among many, most of them made up.
    Search {
        /// Photographs of people, several of each: `NAME-1.jpg`, `NAME-2.jpg`, … The first of each
        /// person is enrolled, the others are searched for.
        #[arg(value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// How many templates are searched.
        #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..=20_000_000))]
        templates: u64,
        /// Other people are made up for another number.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Measure how well faces are told apart on your own pairs of photographs.
    Evaluate {
        /// A table with the columns `a`, `b` (files, relative to it) and `same` (1 or 0), and
        /// optionally `group`.
        #[arg(value_name = "PAIRS.csv")]
        pairs: PathBuf,
        /// The report to write; beside the table when absent.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The side of the document with the portrait.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// The other side.
    #[arg(long, value_name = "FILE")]
    pub(crate) back: Option<PathBuf>,
    /// A photograph of the person.
    #[arg(long, value_name = "FILE")]
    pub(crate) selfie: PathBuf,
    /// What the document is; with a back an identity card, else a passport, when absent.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Print a JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_demonstration_takes_a_directory_or_none() {
        let demo = |arguments: &[&str]| match Cli::try_parse_from(arguments).unwrap().command {
            Command::Serve(serve) => serve.demo,
            other => panic!("{other:?}"),
        };
        assert_eq!(demo(&["bonafide", "serve"]), None);
        assert_eq!(
            demo(&["bonafide", "serve", "--demo"]),
            Some(PathBuf::from("data"))
        );
        assert_eq!(
            demo(&["bonafide", "serve", "--demo", "x"]),
            Some(PathBuf::from("x"))
        );
    }
}
