"""``python -m bench.join [RECORDS]``: the join at a million records, beside reading their CSV.

50,000 spellings of the world's places, drawn by seed, in a table with texts of the usual length.
One process reads the CSV with pyarrow, the next reads it and joins; both are whole processes, and
the join itself is timed inside the second.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from bench import measure
from bench.evaluate import all_names

RECORDS = 1_000_000
SPELLINGS = 50_000
SEED = 1990
TEXT = "What the source says of this day, in two or three sentences of the usual length. " * 3


def main(count: int = RECORDS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "events.csv"
        write(table, count)
        size = table.stat().st_size
        print(f"{count:,} records, {SPELLINGS:,} spellings, {size / 1e6:.0f} MB of CSV\n")
        for what in ("read", "join"):
            said = Path(folder) / f"{what}.json"
            cost = measure.run([sys.executable, "-m", "bench.join", what, table, said])
            print(f"{what}: process {cost.cpu_s:.2f} s CPU, peak {cost.peak_mb:.0f} MB")
            print(f"  {said.read_text('utf-8')}")


def write(table: Path, count: int) -> None:
    from mapbuilder.world import read_world

    chance = random.Random(SEED)
    names = chance.sample(sorted({one.name for one in all_names(read_world())}), SPELLINGS)
    with table.open("w", encoding="utf-8", newline="\n") as file:
        file.write("id,date,place,title,text\n")
        for number in range(count):
            name = chance.choice(names).replace('"', '""')
            file.write(f'r{number},19{number % 90 + 10},"{name}",Event {number},"{TEXT}"\n')


def read(table: Path, said: Path) -> None:
    import pyarrow.csv as csv

    clock, cpu = time.perf_counter(), time.process_time()
    read = csv.read_csv(table)
    said.write_text(
        json.dumps(
            {
                "read_s": round(time.perf_counter() - clock, 2),
                "read_cpu_s": round(time.process_time() - cpu, 2),
                "table_mb": round(read.nbytes / 1e6),
            }
        )
    )


def join(table: Path, said: Path) -> None:
    import pyarrow as pa

    from mapbuilder.locate import locate
    from mapbuilder.records import read_records
    from mapbuilder.world import read_world

    records = read_records(table)
    before = pa.total_allocated_bytes()
    clock, cpu = time.perf_counter(), time.process_time()
    located = locate(records, [read_world()], looked_for=0)
    said.write_text(
        json.dumps(
            {
                "join_s": round(time.perf_counter() - clock, 2),
                "join_cpu_s": round(time.process_time() - cpu, 2),
                "table_mb": round(records.table.nbytes / 1e6),
                "arrow_more_mb": round((pa.total_allocated_bytes() - before) / 1e6),
                "joins": len(located.joins),
            }
        )
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["read", table, said]:
            read(Path(table), Path(said))
        case ["join", table, said]:
            join(Path(table), Path(said))
        case [count]:
            main(int(count))
        case _:
            main()
