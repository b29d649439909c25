//! `docs/cli.md`, made from the definitions of the flags.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use crate::args::Cli;

/// The reference of the whole command line, as Markdown.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Command line\n\n\
         <!-- Made from the definitions in `crates/arrears-cli/src/args` by `UPDATE_DOCS=1 cargo test`. -->\n\n\
         Every command and flag, as `arrears help COMMAND` shows them.\n",
    );
    let mut command = Cli::command();
    command.build();
    section(&command, &mut text);
    text
}

fn section(command: &Command, text: &mut String) {
    if command.is_hide_set() {
        return;
    }
    // A width of its own, so that the reference does not depend on the terminal.
    let mut shown = command.clone().term_width(100).max_term_width(100);
    let help = shown.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let _ = write!(
        text,
        "\n## `{name}`\n\n```text\n{}\n```\n",
        help.join("\n").trim_end()
    );
    for inner in command
        .get_subcommands()
        .filter(|inner| inner.get_name() != "help")
    {
        section(inner, text);
    }
}
