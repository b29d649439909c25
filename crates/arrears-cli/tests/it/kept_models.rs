//! Models that this version or this ledger cannot use: named with file and versions, and the champion stays.

use arrears::MODEL_FORMAT;
use arrears::store::{ModelChoice, NewModel, Registry};
use serde_json::{Value, json};

use crate::support::{Invoice, Sandbox, invoices};

/// A ledger with a champion of 2024-10-31.
fn trained() -> Sandbox {
    let sandbox = Sandbox::with_invoices(&invoices(20, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20),
    }));
    sandbox.run("train --as-of 2024-10-31").done();
    sandbox
}

/// Keeps the champion's model anew, altered, as another version would have; its id.
fn keep(sandbox: &Sandbox, format: u32, alter: impl Fn(&mut Value)) -> String {
    let registry = Registry::open(&sandbox.path("registry")).unwrap();
    let champion = ModelChoice::Champion;
    let (_, mut model) = registry.load::<Value>(&champion, MODEL_FORMAT).unwrap();
    alter(&mut model);
    let new = NewModel {
        as_of: "2024-11-01".into(),
        code_version: "9.8.7".into(),
        format,
        ..NewModel::default()
    };
    registry
        .writer()
        .unwrap()
        .save(&model, new)
        .unwrap()
        .id
        .to_string()
}

/// Every command that reads the model refuses it with these words, and changes nothing.
fn refused(sandbox: &Sandbox, id: &str, words: &[&str]) {
    for command in ["predict", "report", "forecast"] {
        let line = format!("{command} --as-of 2024-11-30 --model {id} --out out");
        let ended = sandbox.fails_without_a_trace(&line);
        assert_eq!(ended.code, 1, "{ended:?}");
        for word in words {
            assert!(ended.stderr.contains(word), "{word}: {ended:?}");
        }
    }
    let champion = sandbox.run("models show").done();
    assert!(champion.contains("2024-10-31"), "{champion}");
    sandbox
        .run("predict --as-of 2024-11-30 --out champions")
        .done();
}

#[test]
fn a_model_of_another_format_is_refused_and_not_promoted() {
    let sandbox = trained();
    let id = keep(&sandbox, 7, |_| {});
    let told = format!(
        "`registry/models/{id}/model.json` has format 7, which arrears 9.8.7 wrote; this version of arrears reads format \
         {MODEL_FORMAT}"
    );
    refused(
        &sandbox,
        &id,
        &[&told, "hint: `arrears train` makes a model of this version"],
    );
    let ended = sandbox.fails_without_a_trace(&format!("models promote {id}"));
    assert!(ended.stderr.contains(&told), "{ended:?}");
}

#[test]
fn a_model_of_another_schema_is_refused_with_what_it_lacks() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| {
        model["late"]
            .as_object_mut()
            .unwrap()
            .remove("coefficients");
    });
    let file = format!("`registry/models/{id}/model.json` cannot be read as a model");
    let words = [
        &*file,
        "missing field `coefficients`",
        "arrears 9.8.7 wrote it",
    ];
    refused(&sandbox, &id, &words);
    let ended = sandbox.fails_without_a_trace(&format!("models promote {id}"));
    assert!(ended.stderr.contains(&file), "{ended:?}");
    let ended = sandbox.fails_without_a_trace("models verify");
    assert!(ended.stdout.contains(&file), "{ended:?}");
}

#[test]
fn a_coefficient_that_is_no_number_is_refused() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| {
        model["late"]["coefficients"][0] = Value::Null;
    });
    let file = format!("`registry/models/{id}/model.json` cannot be read as a model");
    refused(&sandbox, &id, &[&file, "invalid type: null, expected f64"]);
}

#[test]
fn a_coefficient_too_few_is_refused() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| {
        model["late"]["coefficients"].as_array_mut().unwrap().pop();
    });
    let model = format!("model `{id}` in `registry` cannot be used: it has");
    refused(
        &sandbox,
        &id,
        &[&model, "coefficients for", "arrears 9.8.7 wrote it"],
    );
}

#[test]
fn a_rollback_does_not_go_back_to_a_model_that_cannot_be_used() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| {
        model["late"]["coefficients"].as_array_mut().unwrap().pop();
    });
    let mut pointer: Value = serde_json::from_str(&sandbox.read("registry/champion.json")).unwrap();
    pointer["before"] = json!([id]);
    sandbox.write("registry/champion.json", &pointer.to_string());
    let ended = sandbox.fails_without_a_trace("models rollback");
    assert_eq!(ended.code, 1, "{ended:?}");
    let told = format!("model `{id}` in `registry` cannot be used: it has");
    assert!(ended.stderr.contains(&told), "{ended:?}");
}

#[test]
fn an_unknown_feature_is_named() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| {
        model["late"]["encoding"]["columns"][0]["feature"] = json!("phase_of_the_moon");
    });
    let told = format!(
        "model `{id}` in `registry` cannot be used: it reads the feature `phase_of_the_moon`, which this version does not \
         know; arrears 9.8.7 wrote it, and this is {}",
        arrears::VERSION
    );
    refused(&sandbox, &id, &[&told]);
}

#[test]
fn a_truncated_model_is_damaged() {
    let sandbox = trained();
    let id = keep(&sandbox, MODEL_FORMAT, |model| model["seed"] = json!(99));
    let name = format!("registry/models/{id}/model.json");
    let text = sandbox.read(&name);
    sandbox.write(&name, &text[..text.len() / 2]);
    let told = format!("`{name}` is damaged: its SHA-256 is not the one written with it");
    refused(&sandbox, &id, &[&told]);
}

#[test]
fn a_feature_that_the_ledger_does_not_give_is_named_with_its_source() {
    let sandbox = trained();
    let config = sandbox.read("arrears.toml");
    let mut signals = String::from("customer_id,signal_date,kind,value\n");
    for customer in 0..20 {
        for (month, score) in [("2023-03", 30 + customer), ("2024-02", 70 - customer)] {
            signals.push_str(&format!("C{customer:03},{month}-01,credit_score,{score}\n"));
        }
    }
    sandbox.write("signals.csv", &signals).write(
        "with.toml",
        &format!("{config}[ledger.signals]\npath = \"signals.csv\"\n"),
    );
    sandbox
        .run("train -c with.toml --as-of 2024-10-31 --registry with")
        .done();
    for command in ["predict", "report", "forecast"] {
        let line = format!("{command} --as-of 2024-11-30 --registry with --out out");
        sandbox.fails_without_a_trace(&line).failed(
            1,
            "error: the model uses the feature `credit_score`, which this ledger does not give: table `signals`\n\
             hint: train a model on this ledger first, or add the missing table to arrears.toml",
        );
    }
}

/// Last month's model knows the table of reminders, which this month's export lacks.
#[test]
fn a_ledger_that_lacks_a_table_of_the_models_is_refused_with_the_feature_and_what_is_missing() {
    let rows = invoices(20, |customer, month| Invoice {
        amount: 50.0 + (customer * 13 + month * 7) as f64,
        days_late: Some((customer as i64 * 7 + month as i64 * 11) % 45 - 20),
    });
    let sandbox = Sandbox::with_invoices(&rows);
    let without = sandbox.read("arrears.toml");
    let mut reminders = String::from("invoice_id,sent_date,level\n");
    for line in rows.lines().skip(1).step_by(3) {
        let cells: Vec<&str> = line.split(',').collect();
        reminders += &format!("{},{},1\n", cells[0], cells[3]);
    }
    let with = format!("{without}\n[ledger.reminders]\npath = \"reminders.csv\"\n");
    sandbox
        .write("reminders.csv", &reminders)
        .write("arrears.toml", &with);
    sandbox.run("train --as-of 2024-10-31").done();
    sandbox
        .run("predict --as-of 2024-11-30 --out champions")
        .done();
    sandbox.write("arrears.toml", &without);
    for command in ["predict", "report", "forecast"] {
        let line = format!("{command} --as-of 2024-11-30 --out out");
        let ended = sandbox.fails_without_a_trace(&line);
        assert_eq!(ended.code, 1, "{ended:?}");
        for words in [
            "the model uses the feature `",
            "which this ledger does not give: ",
            "reminders",
            "hint: train a model on this ledger first, or add the missing table to arrears.toml",
        ] {
            assert!(ended.stderr.contains(words), "{words}: {ended:?}");
        }
    }
    // A run trains anew, and says that the earlier model cannot tell who was where.
    let run = sandbox.run("run --as-of 2024-11-30 --registry registry --out run");
    let told = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, 0, "{told}");
    assert!(
        told.contains("who went where is not told, as the model of 2024-10-31 cannot be applied"),
        "{told}"
    );
}
