// Adds a filter and sorting to tables. The page reads as well without it.
"use strict";
(() => {
  const words = document.getElementById("main").dataset;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const addFilter = (table) => {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => plain(row.textContent));
    const tools = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const shown = document.createElement("output");
    tools.className = "tools";
    input.type = "search";
    label.append(words.filter, input);
    tools.append(label, shown);
    const fold = document.createElement("button");
    fold.type = "button";
    fold.append(words.all.replace("{n}", rows.length));
    fold.addEventListener("click", () => unfold());
    const unfold = () => {
      table.classList.remove("fold");
      fold.remove();
    };
    table.classList.add("fold");
    tools.append(fold);
    const show = () => {
      if (input.value) unfold();
      const parts = plain(input.value).split(/\s+/).filter(Boolean);
      let n = 0;
      rows.forEach((row, i) => {
        row.hidden = !parts.every((part) => texts[i].includes(part));
        n += row.hidden ? 0 : 1;
      });
      const text = words.shown.replace("{n}", n).replace("{total}", rows.length);
      shown.value = input.value ? text : "";
    };
    input.addEventListener("input", show);
    table.parentElement.before(tools);
    show();
  };

  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    return cell.dataset.o ?? cell.textContent.trim();
  };

  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, document.documentElement.lang, { numeric: true });
  };

  const sort = (table, head, column) => {
    const down = head.getAttribute("aria-sort") === "descending";
    const first = head.classList.contains("num") ? "descending" : "ascending";
    const now = head.getAttribute("aria-sort");
    const next = now === null ? first : down ? "ascending" : "descending";
    const body = table.tBodies[0];
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...body.rows].map((row) => [key(row, column), row]);
    rows.sort((a, b) => sign * compare(a[0], b[0]));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    body.append(...rows.map((pair) => pair[1]));
  };

  const prepare = (table) => {
    table.dataset.ready = "";
    if (table.tBodies[0].rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
    if (table.tBodies[0].rows.length > 12) addFilter(table);
  };
  const prepareAll = (where) => {
    const tables = `${where} table:not(.heat, #all, [data-ready])`;
    document.querySelectorAll(tables).forEach(prepare);
  };
  prepareAll("section:not(#pages)");

  // A customer's page is text until it is opened, and then prepared: there may be hundreds.
  const unpack = (id) => {
    const page = document.querySelector(`noscript[data-page="${CSS.escape(id)}"]`);
    if (!page) return false;
    page.insertAdjacentHTML("afterend", page.textContent);
    page.remove();
    return true;
  };
  const open = () => {
    const id = location.hash.slice(1);
    // A target that was not there yet when the address was followed is looked for once more.
    if (unpack(id)) location.replace(location.hash);
    prepareAll("#pages :target");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) unpack(link.hash.slice(1));
  }, true);
  window.addEventListener("hashchange", open);
  open();
})();
