import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { usedTokens } from "./used-tokens.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = folder("dist");
rmSync(outdir, { recursive: true, force: true });
cpSync(folder("src/icon.svg"), `${outdir}/icon.svg`);

const options = {
  absWorkingDir: folder(".."),
  entryPoints: [
    { in: "assets/src/css/app.css", out: "app" },
    { in: "assets/src/js/app.js", out: "app" },
  ],
  outdir,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  minify: true,
  legalComments: "linked",
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "fonts/[name]",
  // htmx holds an eval for features that `allowEval: false` switches off.
  logOverride: { "direct-eval": "silent" },
  plugins: [usedTokens()],
  logLevel: "info",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
