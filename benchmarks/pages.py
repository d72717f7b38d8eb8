"""Server time of each page on the sample county and on a warehouse with ten million volunteer records.

    python benchmarks/pages.py [rows]               (default: 10 000 000)

Each page is run with Streamlit's own test harness (the script as the server runs it, no browser); the median of
several runs after a first warm one. Prints both medians and their ratio.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
MEASURE = """
import json, os, statistics, sys, time
from streamlit.testing.v1 import AppTest
found = {}
for page in sys.argv[2:]:
    at = AppTest.from_file("app.py", default_timeout=120)
    at.query_params["area"] = sys.argv[1]
    at.query_params["period"] = "2023-12"
    at.run()
    at.switch_page(page)
    at.run()
    assert not at.exception, (page, at.exception)
    times = []
    for _run in range(int(os.environ["RUNS"])):
        begin = time.perf_counter()
        at.run()
        times.append(time.perf_counter() - begin)
    found[page] = statistics.median(times)
print(json.dumps(found))
"""


def pages() -> list[str]:
    """Every board page, as a path from the entry point."""
    return [str(page.relative_to(ROOT)) for page in sorted((ROOT / "pages" / "board").glob("*.py"))]


def measure(warehouse: Path, area: str) -> dict[str, float]:
    """Seconds per page, in a process of its own."""
    import json

    environment = {**os.environ, "TUANQING_HOME": str(warehouse), "RUNS": str(RUNS)}
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
            print(
                f"{page:32} {few[page] * 1000:7.0f} ms  {many[page] * 1000:7.0f} ms  {many[page] / few[page]:4.2f}x"
            )
        print(f"median ratio {statistics.median(many[p] / few[p] for p in few):4.2f}x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
