"""The rivers of the World Data Bank II, as GSHHG carries them, for the levels of ``land.py``.

They come from Debian's package ``gmt-gshhg-high``, a netCDF file of lines in bins of two degrees,
each with its rank. Its archive is fetched by apt and known by its hash.

ref: P. Wessel and W. H. F. Smith, "A global, self-consistent, hierarchical, high-resolution
shoreline database", J. Geophys. Res. 101 (1996); GSHHG 2.3.7, README.TXT, for the ranks.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import shapely

from mapbuilder.topology import Bbox, Part

PACKAGE = "gmt-gshhg-high=2.3.7-6"
SHA256 = "ad526a28262412fdfebcca097c2a2e606a7fa2e6f10a5770a3b5e05621357c01"
FILE = "usr/share/gmt-gshhg/binned_river_h.nc"
MAJOR, ADDITIONAL, OTHER, MINOR = 1, 2, 3, 4
"""Ranks of permanent rivers; those that run dry, and canals, have higher ones and are left out."""


def rivers(bbox: Bbox, most: int, tolerance: float, least: float) -> list[Part]:
    """Rivers up to rank ``most`` in ``bbox``, simplified to ``tolerance`` degrees.

    Pieces that meet are one line; lines shorter than ``least`` degrees are left out.
    """
    box = shapely.box(*bbox)
    parts: list[Part] = []
    for rank in range(MAJOR, most + 1):
        lines = world()[rank]
        near = lines[shapely.intersects(lines, box)]
        whole = shapely.get_parts(shapely.line_merge(shapely.union_all(near)))
        slim = shapely.intersection(shapely.simplify(whole, tolerance), box)
        kept = [line for line in slim if shapely.length(line) >= least]
        parts += [(line, {"rank": rank}) for line in kept]
    return parts


@lru_cache(maxsize=1)
def world() -> dict[int, np.ndarray[Any, Any]]:
    """The world's rivers by rank, as arrays of lines in EPSG:4326."""
    with tempfile.TemporaryDirectory() as folder, h5py.File(unpacked(Path(folder))) as file:
        column = {name: file[name][:] for name in file}
    minutes = int(column["Bin_size_in_minutes"][0])
    across = int(column["N_bins_in_360_longitude_range"][0])
    size = minutes / 60
    counts = column["N_segments_in_a_bin"].astype(int)
    # Bins run eastward from Greenwich, row by row from the north pole.
    bin_of_segment = np.repeat(np.arange(len(counts)), counts)
    points = column["N_points_for_a_segment"].astype(int)
    bin_of_point = np.repeat(bin_of_segment, points)
    row, place = np.divmod(bin_of_point, across)
    # The offsets are unsigned, though the file calls them signed.
    offset = size / 65535
    east = column["Relative_longitude_from_SW_corner_of_bin"].view(np.uint16) * offset
    north = column["Relative_latitude_from_SW_corner_of_bin"].view(np.uint16) * offset
    lon = place * size + east
    lon = np.where(place * size >= 180, lon - 360, lon)
    lat = 90 - (row + 1) * size + north
    # On the grid of the file's own accuracy the ends of neighbouring bins' pieces meet.
    grid = np.round(np.column_stack([lon, lat]), 4)
    first = column["Id_of_first_point_in_a_segment"]
    rank = column["Hierarchial_level_of_a_segment"]
    found: dict[int, list[Any]] = {known: [] for known in range(MAJOR, MINOR + 1)}
    for start, count, level in zip(first, points, rank, strict=True):
        if level in found and count > 1:
            line = grid[start : start + count]
            if np.any(line[0] != line[-1]) or count > 3:
                found[level].append(shapely.linestrings(line))
    return {known: np.array(lines, dtype=object) for known, lines in found.items()}


def unpacked(folder: Path) -> Path:
    """The file of the package, which is fetched into ``folder``."""
    folder.chmod(0o755)
    subprocess.run(["apt-get", "download", "-q", PACKAGE], cwd=folder, check=True)
    (archive,) = folder.glob("*.deb")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{archive.name} has the hash {digest}, not {SHA256}")
    subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
    return folder / FILE
