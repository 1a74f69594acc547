//! The pages of the trust store in every language, with ordinary, empty, longest and hostile
//! content.

use askama::Template as _;
use bonafide_identity::id::TrustUploadId;
use bonafide_identity::language::Language;
use bonafide_identity::notice::Code;
use bonafide_service::trust::{
    CertificateView, ChainStatus, Ending, EndingKind, Given, Import, ItemKind, ItemLine, Overview,
    PinLine, Print, Provenance, Refused, Revocation, SourceKind, State, Why,
};
use jiff::{SignedDuration, Timestamp};

use super::import::{ImportPage, Preview};
use super::{Asked, ItemPage, ListPage};
use crate::frame::Visitor;
use crate::pages::lint::{self, HOSTILE};
use crate::pages::moderate::Shown;

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn line(text: &str, number: u8) -> ItemLine {
    let kinds = ItemKind::ALL;
    ItemLine {
        print: Print([number; 32]),
        kind: kinds[usize::from(number) % kinds.len()],
        country: text.chars().take(2).collect(),
        subject: text.to_owned(),
        serial: text.to_owned(),
        begins: Some(now()),
        ends: (number > 0).then(|| now() + SignedDuration::from_hours(24 * i64::from(number))),
    }
}

fn provenance(text: &str, kind: SourceKind) -> Provenance {
    let list = kind == SourceKind::MasterList;
    Provenance {
        kind,
        file: text.to_owned(),
        signer: text.to_owned(),
        signed_at: list.then(now),
        expires: list.then(now),
        at: now(),
        by: "command-line".to_owned(),
    }
}

fn overview(text: &str) -> Overview {
    let empty = text.is_empty();
    Overview {
        authorities: 12,
        signers: 0,
        crls: 3,
        countries: vec![text.to_owned(), "UT".to_owned()],
        sources: SourceKind::ALL
            .iter()
            .filter(|_| !empty)
            .map(|kind| provenance(text, *kind))
            .collect(),
        pins: (0..u8::from(!empty))
            .map(|number| PinLine {
                print: Print([number; 32]),
                subject: text.to_owned(),
                at: now(),
                by: text.to_owned(),
            })
            .collect(),
        endings: (0..u8::from(!empty))
            .map(|_| Ending {
                kind: EndingKind::List,
                id: String::new(),
                subject: text.to_owned(),
                at: now(),
            })
            .collect(),
        now: now(),
    }
}

fn view(text: &str, number: u8, status: ChainStatus) -> CertificateView {
    CertificateView {
        line: line(text, number),
        state: State::ALL[usize::from(number) % 4],
        issuer: Some(text.to_owned()),
        key: Some(text.to_owned()),
        revokes: Some(2),
        provenance: vec![provenance(text, SourceKind::ByHand)],
        chain: Some(status),
        issuers: vec![(text.to_owned(), Print([9; 32]))],
        revocation: Some(Revocation::Stale { next_update: None }),
        deviations: Vec::new(),
        distrusted: (number == 3).then(|| (now(), text.to_owned(), text.to_owned())),
        now: now(),
    }
}

fn import(text: &str) -> Import {
    let print = Print([7; 32]);
    let why = [
        Why::Unpinned {
            signer: text.to_owned(),
            fingerprint: print,
            issuer: Some((text.to_owned(), print)),
        },
        Why::ListSignature(text.to_owned()),
        Why::SignerDistrusted,
        Why::SignerRevoked,
        Why::NotAListSigner,
        Why::SignedInTheFuture,
        Why::Older,
        Why::Unreadable(text.to_owned()),
        Why::NotAnAuthority,
        Why::CrlUnsigned,
        Why::CrlOlder,
    ];
    let given = |untimely, unchanged| Given {
        file: text.to_owned(),
        signer: Some(text.to_owned()),
        signed_at: Some(now()),
        items: 3,
        added: 2,
        vanished: 1,
        replaces: Some(None),
        unchanged,
        untimely,
    };
    Import {
        given: vec![given(true, false), given(false, true)],
        added: (0..120).map(|number| line(text, number)).collect(),
        vanished: vec![line(text, 1)],
        by_hand: vec![line(text, 2)],
        refused: why
            .into_iter()
            .map(|why| Refused {
                file: text.to_owned(),
                what: Some(text.to_owned()),
                why,
            })
            .collect(),
        present: 4,
        applied: false,
        version: 5,
    }
}

#[test]
fn every_page_in_every_language() {
    let texts = [
        "C=UT, O=Utopia, CN=CSCA",
        "",
        &"Удостоверение".repeat(40),
        HOSTILE,
    ];
    let statuses = [
        ChainStatus::Trusted,
        ChainStatus::UnknownIssuer,
        ChainStatus::SignatureInvalid,
        ChainStatus::Distrusted,
        ChainStatus::Revoked,
        ChainStatus::Expired,
        ChainStatus::NotYetValid,
        ChainStatus::NotAuthorised,
        ChainStatus::RevocationUnknown,
    ];
    for language in Language::ALL {
        let visitor = Visitor::new(language, &"/moderate/trust".parse().unwrap());
        for text in texts {
            let operator = Shown {
                name: text.to_owned(),
                csrf: "0123456789abcdef".to_owned(),
                trust: true,
            };
            let overview = overview(text);
            let asked = Asked {
                text: text.to_owned(),
                state: "ended".to_owned(),
                country: "ut".to_owned(),
                told: "imported".to_owned(),
                ..Asked::default()
            };
            let lines: Vec<_> = (0..4)
                .map(|number| (line(text, number), State::ALL[usize::from(number)]))
                .collect();
            for lines in [&lines[..], &[]] {
                let page =
                    ListPage::new(&visitor, operator.clone(), &overview, &asked, lines, true);
                lint::check(&page.render().unwrap());
            }
            for (number, status) in (0..).zip(statuses) {
                let view = view(text, number, status);
                for mistake in [None, Some(Code::FieldRequired)]
                    .into_iter()
                    .take(1 + usize::from(number == 1))
                {
                    let page = ItemPage::new(&visitor, operator.clone(), &view, text, mistake);
                    lint::check(&page.render().unwrap());
                }
            }
            for mistake in [
                None,
                Some(("file", Code::TrustFileMissing)),
                Some(("fingerprint", Code::TrustFingerprint)),
            ] {
                let page = ImportPage::new(&visitor, operator.clone(), &overview, text, mistake);
                lint::check(&page.render().unwrap());
            }
            let id = TrustUploadId::new(now(), [1; 10]);
            for import in [import(text), Import::default()] {
                let page = Preview::new(&visitor, operator.clone(), &id, &import, now());
                lint::check(&page.render().unwrap());
            }
        }
    }
}

#[test]
fn the_next_page_asks_for_the_same() {
    let asked = Asked {
        country: "DE".to_owned(),
        text: "a&b".to_owned(),
        ..Asked::default()
    };
    let address = asked.address(Print([0xab; 32]));
    let after = "ab".repeat(32);
    assert_eq!(
        address,
        format!("/moderate/trust?country=DE&text=a%26b&after={after}")
    );
}
