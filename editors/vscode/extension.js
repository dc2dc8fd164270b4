// Starts `limpide lsp`, and nothing else: what is found and completed comes from there.
"use strict";

const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

/** Starts the server for the sites of the folders that are open. */
async function activate() {
  const command = workspace.getConfiguration("limpide").get("command") || "limpide";
  const selector = ["**/content/**/*.md", "**/content/_data/*.yaml", "**/site.toml"];
  client = new LanguageClient(
    "limpide",
    "Limpide",
    { command, args: ["lsp"] },
    { documentSelector: selector.map((pattern) => ({ scheme: "file", pattern })) },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`${command} lsp : ${error.message}`);
  }
}

/** Stops it. */
function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
