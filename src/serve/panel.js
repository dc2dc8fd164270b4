// What there is to say of the page that is shown, beside it. Part of the development server only: nothing of
// this is published.
(() => {
  const MOST = 7;
  const place = location.pathname;
  let all = false;
  let said = null;

  const host = document.createElement('limpide-panel');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = '/__limpide/panel.css';
  const panel = document.createElement('details');
  // On a narrow screen it would hide the page: it opens there when it is asked to.
  const wide = matchMedia('(min-width: 700px)').matches ? 'yes' : 'no';
  panel.open = (sessionStorage.getItem('limpide-open') || wide) === 'yes';
  let opened = panel.open;
  panel.addEventListener('toggle', () => {
    // What is opened from the start was asked by nobody.
    if (!opened) sessionStorage.setItem('limpide-open', panel.open ? 'yes' : 'no');
    opened = false;
  });
  root.append(sheet, panel);
  document.body.append(host);

  const marks = document.createElement('style');
  marks.textContent = '::highlight(limpide-error){text-decoration:underline wavy #c02020 2px}'
    + '::highlight(limpide-warning){text-decoration:underline wavy #b06000 2px}'
    + '::highlight(limpide-info){text-decoration:underline dotted #4060a0 2px}';
  document.head.append(marks);

  const element = (name, text, attributes) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  };

  // Words as they are typed and as they are read are told apart by marks and spaces only.
  const plain = (text) => text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*_`>#|]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ').replace(/[’']/g, "'").trim();

  // The text of the page, with where each of its characters stands.
  const read = () => {
    const main = document.querySelector('main') || document.body;
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    let text = '';
    const at = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < node.data.length; i++) {
        const one = node.data[i];
        const space = /[\s\u00a0\u202f]/.test(one);
        if (space && text.endsWith(' ')) continue;
        text += space ? ' ' : one === '’' ? "'" : one;
        at.push([node, i]);
      }
    }
    return { text, at };
  };

  const underline = (findings) => {
    if (!CSS.highlights) return;
    for (const level of ['error', 'warning', 'info']) CSS.highlights.delete('limpide-' + level);
    const page = read();
    const ranges = { error: [], warning: [], info: [] };
    let from = 0;
    for (const finding of [...findings].sort((a, b) => a.location.start.offset - b.location.start.offset)) {
      const words = plain(finding.text);
      if (!finding.shown || words.length < 2 || words.length > 400) continue;
      let start = page.text.indexOf(words, from);
      if (start < 0) start = page.text.indexOf(words);
      if (start < 0) continue;
      from = start;
      const range = new Range();
      const [first, offset] = page.at[start];
      const [last, end] = page.at[start + words.length - 1];
      range.setStart(first, offset);
      range.setEnd(last, end + 1);
      finding.range = range;
      ranges[finding.severity].push(range);
    }
    for (const [level, list] of Object.entries(ranges)) {
      if (list.length) CSS.highlights.set('limpide-' + level, new Highlight(...list));
    }
  };

  const mend = async (button, mark) => {
    button.disabled = true;
    const answer = await fetch('/__limpide/fix?page=' + encodeURIComponent(place), {
      method: 'POST', body: mark, headers: { 'X-Limpide': '1' },
    });
    if (!answer.ok) {
      button.replaceWith(element('span', await answer.text(), { role: 'status' }));
    }
  };

  const one = (finding, words) => {
    // Questions left open at one place are told at once, in the place of the first.
    const open = said.questions[finding.together];
    const item = element('li', '', { class: finding.severity });
    item.append(element('strong', finding.label), ' ', element('span', (open || finding).message));
    if (finding.location.path !== said.path) item.append(' ', element('code', finding.location.path));
    if (open) {
      const missing = element('ul');
      for (const question of open.missing) missing.append(element('li', question));
      item.append(missing);
    }
    for (const line of ((open || finding).help || '').split('\n')) {
      if (line) item.append(element('p', line));
    }
    const acts = element('p', '', { class: 'acts' });
    const line = finding.location.start.line;
    if (finding.open) {
      acts.append(element('a', words.open.replace('{line}', line), { href: finding.open }));
    }
    if (finding.range) {
      const see = element('button', '↧ ' + finding.text.slice(0, 24), { type: 'button' });
      see.addEventListener('click', () => finding.range.startContainer.parentElement.scrollIntoView({ block: 'center' }));
      acts.append(see);
    }
    for (const fix of finding.fixes.slice(0, 3)) {
      const button = element('button', (fix.safe ? words.fix : words.suggestion).replace('{title}', fix.title), { type: 'button' });
      button.addEventListener('click', () => mend(button, fix.mark));
      acts.append(button);
    }
    item.append(acts);
    if (finding.why && !open) {
      const why = element('details');
      why.append(element('summary', words.why), element('p', finding.why), element('code', finding.rule));
      item.append(why);
    }
    return item;
  };

  const show = () => {
    const { words, findings, scores } = said;
    const told = findings.filter((f, i) => f.together === null || findings.findIndex((g) => g.together === f.together) === i);
    const shown = all ? told : told.slice(0, MOST);
    underline(shown);
    const counts = ['error', 'warning', 'info'].map((level) => findings.filter((f) => f.severity === level).length);
    const summary = element('summary', words.title);
    const numbers = element('span', '', { class: 'counts' });
    counts.forEach((count, i) => {
      numbers.append('  ', element('span', ['✖', '▲', '●'][i], { 'aria-hidden': 'true' }));
      numbers.append(element('span', words.levels[i], { class: 'read' }), ' ' + count);
    });
    summary.append(numbers);
    const body = element('div', '', { class: 'body' });
    if (scores.length) {
      const list = element('dl', '', { 'aria-label': words.scores });
      for (const score of scores) list.append(element('dt', score.name), element('dd', String(score.points)));
      body.append(list);
    }
    if (!said.whole) body.append(element('p', words.checking, { role: 'status' }));
    if (!findings.length) body.append(element('p', words.none));
    const groups = element('ol');
    for (const finding of shown) groups.append(one(finding, words));
    body.append(groups);
    if (told.length > MOST) {
      const more = element('button', all ? words.less : words.more.replace('{count}', told.length - MOST), { type: 'button' });
      more.addEventListener('click', () => { all = !all; show(); });
      body.append(more);
    }
    const last = element('p');
    last.append(element('a', words.first, { href: '/__limpide/' }));
    body.append(last);
    panel.replaceChildren(summary, body);
  };

  const ask = async () => {
    const answer = await fetch('/__limpide/page?page=' + encodeURIComponent(place)).catch(() => null);
    if (!answer || !answer.ok) { host.hidden = true; return; }
    said = await answer.json();
    host.hidden = false;
    show();
  };

  // Where the page was read is kept from one state of it to the next.
  const kept = sessionStorage.getItem('limpide-scroll');
  if (kept) {
    const [path, x, y] = JSON.parse(kept);
    if (path === place) scrollTo({ left: x, top: y, behavior: 'instant' });
    sessionStorage.removeItem('limpide-scroll');
  }
  // A page that nobody sees lets its line go: browsers open few of them at once.
  let line = null;
  let missed = false;
  const listen = () => {
    if (document.hidden) {
      if (line) line.close();
      line = null;
      missed = true;
      return;
    }
    if (line) return;
    line = new EventSource('/__limpide/events');
    line.onopen = () => { if (missed) reload(); };
    line.onmessage = (event) => { if (event.data === 'reload') reload(); else ask(); };
  };
  const reload = () => {
    sessionStorage.setItem('limpide-scroll', JSON.stringify([place, scrollX, scrollY]));
    location.reload();
  };
  document.addEventListener('visibilitychange', listen);
  listen();
  ask();
})();
