"""Server time of each page on the sample county and on a warehouse with ten million volunteer records.

    python benchmarks/pages.py [rows]               (default: 10 000 000)

Each page is run with Streamlit's own test harness (the script as the server runs it, no browser), each time for a place and
month nobody has opened, then again. Prints the medians of both, cold and cached, in both warehouses, and their ratios.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASURE = """
import json, statistics, sys, time
from streamlit.testing.v1 import AppTest
found = {}
views = [(sys.argv[1] + place, month) for month in ("2023-11", "2023-08", "2023-05") for place in ("", "105", "106")]
def seconds(at):
    begin = time.perf_counter()
    at.run()
    assert not at.exception, (page, at.exception)
    return time.perf_counter() - begin
for page in sys.argv[2:]:
    at = AppTest.from_file("app.py", default_timeout=120)
    at.query_params["area"], at.query_params["period"] = sys.argv[1], "2023-12"
    at.run()
    at.switch_page(page)
    at.run()
    cold, cached = [], []
    for at.query_params["area"], at.query_params["period"] in views:
        cold.append(seconds(at))
        cached.append(seconds(at))
    found[page] = (statistics.median(cold), statistics.median(cached))
print(json.dumps(found))
"""


def pages() -> list[str]:
    """Every board page, as a path from the entry point."""
    return [str(page.relative_to(ROOT)) for page in sorted((ROOT / "pages" / "board").glob("*.py"))]


def measure(warehouse: Path, area: str) -> dict[str, tuple[float, float]]:
    """Seconds per page, cold and cached, in a process of its own."""
    import json

    environment = {**os.environ, "TUANQING_HOME": str(warehouse)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, area, *pages()],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(rows: int) -> None:
    """One line per page."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("imports", ROOT / "benchmarks" / "import.py")
    assert spec is not None
    assert spec.loader is not None
    imports = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(imports)
    command = [sys.executable, "-m", "tuanqing"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        small, large = folder / "small", folder / "large"
        subprocess.run(
            [*command, "demo", "--place", "柘城县", "--warehouse", str(small)], cwd=ROOT, check=True
        )
        subprocess.run(
            [*command, "demo", "--place", "柘城县", "--warehouse", str(large)], cwd=ROOT, check=True
        )
        file = imports.service_file(folder, rows, sample=True)
        subprocess.run(
            [*command, "import", str(file), "--area", "411424", "--warehouse", str(large)],
            cwd=ROOT,
            check=True,
        )
        print(f"{os.cpu_count()} cores, {rows:,} volunteer records against the sample county")
        few, many = measure(small, "411424"), measure(large, "411424")
        for page in few:
            print(f"{page:32} {_told(few[page])}   {_told(many[page])}   {_ratio(many[page], few[page])}")
        print(
            f"median: cold {_median(c / w for c, w in few.values())} of cached, of ten million {_median(c / w for c, w in many.values())}"
        )
        print(
            f"median: ten million {_median(many[p][0] / few[p][0] for p in few)} cold, {_median(many[p][1] / few[p][1] for p in few)} cached"
        )


def _told(times: tuple[float, float]) -> str:
    cold, cached = times
    return f"{cold * 1000:6.0f} ms cold {cached * 1000:6.0f} ms cached {cold / cached:5.2f}x"


def _ratio(many: tuple[float, float], few: tuple[float, float]) -> str:
    return f"{many[0] / few[0]:4.2f}x cold {many[1] / few[1]:4.2f}x cached"


def _median(ratios: Iterable[float]) -> str:
    return f"{statistics.median(ratios):4.2f}x"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
