
"use strict";

// What the page offers beyond reading where scripts run: filters and sorting. Nothing here makes markup of text.
(() => {
  const matrix = document.getElementById("matrix");
  if (!matrix) return;

  const body = matrix.tBodies[0];
  const rows = [...body.rows];
  const section = (row) => document.getElementById(row.dataset.client);

  const filters = document.getElementById("filters");
  const verdict = document.getElementById("filter-verdict");
  const market = document.getElementById("filter-market");
  const shown = document.getElementById("shown");

  const isWanted = ({ verdict: stands, markets }) =>
    (!verdict.value || verdict.value === stands) && (!market.value || markets.split(" ").includes(market.value));

  const filter = () => {
    let count = 0;
    for (const row of rows) {
      const wanted = isWanted(section(row).dataset);
      row.hidden = section(row).hidden = !wanted;
      count += wanted;
    }
    shown.textContent = shown.dataset.text.replace("{shown}", count);
  };

  const sorted = (column, direction) => {
    const key = (row) => row.cells[column].dataset.sort;
    const compare = column ? (a, b) => a - b : (a, b) => a.localeCompare(b, document.documentElement.lang);
    return [...rows].sort((a, b) => direction * compare(key(a), key(b)));
  };

  const sortBy = (head) => {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    for (const other of matrix.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...sorted(head.cellIndex, ascending ? 1 : -1));
  };

  for (const head of matrix.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = matrix.dataset.sortTitle;
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(head));
    head.append(button);
  }
  filters.addEventListener("change", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
})();
