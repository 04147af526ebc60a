// Editors of rows: questions of a round, options of a solution. Without this script every button is a submit of the form.
// <form data-editor data-most="12"> holds [data-rows] of [data-row]; #row-template holds an empty row with the key «__key__».
(() => {
  "use strict";

  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const list = form.querySelector("[data-rows]");
  const template = document.getElementById("row-template");
  const most = Number(form.dataset.most);
  const rows = () => [...list.querySelectorAll(":scope > [data-row]")];
  const keyOf = (row) => row.querySelector("[name=row]").value;
  let free = Math.max(-1, ...rows().map((row) => Number(keyOf(row)))) + 1;

  // The patterns of advice in disguise are the server's own (mentoring/content/advice.json).
  const source = document.getElementById("advice-patterns");
  const advice = source ? JSON.parse(source.textContent).map((pattern) => new RegExp(pattern, "u")) : [];
  const soundsLikeAdvice = (text) => {
    const plain = text.toLowerCase().replaceAll("\u0451", "\u0435").split(/\s+/u).filter(Boolean).join(" ");
    return advice.some((pattern) => pattern.test(plain));
  };

  const touched = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const texts = (row) => [...row.querySelectorAll("textarea, input[type=text]")];
  const isEmpty = (row) => texts(row).every((field) => !field.value.trim());

  const addRow = (key = String(free)) => {
    free = Math.max(free, Number(key) + 1);
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__key__", key);
    const row = holder.content.firstElementChild;
    list.append(row);
    return row;
  };

  const preview = (row) => {
    const box = row.querySelector("[data-preview]");
    if (!box) return;
    const lines = row.querySelector("[data-steps]").value.split("\n").map((line) => line.trim()).filter(Boolean);
    box.hidden = !lines.length;
    box.querySelector("ol").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
  };

  const remarks = () => {
    let shown = false;
    for (const row of rows()) {
      const remark = row.querySelector("[data-advice]");
      if (!remark) continue;
      remark.hidden = !soundsLikeAdvice(row.querySelector("[data-question]").value);
      shown ||= !remark.hidden;
    }
    const lacks = form.querySelector("[data-lacks-developing]");
    if (lacks) {
      const developing = rows().some((row) => row.querySelector("[data-kind]").value === "developing" && !isEmpty(row));
      lacks.hidden = developing || lacks.hasAttribute("data-never");
      shown ||= !lacks.hidden;
    }
    // The remarks are on the page already, so the server need not show them once more before sending.
    const noticed = form.elements.namedItem("noticed");
    if (noticed && shown) noticed.value = "1";
  };

  const refresh = () => {
    rows().forEach((row, at) => {
      row.querySelector("[data-number]").textContent = at + 1;
      row.querySelector("[data-up]")?.toggleAttribute("disabled", at === 0);
      row.querySelector("[data-down]")?.toggleAttribute("disabled", at === rows().length - 1);
      preview(row);
    });
    form.querySelector("[data-add]").hidden = rows().length >= most;
    remarks();
  };

  const hintBoxes = () => [...form.querySelectorAll("[data-hint]")];
  const hintField = (row) => row.querySelector("[name^='hint-']");
  const boxOf = (row) => hintBoxes().find((box) => box.value === hintField(row)?.value);
  const wordsOf = (box) => box.closest("label").querySelector("[data-hint-text]").textContent;

  const pick = (box) => {
    const row = rows().find((each) => hintField(each).value === box.value);
    if (box.checked && !row) {
      const blank = rows().find(isEmpty);
      if (!blank && rows().length >= most) {
        box.checked = false;
        return;
      }
      const target = blank || addRow();
      hintField(target).value = box.value;
      target.querySelector("[data-question]").value = wordsOf(box);
      target.querySelector("[data-kind]").value = box.dataset.kind;
    } else if (!box.checked && row) {
      // Only what was left as it came goes away with the tick; edited words stay.
      if (row.querySelector("[data-question]").value.trim() === wordsOf(box).trim()) row.remove();
      else hintField(row).value = "";
      if (!rows().length) addRow();
    }
    refresh();
  };

  const putIn = (text) => {
    const active = form.dataset.editor === "questions" ? rows().find(isEmpty) || (rows().length < most ? addRow() : null) : null;
    const field = form.dataset.editor === "questions" ? active?.querySelector("[data-question]") : last || form.elements.namedItem("intro");
    if (!field) return;
    const at = field === last ? field.selectionStart : field.value.length;
    const before = field.value.slice(0, at);
    field.setRangeText(before && !/\s$/u.test(before) ? `\n\n${text}` : text, at, at, "end");
    field.focus();
  };

  let last = null;
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });
  form.addEventListener("input", refresh);
  form.addEventListener("change", (event) => { if (event.target.matches("[data-hint]")) pick(event.target); });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-row]");
    if (button.matches("[data-add]")) {
      event.preventDefault();
      const added = addRow();
      refresh();
      texts(added)[0].focus();
      return;
    }
    if (button.value === "module") {
      event.preventDefault();
      putIn(form.elements.namedItem("module").selectedOptions[0].dataset.text);
    } else if (row && button.matches("[data-remove]")) {
      event.preventDefault();
      const box = boxOf(row);
      if (box) box.checked = false;
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      texts(next || addRow())[0].focus();
    } else if (row && button.matches("[data-up], [data-down]")) {
      event.preventDefault();
      if (button.matches("[data-up]")) row.previousElementSibling?.before(row);
      else row.nextElementSibling?.after(row);
      button.focus();
    } else return;
    refresh();
    touched();
  });

  // Before kept text is filled in (static/js/autosave.js), the page gets the rows that the text was written in.
  form.addEventListener("autosave:rows", (event) => {
    const wanted = event.detail.filter(([name]) => name === "row").map(([, key]) => key);
    for (const row of rows()) if (!wanted.includes(keyOf(row))) row.remove();
    for (const key of wanted) {
      const row = rows().find((each) => keyOf(each) === key) || addRow(key);
      list.append(row);
      const hint = event.detail.find(([name]) => name === `hint-${key}`);
      if (hint && hintField(row)) hintField(row).value = hint[1];
    }
    refresh();
  });

  for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
  if (matchMedia("(max-width: 59.99rem)").matches) document.querySelectorAll("[data-beside]").forEach((box) => { box.open = false; });
  refresh();
})();
