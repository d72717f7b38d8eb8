"""Import of a volunteer-hours CSV against DuckDB's own raw read of the same file, in the same run.

    python benchmarks/import.py [rows ...]          (default: 1 000 000 and 10 000 000)

Prints, per size: seconds of the floor (`read_csv(all_varchar)` into a table of a file database), of the whole
import (every check, rejects, upsert, publish) without and with the cube, their ratios, and the peak memory of
the importing process.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

TOWNSHIPS = [f"411424{n:03d}" for n in range(101, 123)]
NAMES = [f"{a}{b}镇" for a in "岗安慈朱李申马牛洪皇惠" for b in "东西"]


def area_register(folder: Path) -> Path:
    """A county with 22 townships."""
    file = folder / "area_20231231.csv"
    rows = ["区划代码,名称,层级,上级代码,14-35岁青年", "411424,柘城县,县,,"]
    rows += [f"{code},{name},乡镇,411424,9000" for code, name in zip(TOWNSHIPS, NAMES, strict=True)]
    file.write_text("\n".join(rows), "utf-8")
    return file


def service_file(folder: Path, rows: int, sample: bool = False) -> Path:
    """About 87 bytes a row; one row in ten thousand is wrong. `sample`: in the sample county's townships."""
    file = folder / f"service_{rows}.csv"
    draw = random.Random(7)
    people = [f"V{n:09d}" for n in range(max(rows // 25, 100))]
    projects = [f"志愿项目{n:04d}" for n in range(4000)]
    teams = [f"{name}志愿服务队" for name in NAMES]
    days = [f"2023-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 29)]
    names = _sample_townships() if sample else NAMES
    hours = ["0.5", "1", "1.5", "2", "2.5", "3", "4"]
    with file.open("w", encoding="utf-8") as out:
        out.write("记录编号,志愿者编号,项目名称,志愿团体,服务日期,服务时长(小时),状态,乡镇\n")
        for n in range(rows):
            township = draw.randrange(22)
            where = "无此镇" if n % 10_000 == 9_999 else names[township]
            out.write(
                f"R{n:08d},{draw.choice(people)},{draw.choice(projects)},{teams[township]},{draw.choice(days)},"
                f"{draw.choice(hours)},已生效,{where}\n"
            )
    return file


def _sample_townships() -> list[str]:
    """The townships of the sample county, by name."""
    with (Path(__file__).parent.parent / "tests" / "samples" / "divisions.csv").open(
        encoding="utf-8"
    ) as file:
        return [line.split(",")[1] for line in file if line.startswith("411424")]


def floor(file: Path, folder: Path) -> float:
    """Seconds of the raw read."""
    target = folder / "floor.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as con:
        start = time.perf_counter()
        con.execute(f"CREATE TABLE raw AS FROM read_csv('{file}', all_varchar = true)")
        con.execute("CHECKPOINT")
        return time.perf_counter() - start


def ours(file: Path, folder: Path, measure: bool) -> tuple[float, float]:
    """Seconds of the import, and the peak memory in MB of the process that did it."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tuanqing.define.contract import load_all\n"
        "from tuanqing.measure import rebuild\n"
        "from tuanqing.store.batch.importing import import_files\n"
        "from tuanqing.store.warehouse.versions import Warehouse\n"
        f"w = Warehouse(Path({str(folder / 'warehouse')!r})); c = load_all()\n"
        f"import_files(w, [Path({str(folder / 'area_20231231.csv')!r})], c, lambda con: None)\n"
        "start = time.perf_counter()\n"
        f"out = import_files(w, [Path({str(file)!r})], c, {'rebuild' if measure else 'lambda con: None'})\n"
        "r = out[0].receipt; assert not r.error and r.balance == 0 and r.rejected, r\n"
        "print(time.perf_counter() - start)\n"
    )
    subprocess.run(["rm", "-rf", str(folder / "warehouse")], check=True)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return float(done.stdout.strip().splitlines()[-1]), peak


def main(sizes: list[int]) -> None:
    """One line per size."""
    print(f"{os.cpu_count()} cores, DuckDB {duckdb.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        area_register(folder)
        for rows in sizes:
            file = service_file(folder, rows)
            raw = sorted(floor(file, folder) for _ in range(3))[1]
            bare, peak = ours(file, folder, measure=False)
            full, peak_full = ours(file, folder, measure=True)
            print(
                f"{rows:>11,} rows  floor {raw:6.1f} s  import {bare:6.1f} s = {bare / raw:4.2f}x  "
                f"with the cube {full:6.1f} s = {full / raw:4.2f}x  peak {max(peak, peak_full):,.0f} MB"
            )
            file.unlink()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1_000_000, 10_000_000])
