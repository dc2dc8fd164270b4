// One visit of every page: what it asks for and weighs, what breaks the policy, the names it gives, how it reflows.
import { inTabs } from "./browser.mjs";
import { csp } from "./csp.mjs";
import { names } from "./names.mjs";
import { reflow } from "./reflow.mjs";

export async function visits(browser, server, all, report, weight) {
  await inTabs(browser, server.origin, {}, all.filter(({ kind }) => kind !== "redirect"), async (tab, page) => {
    await tab.look({ theme: "light", width: 320 });
    const heard = weight.listen(tab);
    await tab.visit(page.address);
    report.look("csp");
    weight.add(server.origin, page, await heard());
    await names(tab, report);
    await reflow(tab, report);
  });
  csp(server, report);
}
