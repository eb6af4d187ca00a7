// The writer's bench: unsaved text is kept on this device, keys lead from sentence to sentence, suggestions
// are inserted. Everything that decides (conflicts, limits, origin) is decided by the server.
(() => {
  const form = document.querySelector(".bench__form");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("textarea.bench__input:not([readonly])")];

  // --- What was typed and not saved -------------------------------------------------------------------------
  const kept = document.getElementById("kept");
  const KEEP_DAYS = 30;

  const typed = () => Object.fromEntries(boxes().map((box) => [box.name, box.value]));
  const onPage = typed();
  const isOther = (texts) => boxes().some((box) => box.name in texts && texts[box.name] !== onPage[box.name]);

  // The revision on which the texts were last sent; a later one by the same person is what became of them.
  let sent = 0;
  const store = {
    read() {
      try {
        return JSON.parse(localStorage.getItem(kept.dataset.key));
      } catch {
        return null;
      }
    },
    write() {
      const texts = typed();
      try {
        if (!isOther(texts)) return localStorage.removeItem(kept.dataset.key);
        localStorage.setItem(kept.dataset.key, JSON.stringify({ at: Date.now(), texts, sent }));
      } catch {
        // A full or forbidden store: the page still holds the text.
      }
    },
    drop() {
      localStorage.removeItem(kept.dataset.key);
    },
  };

  const offer = () => {
    const draft = store.read();
    if (!draft) return;
    const isOld = Date.now() - draft.at > KEEP_DAYS * 86400000;
    // The server may have followed up on what was saved (the description of the picture): that is no other text.
    const isSaved = draft.sent && "mine" in kept.dataset && Number(kept.dataset.revision) > draft.sent;
    if (isOld || isSaved || !isOther(draft.texts)) return store.drop();
    kept.hidden = false;
  };

  if (kept) {
    offer();
    let waiting;
    form.addEventListener("input", (event) => {
      if (!event.target.matches("textarea")) return;
      clearTimeout(waiting);
      // An offered draft is not written over before somebody decided about it.
      if (kept.hidden) waiting = setTimeout(store.write, 400);
    });
    addEventListener("pagehide", () => kept.hidden && store.write());
    kept.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-kept]")?.dataset.kept;
      if (!choice) return;
      if (choice === "take") {
        const { texts } = store.read() ?? { texts: {} };
        for (const box of boxes()) if (box.name in texts) box.value = texts[box.name];
        form.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        store.drop();
      }
      kept.hidden = true;
    });
    form.addEventListener(
      "submit",
      (event) => {
        sent = navigator.onLine ? Number(kept.dataset.revision) : 0;
        store.write();
        if (navigator.onLine) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        kept.querySelector("p").textContent = kept.dataset.away;
        kept.querySelector(".row").hidden = true;
        kept.hidden = false;
        kept.scrollIntoView({ block: "nearest" });
      },
      true,
    );
    addEventListener("online", () => {
      if (kept.querySelector(".row").hidden) kept.hidden = true;
    });
  }

  // --- From sentence to sentence ----------------------------------------------------------------------------
  const segments = () => [...form.querySelectorAll("[data-segment]")].filter((each) => each.offsetParent);
  const keys = document.querySelector(".help__keys");
  let active = null;

  const boxOf = (segment) => form.querySelector(`#${CSS.escape(segment.dataset.field)}`);

  // The start and end of the sentence in the box that stands where the source's does.
  const span = (segment) => {
    const box = boxOf(segment);
    const [, line] = segment.dataset.place.split(".");
    let start = 0;
    let text = box.value;
    if (line) {
      const lines = box.value.split("\n");
      const before = lines.slice(0, Number(line) - 1);
      start = before.reduce((sum, each) => sum + each.length + 1, 0);
      text = lines[Number(line) - 1] ?? "";
      start = Math.min(start, box.value.length);
    }
    const parts = [...new Intl.Segmenter(box.lang, { granularity: "sentence" }).segment(text)];
    const ends = (part) => start + part.index + part.segment.trimEnd().length;
    // Sentences of the box stand for those the translation was made from. Where their number differs nobody
    // knows which is which: then what is inserted goes to the end and replaces nothing.
    if (parts.length !== Number(segment.dataset.known)) {
      return { box, start: text ? start + text.length : start, end: start + text.length };
    }
    if ("was" in segment.dataset) {
      const own = parts[Number(segment.dataset.was)];
      return own ? { box, start: start + own.index, end: ends(own) } : { box, start, end: start };
    }
    // A new sentence: behind the one before it.
    const siblings = segments().filter((each) => each.dataset.place === segment.dataset.place);
    const before = siblings.slice(0, siblings.indexOf(segment)).filter((each) => "was" in each.dataset).pop();
    const place = before && parts[Number(before.dataset.was)] ? ends(parts[Number(before.dataset.was)]) : start;
    return { box, start: place, end: place };
  };

  // Without room for a column of their own, the suggestions stand under the field that they are for.
  const isNarrow = matchMedia("(max-width: 71.99rem)");
  const placeHelp = (pair) => {
    const help = document.getElementById("help");
    if (isNarrow.matches && help && pair && help.parentElement !== pair) pair.append(help);
  };

  const ask = (segment) => {
    const help = document.getElementById("help");
    if (!help || !window.htmx) return;
    if (help.closest(".pair")) placeHelp(segment.closest(".pair"));
    const query = new URLSearchParams({ place: segment.dataset.place, sentence: segment.dataset.number });
    htmx.ajax("GET", `${help.dataset.help}?${query}`, { target: "#help", swap: "outerHTML" });
  };

  const mark = (segment) => {
    if (!segment || segment === active) return false;
    active?.classList.remove("segment--active");
    active = segment;
    active.classList.add("segment--active");
    ask(segment);
    return true;
  };

  const goTo = (segment) => {
    if (!segment) return;
    mark(segment);
    const { box, start, end } = span(segment);
    box.focus();
    box.setSelectionRange(start, end);
    segment.scrollIntoView({ block: "nearest" });
  };

  const insert = (text) => {
    if (!active || !text) return;
    const { box, start, end } = span(active);
    const isBetween = start === end && start > 0 && !/\s/.test(box.value[start - 1]);
    const follows = start === end && box.value[end] && !/\s/.test(box.value[end]);
    box.focus();
    box.setSelectionRange(start, end);
    const whole = `${isBetween ? " " : ""}${text}${follows ? " " : ""}`;
    // The old command is the only one that undo knows of.
    if (!document.execCommand("insertText", false, whole)) box.setRangeText(whole, start, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    // What came from the memory is told, so that what was typed counts as typed.
    const taken = Object.assign(document.createElement("input"), { type: "hidden", name: "inserted", value: text });
    form.append(taken);
  };

  form.addEventListener("focusin", (event) => {
    const box = event.target;
    if (!box.matches("textarea.bench__input") || (active && active.dataset.field === box.name)) return;
    mark(segments().find((each) => each.dataset.field === box.name));
  });
  form.addEventListener("click", (event) => {
    const segment = event.target.closest("[data-segment]");
    if (segment && !String(getSelection())) goTo(segment);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = segments();
      if (!all.length) return;
      event.preventDefault();
      goTo(all[active ? Math.min(Math.max(all.indexOf(active) + step, 0), all.length - 1) : 0]);
      return;
    }
    const number = /^Digit([1-3])$/.exec(event.code)?.[1];
    // The button knows the sentence that its suggestion is for; of a whole field several stand here.
    const button = number && document.querySelectorAll("#help [data-insert]")[Number(number) - 1];
    if (!button || !active) return;
    event.preventDefault();
    button.click();
  });

  const withScript = () => {
    for (const button of document.querySelectorAll("#help [data-insert]")) button.hidden = false;
    const help = document.querySelector(".help__keys");
    if (help) help.hidden = !segments().length || matchMedia("(hover: none)").matches;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const sentence = button.closest("[data-place]");
    const { place, number } = sentence.dataset;
    const own = segments().find((each) => each.dataset.place === place && each.dataset.number === number);
    if (own) {
      active?.classList.remove("segment--active");
      active = own;
      active.classList.add("segment--active");
    }
    insert(button.closest(".match").querySelector(".match__text").textContent);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".pair__help");
    if (link) placeHelp(link.closest(".pair"));
  });
  // There, what the checks say of a field stands under it, too; what may stand is said in the list of all of them.
  const showFound = () => {
    for (const old of form.querySelectorAll(".pair__found")) old.remove();
    if (!isNarrow.matches) return;
    for (const row of document.querySelectorAll("#findings .findings__row[data-field]")) {
      const field = form.querySelector(`#${CSS.escape(row.dataset.field)}`)?.closest(".field");
      if (!field) continue;
      const list = field.querySelector(".pair__found") ?? document.createElement("ul");
      const item = document.createElement("li");
      const sign = row.querySelector(".mark").cloneNode(true);
      list.className = "pair__found stack stack--4";
      sign.classList.add("mark--sentence");
      sign.querySelector(".mark__word").textContent = row.querySelector(".findings__said").textContent;
      item.append(sign);
      list.append(item);
      field.append(list);
    }
  };
  isNarrow.addEventListener("change", () => {
    showFound();
    const help = document.getElementById("help");
    if (help && !isNarrow.matches) document.getElementById("findings").after(help);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    withScript();
    if (event.detail.target?.id === "findings") showFound();
    const isAsked = event.detail.requestConfig?.elt?.matches?.(".pair__help");
    if (isAsked) document.getElementById("help")?.scrollIntoView({ block: "nearest" });
  });
  withScript();
  if (keys) keys.hidden = !segments().length;
})();
