//! Made-up names: companies by sector, people, addresses. Any likeness to a
//! real company is chance; mail addresses end in `.example` (RFC 2606).

use crate::{
    random::{Stream, chance, pick, whole},
    sectors::SECTORS,
};

const SURNAMES: [&str; 48] = [
    "Aalbers",
    "Bakker",
    "Bergsma",
    "Boersma",
    "Brouwer",
    "Cornelissen",
    "Dekker",
    "Dijkstra",
    "Driessen",
    "Elzinga",
    "Faber",
    "Gerritsen",
    "Goossens",
    "Haverkamp",
    "Hendriks",
    "Hoekstra",
    "Houtman",
    "Jansen",
    "Jonker",
    "Kamphuis",
    "Kloosterman",
    "Kuipers",
    "Lammers",
    "Lemmens",
    "Meijerink",
    "Mulder",
    "Nauta",
    "Nijhof",
    "Oosterhuis",
    "Peeters",
    "Postma",
    "Prins",
    "Reinders",
    "Roelofs",
    "Ruiter",
    "Schipper",
    "Smeets",
    "Terpstra",
    "Tuinstra",
    "Uittenbogaard",
    "Veenstra",
    "Verhoeven",
    "Vermeulen",
    "Visser",
    "Wagenaar",
    "Westerhof",
    "Wiersma",
    "Zijlstra",
];
const TOWNS: [&str; 32] = [
    "Alkmaar",
    "Almelo",
    "Amersfoort",
    "Antwerpen",
    "Apeldoorn",
    "Arnhem",
    "Assen",
    "Breda",
    "Delft",
    "Deventer",
    "Doetinchem",
    "Drachten",
    "Eindhoven",
    "Emmen",
    "Enschede",
    "Gouda",
    "Groningen",
    "Haarlem",
    "Heerlen",
    "Hengelo",
    "Hoorn",
    "Leeuwarden",
    "Leiden",
    "Lelystad",
    "Middelburg",
    "Nijmegen",
    "Roermond",
    "Tilburg",
    "Venlo",
    "Zaandam",
    "Zutphen",
    "Zwolle",
];
const FIRST_NAMES: [&str; 24] = [
    "Anna", "Bram", "Carla", "Daan", "Elif", "Fatima", "Gijs", "Hanna", "Ilse", "Jeroen", "Karim",
    "Lotte", "Marieke", "Niels", "Olga", "Pieter", "Quinten", "Rosa", "Sander", "Tess", "Umar",
    "Vera", "Wouter", "Yvonne",
];

/// What a customer is called, and whom to reach there.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub name: String,
    pub contact: String,
    pub phone: String,
    pub email: String,
}

impl Names {
    /// Draws the names of a company of that sector, or of a person.
    pub(crate) fn draw(
        rng: &mut Stream,
        sector: usize,
        legal_form: Option<&str>,
        country: &str,
    ) -> Self {
        let surname = pick(rng, &SURNAMES);
        let contact = format!("{} {}", pick(rng, &FIRST_NAMES), pick(rng, &SURNAMES));
        let name = match legal_form {
            None => format!("{} {surname}", pick(rng, &FIRST_NAMES)),
            Some(form) => company(rng, sector, surname, form),
        };
        let mailbox = pick(rng, &["administratie", "crediteuren", "facturen", "info"]);
        let email = format!("{mailbox}@{}.example", slug(&name));
        Self {
            contact,
            phone: phone(rng, country),
            email,
            name,
        }
    }
}

/// The name of a member of staff.
pub(crate) fn employee(rng: &mut Stream) -> String {
    format!("{} {}", pick(rng, &FIRST_NAMES), pick(rng, &SURNAMES))
}

fn company(rng: &mut Stream, sector: usize, surname: &str, legal_form: &str) -> String {
    let noun = pick(rng, SECTORS[sector].nouns);
    let town = pick(rng, &TOWNS);
    let body = match whole(rng, [0, 3]) {
        0 => format!("{noun} {surname}"),
        1 => format!("{surname} {noun} {town}"),
        2 => format!("{noun} {town}"),
        _ if chance(rng, 0.5) => format!("{surname} & Zonen {noun}"),
        _ => format!("{noun} De {surname}"),
    };
    match legal_form {
        "eenmanszaak" => body,
        "stichting" => format!("Stichting {body}"),
        form => format!("{body} {form}"),
    }
}

/// Letters and digits in lower case, words joined by hyphens.
fn slug(name: &str) -> String {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect::<Vec<String>>()
        .join("-")
}

fn phone(rng: &mut Stream, country: &str) -> String {
    let prefix = match country {
        "BE" => "+32 2 555",
        "DE" => "+49 30 555",
        "FR" => "+33 1 55 50",
        _ => "+31 20 555",
    };
    format!("{prefix} {:04}", whole(rng, [0, 9999]))
}
