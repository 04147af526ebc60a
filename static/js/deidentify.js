// The moderator's keys on the page of de-identification. Without this script every deed is a button.
(() => {
  "use strict";

  const page = document.querySelector("[data-deidentify]");
  if (!page) return;
  const rows = [...page.querySelectorAll("[data-question]")];
  let at = 0;

  const show = (next, { quiet = false } = {}) => {
    if (!rows.length) return;
    at = (next + rows.length) % rows.length;
    const row = rows[at];
    page.querySelectorAll("mark.is-current").forEach((mark) => mark.classList.remove("is-current"));
    const marks = page.querySelectorAll(`[data-mark="${row.dataset.question}"]`);
    marks.forEach((mark) => mark.classList.add("is-current"));
    if (quiet) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const press = (row, act) => row.querySelector(`button[value="${act}"]`).click();
  const deeds = {
    n: () => show(at + 1),
    p: () => show(at - 1),
    x: () => rows.length && press(rows[at], "keep"),
    e: () => rows.length && rows[at].querySelector("input[name=replacement]").focus(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=hidden]), textarea, select");
    if (event.key === "Escape" && field && rows.length) {
      event.preventDefault();
      show(at);
      return;
    }
    if (field) return;
    if (event.key === "Enter" && event.target === rows[at]) {
      event.preventDefault();
      press(rows[at], "replace");
      return;
    }
    // The same key on a Russian keyboard stands on the same place.
    const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    const button = page.querySelector(`button[data-key="${key}"]:not([disabled])`);
    const deed = deeds[key] || (button && (() => button.click()));
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  // A doubled click must not decide twice: the first submit wins, the page comes anew.
  page.addEventListener("submit", (event) => {
    if (page.dataset.sent) event.preventDefault();
    page.dataset.sent = "yes";
  });
  rows.forEach((row, index) => row.addEventListener("focusin", () => show(index, { quiet: true })));
  window.addEventListener("pageshow", () => delete page.dataset.sent);
  show(0, { quiet: location.hash !== "#questions" });
})();
