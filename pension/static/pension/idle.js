// Says two minutes before the session ends that it will end; any work keeps it alive.
"use strict";
(() => {
  const minutes = Number(document.body.dataset.idleMinutes);
  if (!minutes) return;
  const LAST = 2 * 60 * 1000;
  let end = 0;
  let box = null;

  function start() {
    end = Date.now() + minutes * 60 * 1000;
    if (box) { box.remove(); box = null; }
  }

  function warn() {
    document.dispatchEvent(new Event("pension:before-time-out"));
    box = document.createElement("div");
    box.className = "notice warn idle-warning";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = "两分钟后将自动退出登录，填写的内容已经保留。";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = "继续使用";
    button.addEventListener("click", async () => {
      await fetch(window.location.href, { method: "HEAD", credentials: "same-origin" });
      start();
    });
    box.append(text, button);
    document.body.append(box);
  }

  start();
  // Polling a job is not work (it has no event behind it); every other answer starts the time anew.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.triggeringEvent) start();
  });
  window.setInterval(() => {
    if (!box && Date.now() > end - LAST) warn();
    if (Date.now() > end) window.location.reload();
  }, 5000);
})();
