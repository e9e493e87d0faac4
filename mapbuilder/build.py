"""The build: an exhibit in, one HTML file out, or a folder where that would be too large.

The page is made whole in memory and then put in place of the old one in a single step, so that a
failed or refused build leaves the old page as it was.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from mapbuilder.counts import counted
from mapbuilder.errors import MapbuilderError

# Whoever catches what `build` raises may look for it here.
from mapbuilder.errors import ProblemsError as ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mapbuilder.exhibit import Exhibit
    from mapbuilder.minisign import SecretKey
    from mapbuilder.page_folder import Beside, Form
    from mapbuilder.progress import Progress
    from mapbuilder.report import Problem, Report

Profile = Literal["web", "embed", "kiosk"]
Detail = Literal["full", "light", "none"]


def build(
    exhibit: Exhibit | Path | str | None = None,
    output: Path | str | None = None,
    *,
    profile: Profile = "web",
    basemap: Detail | Path | str | None = None,
    lang: str | None = None,
    strict: bool = False,
    report: Report | None = None,
    key: SecretKey | None = None,
    only_source: bool = False,
    final: bool = False,
    progress: Progress | None = None,
    form: Form | None = None,
) -> Path:
    """The path of the page that was written.

    *This function writes a file:* ``output`` names it or its folder, else it is
    ``output/NAME.html`` in the current folder. ``exhibit`` is one, or what ``read_exhibit`` takes.
    ``basemap`` is a detail, or the file of a map of one's own; what the page takes of such a map is
    in it or, above the limit of the settings, in ``NAME.map`` beside it. A page of too many records
    for one file is ``NAME/index.html`` with its texts beside it, unless ``form`` asks for a file.
    With ``strict``, errors and warnings raise ``ProblemsError`` and nothing is written; so does,
    with ``final``, whatever ``check --final`` refuses, unsigned texts above all, and always a table
    whose every record is rejected. ``only_source`` leaves out what the records' own
    sources do not say, as the setting of that name does. What only the finished page shows, such
    as a character that its fonts lack, is a note in ``report``.
    With ``key`` its signature is written to ``NAME.html.minisig``. ``progress`` is told how far
    the work is.
    """
    from mapbuilder.exhibit import Exhibit, read_exhibit
    from mapbuilder.exhibit_files import refuse_input
    from mapbuilder.languages import asked_language
    from mapbuilder.page import render_parts
    from mapbuilder.page_folder import Beside, with_form

    whole = exhibit if isinstance(exhibit, Exhibit) else read_exhibit(exhibit, joins=False)
    if only_source:
        whole = whole.with_only_source()
    lang = asked_language(whole.config, lang)
    if strict:
        refuse_problems(whole)
    if final:
        refuse_problems(whole.checked(final=True))
    refuse_emptied(whole)
    refuse_changed_sources(whole)
    if basemap is not None:
        is_detail = basemap in get_args(Detail)
        whole = whole.with_basemap(str(basemap)) if is_detail else whole.with_own_map(basemap)
    if profile == "kiosk":
        _check_kiosk(whole, strict, report)
    path = page_path(whole, output)
    refuse_input(path, whole.folder, whole.inputs)
    whole, apart = with_form(whole, form), Beside(form)
    if progress is not None:
        progress("Making the page", 0, 0)
    if whole.config.basemap.own is not None:
        path = _build_with_own_map(whole, path, profile, lang, strict, report, apart)
    else:
        page = render_parts(
            whole, profile=profile, language=lang, report=report, progress=progress, apart=apart
        )
        if progress is not None:
            progress("Writing", 0, 0)
        path = _write_page(path, page, apart, report)
    if key is not None:
        sign_page(path, key)
    return path


def sign_page(path: Path, key: SecretKey) -> Path:
    """The signature of a page, as minisign writes it. *This function writes a file.*

    What is signed with it is the page's name and sha256: the same page has the same signature.
    """
    from hashlib import sha256

    from mapbuilder.files import write_atomic
    from mapbuilder.minisign import to_signature

    content = path.read_bytes()
    name = "".join(c if c.isprintable() else "?" for c in path.name)
    comment = f"file:{name}\tsha256:{sha256(content).hexdigest()}"
    signature = path.with_name(f"{path.name}.minisig")
    write_atomic(signature, to_signature(content, key, comment))
    return signature


def _check_kiosk(exhibit: Exhibit, strict: bool, report: Report | None) -> None:
    """What the kiosk's screen cannot give its visitors is told, and refused by a strict build."""
    from mapbuilder.kiosk_screen import check_screen
    from mapbuilder.report import Report

    found = Report()
    check_screen(exhibit.config.kiosk, found, "exhibit.toml")
    if strict and found.count("warning"):
        raise ProblemsError(f"{found.problems()[0].message}: nothing was written")
    if report is not None:
        report.add_all(found.problems())


def _write_page(path: Path, pieces: Sequence[bytes], apart: Beside, report: Report | None) -> Path:
    """Writes the page with a mark of its encoding, and what it leaves to files beside it.

    A file's own mark wins over the charset that a server declares (HTML Standard, 13.2.3.2).
    """
    from codecs import BOM_UTF8

    from mapbuilder.files import write_atomic
    from mapbuilder.page_folder import write_page_folder

    if apart.files:
        return write_page_folder(path, (BOM_UTF8, *pieces), apart, report)
    apart.refuse_few()
    write_atomic(path, BOM_UTF8, *pieces)
    return path


def _build_with_own_map(
    exhibit: Exhibit,
    path: Path,
    profile: Profile,
    lang: str | None,
    strict: bool,
    report: Report | None,
    apart: Beside,
) -> Path:
    """Writes the parts of the map first, then the page, and then removes what no page needs."""
    from mapbuilder.own_map import parts_folder, read_own_map, remove_stale, write_parts
    from mapbuilder.page import render_parts
    from mapbuilder.page_folder import refuse_foreign, target_of
    from mapbuilder.report import Report

    report = Report() if report is None else report
    own_map = read_own_map(exhibit, report)
    if strict and report.count("warning"):
        raise ProblemsError(f"{report.problems()[0].message}: nothing was written")
    folder = parts_folder(path)
    page = render_parts(
        exhibit,
        profile=profile,
        language=lang,
        report=report,
        own_map=own_map,
        parts_folder=folder.name,
        apart=apart,
    )
    apart.refuse_few()
    if apart.files:
        refuse_foreign(target_of(path).parent)
        folder = target_of(path).with_name(folder.name)
    parts = () if own_map is None else own_map.parts()
    write_parts(folder, parts)
    written = _write_page(path, page, apart, report)
    remove_stale(folder, parts)
    return written


class Account(Protocol):
    """What a build may be refused for: an exhibit, or tables that were joined."""

    @property
    def name(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


def refuse_problems(exhibit: Account) -> None:
    """Raises ``ProblemsError`` when the exhibit has errors or warnings; notes are accepted."""
    severities = [problem.severity for problem in exhibit.problems]
    counts = [
        counted(count, severity)
        for severity in ("error", "warning")
        if (count := severities.count(severity))
    ]
    if counts:
        raise ProblemsError(f"{' and '.join(counts)}: nothing was written")


def refuse_emptied(exhibit: Account) -> None:
    """Raises ``ProblemsError`` when there are records and none of them became an event.

    A column's name that is misspelt rejects them all; a page without events is not what was meant.
    """
    count = exhibit.counts["records"]
    if count and not exhibit.counts["events"]:
        every = "the only record" if count == 1 else f"all {count:,} records"
        raise ProblemsError(
            f"{every} of {exhibit.name} had to be rejected, so that the page would be empty: "
            "nothing was written"
        )


def refuse_changed_sources(exhibit: Exhibit) -> None:
    """Raises ``ProblemsError`` when the stored text of a source is not the one it was."""
    changed = [one.message for one in exhibit.problems if one.code == "source-changed"]
    if changed:
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        raise ProblemsError(f"{changed[0]}{more}: nothing was written")


def page_path(exhibit: Exhibit, output: Path | str | None = None) -> Path:
    """Where the page goes: a file as named, or a file with the exhibit's name in a folder.

    A name is a folder's when there is such a folder, or when it ends in a slash or has no suffix.
    """
    from pathlib import Path

    from mapbuilder.folder_name import file_name

    file = f"{file_name(exhibit.config.id)}.html"
    if output is None:
        return Path("output", file)
    if not str(output).strip():
        raise MapbuilderError("the output has no name; give a file or a folder, or leave it out")
    path = Path(output)
    if str(output) == "-":
        raise MapbuilderError("nothing is written to the terminal; name a file or a folder")
    separators = (os.sep, os.altsep or os.sep)
    is_folder = path.is_dir() or str(output).endswith(separators) or not path.suffix
    return path / file if is_folder else path
