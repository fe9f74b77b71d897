// Copies the icons named below from @tabler/icons (MIT) into templates/components/icons, cut down to their paths.
// Run `npm run icons` after changing the list.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const names = [
  "alert-circle", "alert-triangle", "arrow-left", "arrow-right", "check", "chevron-down", "chevron-right", "circle-check",
  "copy", "download", "eye", "help-circle", "info-circle", "lock", "logout", "plus", "printer", "search", "send", "user", "x",
];

const target = fileURLToPath(new URL("../templates/components/icons", import.meta.url));
const source = fileURLToPath(new URL("../node_modules/@tabler/icons/icons/outline", import.meta.url));
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of names) {
  const paths = readFileSync(`${source}/${name}.svg`, "utf8")
    .match(/<(path|circle|line|rect)[^>]*\/>/g)
    .filter((path) => !path.includes('stroke="none"'));
  writeFileSync(`${target}/${name}.html`, `${paths.join("")}\n`);
}
