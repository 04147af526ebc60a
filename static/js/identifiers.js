// Points out softly, below a field, what may tell who somebody is, and replaces it with one click.
// <form data-identifiers="URL" data-identifiers-words='{"seems", "replace", "leave"}'>; the server stores nothing.
(() => {
  "use strict";

  const PAUSE = 1500;
  const form = document.querySelector("form[data-identifiers]");
  if (!form) return;
  const words = JSON.parse(form.dataset.identifiersWords);
  const left = new Set();

  const holder = (field) => {
    const own = document.getElementById(`${field.id}-identifiers`);
    if (own) return own;
    const box = document.createElement("div");
    box.id = `${field.id}-identifiers`;
    box.className = "identifiers";
    box.setAttribute("role", "status");
    field.closest(".field__control").after(box);
    return box;
  };

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn--quiet btn--small";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const show = (field, hints) => {
    const box = holder(field);
    box.replaceChildren();
    for (const hint of hints) {
      const row = document.createElement("p");
      const said = document.createElement("span");
      said.textContent = words.seems.replace("{what}", hint.what).replace("{fragment}", hint.fragment);
      row.append(said, button(words.replace.replace("{replacement}", hint.replacement), () => {
        const was = field.value.slice(hint.start, hint.end);
        if (!was.includes(hint.fragment)) return look(field);
        field.setRangeText(hint.text, hint.start, hint.end, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
        look(field);
      }), button(words.leave, () => {
        left.add(hint.fragment.toLowerCase());
        row.remove();
        field.focus();
      }));
      box.append(row);
    }
  };

  const look = async (field) => {
    const text = field.value;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ text, csrfmiddlewaretoken: token });
    const answer = await fetch(form.dataset.identifiers, { method: "POST", body }).catch(() => null);
    // A hint is a courtesy: without the server there is none, and the text changed meanwhile will ask again.
    if (!answer?.ok || field.value !== text) return;
    const { hints } = await answer.json();
    show(field, hints.filter((hint) => !left.has(hint.fragment.toLowerCase())));
  };

  const timers = new WeakMap();
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("textarea, input[name=title]")) return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => look(field), PAUSE));
  });
  for (const field of form.querySelectorAll("textarea, input[name=title]")) if (field.value.trim()) look(field);
})();
