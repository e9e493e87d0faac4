"""The page: an exhibit in, the bytes of one HTML file that needs nothing else out.

Its own content policy allows exactly the scripts and the style sheet inside it, by their hashes,
and no request of any kind. The records stand in it as plain text first; the app upgrades that.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import mapbuilder
from mapbuilder import files, wording
from mapbuilder.attributions import (
    online_attributions,
    own_attributions,
    with_own_map,
    without_codes,
)
from mapbuilder.basemap import Basemap, read_basemap, read_theme
from mapbuilder.carried import carried_of
from mapbuilder.errors import PageError
from mapbuilder.fonts import font_sheet, note_missing
from mapbuilder.held_media import hold_media
from mapbuilder.kiosk_screen import kiosk_parts
from mapbuilder.linked_data import to_page_blocks
from mapbuilder.manifest import seal, seal_pieces, to_manifest
from mapbuilder.many import TEXT_EVENTS, is_many, note_left_out, to_sample
from mapbuilder.memory import give_back
from mapbuilder.packing import packed
from mapbuilder.page_folder import ONE_FILE, Beside
from mapbuilder.page_scripts import encode_script, read_asset, scripts_of
from mapbuilder.page_template import read_template
from mapbuilder.payload import (
    Payload,
    characters_by_use,
    encode,
    to_bytes,
    to_json,
    to_payload,
    users_characters,
)
from mapbuilder.policy import to_policy
from mapbuilder.poster_sheet import Sheet, poster_parts
from mapbuilder.showing import as_shown
from mapbuilder.source_pages import passages_of, rests_on
from mapbuilder.text import cut, to_plain
from mapbuilder.text_version import (
    address_of,
    anchors_of,
    days_of,
    figures_of,
    is_part_draft,
    left_to_it,
    places_of,
    sections_of,
    sources_of,
    tag_of,
    translated,
    within_budget,
)

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.many_page import ManyPage
    from mapbuilder.own_map import OwnMap
    from mapbuilder.progress import Progress
    from mapbuilder.report import Report

PROFILES = ("web", "embed", "kiosk")

_WATERS = {"sea", "bay", "lake", "river"}
_DESCRIPTION_LENGTH = 200
_COLOUR_SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}

_REMOTE_IN_STYLE = re.compile(r"@import|url\(\s*+[\"']?+(?!data:|#)", re.IGNORECASE)
_CONTENTS = re.compile(r"(<(script|style)\b[^>]*>).*?(</\2>)", re.DOTALL)
# A canonical address is told to search engines; no browser asks for it.
_REMOTE_IN_MARKUP = re.compile(
    r"<(?!link rel=\"canonical\" href=\"https?://[^\"<>\s]+\">)"
    r"(?:audio|base|embed|form|iframe|image|img|input|link|object|script|source|track|use|video)\b"
    r"[^>]*?\s(?:action|data|href|poster|src|srcset)\s*+=\s*+[\"']?+(?!data:|blob:|#)",
    re.IGNORECASE,
)
_ROOM = b'<script type="text/plain" id="many"></script>\n'


def render_page(
    exhibit: Exhibit,
    *,
    profile: str = "web",
    language: str | None = None,
    report: Report | None = None,
    own_map: OwnMap | None = None,
    parts_folder: str = "",
    poster: Sheet | None = None,
) -> bytes:
    """The page of an exhibit as UTF-8, LF: see ``render_parts``."""
    return b"".join(
        render_parts(
            exhibit,
            profile=profile,
            language=language,
            report=report,
            own_map=own_map,
            parts_folder=parts_folder,
            poster=poster,
        )
    )


def render_parts(
    exhibit: Exhibit,
    *,
    profile: str = "web",
    language: str | None = None,
    report: Report | None = None,
    own_map: OwnMap | None = None,
    parts_folder: str = "",
    poster: Sheet | None = None,
    progress: Progress | None = None,
    apart: Beside = ONE_FILE,
) -> list[bytes]:
    """The page of an exhibit, in parts that follow one another: of many records it is large.

    What the page takes of the user's ``own_map`` is in it, or in scripts that the caller writes to
    ``parts_folder`` beside it; so are texts that ``apart`` takes, in its files.

    With ``poster``, a sheet, the page draws one of that size instead of the exhibit.

    ``language`` opens the page when the exhibit has it. Characters that no font of the page has are
    a note in ``report``.
    Raises ``PageError`` when a part of the page would end its element or fetch something.
    """
    if profile not in PROFILES:
        raise PageError(f"no profile {profile!r}; there are {', '.join(PROFILES)}")
    online = exhibit.config.basemap.online
    tiles = None if online is None else online.tiles()
    if tiles is not None and profile == "kiosk":
        raise PageError(
            f"a kiosk page asks the network for nothing, and the exhibit has an online map from "
            f"{tiles.host}: take online out of [basemap] in exhibit.toml, or build for the web"
        )
    exhibit = as_shown(exhibit)
    words = wording.read_strings(language or exhibit.config.languages[0])
    own = online_attributions(tiles, words)
    if poster is None:
        # Paper has neither scripts nor fonts of others in it.
        own += own_attributions(words, tiles=own_map is not None)
    whole, sample = exhibit, None
    if poster is None and is_many(exhibit):
        sample = to_sample(exhibit)
        exhibit = sample.exhibit
        if report is not None:
            note_left_out(sample, report)
    payload = to_payload(
        exhibit,
        profile=profile,
        language=language,
        attributions=own,
        whole=None if sample is None else sample.whole,
    )
    is_rich = sample is not None or _is_rich(payload)
    if not is_rich:
        payload.texts["attributions"] = without_codes(payload.texts["attributions"])
    if sample is not None:
        # A small page's build does without it.
        from mapbuilder.many_page import note_size, to_many_page
    many = apart.take(None if sample is None else to_many_page(sample, payload, progress))
    # Its columns of numbers are as long as the records.
    del sample
    basemap = _basemap(exhibit, payload, many)
    if basemap is not None:
        credits = [asdict(each) for each in basemap.attributions]
        payload.texts["attributions"][:0] = credits
    payload.texts["attributions"] = with_own_map(payload, own_map)
    if poster is not None:
        payload.head.update(poster=poster.to_head_block(), theme="light")
    parts = () if own_map is None else own_map.parts()
    payload.head["basemap"]["own"] = (
        None if own_map is None else {**own_map.facts, "parts": len(parts)}
    )
    strings = {tag: wording.read_strings(tag) for tag in payload.languages}
    drawn = characters_by_use(payload)
    for use, letters in ({} if many is None else many.letters.sets()).items():
        drawn[use] |= letters
    for texts in strings.values():
        drawn["title"].update(
            *(text for key, text in texts.items() if _is_shown(key, online=tiles is not None))
        )
    if basemap is not None:
        for column in basemap.block["names"]["names"].values():
            # Names of water are set in the serif of titles, all others in the sans of texts.
            for kind, text in zip(basemap.block["names"]["kind"], column, strict=True):
                drawn["quote" if kind in _WATERS else "text"].update(text or "")
    if own_map is not None:
        drawn["text"] |= own_map.characters
        drawn["quote"] |= own_map.water_characters
    sheet = font_sheet(drawn, theme=exhibit.config.theme)
    if report is not None and sheet.missing:
        # What the base map's names lack is no fault of the exhibit's.
        theirs = users_characters(payload)
        if many is not None:
            theirs = theirs.union(*many.letters.sets().values())
        name = exhibit.inputs[0].name if exhibit.inputs else "exhibit"
        note_missing(tuple(c for c in sheet.missing if c in theirs), name, report)

    boot, begin = read_asset("bundle/boot.js"), read_asset("bundle/begin.js")
    app, more, more_style = scripts_of(is_rich=is_rich, is_many=many is not None)
    tile_app = None if own_map is None else read_asset("bundle/tiles.js")
    kiosk_app, kiosk_style = kiosk_parts(payload.head, read_asset)
    poster_app, poster_style = poster_parts(poster, read_asset)
    media_app = None if exhibit.media is None else read_asset("bundle/media.js")
    media_style = "" if exhibit.media is None else read_asset("bundle/media.css")
    theme = exhibit.config.theme
    style = (
        read_asset(f"themes/{theme}.css")
        + read_asset("bundle/app.css")
        + kiosk_style
        + poster_style
    )
    style += "" if many is None else read_asset("bundle/many.css")
    style += "" if exhibit.media is None else read_asset("bundle/media-text.css")
    for css in (style, more_style, media_style, sheet.css):
        if found := _REMOTE_IN_STYLE.search(css):
            raise PageError(f"the style sheet would fetch something: {css[found.start() :][:60]!r}")
    opening = payload.languages[payload.language]
    subtitle = opening["exhibit"]["subtitle"]
    description = f"{subtitle}. " * bool(subtitle) + to_plain(opening["exhibit"]["intro"])
    sections = sections_of(payload)
    shown = within_budget(sections, TEXT_EVENTS // len(payload.languages))
    held = hold_media(exhibit, payload.texts, shown, report)
    beside = [f"{quote(parts_folder)}/{part.name}" for part in parts]
    head, texts, kept = payload.head, payload.texts, left_to_it(payload, shown)
    if many is not None:
        head, texts = many.head(payload), many.texts(payload)
        kept = {tag: many.language(tag, block) for tag, block in kept.items()}
    texts, kept = packed(texts, kept)
    blocks = {"texts": encode(texts)}
    blocks |= {f"texts-{tag}": encode(block) for tag, block in kept.items()}
    inputs, carried = carried_of(whole if poster is None else None, blocks)
    manifest = to_manifest(
        whole,
        profile=profile,
        language=language,
        carried=carried,
        beside=parts,
        parts_folder=parts_folder,
        texts=apart.to_manifest(),
    )
    html = read_template(files.templates()).render(
        payload=payload,
        strings=strings,
        policy=to_policy(
            [*filter(None, (boot, tile_app, kiosk_app, poster_app, begin, app, more, media_app))],
            [style, sheet.css],
            () if tiles is None else tiles.origins,
            with_parts=bool(parts),
            with_texts=bool(apart.files),
            with_recordings=bool(held and held.recordings),
        ),
        generator=f"mapbuilder {mapbuilder.__version__}",
        description=cut(description, _DESCRIPTION_LENGTH),
        colour_scheme=_COLOUR_SCHEMES.get(str(payload.head["theme"]), "light dark"),
        boot=boot,
        tile_app=tile_app,
        kiosk_app=kiosk_app,
        poster_app=poster_app,
        begin=begin,
        app=app if many is not None else encode_script(app),
        # What the first marks can do without; boot.js puts it in after them.
        more=encode_script(more, more_style),
        media_app=media_app and encode_script(media_app, media_style),
        media=held,
        style=style,
        faces=sheet.css,
        linked=None
        if poster is not None
        else [json_for_script(block) for block in to_page_blocks(payload, exhibit, shown)],
        inputs=inputs,
        head=json_for_script(head),
        texts=blocks["texts"],
        languages={tag: blocks[f"texts-{tag}"] for tag in payload.languages},
        packed=() if many is None else [(id_, block.decode()) for id_, block in many.first],
        apart=many is not None,
        outlines=None if payload.outlines is None else encode(payload.outlines),
        basemap=None if basemap is None else encode({**basemap.block, "theme": read_theme(theme)}),
        relief=[] if basemap is None else [_base64(picture) for picture in basemap.relief],
        scans=_pictures(exhibit, report),
        archive=own_map.to_base64() if own_map is not None and own_map.embedded else None,
        beside=beside,
        sections=shown,
        event_total=len(whole.events),
        event_shown=sum(len(section.events) for section in shown),
        place_indices=places_of(payload, shown),
        figures=figures_of(payload),
        passages=passages_of(payload),
        listed=None if many is None else sources_of(payload, shown),
        resting=rests_on(payload, [i for section in shown for i in section.events]),
        anchors=anchors_of(payload.head["events"]["id"]),
        days=days_of(payload),
        addresses=[address_of(url) for url in payload.texts["sources"]["url"]],
        source_languages=[tag_of(cell) for cell in payload.texts["sources"]["language"]],
        default=payload.head["languages"][0],
        direction=wording.direction(payload.language),
        mixed=any(known["dir"] == "rtl" for known in payload.head["languages"]),
        tellings=sorted(
            payload.head["languages"], key=lambda known: known["tag"] != payload.language
        ),
        open_groups=[
            index
            for index, panel in enumerate(payload.head["groups"]["panel"])
            if panel == "events"
        ],
        part_drafts={tag for tag, block in payload.languages.items() if is_part_draft(block)},
        told={tag: translated(block) for tag, block in payload.languages.items()},
        links=profile != "kiosk",
    )
    # Attributes stand between double quotes: neither in these nor in texts need it be spelt out.
    html = html.replace("&#39;", "'")
    outer = _CONTENTS.sub(r"\1\3", html)
    for address in beside:
        outer = outer.replace(f'<script src="{address}" defer></script>', "", 1)
    if found := _REMOTE_IN_MARKUP.search(outer):
        raise PageError(f"the page would fetch something: {found.group()[:60]!r}")
    page = to_bytes(html.replace("\x00", "\ufffd"))
    if many is None:
        return [seal(page, manifest, json_for_script)]
    before, after = page.split(_ROOM)
    pieces = seal_pieces(before, many.rest, after, manifest, json_for_script)
    note_size(sum(map(len, pieces)), report)
    return pieces


def render_tool(
    template: str,
    scripts: Sequence[str],
    styles: Sequence[str],
    *,
    more: tuple[str, str] | None = None,
    faces: str = "",
    with_files: bool = False,
    **values: Any,
) -> str:
    """A page of another template under the same policy, escaping and promise of no requests.

    Its scripts and styles, files of the templates, are in it as ``scripts`` and ``styles``, with
    the style sheet of fonts behind them; ``more`` are a script and a style that its boot.js puts
    in later. With files, it may read those of its own server.
    """
    texts = [read_asset(name) for name in scripts]
    sheets = [*map(read_asset, styles), *([faces] if faces else [])]
    script, style = map(read_asset, more) if more else ("", "")
    policy = to_policy([*texts, *([script] if more else [])], sheets, (), with_files=with_files)
    values["more"] = encode_script(script, style)
    html = read_template(files.templates(), template).render(
        scripts=texts, styles=sheets, policy=policy, **values
    )
    refused = _REMOTE_IN_MARKUP.search(_CONTENTS.sub(r"\1\3", html))
    if found := refused or next(filter(None, map(_REMOTE_IN_STYLE.search, [*sheets, style])), None):
        raise PageError(f"the page would fetch something: {found.group()[:60]!r}")
    return html.replace("\x00", "\ufffd")


def _basemap(exhibit: Exhibit, payload: Payload, many: ManyPage | None) -> Basemap | None:
    settings = exhibit.config.basemap
    places = payload.head["places"]
    if many is not None:
        # The coast is finest where most records are; all places are all the world.
        places = many.busiest()
        give_back()
    return read_basemap(
        payload.head["view"]["bbox"],
        detail=settings.detail,
        languages=list(payload.languages),
        marks=list(zip(places["lon"], places["lat"], strict=True)),
        borders=settings.borders != "off",
        coast=settings.coast,
    )


def _pictures(exhibit: Exhibit, report: Report | None) -> list[str]:
    """The historical maps, each drawn anew from its image."""
    if not exhibit.scans:
        return []
    from mapbuilder.scans import to_picture

    return [_base64(to_picture(scan, report)) for scan in exhibit.scans]


def _is_rich(payload: Payload) -> bool:
    """Whether the exhibit shows what the smaller script leaves out."""
    scans, online = payload.head.get("scans"), payload.head["basemap"].get("online")
    several = "places" in payload.head["events"]
    vicinity = "vicinity" in payload.head["places"]["precision"]
    # Addresses are told as codes as well where the exhibit has one, and where no link leads out.
    codes = "public_url" in payload.head or payload.head["profile"] == "kiosk"
    return bool(scans or online or several or vicinity or codes or payload.outlines is not None)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def json_for_script(block: Any) -> str:
    """The block as JSON that no HTML parser can take for markup, readable by ``JSON.parse``."""
    text = to_json(block)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _is_shown(key: str, *, online: bool) -> bool:
    return key.startswith(("page.", "ui.")) and (online or not wording.is_online(key))
