"""How long ``mapbuilder check`` takes beside the reading of the tables that it checks.

    python -m bench.check [RECORDS] [SOURCES]

The exhibit is made for it, by a fixed seed, in three languages: every record has a text, another
account, a translation of each and a quotation; every source has its text stored, with its sha256;
a third of the records have figures, of two sources and two measures; one record in a hundred has a
fault of each kind. What counts is CPU time: of reading the tables, of reading the stored texts too,
and of all that the command does after its start, to the last line of its report in JSON.
"""

from __future__ import annotations

import csv
import gc
import random
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path
from time import process_time

RUNS = 3
LANGUAGES = ("en", "az", "ru")
MONTHS = {
    "en": ["January", "March", "April", "June", "July", "August", "September", "November"],
    "az": ["yanvar", "mart", "aprel", "iyun", "iyul", "avqust", "sentyabr", "noyabr"],
    "ru": ["января", "марта", "апреля", "июня", "июля", "августа", "сентября", "ноября"],
}
SAID = {
    "en": (
        "The report of {year} says that on {day} {month} {number} people were in the square of "
        "{town}. It calls this “{heard}”, and gives page {page} of an older list as its ground.",
        "{town} had twelve streets then, according to the paper, which counts {number} people "
        "and two hundred carts, and names nobody.",
        "A witness recalls {number} people near the station of {town} at {page}:15. The paper "
        "that printed this on {day} {month} {year} gives no other figure.",
    ),
    "az": (
        "{year}-ci ilin hesabatında deyilir ki, {day} {month} tarixində {town} meydanında "
        "{number} nəfər olub. Orada başqa rəqəm göstərilmir.",
        "Qəzetin yazdığına görə, {town} şəhərində o zaman on iki küçə var idi; {number} nəfər "
        "sayılır, heç kimin adı çəkilmir.",
        "Şahid xatırlayır ki, {town} stansiyasının yanında {number} nəfər var idi. Bunu {year}-ci "
        "il {day} {month} tarixli qəzet bildirir.",
    ),
    "ru": (
        "В отчёте за {year} год говорится, что {day} {month} на площади города {town} было "
        "{number} человек. Он называет это «{heard}» и других чисел не даёт.",
        "По словам газеты, в городе {town} было тогда двенадцать улиц; она насчитывает {number} "
        "человек и никого не называет.",
        "Свидетель вспоминает, что у станции {town} было {number} человек. Об этом сообщает "
        "газета от {day} {month} {year} года.",
    ),
}
QUOTED = (
    "there were {number} people in the square of {town}, and many of them spoke of {heard}",
    "{some} {number} were counted at the station, as {heard} went through {town}",
    "on that day {number} persons stood before the council of {town} for {heard}, and {other} left",
)
WORDS = [
    "street",
    "tram",
    "school",
    "harbour",
    "morning",
    "crowd",
    "letter",
    "square",
    "house",
    "train",
    "ship",
    "market",
    "garden",
    "bridge",
    "council",
    "paper",
    "winter",
    "evening",
    "station",
    "witness",
    "office",
    "family",
    "doctor",
    "teacher",
    "printer",
    "carriage",
    "river",
    "gate",
    "quarter",
    "newspaper",
    "lamp",
    "window",
    "northern",
    "railway",
    "worker",
    "meeting",
    "order",
    "prison",
    "list",
    "address",
    "speech",
    "silence",
    "answer",
    "question",
    "festival",
    "rumour",
    "strike",
    "delegate",
    "summer",
    "village",
]
FAULT = 100
"""One record in so many has a fault of each kind."""
CITED, PLACES = 3, 500
"""One record in so many has figures; how many places there are."""
CONTESTED = (
    'en = ["massacre", "tragedy", "martyr", "heroic"]\naz = ["faciə", "şəhid", "qətliam"]\n'
    'ru = ["трагеди", "резн", "шехид"]\n'
)
FIGURES = ("event", "measure", "value", "qualifier", "scope", "source", "locator")


def make(folder: Path, records: int, sources: int) -> None:
    """Writes the exhibit's files, the stored texts of its sources among them."""
    chance = random.Random(6)
    towns = [_name(chance) for _ in range(PLACES)]
    stored: list[list[str]] = [[] for _ in range(sources)]
    figures: list[Sequence[object]] = []
    events = list(_events(chance, records, towns, stored, figures))
    _write(folder / "events.csv", list(events[0]), (event.values() for event in events))
    _write(folder / "figures.csv", FIGURES, figures)
    _write(
        folder / "places.csv",
        ("id", "label", "names", "lat", "lon"),
        (
            (f"p{at}", town, f"ru: {town}ск|{town}abad", 38 + at % 25 / 7, 45 + at // 25 / 5)
            for at, town in enumerate(towns)
        ),
    )
    (folder / "texts").mkdir()
    rows = []
    for at, lines in enumerate(stored):
        content = "".join(f"{line}\n" for line in lines).encode()
        (folder / "texts" / f"S{at}.txt").write_bytes(content)
        digest = sha256(content).hexdigest()
        rows.append((f"S{at}", f"A report, number {at}", "en", f"texts/S{at}.txt", digest))
    _write(folder / "sources.csv", ("id", "title", "language", "file", "sha256"), rows)
    (folder / "exhibit.toml").write_text(
        f'title = "A measured exhibit"\nlanguages = ["en", "az", "ru"]\n[contested_words]\n'
        f'{CONTESTED}[editorial]\nspan = "1900/2021"\n',
        "utf-8",
    )


def _events(
    chance: random.Random,
    records: int,
    towns: Sequence[str],
    stored: list[list[str]],
    figures: list[Sequence[object]],
) -> Iterator[dict[str, object]]:
    """The rows of the events; their quotations go to ``stored``, their figures to ``figures``."""
    for at in range(records):
        own, other = at % len(stored), (at * 7 + 1) % len(stored)
        town = towns[at % len(towns)]
        year, month, day = chance.randrange(1900, 1990), chance.randrange(8), 1 + at % 28
        number, more = int(10 ** chance.uniform(1, 4.7)), chance.randrange(10, 5_000)
        heard = " ".join(chance.sample(WORDS, 2))
        facts = {"year": year, "day": day, "town": town, "heard": heard, "page": 1 + at % 12}
        some = chance.choice(("some", "about", "more than"))
        shape = chance.choice(QUOTED)
        quote = shape.format(number=number, other=more, some=some, **facts)
        lines = stored[own]
        for _ in range(4):
            lines.append(" ".join(chance.choices(WORDS, k=12)).capitalize() + ".")
        lines.append(f"It was written that {quote}, and no more.")
        row: dict[str, object] = {
            "id": f"e{at}",
            "date": f"{year}-{1 + at % 12:02}-{day:02}",
            "place": town,
            "source": f"S{own}",
            "other_sources": f"S{other}",
            "quote": quote.replace("square", "squares") if at % FAULT == 1 else quote,
            "locator": f"line {len(lines)}",
            "review": "en: draft; az: machine draft; ru: machine draft",
        }
        form = chance.randrange(3)
        for tag in LANGUAGES:
            end = "" if tag == "en" else f"_{tag}"
            words = {**facts, "month": MONTHS[tag][month]}
            said = SAID[tag][form].format(number=f"{number:,}", **words)
            row[f"title{end}"] = f"{town}, {day} {words['month']} {year}"
            row[f"text{end}"] = said + (" A massacre." if at % FAULT == 0 else "")
            row[f"other_accounts{end}"] = SAID[tag][2 - form].format(number=more, **words)
        if at % CITED == 0:
            scope = f"people in the square of {town}"
            value = number + 1 if at % FAULT == 3 else number
            for measure, source, amount in (
                ("present", own, value),
                ("present", other, more),
                ("arrested", other, chance.randrange(10, 900)),
            ):
                line = f"line {len(lines)}" if source == own else ""
                said = some if source == own and "{some}" in shape and at % FAULT != 9 else ""
                figures.append((f"e{at}", measure, amount, said, scope, f"S{source}", line))
            if at % FAULT == 6:
                row["text"] = f"{row['text']} That makes {number + more} people."
        yield row


def _name(chance: random.Random) -> str:
    """The name of a town that is nowhere."""
    return "".join(chance.choice("bdgkmnrstvz") + chance.choice("aeiou") for _ in range(4)).title()


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read(folder: Path) -> tuple[float, float]:
    """Reads the tables, and then the stored texts, as an exhibit is read; the seconds of each."""
    from mapbuilder.config import read_config
    from mapbuilder.gazetteer import read_gazetteer
    from mapbuilder.records import read_records
    from mapbuilder.report import Report
    from mapbuilder.source_texts import StoredTexts
    from mapbuilder.sources import read_figures, read_sources

    start = process_time()
    report = Report()
    config = read_config(folder / "exhibit.toml")
    records = read_records(folder / "events.csv", config, report)
    places = read_gazetteer(folder / "places.csv", config, report, kind="exhibit")
    sources = read_sources(folder / "sources.csv", config, report)
    figures = read_figures(folder / "figures.csv", config, report)
    middle = process_time()
    texts = StoredTexts(sources.table, folder, report)
    end = process_time()
    del records, places, figures, texts
    return middle - start, end - middle


def check(folder: Path) -> tuple[float, int]:
    """Does what the command does; its seconds, and how many problems there are."""
    from mapbuilder.cli import main

    report = folder.parent / "report.json"
    arguments = ["check", str(folder), "--format", "json", "-o", str(report)]
    start = process_time()
    with redirect_stdout(StringIO()):
        main(arguments, standalone_mode=False)
    seconds = process_time() - start
    return seconds, report.read_text("utf-8").count('"severity"')


def main(records: int = 10_000, sources: int = 2_000) -> None:
    # As the command sets it.
    gc.set_threshold(200_000)
    with tempfile.TemporaryDirectory() as name:
        folder, small = Path(name) / "exhibit", Path(name) / "small"
        for path, *counts in ((folder, records, sources), (small, 100, 20)):
            path.mkdir()
            make(path, *counts)
        # What the first exhibit of a process pays for its modules is no part of either.
        read(small)
        check(small)
        tables = texts = checking = float("inf")
        for _ in range(RUNS):
            seconds = read(folder)
            tables, texts = min(tables, seconds[0]), min(texts, seconds[1])
            took, found = check(folder)
            checking = min(checking, took)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reading = tables + texts
    print(
        f"{records:,} records, {sources:,} sources: tables read in {tables:.2f} s, with stored "
        f"texts {reading:.2f} s; checked in {checking:.2f} s, {checking / tables:.1f} and "
        f"{checking / reading:.1f} times that (CPU); {found:,} problems, peak {peak_mb:,.0f} MB"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
