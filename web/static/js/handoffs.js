// Hand-offs on a poor line: what was said goes into a box on this device first and leaves it when the server has
// answered. Saying it twice does no harm there, so a lost answer is simply asked for again. Everything works without
// this file, given a connection.
(() => {
  const box = document.getElementById("outbox");
  if (!box) return;
  // Each person has a box of their own: on a shared phone nobody speaks in another one's name.
  const KEY = `litfass-outbox-${box.dataset.person}`;
  const DRAFT = `litfass-typed-${box.dataset.person}-`;
  const PATIENCE = 20000;
  const LARGEST_SIDE = 1600;
  const FIRST_PAUSE = 10000;
  const LONGEST_PAUSE = 120000;

  const kept = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const keep = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };
  const entries = () => kept(KEY, []);
  const put = (entry) => keep(KEY, [...entries().filter((each) => each.action !== entry.action), entry]);
  const drop = (action) => {
    const rest = entries().filter((each) => each.action !== action);
    keep(KEY, rest.length ? rest : null);
  };

  // --- What is told ------------------------------------------------------------------------------------------
  const words = box.querySelector(".notice__text");
  const tell = (sentence, { login = false, stop = false, buttons = true } = {}) => {
    words.textContent = sentence.replace("{what}", entries().map((each) => each.label).join(", "));
    box.hidden = !sentence;
    box.classList.toggle("notice--stop", stop);
    box.classList.toggle("notice--waiting", !stop);
    box.querySelector(".row").hidden = !buttons;
    box.querySelector("a").hidden = !login;
  };

  // --- Sending -----------------------------------------------------------------------------------------------
  const bytes = (dataUrl) => Uint8Array.from(atob(dataUrl.split(",")[1]), (sign) => sign.charCodeAt(0));

  const post = (action, body) =>
    fetch(action, {
      method: "POST",
      body,
      headers: { "HX-Request": "true", "X-CSRFToken": box.dataset.token },
      signal: AbortSignal.timeout(PATIENCE),
    });
  const onwardOf = (answer) => {
    const onward = answer.headers.get("HX-Location");
    return answer.status === 204 && onward ? JSON.parse(onward).path : null;
  };

  const send = async (entry) => {
    const form = new FormData();
    form.set("csrf_token", box.dataset.token);
    form.set("url", entry.url);
    if (entry.unproven) form.set("unproven", entry.unproven);
    if (entry.shot) form.set("screenshot", new Blob([bytes(entry.shot)], { type: "image/jpeg" }), "screenshot.jpg");
    const answer = await post(entry.action, form);
    const onward = onwardOf(answer);
    if (onward) return { onward };
    if (answer.headers.get("HX-Redirect") || [400, 401, 403].includes(answer.status)) return { isOut: true };
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.getElementById("outbox")?.remove();
    const told = page.querySelector(".field__error, .summary") ?? page.querySelector("main p");
    return { refused: told?.textContent.trim() || String(answer.status) };
  };

  let busy = false;
  let pause = FIRST_PAUSE;
  let timer;
  const sendAll = async () => {
    if (busy || !entries().length) return;
    busy = true;
    clearTimeout(timer);
    tell(box.dataset.sending, { buttons: false });
    try {
      for (const entry of entries()) {
        const answer = await send(entry);
        if (answer.isOut) {
          tell(box.dataset.out, { login: true });
          return;
        }
        drop(entry.action);
        if (answer.refused) {
          tell(`${entry.label}: ${answer.refused}`, { stop: true, buttons: false });
          return;
        }
        keep(DRAFT + entry.action, null);
        if (!entries().length) location.assign(answer.onward);
      }
    } catch {
      tell(box.dataset.waits);
      timer = setTimeout(sendAll, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    } finally {
      busy = false;
    }
  };
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
  box.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-outbox]")?.dataset.outbox;
    if (wish === "again") sendAll();
    if (wish === "drop") {
      keep(KEY, null);
      tell("");
    }
  });

  // --- The form ----------------------------------------------------------------------------------------------
  // A screenshot is made small here: on a poor line the large one would never arrive.
  const small = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85);
  };

  for (const form of document.querySelectorAll("form[data-posted]")) {
    const action = form.getAttribute("action");
    const url = form.elements.url;
    const fields = [url, form.elements.unproven].filter(Boolean);
    const typed = kept(DRAFT + action, {});
    for (const field of fields) field.value ||= typed[field.name] ?? "";
    if (form.elements.unproven?.value) form.elements.unproven.closest("details").open = true;
    form.addEventListener("input", () => {
      url.setCustomValidity("");
      const words = Object.fromEntries(fields.map((each) => [each.name, each.value]));
      keep(DRAFT + action, fields.some((each) => each.value) ? words : null);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const file = form.elements.screenshot.files[0];
      const unproven = form.elements.unproven?.value.trim() ?? "";
      // Said here already: on a dead line the server could not ask for it.
      url.setCustomValidity(file || url.value.trim() || unproven ? "" : form.dataset.unproven);
      if (!form.reportValidity()) return;
      let shot = "";
      try {
        shot = file ? await small(file) : "";
      } catch {
        return form.submit(); // The server says what is wrong with the file.
      }
      if (!put({ action, label: form.dataset.posted, url: url.value.trim(), shot, unproven })) return form.submit();
      sendAll();
    });
  }
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = `${DRAFT}figures-${form.dataset.keep}`;
    const fields = [...form.querySelectorAll("input[inputmode=numeric]")];
    const typed = kept(key, {});
    for (const field of fields) field.value ||= typed[field.name] ?? "";
    form.addEventListener("input", () => keep(key, Object.fromEntries(fields.map((each) => [each.name, each.value]))));
    // Kept until the page comes back without the form: then the figures have arrived.
  }
  for (const key of Object.keys(localStorage)) {
    const number = key.startsWith(`${DRAFT}figures-`) ? key.slice(`${DRAFT}figures-`.length) : null;
    const isRound = document.querySelector(".round");
    if (number && isRound && !document.querySelector(`form[data-keep="${CSS.escape(number)}"]`)) keep(key, null);
  }

  // Whatever else is said on these pages is not kept for later; but without a line the page stays, and what was typed in it.
  for (const form of document.querySelectorAll("main form[method=post]:not([data-posted])")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (form.dataset.sent) return;
      form.dataset.sent = "yes";
      try {
        const onward = onwardOf(await post(form.getAttribute("action"), new FormData(form, event.submitter)));
        // What was refused, or asks to log in, says so on a page of its own.
        if (onward) location.assign(onward);
        else form.submit();
      } catch {
        tell(box.dataset.unsent, { buttons: false });
      } finally {
        delete form.dataset.sent;
      }
    });
  }

  // --- Pictures ----------------------------------------------------------------------------------------------
  // They are fetched while there is a line, so that saving and sharing need none any more.
  const links = [...document.querySelectorAll("a[data-file]")];
  const files = new Map();
  const share = document.querySelector("[data-share]");
  const fetchPicture = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) return;
    const type = link.dataset.file;
    const file = new File([await answer.blob()], link.download, { type });
    files.set(link, file);
    link.href = URL.createObjectURL(file);
    const all = links.map((each) => files.get(each));
    if (share && all.every(Boolean) && navigator.canShare?.({ files: all })) share.hidden = false;
  };
  for (const link of links) if (link.dataset.file.startsWith("image/")) fetchPicture(link).catch(() => {});
  share?.addEventListener("click", async () => {
    const text = document.getElementById(share.dataset.share).value;
    // Most apps take the picture and drop the text: it waits in the clipboard.
    navigator.clipboard?.writeText(text).catch(() => {});
    try {
      await navigator.share({ files: links.map((each) => files.get(each)), text });
    } catch {
      // Closed without sharing: nothing happened.
    }
  });

  for (const button of document.querySelectorAll("[data-paste]")) {
    const field = document.getElementById(button.dataset.paste);
    button.hidden = !navigator.clipboard?.readText;
    button.addEventListener("click", async () => {
      const text = await navigator.clipboard.readText().catch(() => "");
      const address = /https?:\/\/\S+/.exec(text)?.[0];
      if (address) {
        field.value = address;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      } else field.focus();
    });
  }

  if (entries().length) sendAll();
})();
