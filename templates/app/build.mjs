// Writes ../bundle (boot.js, app.js, whole.js, tiles.js, app.css), or with `--tests FOLDER` the tests as plain modules.
// app.js is whole.js without what only some exhibits show: lines and areas, historical maps, an online map.
// Same sources, same bytes: no source maps, no paths, no clock.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const testsAt = process.argv.indexOf("--tests");

// Leaflet's pictures are of its own controls and pins, which the page does not use; an empty url() would be fetched.
const withoutPictures = {
  name: "without-pictures",
  setup(bundler) {
    bundler.onLoad({ filter: /leaflet\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/url\(images\/[^)]*\)/g, "none"),
      loader: "css",
    }));
  },
};

const onlyUsedParts = {
  name: "only-used-parts",
  setup(bundler) {
    // Leaflet makes its classes by calls, which a bundler must keep; those of a layer that nobody imports do nothing.
    bundler.onResolve(
      { filter: /^leaflet\/src\/layer\/(ImageOverlay|tile|vector\/(Polygon|SVG))/ },
      ({ path }) => ({
        path: join(here, "node_modules", path),
        sideEffects: false,
      }),
    );
    // Vectors for Internet Explorer 8.
    bundler.onResolve({ filter: /\/SVG\.VML\.js$/ }, () => ({ path: join(here, "src/map/vml.js") }));
    bundler.onResolve({ filter: /^leaflet$/ }, () => ({ path: join(here, "src/map/leaflet.js") }));
    bundler.onResolve({ filter: /^@mapbox\/point-geometry$/ }, () => ({
      path: join(here, "src/tiles/point.js"),
    }));
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  target: ["chrome115", "firefox115", "safari16.4"],
  define: { EXTRAS: "true" },
};

if (testsAt > 0) {
  const names = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    plugins: [onlyUsedParts],
    entryPoints: names.map((name) => join("test", name)),
    format: "esm",
    outdir: process.argv[testsAt + 1],
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: "node20",
    entryNames: "[name]",
  });
} else {
  const pageBuild = { ...common, format: "iife", minify: true, outdir: "../bundle" };
  await build({
    ...pageBuild,
    entryPoints: { boot: "src/boot.ts", whole: "src/main.ts", tiles: "src/tiles/tiles.ts" },
    plugins: [onlyUsedParts],
  });
  await build({
    ...pageBuild,
    entryPoints: { app: "src/main.ts" },
    plugins: [onlyUsedParts],
    define: { EXTRAS: "false" },
  });
  await build({ ...pageBuild, entryPoints: { app: "src/app.css" }, plugins: [withoutPictures] });
}
