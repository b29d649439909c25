//! What each key of a policy means, once: its reference, its schema and its template are made from it.

use super::super::meanings::{Section, Shown};

/// Every section, in the order in which it is shown.
pub(super) const SECTIONS: &[Section] = &[
    Section {
        name: "",
        about: "",
        keys: &[
            (
                "segments_by",
                "\"behaviour\" (the sections below, and the rules beside them), or \"rules\": the rules alone decide",
            ),
            (
                "otherwise",
                "Segment of who no rule fits, with `segments_by = \"rules\"`. Not set: a customer that no rule fits is an \
                 error",
            ),
            (
                "size_classes",
                "Per size class, as the ledger names it: its own `p_late_30d_from` for segment C, as a section \
                 `[size_classes]`",
            ),
            (
                "clusters",
                "Per name of a cluster: what is done with its customers, as a section `[clusters.after_second_reminder]` \
                 with the keys of `[segments.A]`",
            ),
            (
                "sectors",
                "Per sector, as the ledger names it: what is done with its customers, as a section `[sectors.NAME]` with \
                 the keys of `[segments.A]`",
            ),
            (
                "ladders",
                "Dunning ladders by name: a list of steps `{ level, days, channel }`, days past due. Those not named stay",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "a",
        about: "What a customer needs for segment A: all of these",
        keys: &[
            (
                "share",
                "Largest share of the customers in A, those of the lowest risk (0 to 1): sets `p_late_30d_up_to` from the \
                 ledger itself",
            ),
            (
                "p_late_up_to",
                "Highest probability that the next invoice is late",
            ),
            (
                "p_late_30d_up_to",
                "Highest probability that it is more than 30 days late",
            ),
            ("patterns", "Patterns of payment behaviour in A"),
            (
                "days_past_due_up_to",
                "Most days past due of an open, undisputed invoice",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "c",
        about: "What puts a customer in segment C: any of these",
        keys: &[
            (
                "share",
                "Largest share of the customers in C by risk, the riskiest first (0 to 1): sets `p_late_30d_from` from the \
                 ledger itself",
            ),
            (
                "p_late_30d_from",
                "Lowest probability that the next invoice is more than 30 days late",
            ),
            (
                "deteriorating_p_late_30d_from",
                "The same for a customer whose behaviour is deteriorating",
            ),
            ("patterns", "Patterns in C, with the risk of the next line"),
            (
                "pattern_p_late_30d_from",
                "`p_late_30d_from` of such a pattern; without a model the pattern alone is enough",
            ),
            (
                "days_past_due_from",
                "Days past due of an open, undisputed invoice",
            ),
            (
                "forgotten_needs_invoices",
                "Invoices with a known outcome from which a single late one is taken as forgotten",
            ),
            (
                "forgotten_share",
                "Share of a customer's invoices with a known outcome that may lie open long past due and still count as \
                 one forgotten invoice",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "exposure",
        about: "What large and small amounts change, in the ledger's currency",
        keys: &[
            (
                "large_amount",
                "Open amount from which an exposure is large",
            ),
            (
                "large_p_late_30d_from",
                "`p_late_30d_from` of segment C for a large exposure",
            ),
            (
                "small_amount",
                "Customers who owe and were invoiced less than this in 12 months are never in C; 0 turns it off",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "rule",
        about: "A rule, as a section `[[rule]]` for each: customers that fit are in its segment, whatever their behaviour; \
                of several the riskiest letter holds. Bounds, a share or texts, one of the three",
        keys: &[
            (
                "feature",
                "A [feature of customers](data-dictionary.md), a column of `customers` (your own too), or a figure of the \
                 segment: `p_late`, `p_late_30d`, `risk_score`, `pattern`, `open_amount`, `overdue_amount`, \
                 `oldest_days_past_due`, `invoiced_12m`",
            ),
            ("at_least", "Fits from this value"),
            ("above", "Fits above this value"),
            ("at_most", "Fits up to this value"),
            ("below", "Fits below this value"),
            (
                "highest",
                "Fits this share of the customers, those of the highest values (0 to 1)",
            ),
            (
                "lowest",
                "Fits this share of the customers, those of the lowest values (0 to 1)",
            ),
            ("is", "Fits this text, whatever its case"),
            ("one_of", "Fits any of these texts"),
            ("segment", "\"A\", \"B\" or \"C\""),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "pattern",
        about: "Habit or incident",
        keys: &[
            ("last_invoices", "How many of the last invoices are judged"),
            ("min_judged", "Fewest of them from which a pattern is read"),
            (
                "habit_rate",
                "Rate of material lateness that divides a habit from what is not",
            ),
            (
                "habit_probability",
                "Probability of a higher rate from which it is a habit",
            ),
            (
                "incident_probability",
                "Probability of a higher rate up to which it is an incident",
            ),
            (
                "prior_late",
                "Late invoices supposed before the first is seen",
            ),
            (
                "prior_timely",
                "Timely invoices supposed before the first is seen",
            ),
            (
                "prompt_late_share",
                "Largest share of invoices a few days late of a prompt customer",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "warnings",
        about: "Early warnings",
        keys: &[
            (
                "false_alarms_per_100_months",
                "New false alarms per 100 customer-months that the watch may raise",
            ),
            (
                "window_days",
                "Days within which a change must have begun to be told",
            ),
            (
                "min_invoices",
                "Fewest invoices before a change, which it is measured against",
            ),
            (
                "max_shown",
                "Customers in the report's list, those with most money open first",
            ),
            (
                "min_open_amount",
                "Least open amount of a customer in that list",
            ),
            (
                "escalation_level",
                "Dunning level whose first time is a warning",
            ),
            (
                "escalation_min_invoices",
                "Fewest invoices with a known outcome for that",
            ),
        ],
        shown: Shown::Reference,
    },
    Section {
        name: "measures",
        about: "What measures are proposed from",
        keys: &[
            (
                "min_late_invoices",
                "Fewest late, settled invoices from which the usual step of the ladder is read",
            ),
            (
                "usual_step_share",
                "Share of them paid at one step, or later, to call it usual",
            ),
            (
                "dispute_share",
                "Share of invoices in dispute from which disputes are treated first",
            ),
            (
                "phone_amount",
                "Open amount from which one telephones, in the ledger's currency",
            ),
            (
                "sector_min_customers",
                "Fewest customers behind a measure for a sector",
            ),
            (
                "sector_late_from",
                "Share more than 14 days late of a sector, shrunken, that calls for a measure",
            ),
        ],
        shown: Shown::Everywhere,
    },
    Section {
        name: "segments.A",
        about: "What is done with who pays as agreed",
        keys: HANDLING,
        shown: Shown::Everywhere,
    },
    Section {
        name: "segments.B",
        about: "What is done with who is to be watched, or not yet known",
        keys: HANDLING,
        shown: Shown::Everywhere,
    },
    Section {
        name: "segments.C",
        about: "What is done with who asks for the closest follow-up",
        keys: HANDLING,
        shown: Shown::Everywhere,
    },
];

const HANDLING: &[(&str, &str)] = &[
    (
        "measures",
        "Measures, such as `[\"part_in_advance\", \"follow_up_earlier\"]`. Not set or empty: those that each customer's \
         situation asks for",
    ),
    (
        "channel",
        "\"email\", \"letter\", \"payment_link\" or \"phone\". Not set: by situation",
    ),
    (
        "ladder",
        "Name of the dunning ladder. A consumer has the ladder of its country's law",
    ),
];
