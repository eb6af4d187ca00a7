// The worker of the browser for hand-offs: without a line it shows what `keeping.js` put aside, marked with its time. It
// keeps nothing itself, changes nothing that is sent, and asks the network first, always.
const LONGEST = 12 * 60 * 60 * 1000; // as long as a login lasts

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const marked = async (copy, takenAt) => {
  const headers = new Headers(copy.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const html = await copy.text();
  const language = /<html lang="([a-zA-Z-]+)"/.exec(html)?.[1] ?? "en";
  const time = takenAt.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const told = html
    .replace("<html ", `<html data-kept="${takenAt.toISOString()}" `)
    .replace('id="kept" hidden', 'id="kept"')
    .replace("{time}", time);
  return new Response(told, { headers });
};

const fromCopy = async (request, problem) => {
  const copy = await caches.match(request, { ignoreVary: true });
  const takenAt = new Date(copy?.headers.get("Date") ?? 0);
  if (!copy || Date.now() - takenAt > LONGEST) throw problem;
  return request.mode === "navigate" ? marked(copy, takenAt) : copy;
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const isWanted = request.mode === "navigate" || request.destination === "image" || /\/files\/\d+$/.test(request.url);
  if (request.method !== "GET" || !isWanted || !request.url.startsWith(location.origin)) return;
  event.respondWith(fetch(request).catch((problem) => fromCopy(request, problem)));
});
