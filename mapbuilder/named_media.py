"""Whether an exhibit names media at all; most do not, and do not pay for them.

In go the events and the table of media, out comes what is shown, or nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.config import Config
    from mapbuilder.media import Media
    from mapbuilder.report import Report


def find_media(
    table: object | None,
    events: pa.Table,
    config: Config,
    folder: Path,
    report: Report,
    base: Path | None = None,
) -> Media | None:
    """The media that the events name, as ``table`` (a file, a frame or already read) tells of them.

    Files are looked for in ``base``, the folder of the events' table, then in the exhibit's.
    """
    names = [name for name in events.column_names if name == "media" or name.startswith("audio")]
    if table is None and not any(pc.any(pc.is_valid(events[name])).as_py() for name in names):
        return None
    from mapbuilder.media import read_media
    from mapbuilder.media_table import MediaTable, read_media_table

    if table is None:
        known = MediaTable()
    elif isinstance(table, MediaTable):
        known = table
    else:
        known = read_media_table(table, config, report)
    report.add_all(known.problems)
    return read_media(events, known, config, folder, report, base or folder)
