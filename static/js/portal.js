// The portal's own script: menus that close, counters of characters, one sending per form. Every page works without it.
(() => {
  "use strict";

  // Menus: <details class="menu">. One is open at a time; Escape and a press elsewhere close it.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Counters: <span data-count="id_of_the_input" data-left="Characters left: ">. The limit is the input's own maxlength.
  const refresh = (counter) => {
    const input = document.getElementById(counter.dataset.count);
    if (!input || input.maxLength < 0) return;
    const left = input.maxLength - input.value.length;
    counter.textContent = counter.dataset.left + left;
    counter.classList.toggle("is-near", left <= Math.min(20, input.maxLength / 10));
  };
  const refreshAll = () => document.querySelectorAll("[data-count]").forEach(refresh);
  document.addEventListener("input", (event) => {
    if (!event.target.id) return;
    document.querySelectorAll(`[data-count="${CSS.escape(event.target.id)}"]`).forEach(refresh);
  });
  document.addEventListener("DOMContentLoaded", refreshAll);
  document.addEventListener("htmx:afterSettle", refreshAll);
  if (document.readyState !== "loading") refreshAll();

  // One sending per form. The buttons are disabled after the browser has collected the fields, so the pressed button's
  // name and value still travel. data-guard="off" leaves a form alone (a download, for example).
  const buttonsOf = (form) => [...form.elements].filter((element) => element.matches("button, input[type=submit]"));
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of buttonsOf(form)) {
      if (!button.hasAttribute("aria-busy")) continue;
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog" || form.dataset.guard === "off") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => {
      for (const button of buttonsOf(form)) {
        if (button.disabled) continue;
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      }
    }, 0);
    // A lost connection must not leave a dead button behind; the server refuses doubles by itself.
    setTimeout(() => release(form), 15000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
