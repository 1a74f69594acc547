//! The letters of a state's names that keyboards of other states lack.

/// The letters, in lower case and in the order of the alphabet; none for states whose names need none.
pub(super) fn of_state(state: &str) -> &'static str {
    match state {
        "KAZ" => "әғқңөұүһі",
        "KGZ" => "ңөү",
        "DNK" | "NOR" => "æøå",
        "SWE" | "FIN" => "åäö",
        "ISL" => "áæðéíóöþúý",
        "NLD" => "áçèéëíïóöúü",
        "BEL" | "LUX" | "CHE" => "àâäçèéêëîïôöûü",
        "FRA" => "àâæçèéêëîïôœùûüÿ",
        "D" | "DEU" | "AUT" | "LIE" => "äöüß",
        "ESP" => "áéíñóúü",
        "PRT" => "áâãàçéêíóôõú",
        "ITA" => "àèéìòù",
        "IRL" => "áéíóú",
        "MLT" => "ċġħż",
        "POL" => "ąćęłńóśźż",
        "CZE" => "áčďéěíňóřšťúůýž",
        "SVK" => "áäčďéíĺľňóôŕšťúýž",
        "SVN" | "HRV" => "čćđšž",
        "HUN" => "áéíóöőúüű",
        "ROU" => "ăâîșț",
        "EST" => "äöõšüž",
        "LVA" => "āčēģīķļņšūž",
        "LTU" => "ąčęėįšųūž",
        "TUR" => "çğıöşü",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn kazakh_has_its_nine_letters() {
        assert_eq!(super::of_state("KAZ").chars().count(), 9);
        assert_eq!(super::of_state("UTO"), "");
    }
}
