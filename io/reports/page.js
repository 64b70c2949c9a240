"use strict";
// Search, filter and sort the table of applications. Without this script the whole table is there.
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const form = document.querySelector(".filters");
  const output = form.querySelector("output");
  const more = document.querySelector(".more");
  const body = table.tBodies[0];
  const PAGE = 200;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const collator = new Intl.Collator(table.dataset.lang, { numeric: true });
  // The text of an amount has its cents, so its digits are its value; a dash sorts below zero.
  const number = (text) => {
    const digits = text.replace(/[^0-9]/g, "");
    return digits === "" ? -1 : Number(digits);
  };
  // The scheme stands below the project, the province below the municipality.
  const small = (row, column) => row.cells[column].querySelector("small").textContent;
  let rows = Array.from(body.rows, (row) => ({
    row,
    cells: Array.from(row.cells, (cell) => cell.textContent),
    text: plain(row.textContent),
  }));
  const all = rows.length;
  let shown = PAGE;

  const show = () => {
    const words = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
    const outcome = form.elements.outcome.value;
    const scheme = form.elements.scheme.value;
    const province = form.elements.province.value;
    let found = 0;
    for (const { row, cells, text } of rows) {
      const fits = words.every((word) => text.includes(word))
        && (outcome === "" || cells[3] === outcome)
        && (scheme === "" || small(row, 1) === scheme)
        && (province === "" || small(row, 2) === province);
      if (fits) found += 1;
      row.className = !fits ? "out" : found > shown ? "beyond" : "";
    }
    more.hidden = found <= shown;
    output.textContent = output.dataset.text.replace("{shown}", found).replace("{all}", all);
  };

  const sort = (column, numeric, descending) => {
    const compare = numeric
      ? (a, b) => number(a.cells[column]) - number(b.cells[column])
      : (a, b) => collator.compare(a.cells[column], b.cells[column]);
    rows = rows.slice().sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
    const fragment = document.createDocumentFragment();
    for (const { row } of rows) fragment.append(row);
    body.append(fragment);
    show();
  };

  for (const [column, header] of Array.from(table.tHead.rows[0].cells).entries()) {
    const numeric = header.classList.contains("n");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const before = header.getAttribute("aria-sort");
      const descending = before ? before === "ascending" : numeric;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(column, numeric, descending);
    });
  }
  form.addEventListener("input", () => { shown = PAGE; show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.querySelector("button").addEventListener("click", () => { shown += PAGE; show(); });
  form.hidden = false;
  output.setAttribute("aria-live", "polite");
  show();
})();
// On the map one Tab reaches the first municipality and the arrows the others; without this script
// each is reached by Tab.
(() => {
  for (const map of document.querySelectorAll("svg.map")) {
    const all = Array.from(map.querySelectorAll(".m[tabindex]"));
    const move = (from, to) => {
      if (!to) return;
      from.setAttribute("tabindex", "-1");
      to.setAttribute("tabindex", "0");
      to.focus();
    };
    for (const [at, one] of all.entries()) {
      one.setAttribute("tabindex", at === 0 ? "0" : "-1");
      one.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        move(one, all[at + step]);
      });
    }
  }
})();
