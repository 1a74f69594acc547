//! How real chips differ from the standard, and what can go wrong while one is read.

use std::time::Duration;

use bonafide_emrtd::apdu::Status;

/// Deviations of a chip, each seen in the field. The default has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quirks {
    /// Extended APDUs are refused with an unprotected 6700, below secure messaging.
    pub refuses_extended: bool,
    /// Long data is taken in a chain of short commands; few chips do.
    pub chaining: bool,
    /// The largest Le of READ BINARY, and what happens beyond.
    pub read_limit: Option<(u32, LengthRefusal)>,
    /// SELECT and MSE with an Le are refused with 6700.
    pub refuses_superfluous_le: bool,
    pub master_file: MasterFile,
    /// SELECT of EF.CardAccess says 6283, yet it reads.
    pub card_access_deactivated: bool,
    /// What a chip without basic access control says to MUTUAL AUTHENTICATE: 6A88.
    pub bac_removed: bool,
    /// What PACE says to a wrong password; 6300 when nothing else is said.
    pub wrong_password: Option<Status>,
    /// What MSE:Set AT for PACE says beside having worked: a warning about the tries left.
    pub pace_warning: Option<Status>,
    /// How long PACE takes.
    pub pace_takes: Duration,
    /// With several PACEInfos, MSE:Set AT without the parameter id is refused, though the protocol is clear.
    pub wants_parameter_id: bool,
    pub key_reference: KeyReference,
    pub active_answer: ActiveAnswer,
    /// After a failed SELECT no file is selected. Most chips keep the one before.
    pub forgets_selection: bool,
    /// Not the chip but whoever stands between: this data group is said to be absent until chip authentication.
    pub hides: Option<u8>,
    /// Answers over 256 bytes to short commands are refused instead of given in parts.
    pub refuses_long_answers: bool,
}

/// What a chip says to a READ BINARY longer than it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthRefusal {
    /// 6700, protected.
    WrongLength,
    /// 6Cxx with the length it takes, protected.
    Proposal,
    /// 6700 or 6Cxx without protection.
    BareWrongLength,
    BareProposal,
    /// It gives what it can and says 9000.
    Silent,
}

/// How the master file is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MasterFile {
    #[default]
    Either,
    /// With 3F00 only.
    ByIdentifier,
    /// Without data only, and the chip does not start there.
    Bare,
    /// Not at all; the chip starts there.
    Never,
}

/// Whether MSE for chip authentication must, may or must not name the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyReference {
    #[default]
    Optional,
    Required,
    Refused,
}

/// How active authentication answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActiveAnswer {
    #[default]
    Plain,
    /// A zero byte before an RSA signature.
    LeadingZero,
    /// Leading zeros of an RSA signature left out.
    Trimmed,
    /// ECDSA as a DER sequence.
    Der,
    /// Cut off.
    Truncated(usize),
    /// The smaller of an RSA signature and its complement (ISO/IEC 9796-2).
    Complement,
}

/// What goes wrong, once, at the n-th command since power-up (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: u32,
    pub kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The card is pulled before it answers: no answer, all state lost.
    Pulled,
    /// One bit of the answer's data is turned.
    Flipped,
    /// Data and status without protection.
    Stripped,
    /// A status alone.
    Bare(Status),
    /// The status outside the protection is another than inside.
    LyingStatus,
    /// The answer of the command before, again.
    Replayed,
    /// No byte at all, and more than any APDU holds.
    Empty,
    Huge,
}
