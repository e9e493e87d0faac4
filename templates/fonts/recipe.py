"""The recipe of the page's fonts: npm packages in, small woff2 slices with exact ranges out.

Run by a person who changes the fonts: ``python templates/fonts/recipe.py FOLDER``, where FOLDER
holds, or receives through ``npm pack``, the packages named below. Needs fontTools and brotli; the
build of a page does not.
Same packages, same fontTools and brotli (named in SOURCE.toml): same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
# Titles in the serif are not bold, and nor is what a source says.
WEIGHTS = {"serif": (400,), "sans": (400, 600)}

PACKAGES = {
    "source-serif-4": (
        "5.3.1",
        "sha512-cWcTCXjYYrgF9A67fThVir1VSc0lPEYmwQ6jA4pPt01s2MSCi/maINUcZoCzaqnU8fyUReDO97eGcBUkHgOeug==",
    ),
    "noto-sans": (
        "5.3.0",
        "sha512-fBCog2PY7DiVVTEEqtI/Qdinx/knobHYfoGpjFXdfBX5RoJaBp1Prw2G75p0OIsdlMZg3cLo0c+YbIUYOxnQJw==",
    ),
    "noto-serif": (
        "5.3.0",
        "sha512-ZrMzjuQlBIcw+qma1slZQdU3YDJvrjLG+9CWU1bxSf3YTkucwqd3EYa/Kfo4Ts19w8IMTGAmtOE3d6wWlgnBtA==",
    ),
    "noto-sans-arabic": (
        "5.3.0",
        "sha512-i3t6GR0LOReyJVEk+YfYCnxv53wuIelg7Y9NGNvOq4Diq/EP0YszaGXkQwfQNigLjfO4POrLaPGM0sNliGYk7A==",
    ),
    "noto-naskh-arabic": (
        "5.3.0",
        "sha512-S/GDgQ6mh/PKo4mz5+eXNYbEarvpI7yh6eCdOz8tTVbeM7+OUiacIEscaYEibr/+egDtGbO2ZB00sjy1bJC1kQ==",
    ),
    "noto-sans-hebrew": (
        "5.3.0",
        "sha512-7owtzuw9D+ipt0g8mcBGOm7MS/mv/REKsjSwEUe749UUsrnG54TSmusNn7oxv2GxbUORAzADLQ8ggdtt7oKkpg==",
    ),
    "noto-serif-hebrew": (
        "5.3.0",
        "sha512-UbTqdsCCQRYAxQ1ZNjWTcL+tbqYvCG0nhCSD0Y2CmWEfl32e71/DAlRw9IvhjEdCJnKJm0t9AOfiNiut1mHKeA==",
    ),
    "noto-sans-georgian": (
        "5.3.0",
        "sha512-+a+N1mvCugsggDb5eKPKcwDXQQtbaV+x9/Zo2/p2c9yAZeib+qD2ftbezbPAoLvBf4MP+F8BdDwHdrlnNRSdng==",
    ),
    "noto-serif-georgian": (
        "5.3.0",
        "sha512-qQ9sZDB9ikms7AmF2tRXCNSkD1ESKpbwcJMKI/ei+jjVwIpSu3Bu0hbR6gU3fbPahVIO1/JP0UNzB2sPSHtypw==",
    ),
    "noto-sans-armenian": (
        "5.3.0",
        "sha512-ot9KkRsd2hDXGIMZQeRSvtsw1uoFIBIS+yL7ZLDHY8GpT2LJz7FaCxGT07Iudu0yNTlSEYNLLAbKcy2ZUIjzUA==",
    ),
    "noto-serif-armenian": (
        "5.3.0",
        "sha512-kWKEd1YgIlWjOHPsfO0XO+O222TFwXI1Lz3szGyMcF6W+isCafE9xsItG1dTr2zqIw+2b2JL5VylGUsMMTT/XQ==",
    ),
}

# The copyright line of each family's own name table. Adobe reserves the name "Source", and a slice
# is a modified version (OFL 1.1, section 3): inside the files the serif has another name.
NOTO = "Copyright 2022 The Noto Project Authors (https://github.com/notofonts/latin-greek-cyrillic)"
NOTO_OF = "Copyright {year} The Noto Project Authors (https://github.com/notofonts/{script})"
COPYRIGHT = {
    "source-serif-4": "© 2014 - 2021 Adobe Systems Incorporated (http://www.adobe.com/),"
    " with Reserved Font Name ‘Source’.",
    "noto-sans": NOTO,
    "noto-serif": NOTO,
    **{
        f"noto-{form}-{script}": NOTO_OF.format(year=year, script=script)
        for form, script, year in [
            ("sans", "arabic", 2022),
            ("naskh", "arabic", 2022),
            ("sans", "hebrew", 2024),
            ("serif", "hebrew", 2022),
            ("sans", "georgian", 2022),
            ("serif", "georgian", 2022),
            ("sans", "armenian", 2022),
            ("serif", "armenian", 2022),
        ]
    },
}
NOTICE = (
    "Source Serif 4 (c) Adobe, with Reserved Font Name Source; Noto (c) The Noto Project Authors; "
    "modified (cut to the characters needed); SIL Open Font License 1.1"
)
INNER_NAME = {
    "source-serif-4": "Mapbuilder Serif",
    "noto-sans": "Noto Sans",
    "noto-serif": "Noto Serif",
    "noto-sans-arabic": "Noto Sans Arabic",
    "noto-naskh-arabic": "Noto Naskh Arabic",
    "noto-sans-hebrew": "Noto Sans Hebrew",
    "noto-serif-hebrew": "Noto Serif Hebrew",
    "noto-sans-georgian": "Noto Sans Georgian",
    "noto-serif-georgian": "Noto Serif Georgian",
    "noto-sans-armenian": "Noto Sans Armenian",
    "noto-serif-armenian": "Noto Serif Armenian",
}

# The figures of both families are lining and tabular as they are, without any feature. Marks and
# fractions would double the small slices; the Serbian and Bulgarian forms (locl) add a fifth.
FEATURES = ["ccmp", "kern", "liga", "locl"]
WITHOUT_LOCAL_FORMS = {"russian"}
# Without these Arabic letters would stand apart, and points of Hebrew beside their letter.
JOINING = ["init", "medi", "fina", "rlig", "calt", "mark", "mkmk"]


def _span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def _of(text: str) -> set[int]:
    return {ord(character) for character in text}


# Cut by how texts use letters, not by code block: a page in Azerbaijani, English and Russian takes
# the first three, and one Czech name among its sources costs 4 kB, not 60 for all extended Latin.
LATIN = _span(0x20, 0x7E) | _of("\u00a0\u2009\u202f§©«°·»×‐‑–—‘’‚“”„•…′″‹›€−ÇÖÜçöüı")
AZERI = _of("əƏğĞİşŞ₼")
RUSSIAN = _span(0x410, 0x44F) | _of("Ёё№\u0301")
WESTERN = _span(0xDF, 0xFF) - _of("÷") | _of("œ")
CENTRAL = _of("āąćčďđēęěģīķłľļńňņőřśšťůűūźżžșț")
AZERI_CYRILLIC = _of("ҒғҜҝҮүҸҹҺһӘәӨө")
# One slice a script: letters that join, and marks with their letters, must come from one font. Of
# Arabic the letters of Arabic, Persian, Azerbaijani, Kurdish and Urdu, their points and both sets
# of digits; the joiners and the marks of direction are no reason to take a slice (see fonts.py).
ARABIC = (
    _of("،؛؟ـ٪٫٬٭\u200c\u200d")
    | _span(0x621, 0x63A)
    | _span(0x641, 0x655)
    | _span(0x660, 0x669)
    | _span(0x6F0, 0x6F9)
    | _of("\u0670ٱٹپچڈڑژڕکگڵںھۀہۂۃۆۇۈۋیێېے۔ە")
)
HEBREW = _span(0x5B0, 0x5BE) | _of("\u05bf\u05c1\u05c2\u05c7₪") | _span(0x5D0, 0x5F4)
GEORGIAN = _span(0x10D0, 0x10FF)
ARMENIAN = _span(0x531, 0x58F) | _span(0xFB13, 0xFB17)
LATIN_EXT = _span(0x100, 0x17F) | _span(0x218, 0x21B) | _span(0x2BB, 0x2BF) | _of("ˇ˘˙˛˝ʹʺ₺₽₾₴ℓ†‡‰")

# slice, the package's own slice, its characters; a character belongs to the first slice with it
SLICES: list[tuple[str, str, set[int]]] = [
    ("latin", "latin", LATIN),
    ("azeri", "latin-ext", AZERI),
    ("russian", "cyrillic", RUSSIAN),
    ("western", "latin", WESTERN),
    ("central", "latin-ext", CENTRAL),
    ("latin-1", "latin", _span(0xA1, 0x2212)),
    ("latin-ext", "latin-ext", LATIN_EXT),
    ("latin-more", "latin-ext", _span(0x180, 0x24F) | _span(0x1E00, 0x1EFF)),
    ("vietnamese", "vietnamese", _span(0x1A0, 0x1EFF) | _of("₫")),
    ("cyrillic", "cyrillic", _span(0x400, 0x4FF)),
    ("azeri-cyrillic", "cyrillic-ext", AZERI_CYRILLIC),
    ("cyrillic-ext", "cyrillic-ext", _span(0x460, 0x52F)),
    ("greek", "greek", _span(0x370, 0x3FF)),
    ("arabic", "arabic", ARABIC),
    ("hebrew", "hebrew", HEBREW),
    ("georgian", "georgian", GEORGIAN),
    ("georgian-more", "georgian", _span(0x10A0, 0x10CF) | _span(0x1C90, 0x1CBF)),
    ("armenian", "armenian", ARMENIAN),
]
# Another family's letters stand in only where one alphabet has gaps, or for a script of its own.
STANDING_IN = {
    "noto-serif": {"azeri-cyrillic"},
    "noto-sans-arabic": {"arabic"},
    "noto-naskh-arabic": {"arabic"},
    "noto-sans-hebrew": {"hebrew"},
    "noto-serif-hebrew": {"hebrew"},
    "noto-sans-georgian": {"georgian", "georgian-more"},
    "noto-serif-georgian": {"georgian", "georgian-more"},
    "noto-sans-armenian": {"armenian"},
    "noto-serif-armenian": {"armenian"},
}
SCRIPTS = ("hebrew", "georgian", "armenian")

# family in CSS, short name in the files' names, packages in the order in which they are asked
FAMILIES = [
    (
        "Source Serif 4",
        "serif",
        (
            "source-serif-4",
            "noto-serif",
            "noto-naskh-arabic",
            *(f"noto-serif-{script}" for script in SCRIPTS),
        ),
    ),
    (
        "Noto Sans",
        "sans",
        ("noto-sans", "noto-sans-arabic", *(f"noto-sans-{script}" for script in SCRIPTS)),
    ),
]


def fetch(package: str, folder: Path) -> tarfile.TarFile:
    """The package's archive, fetched by npm if the folder lacks it, refused without its hash."""
    number, integrity = PACKAGES[package]
    path = folder / f"fontsource-{package}-{number}.tgz"
    if not path.exists():
        command = [
            "npm",
            "pack",
            "--silent",
            f"@fontsource/{package}@{number}",
            "--pack-destination",
            str(folder),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != integrity:
        raise SystemExit(f"{path.name}: expected {integrity}, got {found}")
    return tarfile.open(path)


def cut(
    font_bytes: bytes, characters: set[int], features: list[str], package: str, weight: int
) -> bytes:
    """A woff2 of the characters, named by its licence, with no time of its own."""
    font = TTFont(io.BytesIO(font_bytes), recalcTimestamp=False)
    options = subset.Options(
        layout_features=features,
        name_IDs=[],
        notdef_outline=True,
        glyph_names=False,
        drop_tables=["STAT", "BASE", "DSIG"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    family, style = INNER_NAME[package], {400: "Regular", 600: "SemiBold"}[weight]
    names = font["name"]
    names.names = []
    texts = {0: COPYRIGHT[package], 1: family, 2: style, 6: f"{family}-{style}".replace(" ", "")}
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def ranges(characters: set[int]) -> list[list[int]]:
    """The characters as [first, last] pairs in order."""
    pairs: list[list[int]] = []
    for code in sorted(characters):
        if pairs and pairs[-1][1] == code - 1:
            pairs[-1][1] = code
        else:
            pairs.append([code, code])
    return pairs


def main(folder: Path) -> None:
    """Writes every slice, fonts.json, the licences and SOURCE.toml beside this file."""
    archives = {package: fetch(package, folder) for package in PACKAGES}
    for old in HERE.glob("*.woff2"):
        old.unlink()
    faces: list[dict[str, object]] = []
    sums: list[str] = []
    for family, short, packages in FAMILIES:
        for weight in WEIGHTS[short]:
            taken: set[int] = set()
            for package in packages:
                for name, origin, wanted in SLICES:
                    scripts = {slice_ for own in STANDING_IN.values() for slice_ in own}
                    stands_in = STANDING_IN.get(package, set())
                    if package != packages[0] and name not in stands_in:
                        continue
                    if package == packages[0] and name in scripts - {"azeri-cyrillic"}:
                        continue
                    inner = f"package/files/{package}-{origin}-{weight}-normal.woff2"
                    member = archives[package].extractfile(inner)
                    assert member is not None, inner
                    font_bytes = member.read()
                    has = set(TTFont(io.BytesIO(font_bytes)).getBestCmap())
                    characters = (wanted & has) - taken
                    if not characters:
                        continue
                    taken |= characters
                    suffix = "-noto-serif" if package == "noto-serif" else ""
                    path = HERE / f"{short}-{weight}-{name}{suffix}.woff2"
                    features = [
                        f for f in FEATURES if f != "locl" or name not in WITHOUT_LOCAL_FORMS
                    ]
                    if name in {"arabic", "hebrew"}:
                        features += JOINING
                    path.write_bytes(cut(font_bytes, characters, features, package, weight))
                    faces.append(
                        {
                            "family": family,
                            "weight": weight,
                            "file": path.name,
                            "ranges": ranges(characters),
                        }
                    )
                    digest = hashlib.sha256(path.read_bytes()).hexdigest()
                    came = f"{package}: {inner.removeprefix('package/')}"
                    sums.append(f'"{path.name}" = {{ sha256 = "{digest}", from = "{came}" }}')
    text = ",\n".join(json.dumps(face, separators=(",", ":")) for face in faces)
    notice = json.dumps(NOTICE, ensure_ascii=False)
    table = f'{{"version":1,"notice":{notice},"faces":[\n{text}\n]}}\n'
    (HERE / "fonts.json").write_text(table, "utf-8", newline="\n")
    lines = [
        'title = "Slices of Source Serif 4, Noto Sans and Noto Serif for the page"',
        'licence = "OFL-1.1"',
        'recipe = "recipe.py"',
        'attribution = "Source Serif 4 © Adobe; Noto fonts © The Noto Project Authors"',
        f'tools = "fonttools {version("fonttools")}, brotli {version("brotli")}"',
    ]
    for package, (number, integrity) in PACKAGES.items():
        lines += [
            "",
            f"[packages.{package}]",
            f'npm = "@fontsource/{package}"',
            f'version = "{number}"',
        ]
        lines += [f'integrity = "{integrity}"', f'copyright = "{COPYRIGHT[package]}"']
        member = archives[package].extractfile("package/LICENSE")
        assert member is not None
        licence = member.read().decode().split("\n", 1)[1].strip()
        notice = f"{COPYRIGHT[package]}\n\n{licence}\n"
        (HERE / f"OFL-{package}.txt").write_text(notice, "utf-8", newline="\n")
        lines += [f'licence_file = "OFL-{package}.txt"']
    lines += ["", "[files]", *sums]
    (HERE / "SOURCE.toml").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: recipe.py FOLDER   (where the npm packages are, or are put)")
    main(Path(sys.argv[1]))
