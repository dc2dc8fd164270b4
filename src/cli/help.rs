//! Help and misuse in French: what clap says by itself is in English.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

const TEMPLATE: &str =
    "{before-help}{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";

/// A command whose help is in French throughout, and so are those below it.
pub(super) fn in_french(command: Command) -> Command {
    let command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE")
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("Montrer cette aide («\u{a0}-h\u{a0}» pour un résumé)"),
        );
    let command = if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version");
        command.arg(version.action(ArgAction::Version).help("Montrer la version"))
    } else {
        command
    };
    // Under a heading of their own, clap would sort arguments by name: they are shown as they are typed.
    let mut rank = 0;
    let ranked = |arg: Arg| {
        rank += 1;
        let positional = arg.is_positional();
        let arg = argument(arg);
        if positional { arg.display_order(rank) } else { arg }
    };
    command.mut_args(ranked).mut_subcommands(in_french)
}

/// An argument under a French heading, its values and its default said in French.
fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let values = argument.get_possible_values();
    let default = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    let default: Vec<String> = default.collect();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let mut short = argument.get_help().map(StyledStr::to_string).unwrap_or_default();
    let mut long = short.clone();
    if takes_value && !values.is_empty() {
        let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        short.push_str(&format!(" [valeurs\u{a0}: {}]", names.join(", ")));
        if values.iter().any(|value| value.get_help().is_some()) {
            long.push_str("\n\nValeurs possibles\u{a0}:");
            for value in &values {
                let said = value.get_help().map(|help| format!("\u{a0}: {help}")).unwrap_or_default();
                long.push_str(&format!("\n- {}{said}", value.get_name()));
            }
        } else {
            long.clone_from(&short);
        }
    }
    if takes_value && !default.is_empty() {
        let said = format!(" [par défaut\u{a0}: {}]", default.join(", "));
        short.push_str(&said);
        let said = if long.contains('\n') { format!("\n\n{}", said.trim_start()) } else { said };
        long.push_str(&said);
    }
    let argument = argument.help_heading(heading);
    let argument =
        if takes_value { argument.hide_possible_values(true).hide_default_value(true) } else { argument };
    if short.is_empty() { argument } else { argument.help(short).long_help(long) }
}

/// A command line where « limpide help check » is « limpide check --help ».
pub(super) fn helped(mut typed: Vec<OsString>) -> Vec<OsString> {
    if typed.get(1).is_some_and(|first| first == "help") {
        typed.remove(1);
        typed.push("--help".into());
    }
    typed
}

/// The commands that were typed, one inside the other: « rules pages ».
fn commands<'a>(mut command: &'a Command, typed: &[OsString]) -> Vec<&'a str> {
    let mut named = Vec::new();
    for word in typed.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(inside) = command.find_subcommand(word) {
            named.push(inside.get_name());
            command = inside;
        }
    }
    named
}

/// Where the list of what is possible is, after these commands.
fn way_out(kind: ErrorKind, named: &[&str]) -> String {
    match named {
        ["where"] if kind == ErrorKind::MissingRequiredArgument => {
            "Une clé est le nom d’une entrée des fichiers de content/_data, comme « administration » dans \
             organisations.yaml. Pour ce que ces fichiers contiennent : limpide keys registries"
                .to_owned()
        }
        ["explain"] if kind == ErrorKind::MissingRequiredArgument => {
            "Pour la liste des règles : limpide rules".to_owned()
        }
        [] => "Pour la liste de ce qui est possible : limpide --help".to_owned(),
        named => format!("Pour la liste de ce qui est possible : limpide {} --help", named.join(" ")),
    }
}

/// What is wrong with the command line that was typed, in French; none for what is no misuse (a help, a version).
pub(super) fn misuse(error: &Error, whole: &Command, typed: &[OsString]) -> Option<String> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut said = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => format!("« {argument} » n’existe pas ici."),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("la commande « {name} » n’existe pas.")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("« {argument} » attend une valeur."),
        ErrorKind::InvalidValue => format!("« {argument} » ne peut pas valoir « {value} »."),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!(" : {why}")).unwrap_or_default();
            format!("« {argument} » ne peut pas valoir « {value} »{why}.")
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg).unwrap_or_default();
            format!("« {argument} » ne va pas avec « {other} ».")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}."),
        ErrorKind::MissingSubcommand => "il manque une commande.".to_owned(),
        ErrorKind::NoEquals => format!("« {argument} » attend un signe « = », puis une valeur."),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {argument} » n’a pas le bon nombre de valeurs.")
        }
        ErrorKind::InvalidUtf8 => "un argument n’est pas un texte en UTF-8.".to_owned(),
        _ => error.to_string(),
    };
    if let Some(valid) = text(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        said.push_str(&format!(" Valeurs possibles : {valid}."));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().find_map(|kind| match error.get(kind)? {
        // The nearest comes first: several are the worst first.
        ContextValue::Strings(texts) => {
            let mut texts = texts.clone();
            texts.reverse();
            Some(texts.join(" » ou « "))
        }
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    });
    if let Some(near) = near {
        said.push_str(&format!(" Vouliez-vous écrire « {near} » ?"));
    }
    said.push('\n');
    said.push_str(&way_out(error.kind(), &commands(whole, typed)));
    Some(french_spaces(&said))
}

/// No line may break before a mark or inside quotation marks.
fn french_spaces(text: &str) -> String {
    text.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»").replace(" :", "\u{a0}:").replace(" ?", "\u{202f}?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &[&str]) -> String {
        let typed = helped(typed.iter().map(Into::into).collect());
        let error = super::super::whole().try_get_matches_from(&typed).unwrap_err();
        misuse(&error, &super::super::whole(), &typed).unwrap_or_else(|| error.to_string())
    }

    #[test]
    fn misuse_leads_to_the_list_that_was_missed() {
        for (typed, end) in [
            (&["limpide", "where"][..], "limpide keys registries"),
            (&["limpide", "explain"], "limpide rules"),
            (&["limpide", "check", "--tout"], "limpide check --help"),
            (&["limpide", "rules", "pages", "--tout"], "limpide rules pages --help"),
            (&["limpide", "fiche"], "limpide --help"),
        ] {
            assert!(said(typed).ends_with(end), "{typed:?}: {}", said(typed));
        }
    }

    #[test]
    fn a_command_nearly_typed_is_named_first() {
        let said = said(&["limpide", "chek"]);
        assert!(said.contains("écrire «\u{a0}check\u{a0}»"), "{said}");
    }

    #[test]
    fn help_is_a_command_too() {
        let said = said(&["limpide", "help", "check"]);
        assert!(said.contains("Vérifie les pages") && said.contains("--fail-on"), "{said}");
    }
}
