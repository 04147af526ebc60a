// Uploads a file as soon as it is chosen, with progress: <input type="file" data-upload> inside a form with data-attach.
(() => {
  "use strict";

  const start = (input) => {
    const form = input.form;
    const field = input.closest(".field");
    const bar = field.querySelector("progress");
    const error = field.querySelector(".field__error");
    const list = form.querySelector("[data-files]");
    field.querySelector(".upload-button").hidden = true;

    const complain = (words) => {
      error.firstElementChild.textContent = words;
      error.hidden = !words;
      input.setAttribute("aria-invalid", words ? "true" : "false");
    };
    const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

    const upload = (file) => new Promise((done) => {
      const body = new FormData();
      body.append("files", file);
      body.append("ordinal", form.elements.namedItem("ordinal")?.value || "");
      const request = new XMLHttpRequest();
      request.open("POST", form.dataset.attach);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; });
      request.addEventListener("load", () => {
        const answer = request.response || {};
        if (answer.files !== undefined) list.innerHTML = answer.files;
        done(answer.error || (request.status < 400 ? "" : error.dataset.lost));
      });
      request.addEventListener("error", () => done(error.dataset.lost));
      request.send(body);
    });

    input.addEventListener("change", async () => {
      const files = [...input.files];
      if (!files.length) return;
      complain("");
      bar.hidden = false;
      input.disabled = true;
      // A file needs a draft to lie with: what is typed is saved first, and that makes one.
      if (!form.dataset.attach) await form.saveNow();
      const errors = [];
      for (const file of files) {
        bar.value = 0;
        const words = form.dataset.attach ? await upload(file) : error.dataset.lost;
        if (words) errors.push(words);
      }
      bar.hidden = true;
      input.disabled = false;
      input.value = "";
      complain(errors.join(" "));
    });
  };

  document.querySelectorAll("input[data-upload]").forEach(start);
})();
