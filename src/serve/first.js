// What to do first on the whole site, and a text to check. Part of the development server only.
(() => {
  const words = document.currentScript.dataset;
  const element = (name, text, attributes) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  };
  const state = document.getElementById('state');
  const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const tenths = (number) => number.toLocaleString(document.documentElement.lang || undefined, one);

  const ask = async () => {
    const answer = await fetch('/__limpide/quality');
    if (!answer.ok) { state.textContent = await answer.text(); return; }
    const quality = await answer.json();
    state.textContent = '';
    const steps = element('ol');
    const first = quality.site ? quality.site.first.steps.slice() : [];
    for (const step of first.sort((a, b) => b.gain - a.gain)) {
      const said = step.findings === 1 ? words.one : words.many;
      const parts = { title: step.title, count: step.findings, points: tenths(step.gain) };
      const item = element('li', said.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole));
      const places = element('ul');
      for (const place of step.places || []) {
        const line = element('li');
        line.append(element('a', place.title || place.url, { href: place.url || '/' }), ', ' + words.line.replace('{line}', place.line));
        places.append(line);
      }
      if (places.childElementCount) item.append(places);
      steps.append(item);
    }
    document.getElementById('steps').replaceChildren(steps);
    const rows = quality.pages.slice().filter((page) => page.lost > 0).sort((a, b) => b.lost - a.lost).slice(0, 50).map((page) => {
      const row = element('tr');
      const cell = element('td');
      cell.append(element('a', page.title || page.path, { href: page.url || '/' }));
      row.append(cell, element('td', page.lost.toFixed(0), { class: 'number' }));
      return row;
    });
    document.getElementById('pages').replaceChildren(...rows);
    document.getElementById('worst').hidden = !rows.length;
    if (!rows.length) state.textContent = words.none;
  };
  ask();
  // A page that nobody sees lets its line go: browsers open few of them at once.
  let line = null;
  const listen = () => {
    if (document.hidden) {
      if (line) line.close();
      line = null;
    } else if (!line) {
      line = new EventSource('/__limpide/events');
      line.onopen = ask;
      line.onmessage = ask;
    }
  };
  document.addEventListener('visibilitychange', listen);
  listen();

  document.getElementById('check').addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch('/__limpide/text', {
      method: 'POST', body: document.getElementById('text').value, headers: { 'X-Limpide': '1' },
    });
    const said = answer.ok ? await answer.json() : null;
    if (!said) {
      document.getElementById('found').replaceChildren(element('li', await answer.text()));
      return;
    }
    const items = said.findings.map((finding) => {
      const item = element('li');
      item.append(element('strong', finding.label + ' '), element('q', finding.text), ' ', element('span', finding.message));
      if (finding.help) item.append(element('p', finding.help));
      return item;
    });
    if (!items.length) items.push(element('li', said.words.none));
    document.getElementById('found').replaceChildren(...items);
  });
})();
