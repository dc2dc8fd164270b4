// Asks the index of a site what a reader would, with the script that the reader's browser runs:
// node ask.mjs <script, as .mjs> <folder of the index> <manifest> <file of queries, one a line>.
// Prints, for each query, a line of JSON: what it finds, and what it fetched.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [script, folder, manifest, queries] = process.argv.slice(2);
const { open } = await import(pathToFileURL(script));

for (const query of (await readFile(queries, "utf8")).split("\n").filter(Boolean)) {
  const fetched = new Set();
  const get = async (name) => {
    fetched.add(name || manifest);
    const bytes = await readFile(join(folder, name || manifest));
    const { buffer, byteOffset, length } = bytes;
    return {
      json: async () => JSON.parse(bytes.toString()),
      text: async () => bytes.toString(),
      arrayBuffer: async () => buffer.slice(byteOffset, byteOffset + length),
    };
  };
  const site = await open(get);
  const found = await site.find(query);
  const records = await Promise.all(found.pages.slice(0, 10).map(site.record));
  console.log(JSON.stringify({ ...found, records, fetched: [...fetched] }));
}
