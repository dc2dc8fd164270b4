// What a browser says of published sites.
//
//   node run.mjs test FOLDER…  [--only axe,keyboard] [--brief] [--strict]
//                                                                  tests; exit code 1 when one fails
//   node run.mjs broken                                            the tests find what is wrong in broken/
//   node run.mjs screenshots FOLDER TO                             pictures of ten kinds of pages
//   node run.mjs final FOLDER TO                                   the pictures of the README
//   node run.mjs read FOLDER ADDRESS…                              pages as a screen reader is given them
//
// `--brief` looks at pages as they open, wide, with scripts: enough where only colours changed.
// `--strict` makes the performance that Lighthouse measures count too.
import { axe, axeOfSearch } from "./axe.mjs";
import { broken } from "./broken.mjs";
import { launch, Tab } from "./browser.mjs";
import { csp } from "./csp.mjs";
import { keyboard } from "./keyboard.mjs";
import { lighthouses } from "./lighthouse.mjs";
import { read } from "./names.mjs";
import { ofKinds, pages, sample } from "./pages.mjs";
import { Report } from "./report.mjs";
import { final, screenshots } from "./screenshots.mjs";
import { serve } from "./server.mjs";
import { visits } from "./visits.mjs";
import { Weight } from "./weight.mjs";

// Five kinds that searchers land on; Lighthouse marks down those that are kept out of search engines.
const LANDINGS = ["home", "procedure", "life-event", "section", "office|page"];

// A site, served where its pages say that they are: at the root, or in a folder.
async function opened(folder) {
  const all = await pages(folder);
  return { all, server: await serve(folder, all[0]?.base) };
}

async function test(browser, folder, report, weight, { only, brief, strict }) {
  const { server, all } = await opened(folder);
  const few = sample(all);
  const does = (check) => !only || only.includes(check);
  console.log(`${folder}: ${all.length} pages, of which ${few.length} hold all that the theme writes`);
  if (does("visits")) await report.time("reflow", () => visits(browser, server, all, report, weight));
  if (does("axe")) {
    await report.time("axe", async () => {
      await axe(browser, server, few, report, brief);
      if (!brief) await axeOfSearch(browser, server, all, report);
    });
  }
  const whole = ["home", "procedure", "life-event"].every((kind) => all.some((page) => page.kind === kind));
  if (does("keyboard") && whole) await report.time("keyboard", () => keyboard(browser, server, all, report));
  if (does("lighthouse") && whole) await report.time("lighthouse", () => lighthouses(browser, server, ofKinds(all, LANDINGS), report, strict));
  csp(server, report);
  await server.close();
}

const [command, ...given] = process.argv.slice(2);
const folders = given.filter((argument, at) => !argument.startsWith("--") && given[at - 1] !== "--only");
const only = given.includes("--only") ? given[given.indexOf("--only") + 1].split(",") : undefined;
const browser = await launch();
try {
  if (command === "test") {
    const report = new Report();
    const weight = new Weight();
    for (const folder of folders) await test(browser, folder, report, weight, { only, brief: given.includes("--brief"), strict: given.includes("--strict") });
    if (weight.pages.length) weight.tell(report);
    report.print();
    process.exitCode = report.failures ? 1 : 0;
  } else if (command === "broken") {
    const { expected, wrong } = await broken(browser);
    for (const line of wrong) console.log(line);
    console.log(`${expected} faults made on purpose: ${wrong.length ? "see above" : "all found, and nothing else where nothing is wrong"}`);
    process.exitCode = wrong.length ? 1 : 0;
  } else if (command === "screenshots" || command === "final") {
    const { server, all } = await opened(folders[0]);
    console.log((await (command === "final" ? final : screenshots)(browser, server, all, folders[1])).join("\n"));
    await server.close();
  } else if (command === "read") {
    const { server } = await opened(folders[0]);
    const tab = await Tab.open(browser, server.origin);
    await tab.look({});
    for (const address of folders.slice(1)) {
      await tab.visit(address);
      console.log(`\n== ${address}\n${await read(tab)}`);
    }
    await server.close();
  } else {
    console.error("node run.mjs test|broken|screenshots|final|read: see the top of run.mjs");
    process.exitCode = 2;
  }
} finally {
  await browser.close();
}
