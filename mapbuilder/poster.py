"""The poster: an exhibit in, one sheet to hang on a wall out, as PDF or PNG.

The exhibit's page draws it (``templates/app/src/paper/poster.ts``) and a headless Chromium prints
it. Always true: the same exhibit, sheet and Chromium give the same bytes, and the page asks the
network for nothing.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from base64 import b64decode
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import mapbuilder
from mapbuilder.browser import find_browser
from mapbuilder.build import page_path, refuse_emptied
from mapbuilder.counts import counted, one_or_several
from mapbuilder.errors import BrowserError, PosterError, SilentBrowserError
from mapbuilder.poster_sheet import ACCOUNTS, TEXTS, Sheet

if TYPE_CHECKING:
    from mapbuilder.devtools import Tab
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.report import Report

Form = Literal["pdf", "png"]

DRAWN_S = 180
"""A sheet that is not drawn by then will not be."""

FIRST_ANSWER_S = 60
"""A browser that is silent for so long is ended, and another one has all the time there is."""

MOST_PICTURES = 8
"""So many are taken until two in a row are the same."""

_BOM = b"\xef\xbb\xbf"
_STATE = "document.documentElement?.dataset.poster ?? null"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that was made."""

    content: bytes
    sheet: Sheet
    form: Form
    events: int
    told: int
    """What each event is told with: a level of ``poster_sheet``."""
    text_pt: float
    """Size of the events' text in points."""

    def summary(self) -> str:
        """Of the sheet and what is on it, in one line."""
        width, height = self.sheet.width_mm, self.sheet.height_mm
        size = f"{width:g} × {height:g} mm"
        if self.form == "png":
            across, down = self.sheet.pixels
            size += f", {across:,} × {down:,} pixels"
        told = {
            ACCOUNTS: "with their texts and other accounts",
            TEXTS: "with their texts",
        }.get(self.told, "by date, title and place")
        events = counted(self.events, "event")
        return f"{size}, {self.sheet.dpi} dpi: {events} {told}, {self.text_pt:g} pt"


def make_poster(
    exhibit: Exhibit,
    sheet: Sheet,
    *,
    form: Form = "pdf",
    lang: str | None = None,
    report: Report | None = None,
) -> Poster:
    """The poster of an exhibit in one of its languages.

    *This function runs a program*: the Chromium that ``find_browser`` finds. Raises ``PosterError``
    when the events do not fit on the sheet, ``BrowserError`` when there is no browser.
    """
    from mapbuilder.languages import asked_language

    lang = asked_language(exhibit.config, lang)
    refuse_emptied(exhibit)
    _need_extra()
    browser = find_browser()
    from mapbuilder.devtools import ANSWER_S

    language = lang or exhibit.config.languages[0]
    page = _page(_for_paper(exhibit), sheet, language, report)
    with tempfile.TemporaryDirectory(prefix="mapbuilder-poster-") as folder:
        path = Path(folder, "poster.html")
        path.write_bytes(_BOM + page)
        # At times, on a busy machine, Chromium waits for a frame that never comes.
        try:
            return _drawn(browser, FIRST_ANSWER_S, path, sheet, form, language)
        except SilentBrowserError:
            return _drawn(browser, ANSWER_S, path, sheet, form, language)


def write_poster(
    exhibit: Exhibit,
    output: Path | str | None = None,
    *,
    form: Form | None = None,
    size: str = "a3",
    landscape: bool = False,
    dpi: int = 200,
    lang: str | None = None,
    report: Report | None = None,
) -> tuple[Path, Poster]:
    """The path of the poster that was written, and the poster.

    *This function runs a program and writes a file:* ``output`` names it or its folder, else it is
    ``output/NAME-poster.pdf`` in the current folder. Without ``form`` the name's end tells it.
    """
    from mapbuilder.exhibit_files import refuse_input
    from mapbuilder.files import write_atomic

    path, form = poster_path(exhibit, output, form)
    refuse_input(path, exhibit.folder, exhibit.inputs)
    poster = make_poster(
        exhibit, Sheet.of(size, landscape=landscape, dpi=dpi), form=form, lang=lang, report=report
    )
    write_atomic(path, poster.content)
    return path, poster


def poster_path(
    exhibit: Exhibit, output: Path | str | None, form: Form | None
) -> tuple[Path, Form]:
    """Where the poster goes, and in which form. Raises ``PosterError`` where the two differ."""
    path = page_path(exhibit, output)
    suffix = path.suffix.lower().removeprefix(".")
    if suffix == "html" and (output is None or Path(output).suffix.lower() != ".html"):
        chosen = form or "pdf"
        return path.with_name(f"{path.stem}-poster.{chosen}"), chosen
    for known in get_args(Form):
        if suffix == known and form in (None, known):
            return path, known
    if form is not None and suffix in get_args(Form):
        raise PosterError(
            f"{path} ends in .{suffix}, and --format says {form}: leave one of them out"
        )
    raise PosterError(f"a poster is a .pdf or a .png, and {path} is neither")


def _need_extra() -> None:
    missing = [name for name in ("pypdf", "websockets") if find_spec(name) is None]
    if missing:
        raise PosterError(
            f"a poster needs {' and '.join(missing)}: pip install 'mapbuilder[poster]'"
        )


def _for_paper(exhibit: Exhibit) -> Exhibit:
    """The exhibit without what paper has no use for: an online map, and what a kiosk does."""
    config = exhibit.config
    return replace(
        exhibit,
        config=config.model_copy(
            update={
                "basemap": config.basemap.model_copy(update={"online": None}),
                "kiosk": config.kiosk.model_copy(update={"by_address": False}),
            }
        ),
    )


def _page(exhibit: Exhibit, sheet: Sheet, language: str, report: Report | None) -> bytes:
    from mapbuilder.page import render_page

    own_map = None
    if exhibit.config.basemap.own is not None:
        from mapbuilder.own_map import read_own_map
        from mapbuilder.report import Report

        own_map = read_own_map(exhibit, Report() if report is None else report)
        if own_map is not None:
            # Nobody keeps this page: however large the map is, nothing stands beside it.
            own_map = replace(own_map, embedded=True)
    return render_page(exhibit, language=language, report=report, own_map=own_map, poster=sheet)


def _drawn(
    browser: str, answer_s: float, path: Path, sheet: Sheet, form: Form, language: str
) -> Poster:
    """The poster of a page as a browser draws it that answers each command within ``answer_s``."""
    from mapbuilder.devtools import open_tab

    with open_tab(browser, answer_s) as tab:
        outcome = _draw(tab, path, sheet)
        title = _CONTROLS.sub(" ", tab.evaluate("document.title"))
        told, text_pt = _taken(outcome, sheet)
        drawn = _print_pdf(tab, sheet) if form == "pdf" else _picture(tab)
        if tab.requests:
            raise BrowserError(f"the poster's page asked for {tab.requests[0]}")
    content = _fixed(drawn, form, sheet, title, language)
    return Poster(content, sheet, form, outcome["events"], told, text_pt)


def _draw(tab: Tab, path: Path, sheet: Sheet) -> dict[str, Any]:
    """Lets the page draw the sheet, and returns what it says of it."""
    width, height = sheet.css_px
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=sheet.ratio,
        mobile=False,
    )
    tab.call(
        "Emulation.setEmulatedMedia",
        features=[
            {"name": "prefers-color-scheme", "value": "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ],
    )
    tab.call("Page.navigate", url=path.as_uri())
    end = time.monotonic() + DRAWN_S
    while time.monotonic() < end:
        state = tab.evaluate(_STATE)
        if tab.errors:
            raise BrowserError(f"the poster's page fails: {tab.errors[0]}")
        if state:
            outcome: dict[str, Any] = json.loads(state)
            return outcome
        time.sleep(0.1)
    raise BrowserError(f"the poster was not drawn within {DRAWN_S} s")


def _taken(outcome: dict[str, Any], sheet: Sheet) -> tuple[int, float]:
    """The step that fits. Raises ``PosterError`` that says what to do when none does."""
    steps = sheet.to_steps()
    if outcome["step"] >= 0:
        return steps[int(outcome["step"])]
    left_out, events = outcome["left_out"], outcome["events"]
    larger = sheet.larger(outcome["needed"])
    advice = (
        f"take a larger sheet, such as --size {larger}"
        if larger
        else "take a larger sheet, or make posters of parts of the exhibit"
    )
    verb = one_or_several(left_out, "does", "do")
    raise PosterError(
        f"{left_out:,} of {counted(events, 'event')} {verb} not fit on a sheet of "
        f"{sheet.width_mm:g} × {sheet.height_mm:g} mm, with date, title and place in "
        f"letters of {steps[-1][1]:g} pt: {advice}; the printed page (handout) holds them all"
    )


def _print_pdf(tab: Tab, sheet: Sheet) -> bytes:
    answer = tab.call(
        "Page.printToPDF",
        scale=sheet.scale,
        paperWidth=sheet.width_mm / 25.4,
        paperHeight=sheet.height_mm / 25.4,
        marginTop=0,
        marginBottom=0,
        marginLeft=0,
        marginRight=0,
        printBackground=True,
        preferCSSPageSize=False,
        generateTaggedPDF=True,
        generateDocumentOutline=False,
    )
    return b64decode(answer["data"])


def _picture(tab: Tab) -> bytes:
    """The picture, once two in a row are the same: on a busy machine a frame may come late."""
    before = b""
    for _ in range(MOST_PICTURES):
        picture = b64decode(tab.call("Page.captureScreenshot", format="png")["data"])
        if picture == before:
            return picture
        before = picture
    raise BrowserError(f"of {MOST_PICTURES} pictures of the poster no two in a row are the same")


def _fixed(drawn: bytes, form: Form, sheet: Sheet, title: str, language: str) -> bytes:
    from mapbuilder.fixed_bytes import fixed_pdf, fixed_png

    if form == "png":
        return fixed_png(drawn, sheet.dpi)
    creator = f"mapbuilder {mapbuilder.__version__}"
    return fixed_pdf(drawn, title=title, language=language, creator=creator)
