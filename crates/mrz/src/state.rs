use std::fmt;

use serde::{Deserialize, Serialize};

/// An issuing state, organisation or nationality as zones print it, without its fillers: `NLD`, `D`, `UTO`.
/// Empty where a document leaves the nationality blank, as Macau's identity cards do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StateCode(String);

/// A text that is no code: not up to three letters A to Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a state code is up to three letters A to Z")]
pub struct StateCodeError;

/// What a known code stands for (Doc 9303 part 3, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// A country of ISO 3166-1, or one of the extra codes for Germany, Kosovo and British nationalities.
    Country,
    /// The European Union, the United Nations and others that issue travel documents.
    Organisation,
    Stateless,
    Refugee,
    /// XXX: of unspecified nationality.
    Unspecified,
    /// UTO, the country of specimen documents.
    Specimen,
}

impl StateCode {
    /// The code without fillers; three characters as printed are accepted too (`D<<`).
    pub fn new(code: &str) -> Result<StateCode, StateCodeError> {
        let trimmed = code.trim_end_matches('<');
        let shaped = code.len() <= 3 && trimmed.bytes().all(|byte| byte.is_ascii_uppercase());
        if shaped {
            Ok(StateCode(trimmed.to_owned()))
        } else {
            Err(StateCodeError)
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// What the code stands for; `None` when neither ISO 3166-1 nor Doc 9303 knows it.
    #[must_use]
    pub fn kind(&self) -> Option<StateKind> {
        let code = self.as_str();
        match code {
            "UTO" => Some(StateKind::Specimen),
            "XXA" => Some(StateKind::Stateless),
            "XXB" | "XXC" => Some(StateKind::Refugee),
            "XXX" => Some(StateKind::Unspecified),
            "D" | "RKS" | "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => Some(StateKind::Country),
            _ if ORGANISATIONS.contains(&code) => Some(StateKind::Organisation),
            _ if country(code).is_some() => Some(StateKind::Country),
            _ => None,
        }
    }

    #[must_use]
    pub fn is_known(&self) -> bool {
        self.kind().is_some()
    }

    /// The ISO 3166-1 alpha-3 code: `DEU` for Germany's `D`, `GBR` for the British nationalities.
    #[must_use]
    pub fn iso_alpha3(&self) -> Option<&str> {
        match self.as_str() {
            "D" => Some("DEU"),
            "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => Some("GBR"),
            code => country(code).map(|_| code),
        }
    }

    /// The ISO 3166-1 alpha-2 code of a country.
    #[must_use]
    pub fn iso_alpha2(&self) -> Option<&'static str> {
        self.iso_alpha3().and_then(country)
    }
}

impl TryFrom<String> for StateCode {
    type Error = StateCodeError;

    fn try_from(code: String) -> Result<StateCode, StateCodeError> {
        StateCode::new(&code)
    }
}

impl From<StateCode> for String {
    fn from(code: StateCode) -> String {
        code.0
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn country(alpha3: &str) -> Option<&'static str> {
    let index = COUNTRIES
        .binary_search_by_key(&alpha3, |entry| &entry[..3])
        .ok()?;
    Some(&COUNTRIES[index][3..])
}

/// Development banks, unions and orders that issue travel documents.
const ORGANISATIONS: [&str; 18] = [
    "EUE", "IAO", "UNA", "UNK", "UNO", "XAA", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES",
    "XIM", "XMP", "XOM", "XPO", "XSP",
];

/// ISO 3166-1, alpha-3 followed by alpha-2, sorted.
const COUNTRIES: [&str; 249] = [
    "ABWAW", "AFGAF", "AGOAO", "AIAAI", "ALAAX", "ALBAL", "ANDAD", "AREAE", "ARGAR", "ARMAM",
    "ASMAS", "ATAAQ", "ATFTF", "ATGAG", "AUSAU", "AUTAT", "AZEAZ", "BDIBI", "BELBE", "BENBJ",
    "BESBQ", "BFABF", "BGDBD", "BGRBG", "BHRBH", "BHSBS", "BIHBA", "BLMBL", "BLRBY", "BLZBZ",
    "BMUBM", "BOLBO", "BRABR", "BRBBB", "BRNBN", "BTNBT", "BVTBV", "BWABW", "CAFCF", "CANCA",
    "CCKCC", "CHECH", "CHLCL", "CHNCN", "CIVCI", "CMRCM", "CODCD", "COGCG", "COKCK", "COLCO",
    "COMKM", "CPVCV", "CRICR", "CUBCU", "CUWCW", "CXRCX", "CYMKY", "CYPCY", "CZECZ", "DEUDE",
    "DJIDJ", "DMADM", "DNKDK", "DOMDO", "DZADZ", "ECUEC", "EGYEG", "ERIER", "ESHEH", "ESPES",
    "ESTEE", "ETHET", "FINFI", "FJIFJ", "FLKFK", "FRAFR", "FROFO", "FSMFM", "GABGA", "GBRGB",
    "GEOGE", "GGYGG", "GHAGH", "GIBGI", "GINGN", "GLPGP", "GMBGM", "GNBGW", "GNQGQ", "GRCGR",
    "GRDGD", "GRLGL", "GTMGT", "GUFGF", "GUMGU", "GUYGY", "HKGHK", "HMDHM", "HNDHN", "HRVHR",
    "HTIHT", "HUNHU", "IDNID", "IMNIM", "INDIN", "IOTIO", "IRLIE", "IRNIR", "IRQIQ", "ISLIS",
    "ISRIL", "ITAIT", "JAMJM", "JEYJE", "JORJO", "JPNJP", "KAZKZ", "KENKE", "KGZKG", "KHMKH",
    "KIRKI", "KNAKN", "KORKR", "KWTKW", "LAOLA", "LBNLB", "LBRLR", "LBYLY", "LCALC", "LIELI",
    "LKALK", "LSOLS", "LTULT", "LUXLU", "LVALV", "MACMO", "MAFMF", "MARMA", "MCOMC", "MDAMD",
    "MDGMG", "MDVMV", "MEXMX", "MHLMH", "MKDMK", "MLIML", "MLTMT", "MMRMM", "MNEME", "MNGMN",
    "MNPMP", "MOZMZ", "MRTMR", "MSRMS", "MTQMQ", "MUSMU", "MWIMW", "MYSMY", "MYTYT", "NAMNA",
    "NCLNC", "NERNE", "NFKNF", "NGANG", "NICNI", "NIUNU", "NLDNL", "NORNO", "NPLNP", "NRUNR",
    "NZLNZ", "OMNOM", "PAKPK", "PANPA", "PCNPN", "PERPE", "PHLPH", "PLWPW", "PNGPG", "POLPL",
    "PRIPR", "PRKKP", "PRTPT", "PRYPY", "PSEPS", "PYFPF", "QATQA", "REURE", "ROURO", "RUSRU",
    "RWARW", "SAUSA", "SDNSD", "SENSN", "SGPSG", "SGSGS", "SHNSH", "SJMSJ", "SLBSB", "SLESL",
    "SLVSV", "SMRSM", "SOMSO", "SPMPM", "SRBRS", "SSDSS", "STPST", "SURSR", "SVKSK", "SVNSI",
    "SWESE", "SWZSZ", "SXMSX", "SYCSC", "SYRSY", "TCATC", "TCDTD", "TGOTG", "THATH", "TJKTJ",
    "TKLTK", "TKMTM", "TLSTL", "TONTO", "TTOTT", "TUNTN", "TURTR", "TUVTV", "TWNTW", "TZATZ",
    "UGAUG", "UKRUA", "UMIUM", "URYUY", "USAUS", "UZBUZ", "VATVA", "VCTVC", "VENVE", "VGBVG",
    "VIRVI", "VNMVN", "VUTVU", "WLFWF", "WSMWS", "YEMYE", "ZAFZA", "ZMBZM", "ZWEZW",
];

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, StateCode, StateKind};

    fn code(text: &str) -> StateCode {
        StateCode::new(text).expect("a state code")
    }

    #[test]
    fn the_table_is_sorted_and_shaped() {
        assert!(COUNTRIES.is_sorted());
        assert!(
            COUNTRIES.iter().all(
                |entry| entry.len() == 5 && entry.bytes().all(|byte| byte.is_ascii_uppercase())
            )
        );
    }

    #[test]
    fn codes_of_iso_and_icao() {
        assert_eq!(code("D<<").as_str(), "D");
        assert_eq!(code("D<<").iso_alpha2(), Some("DE"));
        assert_eq!(code("GBN").iso_alpha3(), Some("GBR"));
        assert_eq!(code("KAZ").iso_alpha2(), Some("KZ"));
        assert_eq!(code("UTO").kind(), Some(StateKind::Specimen));
        assert_eq!(code("XXB").kind(), Some(StateKind::Refugee));
        assert_eq!(code("UNO").kind(), Some(StateKind::Organisation));
        assert_eq!(code("RKS").kind(), Some(StateKind::Country));
        assert!(!code("QQQ").is_known());
        assert!(StateCode::new("<<<").is_ok_and(|blank| blank.is_blank() && !blank.is_known()));
        assert!(StateCode::new("NLDX").is_err());
        assert!(StateCode::new("A<B").is_err());
        assert!(StateCode::new("nld").is_err());
    }
}
