// Keys for the list of questions: j and k go on, x ticks, 1 to 3 confirm a topic, 0 says that none fits.
// Everything can be done without this file.
const list = () => document.querySelector("[data-questions]");

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function here() {
  return document.activeElement?.closest?.("[data-row]") ?? null;
}

function go(by) {
  const all = rows();
  const at = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.querySelector(".asked__tick")?.focus();
}

function pick(number) {
  const row = here();
  if (!row) return;
  const wanted = number === 0 ? row.querySelector("[data-none]") : row.querySelectorAll("[data-pick]")[number - 1];
  if (!wanted) return;
  const at = rows().indexOf(row);
  document.body.addEventListener("htmx:afterSettle", () => rows()[at + 1]?.querySelector(".asked__tick")?.focus(), {
    once: true,
  });
  wanted.click();
}

document.addEventListener("keydown", (event) => {
  if (!list() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("select, textarea, [contenteditable], input:not([type=checkbox])")) return;
  if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
  else if (event.key === "x" && here()) here().querySelector(".asked__tick").click();
  else if (/^[0-3]$/.test(event.key) && here()) pick(Number(event.key));
  else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-all]")) return;
  for (const tick of document.querySelectorAll(".asked__tick")) tick.checked = event.target.checked;
});

for (const only of document.querySelectorAll(".questions__all, .questions__keys")) only.hidden = false;
