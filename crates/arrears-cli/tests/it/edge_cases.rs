//! Ledgers that are odd but true: a sensible result, every file of the contract, and no warning left out.

use crate::support::{Invoice, Sandbox, invoices};

const FILES: [&str; 10] = [
    "predictions.parquet",
    "segments.parquet",
    "features.parquet",
    "sectors.parquet",
    "clusters.json",
    "metrics.json",
    "report.html",
    "report.json",
    "model_card.md",
    "manifest.json",
];

/// Runs the job on these invoices and proves that every file is there.
#[track_caller]
fn runs(csv: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::with_invoices(csv);
    let text = sandbox
        .run("run --as-of 2024-12-31 --out out --threads 2")
        .done();
    for file in FILES {
        assert!(
            sandbox.path("out").join(file).is_file(),
            "{file} is not there:\n{text}"
        );
    }
    (sandbox, text)
}

/// Days late that differ between customers and months, some early, some very late.
fn mixed(customer: usize, month: usize) -> i64 {
    (customer as i64 * 7 + month as i64 * 11) % 45 - 20
}

fn invoice(customer: usize, month: usize, days_late: i64) -> Invoice {
    Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some(days_late),
    }
}

#[test]
fn one_customer() {
    runs(&invoices(1, |customer, month| {
        invoice(customer, month, mixed(customer, month))
    }));
}

#[test]
fn one_invoice() {
    let sandbox = Sandbox::with_invoices(
        "invoice_id,customer_id,invoice_date,due_date,amount,paid_date\nF1,C1,2024-01-05,2024-02-04,10.00,2024-02-01\n",
    );
    let ended = sandbox.run("run --as-of 2024-12-31 --out out");
    // Either a sensible result or a clear refusal; never a bug.
    assert!([0, 1].contains(&ended.code), "{ended:?}");
    assert_eq!(ended.code == 0, sandbox.path("out/report.html").is_file());
}

#[test]
fn all_late() {
    runs(&invoices(30, |customer, month| {
        invoice(customer, month, 5 + mixed(customer, month).abs())
    }));
}

#[test]
fn none_late() {
    runs(&invoices(30, |customer, month| {
        invoice(customer, month, -1 - mixed(customer, month).abs().min(20))
    }));
}

#[test]
fn a_constant_feature() {
    runs(&invoices(30, |customer, month| Invoice {
        amount: 100.0,
        ..invoice(customer, month, mixed(customer, month))
    }));
}

#[test]
fn everyone_alike() {
    let (_, text) = runs(&invoices(30, |customer, month| Invoice {
        amount: 100.0,
        ..invoice(customer, month, if month % 2 == 0 { -3 } else { 4 })
    }));
    assert!(text.contains("there are no clusters: the 30"), "{text}");
}

#[test]
fn fewer_customers_than_clusters() {
    let (_, text) = runs(&invoices(3, |customer, month| {
        invoice(customer, month, mixed(customer, month))
    }));
    assert!(
        text.contains("there are no clusters: 3 customers"),
        "{text}"
    );
}

#[test]
fn no_reminders_disputes_or_signals() {
    let habits = [-20, -3, 25, 70];
    let (sandbox, _) = runs(&invoices(60, |customer, month| {
        let days_late = habits[customer % 4] + (month % 3) as i64;
        invoice(customer, month, days_late)
    }));
    let text = std::fs::read_to_string(sandbox.path("out/clusters.json")).expect("a file");
    let file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(
        file["clusters"].as_array().expect("a list").len() >= 2,
        "{text}"
    );
    let left_out = file["choice"]["left_out"].to_string();
    for feature in [
        "dispute_share_all",
        "deviating_requests_12m",
        "billing_errors_per_invoice",
    ] {
        assert!(left_out.contains(feature), "{left_out}");
    }
}

#[test]
fn nothing_open() {
    let (_, text) = runs(&invoices(30, |customer, month| Invoice {
        // The last months would be open on the as-of date: they are paid before it.
        days_late: Some(mixed(customer, month).min(if month < 22 { 40 } else { -25 })),
        ..invoice(customer, month, 0)
    }));
    assert!(text.contains("open      0 invoices"), "{text}");
}

#[test]
fn odd_cells_are_kept_and_named() {
    let mut csv = invoices(30, |customer, month| {
        invoice(customer, month, mixed(customer, month))
    });
    csv.push_str("X1,C001,2024-06-05,2024-05-01,100.00,2024-06-30\n");
    csv.push_str("X2,C001,2024-06-05,2024-07-05,0.00,2024-06-30\n");
    csv.push_str("X3,C001,2024-06-05,2024-07-05,-25.00,\n");
    let (sandbox, _) = runs(&csv);
    let text = sandbox.run("check").done();
    for odd in [
        "due date before the invoice date",
        "amount of zero",
        "taken as a credit note",
    ] {
        assert!(text.contains(odd), "{odd}:\n{text}");
    }
}

/// The same job at one thread and at two gives the same bytes in every file but the manifest.
#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let sandbox = Sandbox::with_invoices(&invoices(40, |customer, month| {
        invoice(customer, month, mixed(customer, month))
    }));
    sandbox
        .run("run --as-of 2024-12-31 --out one --threads 1")
        .done();
    sandbox
        .run("run --as-of 2024-12-31 --out two --threads 2")
        .done();
    let tree = sandbox.tree();
    let of = |out: &str| {
        let files = tree
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(out).ok()?.to_path_buf(), bytes)));
        files
            .filter(|(path, _)| !path.ends_with("manifest.json"))
            .collect::<Vec<_>>()
    };
    let (one, two) = (of("one"), of("two"));
    assert!(
        one.len() > 9,
        "{:?}",
        one.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    for ((path, left), (other, right)) in one.iter().zip(&two) {
        assert_eq!(path, other);
        assert!(left == right, "{} differs", path.display());
    }
    assert_eq!(one.len(), two.len());
}
