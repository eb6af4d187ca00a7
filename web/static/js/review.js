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

// The first press only puts the focus on the button, so that no stray key approves anything.
function approve() {
  const button = document.querySelector("[data-key=a]");
  if (!button || button.disabled) return;
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

// The button says until when the yes would hold, as it is typed.
document.addEventListener("input", (event) => {
  const shown = document.querySelector("[data-until]");
  if (!shown || event.target.name !== "valid_until" || !event.target.value) return;
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const day = new Date(`${event.target.value}T12:00`);
  shown.textContent = new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(day);
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

// The next card opens where the last one was, with its button under the finger that has just approved: for a moment
// a second tap of the same hand meets nothing.
const MOMENT = 1000;
for (const button of document.querySelectorAll("[data-decides] button[value=approve]:enabled")) {
  button.disabled = true;
  setTimeout(() => (button.disabled = false), MOMENT);
}

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
