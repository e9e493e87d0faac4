"""How long the editorial checks take beside the reading of what they check.

    python -m bench.check [RECORDS] [SOURCES]

Prints the seconds of `read_exhibit` and of `checked` for an exhibit in three languages that is made
for it: every record with a text, another account, a quotation and its translations.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path
from time import perf_counter

RUNS = 3
LANGUAGES = ("en", "az", "ru")
SAID = {
    "en": "The report of {year} says that {number} people were in the town of {town}. "
    "It calls this “a tragedy” and gives no other figure.",
    "az": "{year}-ci ilin hesabatında deyilir ki, {town} şəhərində {number} nəfər olub. "
    "Orada başqa rəqəm göstərilmir.",
    "ru": "В отчёте за {year} год говорится, что в городе {town} у площади было {number} человек. "
    "Он называет это «трагедией» и других чисел не даёт.",
}


def make(folder: Path, records: int, sources: int) -> None:
    """Writes the exhibit's files; one record in a hundred has a fault."""
    columns = ["id", "date", "title", "text", "other_accounts", "source", "quote", "review"]
    columns += [f"{base}_{tag}" for tag in LANGUAGES[1:] for base in columns[2:5]]
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        for at in range(records):
            row = {
                "id": f"e{at}",
                "date": f"{1900 + at % 90}-{1 + at % 12:02}-{1 + at % 28:02}",
                "source": f"S{at % sources}",
                "quote": f"there were {at} people in the town near the square",
                "review": "en: draft; az: machine draft; ru: machine draft",
            }
            for tag in LANGUAGES:
                end = "" if tag == "en" else f"_{tag}"
                said = SAID[tag].format(year=1900 + at % 90, number=at, town=f"Town {at % 500}")
                row[f"title{end}"] = f"{at}: {said[:30]}"
                row[f"text{end}"] = said + (" A massacre." if at % 100 == 0 else "")
                row[f"other_accounts{end}"] = said.replace("4", "5")
            table.writerow(row)
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("id", "title"), *((f"S{at}", f"A report, number {at}") for at in range(sources))]
        )
    (folder / "exhibit.toml").write_text(
        'title = "A measured exhibit"\nlanguages = ["en", "az", "ru"]\n[contested_words]\n'
        'en = ["massacre", "tragedy", "martyr", "heroic"]\naz = ["faciə", "şəhid", "qətliam"]\n'
        'ru = ["трагеди", "резн", "шехид"]\n[editorial]\nspan = "1900/2021"\n',
        "utf-8",
    )


def main(records: int = 10_000, sources: int = 2_000) -> None:
    from mapbuilder.exhibit import read_exhibit

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, records, sources)
        read_exhibit(folder).checked()
        reading = checking = float("inf")
        for _ in range(RUNS):
            start = perf_counter()
            exhibit = read_exhibit(folder)
            middle = perf_counter()
            found = len(exhibit.checked().problems)
            reading = min(reading, middle - start)
            checking = min(checking, perf_counter() - middle)
    whole = (reading + checking) / reading
    print(f"{records:,} records, {sources:,} sources: read in {reading:.2f} s, checked in ", end="")
    print(f"{checking:.2f} s, together {whole:.1f} times the reading; {found:,} problems")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
