//! Codes of composed cards, as photographed by hand.

use bonafide_fixtures::camera::{Shot, photograph};
use bonafide_fixtures::national::{Code, National, issue_with};
use bonafide_vision::barcode::{Symbology, read};
use bonafide_vision::document::locate;
use bonafide_vision::layout::straight;
use jiff::civil::date;

/// As a card of North America has it: about 220 characters.
const LICENCE: &str = "@\n\u{1e}\rANSI 636000090001DL00310230DLDAQ048123456\nDCSKANTARBAEVA\nDDEN\nDACASEL\n\
    DDFN\nDADNONE\nDDGN\nDBD11212021\nDBB05121990\nDBA11212031\nDBC2\nDAU165 cm\nDAYBRO\nDAG12 LONG STREET\n\
    DAIANYTOWN\nDAJVA\nDAK232690000\nDCFUTO123456789\nDCKTEST0001\nDDB01012020\r";
const ADDRESS: &str = "https://example.org/a-document";
const NUMBER: &str = "900512400018";

#[test]
fn codes_are_read_from_photographs() {
    let national = National::KazakhCard;
    let holder = national.holder(date(2026, 11, 21));
    let zone = holder.details.lines().unwrap().concat();
    let cards = [
        vec![
            Code::Pdf417(LICENCE.to_owned()),
            Code::Qr(ADDRESS.to_owned()),
        ],
        vec![Code::Linear(NUMBER.to_owned()), Code::Qr(zone.clone())],
    ];
    let [mut pdf417, mut qr, mut linear] = [0; 3];
    for codes in &cards {
        let issued = issue_with(national, &holder, codes).unwrap();
        let back = issued.back.expect("a card has a back");
        for seed in 1..=6 {
            let shot = Shot {
                size: (2400, 1800),
                ..Shot::casual(seed)
            };
            let photo = photograph(&back, &shot);
            let outline = locate(&photo, None).expect("a card on a desk");
            for code in read(&straight(&photo, &outline)) {
                match code.symbology {
                    Symbology::Pdf417 => {
                        assert_eq!(code.text, LICENCE);
                        pdf417 += 1;
                    }
                    Symbology::Qr => {
                        assert!([ADDRESS, &zone].contains(&code.text.as_str()));
                        qr += 1;
                    }
                    Symbology::Linear if code.text == NUMBER => linear += 1,
                    // Print is taken for bars at times.
                    Symbology::Linear => {}
                }
            }
        }
    }
    eprintln!("PDF417 {pdf417} of 6, QR {qr} of 12, linear {linear} of 6");
    assert!(
        pdf417 >= 5 && qr >= 10 && linear >= 5,
        "{pdf417} {qr} {linear}"
    );
}
