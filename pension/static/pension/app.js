// Menus, dialogs, the double-submit guard, the search key and the moment of printing.
"use strict";
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  // A second click or a second Enter sends nothing; coming back by the Back key frees the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(() => {
      for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
    });
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-disabled");
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target.closest("[data-print]")) window.print();
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    const search = document.getElementById("search-all");
    if (event.key === "/" && search && !typing(event.target) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  for (const place of document.querySelectorAll("[data-upload]")) {
    const over = (is) => () => place.classList.toggle("over", is);
    place.addEventListener("dragover", over(true));
    place.addEventListener("dragleave", over(false));
    place.addEventListener("drop", over(false));
  }

  window.addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll("[data-printed-at]")) {
      place.textContent = new Date().toLocaleString("zh-CN", { hour12: false });
    }
  });

  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
  // A dialog whose form came back with errors opens again.
  for (const dialog of document.querySelectorAll("dialog")) {
    if (dialog.querySelector("[data-focus]")) dialog.showModal();
  }
})();
