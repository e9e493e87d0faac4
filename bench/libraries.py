"""What the peers' pages load from elsewhere, and the packages of npm that it is taken from.

``HASHES`` names each package's archive by its hash, as npm's registry does; ``fetch`` packs what is
missing into a folder. ``answer`` gives the bytes that an address has. Nothing of this is kept in
the project: it is other people's work, under their licences, and only lent to their own pages.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import os
import struct
import subprocess
import tarfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tools.provide import ROOT, provide_node

FOLDER = ROOT / "output" / "bench" / "libraries"

HASHES = {
    "@deck.gl/widgets@9.3.9":
        "QlO9WbhmPUzIXLFTxCGVfxGlCyH7qoClD6fFM+0ZgS7i2HkkBL8Ih63VTicLM1gjTc5mckQoBAeS4LqeeOoiMw==",
    "@fortawesome/fontawesome-free@6.2.0":
        "CNR7qRIfCwWHNN7FnKUniva94edPdyQzil/zCwk3v6k4R6rR2Fr8i4s3PM7n/lyfPA6Zfko9z5WDzFxG9SW1uQ==",
    "@jupyter-widgets/html-manager@1.0.15":
        "5thBIV6ymNgmPVOHvzx+gGy8ZSKmSazhtGw4/c4xJDVzRhG9PTeQsRjF3FUTopvFi//SABeNz1yp47bCrJ3CQA==",
    "anywidget@0.9.21":
        "0uQ9/zZmig/2DuI2OXTDI97msdfRH7cMKK+pxxFqArfNdXXCWalvsKGvl896EyNROXPVuqZB1r7T+RZN9ruQNg==",
    "bootstrap@3.2.0":
        "MVUiqgpLinHRQlO8RIEsua7gmA+OHPD9wQU2ShAl+PzqmPXC0qzPgrynZEWTA6YlSY+APl7NEF3jXhBixadAvg==",
    "bootstrap@5.2.2":
        "dEtzMTV71n6Fhmbg4fYJzQsw1N29hJKO1js5ackCgIpDcGid2ETMGC6zwSYw09v05Y+oRdQ9loC54zB1La3hHQ==",
    "drmonty-leaflet-awesome-markers@2.0.2":
        "g508pdnnHQr9l4kU6McvJzcSd0w1FvHFlZZCYc4oT+zjwYJi1qtj0fFBFEWMKoNfHK4UcBya1eccyjKfu4chjQ==",
    "es-module-shims@2.8.1":
        "Ztg5TxFCT/ffzmSf/ginHIvSbsneH60X9tpaMBD/jWXHQZT1JJNj8tOO3mRmUT3ar7Qn3YK4EbM1SjJpN5dPBA==",
    "font-awesome@4.6.3":
        "I5rWuHv7MI5uYDGFT1SJohxdkTfks41QQ9fvMEzvBnWppsehXnoj8LNuW4MGtawSrHvApYVhCZSC7rk5wDycyw==",
    "jquery@3.7.1":
        "m4avr8yL8kmFN8psrbFFFmB/If14iN5o9nw/NgnnM+kybDJpRsAynV2BsfpTYrTRysYUdADVD7CkUUizgkpLfg==",
    "kepler.gl@3.2.6":
        "IUaxkVjfC36yFMjK3GfBJS6Ro48eL9/Q+Sc10NqYhpKPPju4R85DCmGhSmyZFMb1MKU3M/2oj4cT55wwl1eIdg==",
    "kepler.gl@3.3.0-alpha.11":
        "Bvn4HVIOlNarOuFLyuAoZ/mqnRMu0OJvDkJDBCopCBFOR7ZE2jrVRvm14xXKnF6i/cPcLmZdi0P9+bBTvGoD4w==",
    "leaflet.markercluster@1.1.0":
        "eI+XkCiLiHwCC3uZ4/n4+Vq3rXcqEHN2lhHRVG1WVziy/3Q0TTipWkzEa1zO0dKZI2AnI5ppFDWrOjnQ7MJLKQ==",
    "leaflet@1.9.3":
        "iB2cR9vAkDOu5l3HAay2obcUHZ7xwUBBjph8+PGtmW/2lYhbLizWtG7nTeYht36WfOslixQF9D/uSIzhZgGMfQ==",
    "maplibre-gl@4.7.1":
        "lgL7XpIwsgICiL82ITplfS7IGwrB1OJIw/pCvprDp2dhmSSEBgmPzYRvwYYYvJGJD7fxUv1Tvpih4nZ6VrLuaA==",
    "maplibre-gl@5.14.0":
        "O2ok6N/bQ9NA9nJ22r/PRQQYkUe9JwfDMjBPkQ+8OwsVH4TpA5skIAM2wc0k+rni5lVbAVONVyBvgi1rF2vEPA==",
    "mapbox-gl@1.13.0":
        "g8zlzuJxYJqbOPXT19/UBYpVrcefBQ06F/Cbj0fyEfFnFesDcU3cFTxd75/FZ6Upx2ZEjCsD61CHxrcxZidVpA==",
    "parquet-wasm@0.7.1":
        "fjEGpMApzt3mpI2pUxdRgQGu5G+s4nr0vm5xn43JO7jxdYzzu2fHrVrTHtfeEhtB6vfvTzJBz0WydDYzLWvszQ==",
    "react-dom@19.1.0":
        "Xs1hdnE+DyKgeHJeJznQmYMIBG3TKIHJJT95Q58nHLSrElKlGQqDTR2HQ9fx5CN/Gk6Vh/kupBTDLU11/nDk/g==",
    "react-redux@9.3.0":
        "KQopgqFo/p/fgmAs5qz6p5RWaNAzq40WAu7fJIXnQpYxFPbJYtsJPWvGeF2rOBaY/kEuV77AVsX8TsQzKm+A/g==",
    "react@19.1.0":
        "FS+XFBNvn3GTAWq26joslQgWNoFu08F4kl0J4CgdNKADkdSGXQyTCnKteIAJy96Br6YbpEU1LSzV5dYtjMkMDg==",
    "redux@5.0.1":
        "M9/ELqF6fy8FwmkpnF0S3YKOqMyoWJ4+CS5Efg2ct3oY9daQvd/Pc71FpGZsVsbl3Cpb+IIcjBDUnnyBdQbq4w==",
    "requirejs@2.3.4":
        "qPD5gRrj6kGQ0ZySAJgqbArkaDqPMbQIT0zSZDkIv1mfA17w/tR2Faq5l2qqRf2CdQx6FWln9nUrgd2UDzb19A==",
    "scheduler@0.26.0":
        "NlHwttCI/l5gCPR3D1nNXtWABUmBwvZpEQiD4IXSbIDq8BzLIK/7Ir5gTFSGZDUu37K5cMNp0hFtzO38sC7gWA==",
    "styled-components@6.1.19":
        "1v/e3Dl1BknC37cXMhwGomhO8AkYmN41CqyX9xhUDxry1ns3BFQy2lLDRQXJRdVVWB9OHemv/53xaStimvWyuA==",
    "use-sync-external-store@1.5.0":
        "Rb46I4cGGVBmjamjphe8L/UnvJD+uPPtTkNvX5mZgqdbavhI4EbgIWJiIHXJ8bc/i9EQGPRh4DwEURJ552Do0A==",
}  # fmt: skip
"""sha512 in base64, by ``name@version``."""

ADDRESSES = {
    "cdn.jsdelivr.net/npm/leaflet@1.9.3/": "leaflet@1.9.3/",
    "cdn.jsdelivr.net/npm/bootstrap@5.2.2/": "bootstrap@5.2.2/",
    "cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/":
        "@fortawesome/fontawesome-free@6.2.0/",
    "code.jquery.com/jquery-3.7.1.min.js": "jquery@3.7.1/dist/jquery.min.js",
    "cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.js":
        "drmonty-leaflet-awesome-markers@2.0.2/js/leaflet.awesome-markers.js",
    "cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/":
        "drmonty-leaflet-awesome-markers@2.0.2/css/",
    "cdnjs.cloudflare.com/ajax/libs/leaflet.markercluster/1.1.0/":
        "leaflet.markercluster@1.1.0/dist/",
    "cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js": "requirejs@2.3.4/require.js",
    "cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@^1.0.1/":
        "@jupyter-widgets/html-manager@1.0.15/",
    "cdn.jsdelivr.net/npm/anywidget@~0.9.*/dist/index.js": "anywidget@0.9.21/dist/index.js",
    "cdn.jsdelivr.net/npm/parquet-wasm@0.7.1/": "parquet-wasm@0.7.1/",
    "ga.jspm.io/npm:es-module-shims@2.8.1/": "es-module-shims@2.8.1/",
    "unpkg.com/kepler.gl@3.3.0-alpha.18/umd/keplergl.min.js":
        "kepler.gl@3.3.0-alpha.11/umd/keplergl.min.js",
    "unpkg.com/kepler.gl@3.3.0-alpha.18/umd/keplergl.min.css":
        "kepler.gl@3.2.6/umd/keplergl.min.css",
    "unpkg.com/maplibre-gl@^4/": "maplibre-gl@4.7.1/",
    "api.tiles.mapbox.com/mapbox-gl-js/v1.13.0/": "mapbox-gl@1.13.0/dist/",
    "unpkg.com/maplibre-gl@5.14.0/": "maplibre-gl@5.14.0/",
    "maxcdn.bootstrapcdn.com/font-awesome/4.6.3/": "font-awesome@4.6.3/",
    "maxcdn.bootstrapcdn.com/bootstrap/3.2.0/": "bootstrap@3.2.0/dist/",
    "cdn.jsdelivr.net/npm/@deck.gl/widgets@~9.3.*/": "@deck.gl/widgets@9.3.9/",
}  # fmt: skip
"""Beginnings of addresses without their scheme, and the files that stand for them."""

EMPTY = (
    "netdna.bootstrapcdn.com/bootstrap/3.0.0/css/bootstrap-glyphicons.css",
    "cdn.jsdelivr.net/gh/python-visualization/folium/folium/templates/leaflet.awesome.rotate.min.css",
    "d1a3f4spazzrp4.cloudfront.net/kepler.gl/uber-fonts/4.0.0/superfine.css",
)
"""Style sheets that no package has; what they style is not on these pages."""

ICONS = "studio-public-data.foursquare.com/statics/keplergl/icons/svg-icons.json"
"""Kepler.gl's list of pictures for its icon layer, which is not used here: answered by none."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A package for Node made one for the browser, as esm.sh does it."""

    main: str
    inner: dict[str, str] = field(default_factory=dict)
    """What it requires and brings along."""
    outer: tuple[str, ...] = ()
    """What it requires of the page."""
    names: tuple[str, ...] = ()


MODULES = {
    "esm.sh/react@19.1.0": Wrapped("react@19.1.0/cjs/react.production.js"),
    "esm.sh/react@19.1.0/jsx-runtime": Wrapped(
        "react@19.1.0/cjs/react-jsx-runtime.production.js", outer=("react",)
    ),
    "esm.sh/react-dom@19.1.0": Wrapped(
        "react-dom@19.1.0/cjs/react-dom.production.js", outer=("react",)
    ),
    "esm.sh/react-dom@19.1.0/client": Wrapped(
        "react-dom@19.1.0/cjs/react-dom-client.production.js",
        {"scheduler": "scheduler@0.26.0/cjs/scheduler.production.js"},
        ("react", "react-dom"),
        ("createRoot", "hydrateRoot"),
    ),
    "esm.sh/redux@5.0.1": Wrapped("redux@5.0.1/dist/cjs/redux.cjs"),
    "esm.sh/react-redux@9.3.0": Wrapped(
        "react-redux@9.3.0/dist/cjs/react-redux.production.min.cjs",
        {
            "use-sync-external-store/with-selector.js": "use-sync-external-store@1.5.0/cjs/"
            "use-sync-external-store-with-selector.production.js"
        },
        ("react", "redux"),
    ),
    "esm.sh/styled-components@6.1.19": Wrapped(
        "styled-components@6.1.19/dist/styled-components.min.js", outer=("react",)
    ),
}

TILES = ("tile.openstreetmap.org/", "basemaps.cartocdn.com/")
GROUND = (242, 242, 242)
"""The base map of all peers: one grey, in every tile."""
STYLE = {
    "version": 8,
    "sources": {},
    "layers": [
        {"id": "ground", "type": "background", "paint": {"background-color": f"rgb{GROUND}"}}
    ],
}


def fetch(folder: Path = FOLDER) -> Path:
    """The folder with all archives; those that are missing are packed by npm, and all compared."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [package for package in HASHES if not archive(folder, package).exists()]
    if missing:
        path = os.pathsep.join((provide_node(), os.environ.get("PATH", "")))
        for package in missing:
            subprocess.run(
                ["npm", "pack", "--silent", package],
                cwd=folder,
                check=True,
                env={**os.environ, "PATH": path},
                stdout=subprocess.DEVNULL,
            )
    for package, expected in HASHES.items():
        content = archive(folder, package).read_bytes()
        if base64.b64encode(hashlib.sha512(content).digest()).decode() != expected:
            raise SystemExit(f"{archive(folder, package)} is not {package}: its hash is another")
    return folder


def archive(folder: Path, package: str) -> Path:
    """Where npm puts the archive of a package."""
    name, _, version = package.rpartition("@")
    return folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def is_tile(url: str) -> bool:
    """Whether an address is one of the base map's."""
    return any(host in url for host in TILES)


@dataclass(slots=True)
class Libraries:
    """The archives, each opened when the first of its files is asked for."""

    folder: Path
    _files: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def answer(self, url: str) -> tuple[bytes, str] | None:
        """What is at an address, and its type; None for what no peer's page should ask for."""
        parts = urlsplit(url)
        address = parts.netloc + unquote(parts.path)
        if any(host in address for host in TILES):
            if address.endswith(".json"):
                return json.dumps(STYLE).encode(), "application/json"
            return BLANK_TILE, "image/png"
        if address == ICONS:
            return b'{"svgIcons": []}', "application/json"
        if address in EMPTY:
            return b"", "text/css"
        if module := MODULES.get(address):
            return self._module(module), "text/javascript"
        for start, path in ADDRESSES.items():
            if address.startswith(start):
                path += address.removeprefix(start)
                content = self._file(path)
                kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
                return None if content is None else (content, kind)
        return None

    def _file(self, path: str) -> bytes | None:
        package = next(package for package in HASHES if path.startswith(f"{package}/"))
        if package not in self._files:
            with tarfile.open(archive(self.folder, package)) as packed:
                self._files[package] = {
                    member.name.split("/", 1)[1]: content.read()
                    for member in packed
                    if member.isfile() and (content := packed.extractfile(member))
                }
        return self._files[package].get(path.removeprefix(f"{package}/"))

    def _module(self, module: Wrapped) -> bytes:
        lines = [
            *(f'import * as outer{at} from "{name}";' for at, name in enumerate(module.outer)),
            "const found = {",
            *(f'"{name}": outer{at}.default,' for at, name in enumerate(module.outer)),
            "};",
            'const require = name => found[name]; const process = {env: {NODE_ENV: "production"}};',
            "const run = f => { const module = {exports: {}}; f(module, module.exports);",
            "  return module.exports; };",
        ]
        for name, path in module.inner.items():
            lines.append(f'found["{name}"] = run(function (module, exports) {{')
            lines += [self._text(path), "});"]
        lines += ["const main = run(function (module, exports) {", self._text(module.main), "});"]
        lines.append("export default main;")
        lines += [f"export const {name} = main.{name};" for name in module.names]
        return "\n".join(lines).encode()

    def _text(self, path: str) -> str:
        content = self._file(path)
        if content is None:
            raise SystemExit(f"There is no {path} in its package")
        return content.decode("utf-8")


def _blank_tile() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    row = b"\0" + bytes(GROUND) * 256
    header = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    packed = zlib.compress(row * 256, 9)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


BLANK_TILE = _blank_tile()
