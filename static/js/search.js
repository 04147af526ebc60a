// Titles below the line of the search: arrows walk through them, Escape and leaving close them. Facets are open on a wide page.
(() => {
  "use strict";

  const form = document.querySelector("[data-find]");
  const input = form?.querySelector("input[type=search]");
  const below = form?.querySelector(".find__below");
  const links = () => [...below.querySelectorAll("a")];
  const close = () => { below.replaceChildren(); };

  form?.addEventListener("keydown", (event) => {
    const all = links();
    if (event.key === "Escape" && all.length) {
      close();
      input.focus();
      event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !all.length) return;
    const next = all.indexOf(document.activeElement) + step;
    (next < 0 ? input : all[Math.min(next, all.length - 1)]).focus();
    event.preventDefault();
  });
  document.addEventListener("click", (event) => { if (form && !form.contains(event.target)) close(); });
  form?.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });

  const facets = document.querySelector("details.facets");
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => { if (facets) facets.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
})();
