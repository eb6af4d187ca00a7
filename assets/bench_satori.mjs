// Cards with satori and resvg, as their manuals have it; reads an order, writes seconds for each picture.
import { readFileSync } from "node:fs";
import satori from "satori";
import { Resvg } from "@resvg/resvg-js";

const order = JSON.parse(readFileSync(0, "utf8"));
const inline = (name, type) =>
  `data:image/${type};base64,${readFileSync(`${order.folder}/${name}`).toString("base64")}`;
const photo = inline("photo.jpg", "jpeg");
const logo = inline("logo.png", "png");
const fonts = Object.entries(order.fonts).map(([weight, path]) => ({
  name: "Litfass Sans", weight: Number(weight), style: "normal", data: readFileSync(path),
}));
const box = (style, children) => ({ type: "div", props: { style: { display: "flex", ...style }, children } });

const card = (row) => box({ width: 1080, height: 1350, position: "relative", color: "#f6f3ec" }, [
  { type: "img", props: { src: photo, width: 1080, height: 1350, style: { position: "absolute", objectFit: "cover" } } },
  box({ position: "absolute", width: 1080, height: 1350, background: "#16181dbb" }, ""),
  { type: "img", props: { src: logo, width: 180, height: 60, style: { position: "absolute", top: 86, left: 86 } } },
  box({ flexDirection: "column", justifyContent: "flex-end", gap: 32, padding: 86, width: 1080 }, [
    box({ fontSize: 110, fontWeight: 700, lineHeight: 1.07 }, row.headline),
    box({ fontSize: 48, lineHeight: 1.36 }, row.body),
    box({ fontSize: 48, fontWeight: 700 }, row.call),
    box({ fontSize: 32 }, row.source),
  ]),
]);

const seconds = [];
for (let round = 0; round < order.warm_up + order.rounds; round += 1) {
  for (const row of order.rows) {
    const begun = process.hrtime.bigint();
    const svg = await satori(card(row), { width: 1080, height: 1350, fonts });
    new Resvg(svg).render().asPng();
    if (round >= order.warm_up) seconds.push(Number(process.hrtime.bigint() - begun) / 1e9);
  }
}
process.stdout.write(JSON.stringify(seconds));
