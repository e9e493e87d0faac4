"""``python -m bench.cluster [RECORDS] [FOLDER]``: joined tables by one process and by a cluster.

Records like those of ``bench.join``, as a folder of Parquet. They are joined by one process, by a
cluster of two workers here, and by one of which a worker is killed in the middle; what is told are
the time and the memory of each process, and whether all three wrote the same bytes. Then the bare
join, names to what is said of them and back to the rows, by Arrow and by DuckDB.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.evaluate import all_names
from bench.join import SEED, SPELLINGS

RECORDS = 10_000_000
EACH = 250_000
POOL = 20_000
WORDS = (
    "street", "tram", "school", "harbour", "morning", "crowd", "letter", "square", "house", "train",
    "ship", "market", "garden", "bridge", "river", "window", "record", "witness", "number", "paper",
)  # fmt: skip
CATEGORIES = ("arrest", "meeting", "letter", "trial", "burial", "deportation", "return")
KILLED_AFTER = 0.4
"""Of the second turn: so much of it is written when the worker is killed."""


def main(count: int = RECORDS, given: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(given or temporary)
        table = folder / f"records-{count}"
        if not table.is_dir():
            write(table, count)
        size = sum(file.stat().st_size for file in table.iterdir())
        print(f"{count:,} records in {size / 1e6:,.0f} MB of Parquet", flush=True)
        told = {}
        for way in ("here", "cluster", "killed"):
            out = folder / f"joined-{way}"
            command = [sys.executable, "-m", "bench.cluster", way, str(table), str(out)]
            subprocess.run(command, check=True)
            told[way] = digest(out)
            shutil.rmtree(out)
        alike = len(set(told.values())) == 1
        print(f"the three folders have {'the same bytes' if alike else 'DIFFERENT BYTES'}")
        for way in ("batches", "duckdb"):
            subprocess.run([sys.executable, "-m", "bench.cluster", way, str(table)], check=True)


def write(folder: Path, count: int) -> None:
    """Writes so many records as Parquet files of ``EACH``; the same number is the same files."""
    from mapbuilder.world import read_world

    chance = random.Random(SEED)
    names = chance.sample(sorted({one.name for one in all_names(read_world())}), SPELLINGS)
    pool = np.array([" ".join(chance.choices(WORDS, k=12)).capitalize() for _ in range(POOL)])
    drawn = np.random.default_rng(SEED)
    folder.mkdir(parents=True)
    for number, first in enumerate(range(0, count, EACH)):
        rows = np.arange(first, min(first + EACH, count))
        days = drawn.integers(-25_567, 10_957, len(rows)).astype("datetime64[D]")
        texts = pa.array(pool)
        more = texts.take(pa.array(drawn.integers(0, POOL, len(rows))))
        columns = {
            "id": pa.array([f"e{row}" for row in rows.tolist()]),
            "date": pa.array(np.datetime_as_string(days).tolist()),
            "place": pa.array(names).take(pa.array(drawn.integers(0, SPELLINGS, len(rows)))),
            "title": pa.array([text[:40] for text in more.to_pylist()]),
            "text": pa.array(
                [f"{text} {row}." for text, row in zip(more.to_pylist(), rows, strict=True)]
            ),
            "category": pa.array(CATEGORIES).take(
                pa.array(drawn.integers(0, len(CATEGORIES), len(rows)))
            ),
            "source": pa.array([f"s{one}" for one in drawn.integers(0, 200, len(rows)).tolist()]),
        }
        file = folder / f"part-{number:05}.parquet"
        pq.write_table(pa.table(columns), file, compression="zstd", row_group_size=EACH)


def digest(folder: Path) -> str:
    """A hash of all bytes of a folder."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{file.relative_to(folder)}\n".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def here(table: str, out: str) -> None:
    from mapbuilder.parted_build import build_joined

    begun = time.monotonic()
    joined = build_joined(table, out)
    seconds, cpu = time.monotonic() - begun, time.process_time()
    print(f"one process: {seconds:,.0f} s, {cpu:,.0f} s of processor, {peak_mb():,.0f} MB")
    print(f"  {joined.summary()}", flush=True)


def on_cluster(table: str, out: str, *, kill: bool) -> None:
    from distributed import Client, LocalCluster

    from mapbuilder.parted_build import build_joined
    from mapbuilder.scheduler import running_on

    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with tempfile.TemporaryDirectory() as scratch:
        with (
            LocalCluster(processes=True, local_directory=scratch, **options) as cluster,
            Client(cluster) as watching,
            running_on(cluster.scheduler_address) as run,
        ):
            begun = time.monotonic()
            killer = threading.Thread(target=kill_one, args=(watching, table, out), daemon=True)
            if kill:
                killer.start()
            joined = build_joined(table, out, run=run)
            seconds = time.monotonic() - begun
            peaks = sorted(watching.run(peak_mb).values())
            cpu = sum(watching.run(time.process_time).values())
        workers = " and ".join(f"{peak:,.0f}" for peak in peaks)
        what = "two workers, one killed" if kill else "two workers"
        print(
            f"{what}: {seconds:,.0f} s, {cpu:,.0f} s of processor in those that live, "
            f"{workers} MB each, {peak_mb():,.0f} MB where the build was started"
        )
        print(f"  {joined.summary()}", flush=True)


def kill_one(watching: Any, table: str, out: str) -> None:
    """Kills one of the workers when so much of the second turn is written."""
    wanted = KILLED_AFTER * len(list(Path(table).iterdir()))
    making = Path(out).with_name(f".{Path(out).name}.partial") / "events"
    while not making.is_dir() or len(list(making.iterdir())) < wanted:
        time.sleep(0.2)
    pid = min(watching.run(os.getpid).values())
    os.kill(pid, signal.SIGKILL)
    print(f"  killed worker {pid} after {len(list(making.iterdir()))} parts", flush=True)


def answers(names: pa.Array) -> pa.Table:
    """What a join would say of each name, in the usual length."""
    numbers = range(len(names))
    return pa.table(
        {
            "place": names,
            "place_id": pa.array([f"geonames:{number % 20_000}" for number in numbers]),
            "lon": pa.array([number % 360 - 180.0 for number in numbers]),
            "lat": pa.array([number % 180 - 90.0 for number in numbers]),
            "reason": pa.array([f"{name!r} is its name (en)" for name in names.to_pylist()]),
            "geometry": pa.array([number.to_bytes(21, "little") for number in numbers]),
        }
    )


def by_duckdb(table: str) -> None:
    """The bare join by DuckDB: the different names, then all rows with what is said of theirs."""
    import duckdb

    with tempfile.TemporaryDirectory() as scratch:
        begun = time.monotonic()
        base = duckdb.connect(f"{scratch}/base.duckdb", config={"memory_limit": "1GB"})
        found = base.sql(f"SELECT DISTINCT place FROM '{table}/*.parquet'").to_arrow_table()
        said = answers(found["place"].combine_chunks())
        base.register("said", said)
        base.execute(
            f"COPY (SELECT e.*, s.* EXCLUDE (place) FROM '{table}/*.parquet' e "
            f"LEFT JOIN said s USING (place)) TO '{scratch}/out.parquet' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        tell_bare("DuckDB", begun, Path(scratch, "out.parquet").stat().st_size)


def by_batches(table: str) -> None:
    """The bare join by our means: Arrow, one file after the other."""
    import pyarrow.compute as pc

    files = sorted(Path(table).iterdir())
    with tempfile.TemporaryDirectory() as scratch:
        begun = time.monotonic()
        found = pa.chunked_array([], pa.string())
        for file in files:
            column = pq.ParquetFile(file).read(["place"])["place"]
            found = pa.chunked_array([pc.unique(pa.chunked_array([*found.chunks, *column.chunks]))])
        said = answers(found.combine_chunks())
        size = 0
        for file in files:
            rows = pq.ParquetFile(file).read()
            at = pc.index_in(rows["place"], value_set=said["place"].combine_chunks())
            for name in said.column_names[1:]:
                rows = rows.append_column(name, said[name].take(at))
            out = Path(scratch, file.name)
            pq.write_table(rows, out, compression="zstd")
            size += out.stat().st_size
        tell_bare("Arrow", begun, size)


def tell_bare(who: str, begun: float, size: int) -> None:
    print(
        f"bare join by {who}: {time.monotonic() - begun:,.0f} s, {time.process_time():,.0f} s of "
        f"processor, {peak_mb():,.0f} MB, {size / 1e6:,.0f} MB written",
        flush=True,
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["here", table_, out_]:
            here(table_, out_)
        case ["cluster", table_, out_]:
            on_cluster(table_, out_, kill=False)
        case ["killed", table_, out_]:
            on_cluster(table_, out_, kill=True)
        case ["duckdb", table_]:
            by_duckdb(table_)
        case ["batches", table_]:
            by_batches(table_)
        case [count_, *rest_]:
            main(int(count_), *rest_)
        case _:
            main()
