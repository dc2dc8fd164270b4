// On every page: no scroll sideways at 320 px, and nothing cut, at that width or where text is twice as large.

// Runs in the page, everything unfolded first. Gives what is wrong: the rule, the element, and in words by
// how much.
function faults() {
  for (const details of document.querySelectorAll("details")) {
    details.removeAttribute("name");
    details.open = true;
  }
  const found = [];
  const name = (element) => {
    const path = [];
    for (let at = element; at && at !== document.documentElement && path.length < 4; at = at.parentElement) {
      const own = at.id ? `#${at.id}` : at.classList.length ? `.${[...at.classList].join(".")}` : "";
      path.unshift(at.localName + own);
      if (at.id) break;
    }
    return `${path.join(" > ")}   « ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 60)} »`;
  };
  const width = document.documentElement.clientWidth;
  const style = (element) => getComputedStyle(element);
  // Hidden from sight only, for those who listen: cut on purpose.
  const unseen = (element) => element.clientWidth <= 1 || element.clientHeight <= 1;
  const scrolled = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll|hidden|clip/.test(style(at).overflowX)) return true;
    }
    return false;
  };

  const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (wide > width) {
    const beyond = [...document.body.querySelectorAll(":not(pre *)")].filter((element) => element.getBoundingClientRect().right > width + 0.5 && !scrolled(element));
    const deepest = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
    for (const element of deepest.length ? deepest.slice(0, 3) : [document.body]) {
      found.push({ rule: "scroll sideways", element: name(element), text: `the page is ${wide} px wide, for ${width}` });
    }
  }

  for (const element of document.body.querySelectorAll(":not(pre *, svg *)")) {
    const { overflowX, overflowY } = style(element);
    const cut = [];
    if (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) cut.push(`${element.scrollWidth} px wide in ${element.clientWidth}`);
    if (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1) cut.push(`${element.scrollHeight} px high in ${element.clientHeight}`);
    if (cut.length && !unseen(element)) found.push({ rule: "cut", element: name(element), text: cut.join(", ") });
    if (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1 && !element.querySelector("table, pre") && !element.matches("table, pre, textarea")) {
      found.push({ rule: "scroll sideways inside", element: name(element), text: "only a table or code may ask for it" });
    }
  }

  // Lines of text that stand on one another, and those that begin before the edge of the page.
  const lines = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walk.nextNode()) {
    const text = walk.currentNode, around = text.parentElement;
    if (!text.data.trim() || unseen(around) && around.clientWidth + around.clientHeight > 0 || around.closest("pre, svg, noscript")) continue;
    if (!around.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      if (box.left < -1 && box.bottom > 0) found.push({ rule: "cut", element: name(around), text: "it begins before the edge of the page" });
      lines.push({ box, text });
    }
  }
  lines.sort((a, b) => a.box.top - b.box.top);
  for (const [at, { box, text }] of lines.entries()) {
    for (let next = at + 1; next < lines.length && lines[next].box.top < box.bottom; next++) {
      const other = lines[next];
      const high = Math.min(box.bottom, other.box.bottom) - other.box.top;
      const long = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      // Lines of one text may touch where they are set tight, and small marks rise into the line above.
      if (long > 3 && high > 0.5 * Math.min(box.height, other.box.height) && other.text !== text && !other.text.parentElement.closest("sup, sub") && !text.parentElement.closest("sup, sub")) {
        found.push({ rule: "text over text", element: name(other.text.parentElement), text: `over « ${text.data.trim().slice(0, 60)} »` });
      }
    }
  }
  return found;
}

// The page that the tab shows, at 320 px, then with text twice as large. Leaves it so.
export async function reflow(tab, report) {
  const judge = async (state) => {
    report.look("reflow");
    for (const fault of await tab.page.evaluate(faults)) report.fail("reflow", { ...tab.place, state, ...fault });
  };
  await tab.look({ width: 320 });
  await judge();
  for (const width of [1280, 640]) {
    await tab.look({ width });
    await tab.page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await judge("text at 200 %");
  }
}
