// Writes ../bundle, or with `--tests FOLDER` the tests as plain modules. app.js draws the marks, more.js all the rest; with
// what only some exhibits show (lines and areas, historical maps, an online map, codes of addresses) they are whole.js and
// more-whole.js. Same sources, same bytes: no source maps, no paths, no clock.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const testsAt = process.argv.indexOf("--tests");

// Leaflet's style sheet is half about its own controls, popups and tooltips, which the page does not use; their
// pictures would be fetched.
const UNUSED =
  /\.leaflet-(bar|control|cursor|div-icon|editing|oldie|popup|tooltip|touch(?!-(?:drag|zoom)))|\.lvml|\bvml\b/;

const onlyUsedRules = {
  name: "only-used-rules",
  setup(bundler) {
    bundler.onLoad({ filter: /leaflet\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/\/\*.*?\*\//gs, "")
        .replace(/([^{}]+)(\{[^{}]*\})/g, (_, selectors, block) => {
          const used = selectors.split(",").filter((selector) => !UNUSED.test(selector));
          return used.length > 0 ? used.join(",") + block : "";
        })
        .replace(/url\(images\/[^)]*\)/g, "none"),
      loader: "css",
    }));
  },
};

/** The second script uses the first one's Leaflet. */
const givenLeaflet = {
  name: "given-leaflet",
  setup(bundler) {
    bundler.onResolve({ filter: /^leaflet$/ }, () => ({ path: join(here, "src/map/given.js") }));
    // It fills its tables when it is read, which is nothing to a script that draws no code.
    bundler.onResolve({ filter: /^lean-qr$/ }, () => ({
      path: join(here, "node_modules/lean-qr/index.mjs"),
      sideEffects: false,
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
    bundler.onResolve({ filter: /\/core\/Browser$/ }, () => ({ path: join(here, "src/map/browser.js") }));
    // Vectors for Internet Explorer 8, marks that visitors drag away, and the pin of those that have no icon.
    bundler.onResolve({ filter: /\/(SVG\.VML|Marker\.Drag|Icon\.Default)$/ }, () => ({
      path: join(here, "src/map/unused.js"),
    }));
    bundler.onResolve({ filter: /^leaflet$/ }, () => ({ path: join(here, "src/map/leaflet.js") }));
    bundler.onResolve({ filter: /^@mapbox\/point-geometry$/ }, () => ({
      path: join(here, "src/tiles/point.js"),
    }));
  },
};

/** What the licences of the libraries in a script ask to be repeated in every copy: their own texts. */
function notices({ outputs }) {
  // Of what was read, a script may have nothing in it.
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const held = parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const used = held.map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const texts = [...new Set(used)]
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => {
      const folder = join(here, "node_modules", name);
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((each) => /^licen[cs]e(\.|$)/i.test(each));
      if (!file) throw new Error(`${name} has no licence to repeat`);
      return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8")
        .replace(/[\t\r ]+$/gm, "")
        .trim()}`;
    });
  const text = texts.join("\n\n");
  if (/[^\n\x20-\x7e]|\*\/|<\/script/i.test(text)) throw new Error("a licence cannot stand in a comment");
  return text ? `/*!\n${text}\n*/` : "";
}

const common = {
  absWorkingDir: here,
  bundle: true,
  // Whatever charset a server declares, ASCII is read as it was written, and the page's hashes hold.
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  target: ["chrome115", "firefox115", "safari16.4"],
  define: { EXTRAS: "true", MANY: "false" },
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
  const pageBuild = { ...common, minify: true, outdir: "../bundle" };
  const scripts = {
    boot: { source: "src/boot.ts" },
    begin: { source: "src/begin.ts" },
    app: { source: "src/main.ts", define: { EXTRAS: "false" } },
    whole: { source: "src/main.ts" },
    more: { source: "src/more.ts", define: { EXTRAS: "false" }, plugins: [givenLeaflet] },
    "more-whole": { source: "src/more.ts", plugins: [givenLeaflet] },
    // Of an exhibit with more records or places than a list and marks can show.
    "app-many": { source: "src/main.ts", define: { MANY: "true" } },
    "more-many": { source: "src/many/more.ts", define: { MANY: "true" }, plugins: [givenLeaflet] },
    tiles: { source: "src/tiles/tiles.ts" },
    // Of a page on a public screen; it comes before the app, whose sizes go by it.
    kiosk: { source: "src/kiosk/kiosk.ts" },
    // Of a page with pictures, sound or film.
    media: { source: "src/media/media.ts" },
    // Of a page that is a poster.
    poster: { source: "src/paper/poster.ts" },
    // The page of `build --to --tiles`, which reads its records from a server.
    web: { source: "src/web/main.ts", define: { EXTRAS: "false", MANY: "true" } },
    "more-web": {
      source: "src/web/web.ts",
      define: { EXTRAS: "false", MANY: "true" },
      plugins: [givenLeaflet, onlyUsedParts],
    },
    // The page of `mapbuilder match --html`, which is none of the exhibit's.
    review: { source: "src/review.ts", format: "esm" },
  };
  for (const [name, { source, define, format = "iife", plugins = [onlyUsedParts] }] of Object.entries(
    scripts,
  )) {
    const script = {
      ...pageBuild,
      format,
      define: { ...common.define, ...define },
      entryPoints: { [name]: source },
      plugins,
    };
    const { metafile } = await build({ ...script, metafile: true, write: false });
    await build({ ...script, banner: { js: notices(metafile) } });
  }
  const sheets = {
    app: "src/page.css",
    more: "src/more.css",
    extras: "src/extras.css",
    many: "src/many/bubbles.css",
    "more-many": "src/many/many.css",
    "more-web": "src/web/web.css",
    review: "src/review.css",
    kiosk: "src/kiosk/kiosk.css",
    media: "src/media/media.css",
    "media-text": "src/media/text.css",
    poster: "src/paper/poster.css",
  };
  await build({ ...pageBuild, entryPoints: sheets, plugins: [onlyUsedRules] });
  const written = [
    ...Object.keys(scripts).map((name) => `${name}.js`),
    ...Object.keys(sheets).map((name) => `${name}.css`),
  ];
  for (const name of written) {
    // esbuild escapes what is in strings, not what is in patterns.
    const beyond = /.{0,40}[^\n\x20-\x7e].{0,40}/.exec(readFileSync(join(here, "../bundle", name), "utf8"));
    if (beyond) throw new Error(`${name} is not ASCII: ${beyond[0]}`);
  }
}
