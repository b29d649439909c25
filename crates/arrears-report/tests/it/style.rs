//! Colours that can be read: WCAG 2.1 AA, in light, dark and on paper.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../templates/style.css");

/// Text on grounds: at least 4.5 to 1.
const TEXT: [(&str, &str); 21] = [
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "paper"),
    ("soft", "card"),
    ("accent", "card"),
    ("accent", "paper"),
    ("warn", "card"),
    ("warn", "warn-ground"),
    ("good", "good-ground"),
    ("good", "card"),
    ("ink", "fair-ground"),
    ("ink", "n1"),
    ("ink", "n2"),
    ("ink", "n3"),
    ("ink", "n4"),
    ("ink", "p1"),
    ("ink", "p2"),
    ("ink", "p3"),
    ("ink", "p4"),
    ("card", "ink"),
    ("accent", "card"),
];

/// Marks of charts on the card: at least 3 to 1.
const MARKS: [&str; 13] = [
    "accent", "warn", "warn-mid", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9",
];

/// The colours of the `n`th `:root` block, over those of the first.
fn colours(n: usize) -> BTreeMap<&'static str, u32> {
    let blocks: Vec<&str> = STYLE
        .split(":root {")
        .skip(1)
        .filter_map(|b| b.split('}').next())
        .collect();
    assert_eq!(blocks.len(), 3, "light, dark, paper");
    let mut colours = BTreeMap::new();
    for block in [blocks[0], blocks[n]] {
        for (name, value) in block
            .split(';')
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
        {
            colours.insert(name, u32::from_str_radix(value, 16).unwrap());
        }
    }
    colours
}

/// Relative luminance, WCAG 2.1.
fn luminance(rgb: u32) -> f64 {
    let channel = |shift: u32| {
        let c = f64::from(rgb >> shift & 0xff) / 255.0;
        if c <= 0.03928 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

fn contrast(a: u32, b: u32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_reckoned_right() {
    assert!((contrast(0, 0xffffff) - 21.0).abs() < 1e-9);
    assert!((contrast(0x777777, 0xffffff) - 4.48).abs() < 0.01);
}

#[test]
fn text_and_marks_stand_out() {
    for n in 0..3 {
        let colours = colours(n);
        let of = |name| colours[name];
        for (text, ground) in TEXT {
            let contrast = contrast(of(text), of(ground));
            assert!(
                contrast >= 4.5,
                "block {n}: {text} on {ground} is {contrast:.2}"
            );
        }
        for mark in MARKS {
            let contrast = contrast(of(mark), of("card"));
            assert!(contrast >= 3.0, "block {n}: {mark} is {contrast:.2}");
        }
    }
}

#[test]
fn the_navigation_wraps_where_there_is_room() {
    let (_, wide) = STYLE
        .split_once("@media screen and (min-width: 64rem) {")
        .expect("a rule for wide screens");
    let (wide, _) = wide.split_once("\n}").expect("it ends");
    assert!(wide.contains("nav ul { flex-wrap: wrap;"), "{wide}");
    assert!(
        wide.contains("scroll-padding-top"),
        "headings stay below it"
    );
}
