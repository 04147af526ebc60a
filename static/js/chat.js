// The chat: marks what is on the screen as read, keeps the newest message in sight, says when the conversation was closed.
(() => {
  "use strict";

  const list = document.getElementById("chat-messages");
  if (!list) return;
  let marked = 0;

  const newest = () => Math.max(0, ...[...list.querySelectorAll(".bubble:not(.bubble--mine)")].map((each) => Number(each.id.slice(2))));
  const markRead = async () => {
    const upto = newest();
    if (document.visibilityState !== "visible" || upto <= marked) return;
    marked = upto;
    const token = document.querySelector(".chat-form [name=csrfmiddlewaretoken]").value;
    try {
      await fetch(list.dataset.readUrl, {
        method: "POST",
        body: new URLSearchParams({ upto: String(upto) }),
        headers: { "X-CSRFToken": token, "HX-Request": "true" },
      });
    } catch {
      marked = 0; // The next poll tries again.
    }
  };

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target !== list) return;
    document.querySelector("[data-empty]")?.remove();
    list.lastElementChild?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:afterSettle", markRead);
  document.addEventListener("visibilitychange", markRead);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 404) {
      document.getElementById("chat-closed").hidden = false;
      document.getElementById("chat-poll")?.remove();
    }
  });

  // Ctrl+Enter sends; Enter alone begins a new line.
  document.querySelector(".chat-form textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  });
  markRead();
  if (!location.hash) list.lastElementChild?.scrollIntoView({ block: "nearest" });
})();
