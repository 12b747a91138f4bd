// Tables under the keyboard: j/k or arrows move, Enter opens, space ticks, shift ticks a range.
"use strict";
(() => {
  const rows = (table) => [...table.tBodies[0].rows];
  const boxes = (table) => [...table.querySelectorAll("tbody input[type=checkbox][name=rows]")];
  const scope = (table) => table.closest("form") || document;
  let current = null;
  let lastBox = null;

  function move(step) {
    const table = current ? current.closest("table") : document.querySelector("table[data-rows]");
    if (!table) return;
    const all = rows(table);
    const place = current ? all.indexOf(current) + step : 0;
    const next = all[Math.max(0, Math.min(all.length - 1, place))];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    current = next;
  }

  function recount(table) {
    const ticked = boxes(table).filter((box) => box.checked);
    for (const box of boxes(table)) box.closest("tr").classList.toggle("selected", box.checked);
    const all = table.querySelector("[data-select-all]");
    if (all) {
      all.checked = ticked.length > 0 && ticked.length === boxes(table).length;
      all.indeterminate = ticked.length > 0 && !all.checked;
    }
    const bulk = scope(table).querySelector("[data-bulk]");
    if (bulk) {
      const elsewhere = scope(table).querySelectorAll("input[type=hidden][name=rows]");
      const count = ticked.length + elsewhere.length;
      bulk.hidden = count === 0;
      bulk.querySelector("[data-bulk-count]").textContent = String(count);
    }
  }

  document.addEventListener("focusin", (event) => {
    current = event.target.closest("table[data-rows] tbody tr");
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if ((field && field.type !== "checkbox") || event.ctrlKey || event.altKey || event.metaKey) return;
    const inTable = event.target.closest("table[data-rows]");
    const step = { j: 1, k: -1, ArrowDown: inTable ? 1 : 0, ArrowUp: inTable ? -1 : 0 }[event.key];
    if (step) { event.preventDefault(); move(step); return; }
    if (!current || event.target !== current) return;
    if (event.key === "Enter" && current.dataset.href) window.location.assign(current.dataset.href);
    if (event.key === " ") {
      const box = current.querySelector("input[type=checkbox]");
      if (box) { event.preventDefault(); box.click(); }
    }
  });

  document.addEventListener("dblclick", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input")) window.location.assign(row.dataset.href);
  });

  document.addEventListener("click", (event) => {
    const box = event.target;
    const table = box.closest("table[data-rows]");
    if (!table || box.type !== "checkbox") return;
    if (box.matches("[data-select-all]")) {
      for (const other of boxes(table)) other.checked = box.checked;
    } else if (event.shiftKey && lastBox && table.contains(lastBox)) {
      const all = boxes(table);
      const [from, to] = [all.indexOf(lastBox), all.indexOf(box)].sort((a, b) => a - b);
      for (const other of all.slice(from, to + 1)) other.checked = box.checked;
    }
    lastBox = box;
    recount(table);
  });

  window.addEventListener("pageshow", () => document.querySelectorAll("table[data-rows]").forEach(recount));
})();
