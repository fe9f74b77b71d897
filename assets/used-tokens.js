// The theme sets 1,600 design tokens, most of them for components we do not have. This plugin keeps the tokens that the
// style sheets really read, and those that these read in turn, so that the bundle holds only what is used.
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("src/css", import.meta.url));
const modules = fileURLToPath(new URL("../node_modules", import.meta.url));

const read = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

async function styleSheets() {
  const own = (await readdir(sources)).filter((name) => name.endsWith(".css")).map((name) => `${sources}/${name}`);
  const texts = await Promise.all(own.map((path) => readFile(path, "utf8")));
  const packages = texts.flatMap((css) => [...css.matchAll(/@import "(@utrecht\/[^"]+)"/g)].map((match) => match[1]));
  return [...texts, ...(await Promise.all(packages.map((path) => readFile(`${modules}/${path}`, "utf8"))))];
}

function kept(tokens, start) {
  const found = new Set();
  const queue = [...start];
  while (queue.length > 0) {
    const name = queue.pop();
    if (found.has(name) || !tokens.has(name)) continue;
    found.add(name);
    queue.push(...read(tokens.get(name)));
  }
  return found;
}

export const usedTokens = () => ({
  name: "used-tokens",
  setup(build) {
    build.onLoad({ filter: /voorbeeld-design-tokens\/dist\/theme\.css$/ }, async ({ path }) => {
      const theme = await readFile(path, "utf8");
      const tokens = new Map([...theme.matchAll(/^\s*(--[\w-]+):\s*(.+);/gm)].map(([, name, value]) => [name, value]));
      const names = kept(tokens, (await styleSheets()).flatMap(read));
      const lines = [...tokens].filter(([name]) => names.has(name)).map(([name, value]) => `  ${name}: ${value};`);
      return { contents: `.voorbeeld-theme {\n${lines.join("\n")}\n}\n`, loader: "css" };
    });
  },
});
