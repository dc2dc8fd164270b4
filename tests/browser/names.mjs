// The page as the browser gives it to a screen reader: every control and image has a name, headings go down one
// level at a time, parts of the page and landmarks of one kind can be told apart. And the same, written to be read by a person.

const CONTROLS = new Set([
  "button", "checkbox", "combobox", "DisclosureTriangle", "link", "listbox", "menuitem", "option", "radio", "searchbox",
  "slider", "spinbutton", "switch", "tab", "textbox", "image", "img", "heading",
]);
const LANDMARKS = new Set(["banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search"]);
// What adds nothing when it is heard.
const UNHEARD = new Set(["generic", "InlineTextBox", "none", "LineBreak", "ListMarker", "LabelText", "RootWebArea"]);

// The nodes that are told, in the order in which they are: `role`, `name`, `depth`, what is said of them.
async function nodes(tab) {
  const { nodes } = await tab.cdp.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const told = [];
  const go = (node, depth) => {
    const role = node.role?.value ?? "";
    const heard = !node.ignored && !UNHEARD.has(role);
    if (heard) {
      const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
      told.push({ role, name: (node.name?.value ?? "").trim(), description: node.description?.value, depth, properties, id: node.backendDOMNodeId });
    }
    for (const id of node.childIds ?? []) if (byId.has(id)) go(byId.get(id), depth + (heard ? 1 : 0));
  };
  for (const node of nodes) if (!node.parentId) go(node, 0);
  return told;
}

async function html(tab, { id }) {
  const { outerHTML } = await tab.cdp.send("DOM.getOuterHTML", { backendNodeId: id });
  return outerHTML.replace(/\s+/g, " ").slice(0, 160);
}

export async function names(tab, report, state) {
  report.look("names");
  const all = await nodes(tab);
  const fail = async (node, rule, text) => report.fail("names", { ...tab.place, state, rule, element: await html(tab, node), text });
  for (const node of all) if (CONTROLS.has(node.role) && !node.name) await fail(node, "no name", `a ${node.role} is told without a word`);

  const headings = all.filter(({ role }) => role === "heading");
  let before = 0;
  for (const heading of headings) {
    const { level } = heading.properties;
    // Notices stand above the title of the page.
    if (level > before + 1 && before > 0) await fail(heading, "level skipped", `level ${level} after level ${before}`);
    before = level;
  }
  const titles = new Set();
  for (const heading of headings.filter(({ properties }) => properties.level === 2)) {
    if (titles.has(heading.name)) await fail(heading, "same title", `two parts of the page are called « ${heading.name} »`);
    titles.add(heading.name);
  }
  const first = headings.filter(({ properties }) => properties.level === 1);
  if (first.length !== 1) report.fail("names", { ...tab.place, state, rule: "one title", text: `${first.length} headings of level 1` });

  for (const role of LANDMARKS) {
    const known = new Set();
    for (const node of all.filter((node) => node.role === role)) {
      if (known.has(node.name)) await fail(node, "same landmark", `two of role ${role} have the name « ${node.name} »`);
      known.add(node.name);
    }
  }
}

// The page as it is told: a line for each thing, in order. What a name already says is not said again.
export async function read(tab) {
  const lines = [];
  let within;
  for (const { role, name, description, depth, properties } of await nodes(tab)) {
    if (within && depth > within.depth && within.name.includes(name)) continue;
    within = name && (CONTROLS.has(role) || role === "term") ? { depth, name } : within && depth > within.depth ? within : undefined;
    const said = [role === "StaticText" ? "" : role === "heading" ? `heading ${properties.level}` : role, name && `« ${name} »`];
    if (description && description !== name) said.push(`(${description})`);
    for (const state of ["checked", "expanded", "pressed", "disabled", "required", "invalid", "current"]) {
      if (properties[state] !== undefined && properties[state] !== "false") said.push(`[${state}${properties[state] === true ? "" : ` ${properties[state]}`}]`);
    }
    const line = said.filter((part) => part).join(" ");
    if (line && role !== "paragraph") lines.push("  ".repeat(Math.min(depth, 8)) + line);
  }
  return lines.join("\n");
}
