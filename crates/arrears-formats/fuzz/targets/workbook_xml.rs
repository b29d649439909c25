//! Any bytes as the XML of a workbook: see `checks::workbook_xml`.
//!
//! The library that opens workbooks panics on some damaged ones, which `read_sheet` catches; the fuzzer's hook would abort
//! before it can. A panic that is not caught still ends the run.

#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code, reason = "each target uses one of them")]
mod checks;

libfuzzer_sys::fuzz_target!(
    init: {
        let _ = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| checks::workbook_xml(bytes)
);
