
"use strict";

// What the page offers where scripts run: search, filters, sorting, and in a large report the section of the vendor that
// is looked at. Nothing here makes markup of text.
(() => {
  const matrix = document.getElementById("matrix");
  const body = matrix.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, name: row.cells[0].textContent.toLowerCase() }));

  const filters = document.getElementById("filters");
  const search = document.getElementById("search");
  const verdict = document.getElementById("filter-verdict");
  const market = document.getElementById("filter-market");
  const shown = document.getElementById("shown");

  const filter = () => {
    const words = search.value.toLowerCase().trim();
    let count = 0;
    for (const { row, name } of rows) {
      const { client, verdict: stands, markets } = row.dataset;
      const wanted =
        (!verdict.value || verdict.value === stands) &&
        (!market.value || markets.split(" ").includes(market.value)) &&
        name.includes(words);
      row.hidden = !wanted;
      const section = document.getElementById(client);
      if (section && !data) section.hidden = section.nextElementSibling.hidden = !wanted;
      count += wanted;
    }
    shown.textContent = shown.dataset.text.replace("{shown}", count.toLocaleString("en"));
  };

  const sortBy = (head) => {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    for (const other of matrix.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const column = head.cellIndex;
    const { compare } = new Intl.Collator(document.documentElement.lang);
    const order = column
      ? (a, b) => a.row.cells[column].dataset.sort - b.row.cells[column].dataset.sort
      : (a, b) => compare(a.name, b.name);
    const sorted = [...rows].sort((a, b) => (ascending ? order(a, b) : order(b, a)));
    body.append(...sorted.map(({ row }) => row));
  };

  const source = document.getElementById("data");
  const data = source && JSON.parse(source.textContent);

  // A reference is the number of a piece, or a list of that and the references of the pieces within it. A piece is a list
  // of nodes: texts, elements as [tag, attributes, ...nodes], and 0 for the next inner piece.
  const build = (reference, number) => {
    const [piece, ...inner] = [].concat(reference);
    const node = (tree) => {
      if (tree === 0) return build(inner.shift(), number);
      if (typeof tree === "string") return document.createTextNode(tree);
      const [tag, attributes, ...nodes] = tree;
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) {
        element.setAttribute(name, value.replaceAll("\0", number));
      }
      element.append(...nodes.map(node));
      return element;
    };
    const fragment = document.createDocumentFragment();
    fragment.append(...data.pieces[piece].map(node));
    return fragment;
  };

  const showDetails = () => {
    const [, number] = /^#client-(\d+)/.exec(location.hash) ?? [];
    const reference = data.clients[number - 1];
    if (!reference) return;
    document.getElementById("details").replaceChildren(build(reference, number));
    document.getElementById("back").hidden = false;
    const target = document.getElementById(location.hash.slice(1));
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ behavior: "instant" });
  };

  for (const head of matrix.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = matrix.dataset.sortTitle;
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(head));
    head.append(button);
  }
  for (const event of ["input", "change"]) filters.addEventListener(event, filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  filter();
  if (data) {
    addEventListener("hashchange", showDetails);
    showDetails();
  }
})();
