//! Builds the program again when a built-in rule or theme file comes, goes or changes: the macro
//! that embeds the folders only sees the files that were there at the last build.
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]

fn main() {
    println!("cargo::rerun-if-changed=lints");
    println!("cargo::rerun-if-changed=themes");
}
