"""An exhibit with a little of everything in twelve languages, for tests of the whole page."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "exhibits/twelve-languages"

SETTINGS = """
notice = "Some of the records below tell of *an accident*."
notice_ar = "بعض السجلات أدناه يروي حادثًا."
credits = "By the archive of the line."

[groups.line]
label = "The line"
label_ar = "الخط"

[groups.after]
label = "What came after"
panel = "context"
markers = false
note = "From other sources."

[categories.survey]
label = "Surveys"
symbol = "square"

[categories.building]
label = "Building"
symbol = "diamond"
"""
MORE = {
    "survey": {"category": "survey", "group": "line"},
    "opens": {
        "category": "building",
        "group": "line",
        "other_accounts": "The notebook has *the tenth*.",
        "other_sources": "notebook",
        "date_sources": "gazette",
    },
    "branch": {"category": "building", "group": "line"},
    "papers": {"category": "", "group": "after"},
    "bridge": {
        "id": "bridge",
        "date": "1883-04",
        "place": "tbilisi",
        "title": "A bridge falls, and is built again",
        "title_ar": "سقوط جسر وإعادة بنائه",
        "text": "Two accounts tell of it.\n\n- One names the *river*.\n- One does not.",
        "category": "building",
        "group": "line",
        "source": "gazette",
        "quote": "мост обрушился",
        "weather": "flood",
    },
}
FIGURES = """event,measure,value,qualifier,scope,source,locator
bridge,workers,40,about,at the bridge,gazette,p. 3
bridge,workers,25,,at the bridge and on the bank,notebook,
"""
STEPS = """id,event,place,bbox,zoom,title,title_ar,text
,survey,,,,Before the line,قبل الخط,The shore is *measured*.
inland,bridge,,,,,,
,,yerevan,,8,A town in the south,,
"""


def write_whole(folder: Path) -> Path:
    """The exhibit's folder, made: notice, groups, figures, a story, a record without a place."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("expected"))
    settings = (folder / "exhibit.toml").read_text("utf-8")
    (folder / "exhibit.toml").write_text(settings + SETTINGS, "utf-8")
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for event, more in MORE.items():
        rows[event] = {**rows.get(event, {}), **more}
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    (folder / "figures.csv").write_text(FIGURES, "utf-8")
    (folder / "steps.csv").write_text(STEPS, "utf-8")
    return folder
