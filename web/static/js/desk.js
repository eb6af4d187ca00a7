// Small comforts. Everything on the desk works without this file.

// Folded menus and questions close when somebody clicks beside them or presses Escape; not while words stand in them that
// are not sent yet.
const holdsWords = (folded) =>
  [...folded.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")].some(
    (field) => field.value !== field.defaultValue,
  );
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-closes][open]")) {
    if (!open.contains(event.target) && !holdsWords(open)) open.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details[data-closes][open]");
  if (!open || holdsWords(open)) return;
  open.removeAttribute("open");
  open.querySelector("summary").focus();
});

// On a phone not all tabs fit: the one that is open is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What was refused stands far down on a long page: it comes into sight, unfolded, with the field it is about.
const answered = performance.getEntriesByType("navigation")[0]?.responseStatus || 422;
const refusal = [...document.querySelectorAll("main :is(.field--wrong, .summary, .field__error)")].find(
  (each) => !each.closest("[hidden]"),
);
if (refusal && answered >= 400 && document.activeElement === document.body) {
  for (let fold = refusal.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const field = refusal.querySelector("input:not([type=hidden]), select, textarea") ?? refusal;
  if (field === refusal) field.tabIndex = -1;
  field.focus({ preventScroll: true });
  refusal.scrollIntoView({ block: "center" });
}

// One tap copies: <button data-copy="id of the element with the words" data-copied="Copied">.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  event.preventDefault();
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const words = "value" in source ? source.value : source.textContent;
  try {
    await navigator.clipboard.writeText(words);
    const before = button.textContent;
    button.textContent = button.dataset.copied || before;
    setTimeout(() => (button.textContent = before), 2000);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
});

// A form is sent once: a second tap while the first is on its way does nothing. One that only asks (a search, a
// download) may be sent again at once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Copies of hand-offs on this device are those of whoever is logged in; where nobody is, there are none.
if (self.caches && !document.documentElement.dataset.kept) {
  const mine = `litfass-handoffs-${document.body.dataset.person}`;
  caches.keys().then((names) => {
    for (const name of names) if (name.startsWith("litfass-handoffs-") && name !== mine) caches.delete(name);
  });
}
