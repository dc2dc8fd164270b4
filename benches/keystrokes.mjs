// From a keystroke to what is found, in the editor of a large site: drives `limpide lsp` as an editor does.
//
//     node benches/keystrokes.mjs BINARY SITE [WORDS] [KEYSTROKES]
//
// opens a page of about WORDS words (2,000), types KEYSTROKES letters (60) in it one by one, waits for what is found
// after each, and says the median. Nothing is written in the site. Needs node, and no package.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const [binary, folder, words = "2000", count = "60"] = process.argv.slice(2);
const root = resolve(folder);
const server = spawn(binary, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = [];
let held = Buffer.alloc(0);
server.stdout.on("data", (bytes) => {
  held = Buffer.concat([held, bytes]);
  for (;;) {
    const head = held.indexOf("\r\n\r\n");
    if (head < 0) return;
    const size = Number(/Content-Length: (\d+)/.exec(held.subarray(0, head).toString())[1]);
    if (held.length < head + 4 + size) return;
    const message = JSON.parse(held.subarray(head + 4, head + 4 + size).toString());
    held = held.subarray(head + 4 + size);
    const rank = waiting.findIndex(([isIt]) => isIt(message));
    if (rank >= 0) waiting.splice(rank, 1)[0][1](message);
  }
});
const until = (isIt) => new Promise((done) => waiting.push([isIt, done]));
const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The page whose length is nearest to the one asked for, and made of that length by its own paragraphs.
const pages = readdirSync(join(root, "content"), { recursive: true }).filter((file) => file.endsWith(".md"));
const length = (text) => text.split(/\s+/).length;
let page, text;
for (const file of pages.slice(0, 1500)) {
  const read = readFileSync(join(root, "content", file), "utf8");
  const far = (other) => Math.abs(length(other) - Number(words));
  if (text === undefined || far(read) < far(text)) [page, text] = [file, read];
}
const uri = `file://${join(root, "content", page).split("/").map(encodeURIComponent).join("/")}`;
const found = (version) =>
  until(({ method, params }) => method === "textDocument/publishDiagnostics" && params.uri === uri && params.version === version);

const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } } };
let started = performance.now();
send({ id: 1, method: "initialize", params: { processId: process.pid, rootUri: `file://${root}`, capabilities } });
await until(({ id }) => id === 1);
send({ method: "initialized", params: {} });
send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "markdown", version: 1, text } } });
const first = await found(1);
console.log(`${pages.length} pages; ${page}: ${length(text)} words, ${first.params.diagnostics.length} findings`);
console.log(`open, from nothing: ${Math.round(performance.now() - started)} ms`);

// In the middle of the page, at the end of a line.
const lines = text.split("\n");
const line = lines.findIndex((typed, at) => at > lines.length / 2 && typed.length > 40);
let character = lines[line].length;
let version = 1;
const type = async () => {
  version += 1;
  const at = { line, character };
  const change = { range: { start: at, end: at }, text: version % 6 ? "e" : " " };
  character += 1;
  const next = found(version);
  started = performance.now();
  send({ method: "textDocument/didChange", params: { textDocument: { uri, version }, contentChanges: [change] } });
  await next;
  return performance.now() - started;
};
const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const say = (name, times) => {
  const worst = Math.max(...times);
  console.log(`${name}: median ${median(times).toFixed(1)} ms, worst ${worst.toFixed(1)} ms, of ${times.length}`);
};
const quick = [];
for (let rank = 0; rank < Number(count); rank += 1) {
  quick.push(await type());
  await pause(80);
}
say("while typing (80 ms between keystrokes)", quick);
const slow = [];
for (let rank = 0; rank < Number(count) / 3; rank += 1) {
  await pause(450);
  slow.push(await type());
}
say("while the whole site is being made again (450 ms between keystrokes)", slow);
send({ id: 2, method: "shutdown", params: null });
await until(({ id }) => id === 2);
send({ method: "exit" });
server.on("exit", (code) => process.exit(code));
