//! The language server, driven by Neovim: `tests/lsp/neovim.lua` is what somebody does in it.

use std::process::Command;

use super::client::Site;

#[test]
fn neovim_opens_edits_completes_fixes_and_renames() {
    if Command::new("nvim").arg("--version").output().is_err() {
        println!(
            "Neovim is not here: the server is not driven by a real editor (CI installs it, see .ci/run)."
        );
        return;
    }
    let a = "---\ntitle: A\n---\n\nÉté 😀 : lisez [la suite](nulle.md).\n\nPayez 😀 ici , payez.\n";
    let b = "---\ntitle: B\n---\n\nVoir [a](a.md).\n";
    let site = Site::new(&[("content/a.md", a), ("content/b.md", b)]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lsp/neovim.lua");
    let driven = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c", &format!("luafile {script}")])
        .env("LIMPIDE_BINARY", env!("CARGO_BIN_EXE_limpide"))
        .env("LIMPIDE_SITE", site.root())
        .env("XDG_STATE_HOME", site.root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&driven.stdout);
    let also = String::from_utf8_lossy(&driven.stderr);
    assert!(driven.status.success() && said.trim_end().ends_with("done"), "{said}\n{also}");
}

#[test]
fn neovim_starts_the_server_for_sites_alone() {
    if Command::new("nvim").arg("--version").output().is_err() {
        println!("Neovim is not here: its settings are not read (CI installs it, see .ci/run).");
        return;
    }
    // What Neovim 0.11 is given, whichever version is here.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/neovim/limpide.lua");
    let read = format!(
        "lua local given = {{}}; vim.lsp.config = function(name, config) given[name] = config end; \
         vim.lsp.enable = function() end; dofile([[{script}]]); \
         io.stdout:write(given.limpide.root_markers[1], ' ', tostring(given.limpide.workspace_required))"
    );
    let state = tempfile::tempdir().unwrap();
    let read = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c", &read, "-c", "qall!"])
        .env("XDG_STATE_HOME", state.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&read.stdout), "site.toml true", "{read:?}");
}
