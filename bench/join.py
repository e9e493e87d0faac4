"""``python -m bench.join [RECORDS]``: the join at a million records, beside reading their CSV.

50,000 spellings of the world's places, drawn by seed, in a table with texts of the usual length.
One process reads the CSV with pyarrow, the next reads it and joins, in turn; what is told are the
medians. The join is all of ``locate``, the problems of questions with it, but near misses, which
are looked for for some hundred names only. The places that a question may mean are ranked when
somebody looks at them: what it takes to look at all, as ``check`` does, is told apart. Of all the
CPU seconds count. The join's memory is what it takes at most beyond what the process has before it,
the events and joins that it gives with it; what the process has in all, records and libraries too,
is told beside what pyarrow's has that only reads the CSV.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import measure
from bench.evaluate import all_names

RECORDS = 1_000_000
SPELLINGS = 50_000
SEED = 1990
RUNS = 3
SETTLED_S = 1.0
MOST_TIME, MOST_MEMORY = 3.0, 1.5
"""What is allowed: times the reading's CPU seconds, times the records' table."""
TEXT = "What the source says of this day, in two or three sentences of the usual length. " * 3


def main(count: int = RECORDS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "events.csv"
        write(table, count)
        size = table.stat().st_size
        print(f"{count:,} records, {SPELLINGS:,} spellings, {size / 1e6:.0f} MB of CSV")
        print(f"medians of {RUNS} runs taken in turn\n")
        read, joined = medians(table, Path(folder) / "said.json")
    print(
        f"pyarrow reads the CSV: {read['cpu_s']:.2f} s CPU, process peak {read['peak_mb']:.0f} MB"
    )
    print(f"mapbuilder reads it:   {joined['read_cpu_s']:.2f} s CPU")
    time_ = joined["cpu_s"] / read["cpu_s"]
    print(
        f"mapbuilder joins:      {joined['cpu_s']:.2f} s CPU, {time_:.1f} times pyarrow's reading "
        f"(allowed {MOST_TIME}: {verdict(time_ <= MOST_TIME)})"
    )
    taken = joined["joining_mb"] - joined["before_mb"]
    memory = taken / joined["table_mb"]
    print(
        f"joining takes:         {taken:.0f} MB, {memory:.1f} times the records' table of "
        f"{joined['table_mb']:.0f} MB (allowed {MOST_MEMORY}: {verdict(memory <= MOST_MEMORY)})"
    )
    print(
        f"the process in all:    {joined['joining_mb']:.0f} MB at its peak, "
        f"{joined['joining_mb'] / joined['table_mb']:.1f} times the table; pyarrow's own, that "
        f"reads the CSV alone, {read['peak_mb'] / joined['table_mb']:.1f} times"
    )
    print(
        f"looks at all places:   {joined['told_cpu_s']:.2f} s CPU more, for the "
        f"{joined['suggestions']:,.0f} that questions may mean"
    )
    print(f"{joined['joins']:,.0f} records joined")


def verdict(holds: bool) -> str:
    return "holds" if holds else "EXCEEDED"


def medians(table: Path, said: Path) -> list[dict[str, float]]:
    """What reading and joining cost, by name."""
    costs: dict[str, list[dict[str, float]]] = {"read": [], "join": []}
    for _ in range(RUNS):
        for what, found in costs.items():
            cost = measure.run([sys.executable, "-m", "bench.join", what, table, said])
            found.append({**json.loads(said.read_text("utf-8")), "peak_mb": cost.peak_mb})
    return [
        {name: statistics.median(each[name] for each in found) for name in found[0]}
        for found in costs.values()
    ]


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

    cpu = time.process_time()
    csv.read_csv(table)
    said.write_text(json.dumps({"cpu_s": time.process_time() - cpu}))


def join(table: Path, said: Path) -> None:
    from mapbuilder.locate import locate
    from mapbuilder.memory import give_back, keep_nothing
    from mapbuilder.records import read_records
    from mapbuilder.world import read_world

    # As the command does.
    keep_nothing()
    cpu = time.process_time()
    records = read_records(table)
    read_cpu_s = time.process_time() - cpu
    give_back()
    # Arrow's pool gives back with some delay; what it still holds would hide what the join takes.
    time.sleep(SETTLED_S)
    give_back()
    forget_peak()
    before_mb = peak_mb()
    cpu = time.process_time()
    located = locate(records, [read_world()], looked_for=0)
    cost = {
        "read_cpu_s": read_cpu_s,
        "cpu_s": time.process_time() - cpu,
        "before_mb": before_mb,
        "joining_mb": peak_mb(),
        "table_mb": records.table.nbytes / 1e6,
        "joins": len(located.joins),
    }
    problems = located.report.problems()
    cpu = time.process_time()
    looked_at = sum(len(problem.suggestions) for problem in problems)
    said.write_text(
        json.dumps({**cost, "told_cpu_s": time.process_time() - cpu, "suggestions": looked_at})
    )


def forget_peak() -> None:
    """From here on the peak is that of what follows.

    ref: proc(5), /proc/pid/clear_refs; Linux alone has it, elsewhere it is the whole process's.
    """
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")


def peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


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
