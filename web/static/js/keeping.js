// Hand-offs that are due stay readable on this device without a line: the list, their pages and pictures, and nothing else.
// Each person has copies of their own; `desk.js` throws away those of others, and all of them where nobody is logged in.
(() => {
  const root = document.documentElement;
  const script = document.querySelector("script[data-keeper]");
  const person = document.body.dataset.person;
  if (!person || !self.caches || !navigator.serviceWorker || root.dataset.kept) return;
  const MOST = 10;

  const pictures = (html) => {
    const found = new DOMParser().parseFromString(html, "text/html");
    const shown = [...found.querySelectorAll("main img[src]")].map((each) => each.getAttribute("src"));
    const saved = [...found.querySelectorAll('a[data-file^="image/"]')].map((each) => each.getAttribute("href"));
    return [...shown, ...saved];
  };

  // What the server does not give any more is not kept either.
  const take = async (copies, address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html,image/*" } });
    if (!answer.ok || answer.redirected) {
      await copies.delete(address);
      return null;
    }
    await copies.put(address, answer.clone());
    return answer;
  };

  const keep = async () => {
    await navigator.serviceWorker.register(script.dataset.keeper, { scope: "/handoffs" });
    const copies = await caches.open(`litfass-handoffs-${person}`);
    const isList = location.pathname === "/handoffs";
    const due = [...document.querySelectorAll("[data-due] a.handoffs__link")].slice(0, MOST);
    const wanted = [location.pathname, ...due.map((each) => each.getAttribute("href"))];
    const files = new Set();
    for (const address of wanted) {
      const answer = await take(copies, address);
      if (answer) for (const each of pictures(await answer.text())) files.add(each);
    }
    for (const address of files) await take(copies, address);
    if (!isList) return;
    const kept = new Set([...wanted, ...files].map((each) => new URL(each, location.href).href));
    for (const request of await copies.keys()) if (!kept.has(request.url)) await copies.delete(request);
  };
  addEventListener("load", () => keep().catch(() => {}));
})();
