// The tests can fail: each page of broken/ says in its <meta name="broken"> what must be found on it, a check and
// a rule, then words that the finding holds; what says nothing must be left alone.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axe } from "./axe.mjs";
import { page } from "./keyboard.mjs";
import { lighthouses } from "./lighthouse.mjs";
import { pages } from "./pages.mjs";
import { Report } from "./report.mjs";
import { serve } from "./server.mjs";
import { visits } from "./visits.mjs";
import { Weight } from "./weight.mjs";

// Text that compresses badly, the same at each run.
function noise(length) {
  let state = 1, text = "";
  while (text.length < length) text += (state = (state * 48271) % 2147483647).toString(36);
  return text;
}

// Too heavy in every way that has a limit. Not committed: it is noise.
async function heavy(folder) {
  const sound = await readFile(join(folder, "sound.html"), "utf8");
  const images = Array.from({ length: 6 }, (_, at) => `<img src="/square.svg?${at}" alt="Square ${at}" width="9" height="9">`).join("");
  const broken = ["HTML", "CSS", "JavaScript", "requests"].map((name) => `<meta name="broken" content="weight ${name}">`).join("\n");
  const html = sound.replace("</title>", `</title>\n${broken}\n<link rel="stylesheet" href="/heavy.css"><script src="/heavy.js" defer></script>`)
    .replace("</h1>", `</h1><p>${images}</p><!-- ${noise(60_000)} -->`);
  await writeFile(join(folder, "heavy.html"), html);
  await writeFile(join(folder, "heavy.css"), `/* ${noise(40_000)} */`);
  await writeFile(join(folder, "heavy.js"), `// ${noise(4_000)}`);
}

// Gives what was expected and not found, and what was found and not expected, in words.
export async function broken(browser) {
  const folder = await mkdtemp(join(tmpdir(), "limpide-broken-"));
  try {
    await cp(join(import.meta.dirname, "broken"), folder, { recursive: true });
    await heavy(folder);
    const server = await serve(folder);
    const all = await pages(folder);
    const report = new Report();
    const weight = new Weight();
    await visits(browser, server, all, report, weight);
    weight.tell(report);
    await axe(browser, server, all.filter(({ kind }) => kind !== "policy"), report);
    for (const address of ["/sound.html", "/focus.html"]) await page(browser, server, address, report);
    await lighthouses(browser, server, all.filter(({ kind }) => kind === "nameless"), report, false);
    await server.close();

    const found = report.all();
    const wrong = [];
    let expected = 0;
    for (const { address, html } of all) {
      for (const [, text] of html.matchAll(/<meta name="broken" content="([^"]+)">/g)) {
        expected++;
        const [start, ...words] = text.split(" · ");
        // A limit of weight is one of the whole site.
        const here = found.filter((one) => start.startsWith("weight") || one.places.some((place) => place.includes(address)));
        if (!here.some((one) => `${one.check} ${one.rule}`.startsWith(start) && words.every((word) => [...one.places, one.element, one.text].some((part) => part.includes(word))))) {
          wrong.push(`not found on ${address}: ${text}`);
        }
      }
    }
    for (const { check, rule, places } of found) {
      if (places.some((place) => place.includes("/sound.html"))) wrong.push(`found on /sound.html: ${check} ${rule}`);
      if (rule.startsWith("color-contrast") && places.some((place) => place.includes("light"))) wrong.push("found by day: color-contrast");
    }
    return { expected, wrong };
  } finally {
    await rm(folder, { recursive: true });
  }
}
