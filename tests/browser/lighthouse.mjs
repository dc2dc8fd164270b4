// What Lighthouse gives five pages, on a slow telephone as it simulates one.
import lighthouse from "lighthouse";

const NAMED = ["performance", "accessibility", "best-practices", "seo"];

// The three categories that only the page decides must be full. Performance is measured on a machine that has
// other things to do, and moves with them: it fails only when `strict` is said, and is told otherwise.
export async function lighthouses(browser, server, pages, report, strict) {
  for (const { address } of pages) {
    const tab = await browser.newPage();
    const { lhr } = await lighthouse(server.origin + address, { logLevel: "silent", onlyCategories: NAMED, output: "json" }, undefined, tab);
    await tab.close();
    report.look("lighthouse", NAMED.length);
    report.measure(`Lighthouse ${address}`, NAMED.map((name) => `${name} ${lhr.categories[name].score?.toFixed(2)}`).join(", "));
    for (const name of NAMED) {
      const { score, auditRefs } = lhr.categories[name];
      if (score >= (name === "performance" ? 0.98 : 1)) continue;
      const short = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1).map(({ id }) => {
        const { title, details, displayValue } = lhr.audits[id];
        return [`${id}: ${title}`, displayValue ?? "", ...(details?.items ?? []).slice(0, 3).map((item) => JSON.stringify(item.node?.snippet ?? item).slice(0, 200))].join("\n");
      });
      const text = [lhr.runtimeError?.message ?? "", ...short].join("\n");
      if (name === "performance" && !strict) report.tell("lighthouse", `performance of ${address} is ${score}, under 0.98\n${text}`);
      else report.fail("lighthouse", { page: address, rule: `${name} ${score}`, text });
    }
  }
}
