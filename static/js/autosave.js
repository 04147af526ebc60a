// Saves a form while it is being written: <form data-autosave="URL" data-autosave-key="unique-key">, see mentoring/autosave.py.
// What the server does not have yet is also kept in localStorage and leaves it as soon as it is saved. Words come from the
// element [data-draft-state] (templates/components/draft_state.html).
(() => {
  "use strict";

  const PAUSE = 1000;
  const RETRIES = [3000, 6000, 12000, 30000];
  const UNKEPT = new Set(["csrfmiddlewaretoken", "revision", "saved_revision", "idempotency_key", "owner", "ordinal"]);

  const start = (form) => {
    const state = form.querySelector("[data-draft-state]") || document.querySelector("[data-draft-state]");
    const words = state ? state.dataset : {};
    const place = state && (state.querySelector("[data-draft-words]") || state);
    const key = () => `autosave:${form.dataset.autosaveKey}`;
    let timer = 0, failures = 0, running = null, dirty = false, stopped = false, passing = false, filling = false;
    // What the page before this one still had to save when it was left.
    let left = null;

    const say = (text, failing = false) => {
      if (!state || !text || place.textContent === text) return;
      place.textContent = text;
      state.classList.toggle("is-failing", failing);
    };

    // The form as [name, value] pairs, without files and without what is not typed by people.
    const content = () => [...new FormData(form)].filter(([name, value]) => !UNKEPT.has(name) && typeof value === "string")
      .map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]);
    const seen = () => form.elements.namedItem("saved_revision");

    const remember = () => {
      try {
        localStorage.setItem(key(), JSON.stringify({ revision: seen()?.value || "0", fields: content() }));
      } catch { /* A full or forbidden storage: the server is still asked. */ }
    };
    const forget = () => { try { localStorage.removeItem(key()); } catch { /* Nothing was kept there. */ } };
    const remembered = () => {
      try { return JSON.parse(localStorage.getItem(key())); } catch { return null; }
    };

    const fill = (fields) => {
      filling = true;
      // An editor with rows makes the rows first (static/js/editor.js).
      form.dispatchEvent(new CustomEvent("autosave:rows", { detail: fields }));
      const values = new Map();
      for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
      for (const element of form.elements) {
        if (!element.name || UNKEPT.has(element.name) || element.matches("button, [type=file], [type=hidden]")) continue;
        const own = values.get(element.name) || [];
        if (element.matches("[type=checkbox], [type=radio]")) element.checked = own.includes(element.value);
        else if (own.length) element.value = own[0];
        element.dispatchEvent(new Event("input", { bubbles: true }));
      }
      filling = false;
    };

    const schedule = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };
    const again = () => schedule(RETRIES[Math.min(failures++, RETRIES.length - 1)]);

    // After signing in anew in another tab the page carries an old token; a fresh page has the new one.
    const refreshToken = async () => {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected || !answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
      if (!fresh) return false;
      for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh.value;
      return true;
    };

    const post = () => {
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      return fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: body.toString().length < 60000 });
    };

    // Answers "saved", "offline", "signed-out", "newer" or "broken".
    const send = async () => {
      dirty = false;
      let answer;
      try {
        answer = await post();
        if (answer.status === 403 && await refreshToken()) answer = await post();
      } catch {
        dirty = true;
        say(words.offline, true);
        return "offline";
      }
      const data = await answer.json().catch(() => ({}));
      if (answer.ok && data.revision !== undefined) {
        failures = 0;
        left = null;
        if (seen()) seen().value = data.revision;
        move(data);
        if (dirty) remember(); else forget();
        say((words.saved || "{time}").replace("{time}", data.saved_at));
        return "saved";
      }
      dirty = true;
      if (answer.status === 401 || answer.status === 403) {
        say(words.signedOut || data.error, true);
        offerSignIn(data.login);
        return "signed-out";
      }
      if (answer.status === 409) {
        const late = await ownLateSave();
        if (late !== undefined) {
          if (seen()) seen().value = late;
          return send();
        }
        stopped = true;
        say(data.error, true);
        compare(data.texts || {}, data.revision, data.error);
        return "newer";
      }
      say(answer.status === 429 && data.error || words.offline, true);
      return "broken";
    };

    // The newer text may be this person's own: sent while the page before was being left, it arrived after this page was
    // drawn. Saving the same again is never refused, so the server is asked with what was left; then its revision is ours.
    const ownLateSave = async () => {
      if (!left) return undefined;
      const unkept = [...new FormData(form)].filter(([name, value]) => UNKEPT.has(name) && typeof value === "string");
      const body = new URLSearchParams([...unkept, ...left]);
      left = null;
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
        return answer.ok ? (await answer.json()).revision : undefined;
      } catch {
        return undefined;
      }
    };

    const save = () => {
      if (running || stopped || !dirty) return running || Promise.resolve("saved");
      clearTimeout(timer);
      running = send().then((result) => {
        running = null;
        if (result === "saved" && dirty) schedule(PAUSE);
        else if (result !== "saved" && result !== "newer") again();
        return result;
      });
      return running;
    };

    // The first save makes the draft: from then on the page is the draft's page.
    const move = (data) => {
      if (!data.page || form.dataset.autosave === data.autosave) return;
      forget();
      form.dataset.autosave = data.autosave;
      form.dataset.autosaveKey = data.key;
      form.dataset.attach = data.attach;
      form.action = data.page;
      history.replaceState(history.state, "", data.page);
    };

    const offerSignIn = (login) => {
      const link = state?.querySelector("a[data-login]");
      if (!link || !login) return;
      link.href = `${login}?next=${encodeURIComponent(location.pathname)}`;
      link.hidden = false;
    };

    // Two texts of one thing, one under the other; the person decides and nothing is thrown away before.
    const labelOf = (name) => {
      const element = form.elements.namedItem(name);
      const one = element instanceof RadioNodeList ? element[0] : element;
      return one?.labels?.[0]?.firstChild?.textContent?.trim() || one?.closest("fieldset")?.querySelector("legend")?.textContent?.trim() || "";
    };
    const panel = (title, texts, buttons) => {
      document.getElementById("two-texts")?.remove();
      const box = document.createElement("section");
      box.id = "two-texts";
      box.className = "sheet sheet--portal sheet--pad";
      box.setAttribute("role", "alert");
      box.tabIndex = -1;
      const head = document.createElement("h2");
      head.textContent = title;
      box.append(head);
      for (const [name, text] of texts) {
        const label = document.createElement("h3");
        label.textContent = labelOf(name);
        const body = document.createElement("p");
        body.className = "other-text";
        body.textContent = text || "—";
        box.append(label, body);
      }
      const row = document.createElement("p");
      row.className = "btn-row";
      for (const [text, act] of buttons) {
        if (!text) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn--quiet btn--small";
        button.textContent = text;
        button.addEventListener("click", () => { box.remove(); act(); });
        row.append(button);
      }
      box.append(row);
      form.prepend(box);
      box.scrollIntoView({ block: "nearest" });
      box.focus({ preventScroll: true });
    };
    const saveNow = () => {
      stopped = false;
      dirty = true;
      save();
    };
    const compare = (texts, revision, title) => {
      remember();
      const mine = new Map(content());
      const others = Object.entries(texts).filter(([name, text]) => mine.has(name) && mine.get(name).trim() !== text.trim());
      const buttons = revision === undefined ? [[words.reload, () => location.reload()]] : [
        [words.keepMine, () => { if (seen()) seen().value = revision; saveNow(); }],
        others.length
          ? [words.takeOther, () => {
            if (seen()) seen().value = revision;
            const before = others.map(([name]) => [name, mine.get(name)]);
            for (const [name, text] of others) form.elements.namedItem(name).value = text;
            saveNow();
            panel(words.yourText, before, [[words.close, () => {}]]);
          }]
          : [words.reload, () => { forget(); location.reload(); }],
      ];
      panel(title, others, buttons);
    };

    const bringBack = () => {
      const kept = remembered();
      if (!kept) return;
      const now = JSON.stringify(content());
      if (JSON.stringify(kept.fields) === now) return forget();
      const restore = () => { fill(kept.fields); dirty = true; remember(); say(words.restored); schedule(PAUSE); };
      if (kept.revision === (seen()?.value || "0")) {
        left = kept.fields;
        return restore();
      }
      const mine = new Map(content());
      // The text of a row that is no longer on the page counts too.
      const lostRow = (name, value) => /^[a-z]+-\d+$/.test(name) && !mine.has(name) && value.trim().length > 15;
      const texts = kept.fields.filter(([name, value]) => lostRow(name, value)
        || (mine.has(name) && form.elements.namedItem(name)?.matches?.("textarea, [type=text]") && mine.get(name).trim() !== value.trim()));
      if (!texts.length) return forget();
      panel(words.found, texts, [[words.bringBack, restore], [words.drop, forget]]);
    };

    form.addEventListener("input", (event) => {
      if (event.target.matches("[type=file]") || filling) return;
      dirty = true;
      remember();
      say(words.saving);
      if (!stopped && !failures) schedule(PAUSE);
    });
    form.addEventListener("change", () => { if (dirty && !stopped && !failures) schedule(200); });
    window.addEventListener("online", () => { if (dirty) save(); });
    document.addEventListener("visibilitychange", () => { if (dirty) save(); });
    window.addEventListener("pagehide", () => { if (dirty && !running && !stopped) save(); });

    // The text is saved before the form goes, so that a lost connection or an ended session never takes it along.
    form.addEventListener("submit", async (event) => {
      if (passing || (!dirty && !running)) return;
      event.preventDefault();
      if (form.dataset.flushing) return;
      form.dataset.flushing = "yes";
      stopped = false;
      let result = await (running || save());
      if (result === "saved" && dirty) result = await save();
      delete form.dataset.flushing;
      if (result !== "saved" && result !== "broken") return;
      passing = true;
      form.requestSubmit(event.submitter);
      passing = false;
    });
    form.saveNow = () => { dirty = true; stopped = false; return save(); };

    if (form.dataset.page && location.pathname + location.search !== form.dataset.page) {
      history.replaceState(history.state, "", form.dataset.page + location.hash);
    }
    form.classList.add("is-autosaved");
    bringBack();
  };

  document.querySelectorAll("form[data-autosave]").forEach(start);
})();
