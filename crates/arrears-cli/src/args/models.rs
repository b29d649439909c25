//! `arrears models`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ConfigArg;

/// `arrears models`.
#[derive(Debug, Args)]
#[command(after_help = "Where an id is wanted, a start of it will do, or champion, or challenger.")]
pub struct Models {
    #[command(subcommand)]
    pub command: ModelsCommand,
    /// Folder of the models [default: as the config says]
    #[arg(long, value_name = "DIR", global = true)]
    pub registry: Option<PathBuf>,
    #[command(flatten)]
    pub config: GlobalConfig,
}

/// `-c`, before or after the inner command.
#[derive(Debug, Clone, Args)]
pub struct GlobalConfig {
    /// The config file that names the registry
    #[arg(
        long,
        short,
        value_name = "FILE",
        default_value = "arrears.toml",
        global = true
    )]
    pub config: PathBuf,
}

/// What to do with the models.
#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// List every model, oldest first
    List,
    /// Show where a model came from and how it did
    Show {
        /// The model
        #[arg(default_value = "champion")]
        id: String,
    },
    /// Compare two models field by field
    Diff {
        /// The first model
        a: String,
        /// The second model
        b: String,
    },
    /// Tell what `retrain` decided and why, oldest first
    Log,
    /// Make a model the champion: the one that predicts
    Promote {
        /// The model
        id: String,
    },
    /// Go back to the champion before the present one
    Rollback,
    /// Check every stored byte against its SHA-256, and that every model can be used
    Verify,
}

impl From<GlobalConfig> for ConfigArg {
    fn from(arg: GlobalConfig) -> ConfigArg {
        ConfigArg { config: arg.config }
    }
}
