//! The sections of both versions, with the divisions they hold and their names in three languages.
//!
//! Regulation (EC) No 1893/2006 (NACE Rev. 2) and Delegated Regulation (EU) 2023/137 (NACE Rev. 2.1).

use super::classify::Scheme;
use crate::text::Text;

/// A section of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its letter.
    pub letter: char,
    first: u8,
    last: u8,
    name: [&'static str; 3],
}

impl Section {
    /// Its name.
    pub fn name(self) -> Text {
        let [en, nl, fr] = self.name;
        Text::new(en, nl, fr)
    }
}

const fn section(letter: char, first: u8, last: u8, name: [&'static str; 3]) -> Section {
    Section {
        letter,
        first,
        last,
        name,
    }
}

const FARMING: [&str; 3] = [
    "agriculture, forestry and fishing",
    "landbouw, bosbouw en visserij",
    "agriculture, sylviculture et pêche",
];
const MINING: [&str; 3] = [
    "mining and quarrying",
    "delfstoffenwinning",
    "industries extractives",
];
const INDUSTRY: [&str; 3] = ["manufacturing", "industrie", "industrie manufacturière"];
const ENERGY: [&str; 3] = [
    "energy supply",
    "energievoorziening",
    "production et distribution d’énergie",
];
const WATER: [&str; 3] = ["water and waste", "water en afval", "eau et déchets"];
const BUILDING: [&str; 3] = ["construction", "bouw", "construction"];
const TRADE: [&str; 3] = [
    "wholesale and retail trade",
    "groot- en detailhandel",
    "commerce de gros et de détail",
];
const TRANSPORT: [&str; 3] = [
    "transport and storage",
    "vervoer en opslag",
    "transports et entreposage",
];
const HOSPITALITY: [&str; 3] = [
    "accommodation and food service",
    "horeca",
    "hébergement et restauration",
];
const INFORMATION: [&str; 3] = [
    "information and communication",
    "informatie en communicatie",
    "information et communication",
];
const MEDIA: [&str; 3] = [
    "publishing and broadcasting",
    "uitgeverijen en omroep",
    "édition et diffusion",
];
const COMPUTING: [&str; 3] = [
    "telecommunication and computing",
    "telecommunicatie en IT",
    "télécommunications et informatique",
];
const FINANCE: [&str; 3] = [
    "finance and insurance",
    "financiële dienstverlening",
    "finance et assurance",
];
const PROPERTY: [&str; 3] = ["real estate", "vastgoed", "immobilier"];
const PROFESSIONS: [&str; 3] = [
    "professional and technical services",
    "zakelijke en technische dienstverlening",
    "activités spécialisées et techniques",
];
const SUPPORT: [&str; 3] = [
    "administrative and support services",
    "administratieve en ondersteunende diensten",
    "services administratifs et de soutien",
];
const GOVERNMENT: [&str; 3] = [
    "public administration",
    "openbaar bestuur",
    "administration publique",
];
const EDUCATION: [&str; 3] = ["education", "onderwijs", "enseignement"];
const HEALTH: [&str; 3] = [
    "health and social work",
    "gezondheids- en welzijnszorg",
    "santé et action sociale",
];
const CULTURE: [&str; 3] = [
    "arts, sports and recreation",
    "cultuur, sport en recreatie",
    "arts, sports et loisirs",
];
const OTHER: [&str; 3] = [
    "other services",
    "overige dienstverlening",
    "autres services",
];
const HOUSEHOLDS: [&str; 3] = ["households", "huishoudens", "ménages"];
const ABROAD: [&str; 3] = [
    "extraterritorial organisations",
    "extraterritoriale organisaties",
    "organismes extraterritoriaux",
];

/// NACE Rev. 2, SBI 2008.
const NACE_2: [Section; 21] = [
    section('A', 1, 3, FARMING),
    section('B', 5, 9, MINING),
    section('C', 10, 33, INDUSTRY),
    section('D', 35, 35, ENERGY),
    section('E', 36, 39, WATER),
    section('F', 41, 43, BUILDING),
    section('G', 45, 47, TRADE),
    section('H', 49, 53, TRANSPORT),
    section('I', 55, 56, HOSPITALITY),
    section('J', 58, 63, INFORMATION),
    section('K', 64, 66, FINANCE),
    section('L', 68, 68, PROPERTY),
    section('M', 69, 75, PROFESSIONS),
    section('N', 77, 82, SUPPORT),
    section('O', 84, 84, GOVERNMENT),
    section('P', 85, 85, EDUCATION),
    section('Q', 86, 88, HEALTH),
    section('R', 90, 93, CULTURE),
    section('S', 94, 96, OTHER),
    section('T', 97, 98, HOUSEHOLDS),
    section('U', 99, 99, ABROAD),
];

/// NACE Rev. 2.1, SBI 2025.
const NACE_21: [Section; 22] = [
    section('A', 1, 3, FARMING),
    section('B', 5, 9, MINING),
    section('C', 10, 33, INDUSTRY),
    section('D', 35, 35, ENERGY),
    section('E', 36, 39, WATER),
    section('F', 41, 43, BUILDING),
    section('G', 46, 47, TRADE),
    section('H', 49, 53, TRANSPORT),
    section('I', 55, 56, HOSPITALITY),
    section('J', 58, 60, MEDIA),
    section('K', 61, 63, COMPUTING),
    section('L', 64, 66, FINANCE),
    section('M', 68, 68, PROPERTY),
    section('N', 69, 75, PROFESSIONS),
    section('O', 77, 82, SUPPORT),
    section('P', 84, 84, GOVERNMENT),
    section('Q', 85, 85, EDUCATION),
    section('R', 86, 88, HEALTH),
    section('S', 90, 93, CULTURE),
    section('T', 94, 96, OTHER),
    section('U', 97, 98, HOUSEHOLDS),
    section('V', 99, 99, ABROAD),
];

/// The section of a code (a letter, or digits that begin with a division).
pub(super) fn section_of(scheme: Scheme, code: &str) -> Option<Section> {
    let sections: &[Section] = match scheme {
        Scheme::Nace2 => &NACE_2,
        Scheme::Nace21 => &NACE_21,
    };
    let holds = |section: &&Section| match code.parse::<char>() {
        Ok(letter) => section.letter == letter,
        Err(_) => code
            .get(..2)
            .and_then(|digits| digits.parse::<u8>().ok())
            .is_some_and(|division| (section.first..=section.last).contains(&division)),
    };
    sections.iter().find(holds).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_have_88_and_87_divisions() {
        for (scheme, n_divisions, n_sections) in [(Scheme::Nace2, 88, 21), (Scheme::Nace21, 87, 22)]
        {
            let of = |division: u8| section_of(scheme, &format!("{division:02}"));
            let found: Vec<Section> = (0..=99).filter_map(of).collect();
            assert_eq!(found.len(), n_divisions);
            let mut letters: Vec<char> = found.iter().map(|section| section.letter).collect();
            letters.dedup();
            let alphabet: Vec<char> = ('A'..='Z').take(n_sections).collect();
            assert_eq!(letters, alphabet);
        }
    }
}
