// The list of all customers: searched, filtered and sorted in memory, shown some rows at a time.
// Without it the page shows the first rows. All texts of the ledger go in as text, never as markup.
(() => {
  const source = document.getElementById("all-customers");
  if (!source) return;
  const { words, clusters, rows, step } = JSON.parse(source.textContent);
  const table = document.getElementById("all");
  const body = table.tBodies[0];
  const lang = document.documentElement.lang;
  const number = new Intl.NumberFormat(lang);
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const [NAME, ID, SEGMENT, CLUSTER, CHANCE, P, OPEN, OVERDUE, FLAGS, PAGE] = rows[0].keys();
  const WARNED = 1, PERSON = 2;
  let texts = null;
  let found = rows;
  let shown = step;

  const make = (name, className, ...parts) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...parts);
    return element;
  };
  const amount = (n) => number.format(n).replace("-", "\u2212");
  const cell = (role, className, label, ...parts) => {
    const element = make(role === "rowheader" ? "th" : "td", className, ...parts);
    element.setAttribute("role", role);
    if (label) element.dataset.label = label;
    else element.scope = "row";
    return element;
  };
  const row = (of) => {
    const name = of[NAME] || of[ID];
    const who = make(of[PAGE] ? "a" : "span", "name", name);
    if (of[PAGE]) who.href = "#customer-" + of[PAGE];
    const first = cell("rowheader", "", "", who);
    if (of[NAME]) first.append(" ", make("span", "sub id", of[ID]));
    if (of[FLAGS] & PERSON) first.append(" ", make("span", "tag person", words.person));
    const segment = cell("cell", "", words.segment);
    if (of[SEGMENT]) segment.append(make("span", "tag seg", of[SEGMENT]));
    const cluster = clusters[of[CLUSTER]];
    if (cluster) segment.append(" ", make("span", "sub", cluster));
    const warned = of[FLAGS] & WARNED ? [make("span", "tag alert", words.warned)] : [];
    const line = make(
      "tr", "", first, segment,
      cell("cell", "num", words.risk, of[CHANCE]),
      cell("cell", "num", words.open, amount(of[OPEN])),
      cell("cell", "num", words.overdue, amount(of[OVERDUE])),
      cell("cell", "", words.warning, ...warned),
    );
    line.setAttribute("role", "row");
    return line;
  };

  const search = make("input");
  search.type = "search";
  const segments = make("select");
  segments.append(make("option", "", words.anySegment));
  segments.options[0].value = "";
  for (const name of [...new Set(rows.map((of) => of[SEGMENT]))].filter(Boolean).sort()) {
    segments.append(make("option", "", name));
  }
  const box = (text) => {
    const input = make("input");
    input.type = "checkbox";
    return [input, make("label", "", input, text)];
  };
  const [warned, warnedLabel] = box(words.onlyWarned);
  const [overdue, overdueLabel] = box(words.onlyOverdue);
  const count = make("output");
  const more = make("button");
  more.type = "button";

  const show = () => {
    body.replaceChildren(...found.slice(0, shown).map(row));
    count.value = words.found.replace("{n}", number.format(found.length)).replace("{total}", number.format(rows.length));
    const rest = Math.min(step, found.length - shown);
    more.hidden = rest <= 0;
    more.textContent = words.more.replace("{n}", number.format(Math.max(rest, 0)));
  };
  const filter = () => {
    texts ??= new Map(rows.map((of) => [of, plain(of[NAME] + " " + of[ID])]));
    const parts = plain(search.value).split(/\s+/).filter(Boolean);
    found = ordered.filter((of) =>
      parts.every((part) => texts.get(of).includes(part))
      && (!segments.value || of[SEGMENT] === segments.value)
      && (!warned.checked || of[FLAGS] & WARNED)
      && (!overdue.checked || of[OVERDUE] > 0));
    shown = step;
    show();
  };
  let ordered = rows;
  const keys = [(of) => of[NAME] || of[ID], (of) => of[SEGMENT], (of) => of[P], (of) => of[OPEN], (of) => of[OVERDUE],
    (of) => of[FLAGS] & WARNED];
  const collator = new Intl.Collator(lang, { numeric: true });
  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
  const sort = (head, column) => {
    const now = head.getAttribute("aria-sort");
    const first = column < 2 ? "ascending" : "descending";
    const next = now === null ? first : now === "descending" ? "ascending" : "descending";
    const sign = next === "ascending" ? 1 : -1;
    ordered = [...rows].sort((a, b) => sign * compare(keys[column](a), keys[column](b)));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    filter();
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = make("button", "", ...head.childNodes);
    button.type = "button";
    button.title = words.sort;
    head.append(button);
    button.addEventListener("click", () => sort(head, column));
  });

  const tools = make("div", "tools", make("label", "", words.search, search),
    make("label", "", words.segment, segments), warnedLabel, overdueLabel, count);
  table.parentElement.before(tools);
  table.parentElement.after(make("p", "tools", more));
  document.getElementById("all-note").hidden = true;
  search.addEventListener("input", filter);
  for (const input of [segments, warned, overdue]) input.addEventListener("change", filter);
  more.addEventListener("click", () => {
    const at = shown;
    shown += step;
    show();
    body.rows[at]?.querySelector("a")?.focus();
  });
  show();
})();
