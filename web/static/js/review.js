// Keys for the review: j and k go through the cards, a approves (the second time), r returns.
// Everything can be done without this file.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "a") approve();
  else if (event.key === "r") openReason();
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
  if (!button) return;
  if (document.activeElement === button) button.click();
  else button.focus();
}

function openReason() {
  const more = document.querySelector("[data-key=r]");
  if (!more) return;
  more.open = true;
  more.querySelector("textarea").focus();
}
