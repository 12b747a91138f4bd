// What was typed into a dialog stands there again, with the refusal, when its answer is one.
"use strict";
(() => {
  const KEY = "typed-in-dialog";
  const UNKEPT = ["hidden", "password", "file", "submit", "button"];
  const kept = (form) => [...form.elements].filter((field) => field.name && !UNKEPT.includes(field.type));
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";

  document.addEventListener("submit", (event) => {
    const dialog = event.target.closest("dialog[id]");
    if (!dialog || event.defaultPrevented) return;
    const values = kept(event.target).map((field) => (ticks(field) ? field.checked : field.value));
    sessionStorage.setItem(KEY, JSON.stringify({ page: location.pathname, id: dialog.id, values }));
  });

  const said = JSON.parse(sessionStorage.getItem(KEY) || "{}");
  sessionStorage.removeItem(KEY);
  const refusals = document.querySelectorAll("#messages .notice.bad");
  const dialog = said.page === location.pathname && document.getElementById(said.id);
  if (!dialog || !refusals.length) return;
  kept(dialog.querySelector("form")).forEach((field, place) => {
    if (ticks(field)) field.checked = said.values[place] === true;
    else if (typeof said.values[place] === "string") field.value = said.values[place];
  });
  dialog.querySelector(".inside").prepend(...[...refusals].map((notice) => notice.cloneNode(true)));
  dialog.showModal();
})();
