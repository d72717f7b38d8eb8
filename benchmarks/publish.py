"""What a publish costs: 100 rows, and 10 000, into the smallest warehouse and into one of many volunteer records; and taking
them back.

    python benchmarks/publish.py [rows]             (default: 1 000 000)

Each step is a process of its own, as the command line is one, and is told its own seconds after loading. `full`: the import of
all rows with every figure, in the same run. Prints seconds, ratios, and by how much the folder has grown.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
imports = __import__("import")
ROOT = Path(__file__).resolve().parent.parent
STEP = """
import sys, time
from pathlib import Path
from tuanqing.define.contract import load_all
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files, withdraw
from tuanqing.store.warehouse.versions import Warehouse
warehouse, contracts = Warehouse(Path(sys.argv[1])), load_all()
begin = time.perf_counter()
if sys.argv[2] == "withdraw":
    with warehouse.read() as con:
        (batch,) = con.execute("SELECT max(batch) FROM store.batch WHERE state <> 'withdrawn'").fetchall()[0]
    withdraw(warehouse, batch, contracts, rebuild)
else:
    (outcome,) = import_files(warehouse, [Path(sys.argv[2])], contracts, rebuild)
    assert not outcome.receipt.error and outcome.receipt.balance == 0, outcome.receipt
print(time.perf_counter() - begin)
"""


def step(warehouse: Path, what: Path | str) -> float:
    """Seconds of importing a file, or of withdrawing the newest batch."""
    done = subprocess.run(
        [sys.executable, "-c", STEP, str(warehouse), str(what)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout.strip().splitlines()[-1])


def more(folder: Path, rows: int, number: int) -> Path:
    """A file of records nobody has seen, of one month."""
    file = folder / f"more_{rows}_{number}.csv"
    head, *lines = imports.service_file(folder, rows).read_text("utf-8").splitlines()
    cells = [line.split(",") for line in lines]
    for n, row in enumerate(cells):
        row[0], row[4] = f"X{number:03d}{n:06d}", f"2023-11-{n % 28 + 1:02d}"
    file.write_text("\n".join([head, *(",".join(row) for row in cells)]), "utf-8")
    return file


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def median(times: Sequence[float]) -> float:
    return sorted(times)[len(times) // 2]


def main(rows: int) -> None:
    """A line per warehouse."""
    print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        area = imports.area_register(folder)
        for count in (100, rows):
            warehouse = folder / f"warehouse_{count}"
            step(warehouse, area)
            full = step(warehouse, imports.service_file(folder, count))
            few = median([step(warehouse, more(folder, 100, n)) for n in range(3)])
            before = size(warehouse)
            many = step(warehouse, more(folder, 10_000, 9))
            back = step(warehouse, "withdraw")
            print(
                f"{count:>11,} rows  full {full:6.2f} s   100 more {few:5.2f} s = {few / full:4.0%}   10 000 more {many:5.2f} s "
                f"(+{size(warehouse) - before:,.0f} MB)   back {back:5.2f} s = {back / many:4.2f}x"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
