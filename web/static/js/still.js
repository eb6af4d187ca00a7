// Words that may be posted are asked about again when the page comes back into sight and before they are copied, saved or
// shared: an approval that was taken back meanwhile hides them. Without a line what was asked a short while ago counts.
//   <ol data-still="address that answers 204 while they may be posted" data-over="id of what to show instead"
//       data-unknown="id of what to show while nobody can say">
// With `data-anew` the page is fetched anew instead: it says itself that it is over, or has the newer words. Without a
// line such a page, which somebody outside has open, goes on: nothing can be posted then either.
(() => {
  const words = document.querySelector("[data-still]");
  const FRESH = 60000;
  const WITHOUT_A_LINE = 600000;
  const PATIENCE = 5000;
  // A page out of the copies of this device was asked about when it was copied.
  let askedAt = Date.parse(document.documentElement.dataset.kept) || Date.now();

  const show = (name, isShown) => document.getElementById(words.dataset[name])?.toggleAttribute("hidden", !isShown);

  // "yes", "no", or "unknown" where there is no line or no login.
  const ask = async () => {
    try {
      const answer = await fetch(words.dataset.still, { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" });
      if (answer.status === 204) {
        askedAt = Date.now();
        return "yes";
      }
      return answer.status === 409 || answer.status === 404 ? "no" : "unknown";
    } catch {
      return "unknown";
    }
  };

  const look = async () => {
    if (!words.isConnected) return false;
    const found = await ask();
    if (found === "no" && "anew" in words.dataset) {
      location.reload();
      return false;
    }
    if (found === "no") {
      words.remove();
      show("unknown", false);
      show("over", true);
      document.getElementById(words.dataset.over)?.focus();
      return false;
    }
    const counts = found === "yes" || "anew" in words.dataset || Date.now() - askedAt < WITHOUT_A_LINE;
    show("unknown", !counts);
    return counts;
  };

  if (words) {
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
    addEventListener("pageshow", (event) => event.persisted && look());
    let passed = null;
    words.addEventListener(
      "click",
      async (event) => {
        const taken = event.target.closest("[data-copy], [data-share], a[download]");
        if (!taken || taken === passed || Date.now() - askedAt < FRESH) return;
        event.preventDefault();
        event.stopPropagation();
        if (!(await look())) return;
        passed = taken;
        taken.click();
        passed = null;
      },
      true,
    );
  }

  // A list that is only read is fetched anew.
  if (document.querySelector("[data-fresh]")) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - askedAt > FRESH) location.reload();
    });
  }
})();
