//! `limpide completions`: what a shell completes after the name of the program.

use clap::{Command, ValueEnum};
use clap_complete::Shell;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le programme qui lit vos commandes
    #[arg(value_enum, value_name = "SHELL")]
    shell: Name,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// Le plus courant sous Linux
    Bash,
    /// Celui de macOS
    Zsh,
    /// fish
    Fish,
    /// PowerShell, celui de Windows
    Powershell,
    /// elvish
    Elvish,
}

impl From<Name> for Shell {
    fn from(name: Name) -> Self {
        match name {
            Name::Bash => Self::Bash,
            Name::Zsh => Self::Zsh,
            Name::Fish => Self::Fish,
            Name::Powershell => Self::PowerShell,
            Name::Elvish => Self::Elvish,
        }
    }
}

pub(super) fn run(mut command: Command, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(Shell::from(arguments.shell), &mut command, "limpide", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Outcome::Clean)
}
