// Forms with data-draft-url keep what was typed on the server: GET gives it back, POST keeps it,
// DELETE throws it away. Passwords, files and hidden fields are never kept. What was typed into a
// refused dialog is a draft as well: the server keeps it together with the refusal.
"use strict";
(() => {
  const WAIT = 1200;
  const kept = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type);

  function collect(form) {
    const fields = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      fields[field.name] ??= [];
      if (!["checkbox", "radio"].includes(field.type) || field.checked) {
        const values = field.multiple ? [...field.selectedOptions].map((option) => option.value) : [field.value];
        fields[field.name].push(...values);
      }
    }
    return fields;
  }

  function restore(form, fields) {
    for (const field of form.elements) {
      if (!kept(field) || !(field.name in fields)) continue;
      const values = [fields[field.name]].flat();
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values[0] ?? "";
    }
  }

  function send(form, method, body, url = form.dataset.draftUrl) {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/json" };
    return fetch(url, { method, headers, body, keepalive: true, credentials: "same-origin" });
  }

  function announce(form, savedAt, original) {
    const bar = document.createElement("div");
    bar.className = "draft-bar";
    bar.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = savedAt ? `已恢复未提交的内容（${savedAt}）` : "已恢复未提交的内容";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = "不要这些内容";
    button.addEventListener("click", async () => {
      await send(form, "DELETE");
      restore(form, original);
      bar.remove();
    });
    bar.append(text, button);
    form.prepend(bar);
  }

  async function given(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.ok ? answer.json() : {};
  }

  async function begin(form) {
    // A form that came back with errors holds newer content than its draft.
    if (!form.querySelector("[data-focus]")) {
      const draft = await given(form.dataset.draftUrl);
      if (draft.fields && Object.keys(draft.fields).length) {
        const original = collect(form);
        restore(form, draft.fields);
        announce(form, draft.saved_at, original);
      }
    }
    let timer = 0;
    const keep = () => {
      window.clearTimeout(timer);
      timer = 0;
      return send(form, "POST", JSON.stringify({ fields: collect(form) }));
    };
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, WAIT);
    });
    form.addEventListener("submit", () => window.clearTimeout(timer));
    window.addEventListener("pagehide", () => { if (timer && !form.dataset.sent) keep(); });
    document.addEventListener("pension:before-time-out", keep);
  }

  async function reopen(url) {
    const refusals = [...document.querySelectorAll("#messages .notice.bad")];
    const { fields } = refusals.length ? await given(url) : {};
    const dialog = fields?.page[0] === location.pathname && document.getElementById(fields.dialog[0]);
    if (!dialog) return;
    const form = dialog.querySelector("form");
    // A box without a tick was not sent.
    restore(form, Object.fromEntries([...form.elements].map(({ name }) => [name, fields[name] ?? []])));
    dialog.querySelector(".inside").prepend(...refusals.map((notice) => notice.cloneNode(true)));
    dialog.showModal();
    send(form, "DELETE", undefined, url);
  }

  for (const form of document.querySelectorAll("form[data-draft-url]")) begin(form);
  const dialog = document.querySelector("dialog[data-refused-url]");
  if (dialog) reopen(dialog.dataset.refusedUrl);
})();
