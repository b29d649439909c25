//! `demo` and `generate`.

use arrears::Error;
use arrears::demo::DemoPlan;
use arrears::generate::{self, GeneratePlan, GenerateSummary};
use arrears::plan::Typed;

use super::{Context, jobs, to_json};
use crate::args::{Demo, Format, Generate};
use crate::output::{Outcome, Rows, counted};

/// The seed of a generated ledger, unless one was typed.
const SEED: u64 = 1;

/// `arrears demo`.
pub fn demo(context: &Context, args: &Demo) -> Result<Outcome, Error> {
    let plan = DemoPlan::new(&args.out, context.global.seed.unwrap_or(SEED));
    let typed = Typed {
        language: args.language.language,
        ..context.global.typed()
    };
    let summary = context.work(context.n_threads(), |progress| {
        generate::generate(&plan.generate, progress)?;
        arrears::job::run(&plan.run_plan(&typed)?, progress)
    })?;
    let mut rows = Rows::default();
    rows.add("sample", plan.generate.out.display().to_string());
    jobs::outcome_on(&summary, rows)
}

/// `arrears generate`.
pub fn generate(context: &Context, args: &Generate) -> Result<Outcome, Error> {
    let plan = GeneratePlan {
        out: args.out.clone(),
        n_invoices: args.invoices,
        n_customers: args.customers,
        seed: context.global.seed.unwrap_or(SEED),
        from: args.from,
        until: args.until,
        format: format(args)?,
    };
    let summary = context.work(context.n_threads(), |progress| {
        generate::generate(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn format(args: &Generate) -> Result<generate::Format, Error> {
    match (args.format, args.dutch) {
        (Format::Csv, false) => Ok(generate::Format::Csv),
        (Format::Csv, true) => Ok(generate::Format::Dutch),
        (Format::Parquet, false) => Ok(generate::Format::Parquet),
        (Format::Parquet, true) => Err(Error::Usage {
            message: "`--dutch` is a way of writing CSV, and `--format parquet` was asked for"
                .into(),
            hint: "leave one of the two out".into(),
        }),
    }
}

fn text(summary: &GenerateSummary) -> String {
    let mut rows = Rows::default();
    for (table, n_rows) in &summary.tables {
        rows.add(table, counted(*n_rows, "row"));
    }
    rows.add("truth", summary.out.join("truth").display().to_string());
    rows.add("config", summary.config.display().to_string());
    rows.add(
        "next",
        format!(
            "arrears run -c {} --as-of {}",
            summary.config.display(),
            summary.until
        ),
    );
    rows.text()
}
