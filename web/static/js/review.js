// Keys for the review: j and k go through the cards, a approves (the second time), r returns, m opens what a
// yes may carry. And a question before something is approved that the browser could not show.
// Everything can be done without this file.
document.addEventListener("keydown", (event) => {
  // A key that is held down is one press.
  if (event.repeat && event.target.closest("button")) event.preventDefault();
  if (event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "a") approve();
  else if (event.key === "r") open("[data-key=r]", "textarea");
  else if (event.key === "m") open("[data-key=m]", "input");
  else return;
  event.preventDefault();
});

function step(by) {
  const links = [...document.querySelectorAll("[data-step]")];
  if (links.length === 0) {
    document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
    return;
  }
  const here = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, here + by))].focus();
}

// The first press only opens the sheet with the focus on its button, so that no stray key approves anything.
function approve() {
  const button = document.querySelector("[data-key=a]");
  if (!button || button.disabled) return;
  button.closest("details").open = true;
  if (document.activeElement === button) button.click();
  else button.focus();
}

function open(sheet, field) {
  const more = document.querySelector(sheet);
  if (!more) return;
  more.open = true;
  more.querySelector(field).focus();
}

// The Enter key in a field decides nothing.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-decides] input")) event.preventDefault();
});

// Escape closes the sheet and gives the focus back to what opened it.
document.addEventListener("keydown", (event) => {
  const sheet = event.target.closest(".decision__more[open]");
  if (event.key !== "Escape" || !sheet) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
});

// The buttons say until when the yes would hold, as it is typed.
document.addEventListener("input", (event) => {
  const shown = document.querySelectorAll("[data-until]");
  if (event.target.name !== "valid_until" || !event.target.value) return;
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const day = new Date(`${event.target.value}T12:00`);
  const until = new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(day);
  for (const each of shown) each.textContent = until;
});

// A day that the browser refuses stands in a sheet that may be closed.
document.addEventListener("invalid", (event) => event.target.closest("details")?.setAttribute("open", ""), true);

// The way to a question leads into its field.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  const field = link && document.getElementById(link.dataset.opens);
  if (!field) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  field.closest("details").open = true;
  field.focus();
});

// Where a yes has just appeared or moved, a finger may be on its way to something else: for a moment it rests, and a
// tap meets nothing. So it does as a card opens, for the last one had its button in the same place.
const MOMENT = 1000;
let rested = 0;

function rest() {
  const yes = document.querySelector("[data-decides] button[value=approve]");
  if (!yes) return;
  clearTimeout(rested);
  yes.disabled = true;
  rested = setTimeout(() => (yes.disabled = false), MOMENT);
}

rest();

// The way to what is open leads out of the sheet.
document.addEventListener("click", (event) => {
  if (event.target.closest(".decision__openings a")) event.target.closest("details").open = false;
});

// A finger that opens the sheet has its button below it now. Who presses keys is led there in two steps anyway.
document.addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.closest(".decision__yes")) rest();
});

// While something else of the card is written, the decision stands aside: as long as a form there has the focus or
// words that are not sent yet. It comes back a moment after the last of them, never under the finger that sends.
const decision = document.querySelector(".decision");
let coming = 0;

const isWritten = (form) =>
  form.contains(document.activeElement) ||
  [...form.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);

function stepAside() {
  if (!decision) return;
  const isAside = [...document.querySelectorAll(".review form")].some(isWritten);
  clearTimeout(coming);
  if (isAside) decision.dataset.aside = "";
  else if ("aside" in decision.dataset) coming = setTimeout(comeBack, MOMENT);
}

function comeBack() {
  delete decision.dataset.aside;
  rest();
}

for (const change of ["focusin", "input"]) document.addEventListener(change, stepAside);
// What has the focus next is told only after this one has lost it.
document.addEventListener("focusout", () => setTimeout(stepAside));

// A poster cannot be asked whether it loaded; the same address as a picture can.
const posters = new Map();
for (const film of document.querySelectorAll(".leaving__picture video[poster]")) {
  const picture = new Image();
  picture.src = film.poster;
  posters.set(film, picture);
}

const isMissing = (picture) => !picture.complete || picture.naturalWidth === 0;

function unseen() {
  const pictures = [...document.querySelectorAll(".leaving__picture img")].filter(isMissing);
  const films = [...document.querySelectorAll(".leaving__picture video")].filter(
    (film) =>
      film.error ||
      film.networkState === HTMLMediaElement.NETWORK_NO_SOURCE ||
      (posters.has(film) && isMissing(posters.get(film))),
  );
  return [...pictures, ...films];
}

function fetchAgain(shown) {
  if (shown instanceof HTMLImageElement) {
    shown.src = shown.src;
    return;
  }
  shown.load();
  if (posters.has(shown)) posters.get(shown).src = shown.poster;
}

// What did not load was not seen: the first press says so, and a second one, not the same tap, approves.
let asked = 0;
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-decides]") || event.submitter?.value !== "approve") return;
    if (asked && event.timeStamp - asked > 700) return;
    const missing = asked ? [] : unseen();
    if (!asked && missing.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asked) return;
    asked = event.timeStamp;
    event.target.querySelector("[data-unseen]").hidden = false;
    missing.forEach(fetchAgain);
  },
  true,
);
