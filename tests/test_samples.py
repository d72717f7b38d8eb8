"""The sample exports: reproducible, complete, labelled, and nobody's."""

import csv
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from unicodedata import normalize

import pytest
import xlrd

from tuanqing.define.contract import load_all
from tuanqing.define.house import ROOT, SAMPLES

BY_HAND = {"README.md", "published.toml"}
FACTS = {1: [*range(1, 8), *range(10, 16), *range(20, 26)], 2: range(1, 31), 3: range(1, 31), 4: range(1, 27)}
FACTS[5] = range(1, 19)


def files(folder: Path) -> dict[str, Path]:
    """Everything below `folder` by its path in there."""
    return {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}


def text(file: Path) -> str:
    """All the text of a sample, however it is stored."""
    content = file.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(file) as book:
            parts = [book.read(part) for part in book.namelist() if part.startswith("xl/")]
        return b"\n".join(parts).decode()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        cells = [
            cell.value
            for sheet in xlrd.open_workbook(file).sheets()
            for row in sheet.get_rows()
            for cell in row
        ]
        return "\n".join(str(value) for value in cells)
    for encoding in ("utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{file.name} is in no encoding we use")


@pytest.fixture(scope="module")
def manifest() -> list[dict]:
    return tomllib.loads((SAMPLES / "manifest.toml").read_text("utf-8"))["file"]


@pytest.fixture(scope="module")
def figures() -> list[dict]:
    return tomllib.loads((SAMPLES / "published.toml").read_text("utf-8"))["figure"]


@pytest.fixture(scope="module")
def texts(manifest) -> dict[str, str]:
    return {entry["path"]: text(SAMPLES / entry["path"]) for entry in manifest}


def test_a_second_run_writes_the_same_bytes(tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-m", "tests.samples.make", "--out", str(tmp_path)]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    fresh = files(tmp_path)
    kept = {path: file for path, file in files(SAMPLES).items() if path not in BY_HAND}
    assert fresh.keys() == kept.keys()
    assert [path for path, file in kept.items() if file.read_bytes() != fresh[path].read_bytes()] == []


def test_all_together_stay_below_20_megabytes():
    assert sum(file.stat().st_size for file in files(SAMPLES).values()) < 20_000_000


def test_the_manifest_names_every_file_once(manifest):
    listed = [entry["path"] for entry in manifest]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(files(SAMPLES)) - BY_HAND - {"manifest.toml"}


def test_the_manifest_is_complete(manifest):
    contracts = load_all()
    for entry in manifest:
        contract = contracts[entry["dataset"]]
        assert ("as_of" in entry) == contract.is_registry, entry["path"]
        assert bool(entry["rejected"]) == ("why" in entry), entry["path"]
        if contract.is_registry:
            assert Path(entry["path"]).stem.endswith(entry["as_of"].replace("-", "")), entry["path"]


def test_the_import_finds_what_the_manifest_says(samples, manifest):
    with samples.read() as con:
        rows = con.execute(
            "SELECT file, dataset, added + changed + unchanged, rejected, "
            "coalesce((skipped ->> 'duplicate')::INT, 0) FROM store.batch"
        ).fetchall()
    assert {row[0]: row[1:] for row in rows} == {
        Path(entry["path"]).name: (
            *(entry["dataset"], entry["accepted"], entry["rejected"], entry.get("duplicates", 0)),
        )
        for entry in manifest
    }


def test_areas_come_first_and_every_dataset_occurs(manifest):
    assert {entry["dataset"] for entry in manifest} == set(load_all()) & {
        entry["dataset"] for entry in manifest
    }
    for place in {entry["place"] for entry in manifest}:
        assert next(entry for entry in manifest if entry["place"] == place)["dataset"] == "area", place
    here = {entry["dataset"] for entry in manifest if entry["place"] == "柘城县"}
    assert len(here) >= 15


def test_every_file_says_that_it_is_invented(texts):
    assert [path for path, content in texts.items() if "（示例数据，除合计外均为虚构）" not in content] == []


def test_no_id_number_could_be_anybodys(texts):
    for path, content in texts.items():
        found = re.findall(r"(?<![\d.])\d{17}[\dXx](?!\d)", normalize("NFKC", content))
        assert {number[:6] for number in found} <= {"999999"}, path


def test_no_phone_number_could_be_anybodys(texts):
    for path, content in texts.items():
        found = re.findall(r"(?<![\d.])1[3-9]\d{9}(?!\d)", content)
        assert {number[:7] for number in found} <= {"1990000"}, path


def test_every_published_fact_is_listed(figures):
    ids = [figure["id"] for figure in figures]
    assert len(ids) == len(set(ids))
    wanted = {f"A{place}.{number:02d}" for place, numbers in FACTS.items() for number in numbers}
    assert {re.sub("[a-z]$", "", each) for each in ids} == wanted


def test_a_figure_is_computed_or_shown_unless_it_was_lost(figures):
    for figure in figures:
        assert figure["print"] in ("exact", "lower_bound", "lost"), figure["id"]
        ways = {"indicator", "list", "shown"} & figure.keys()
        assert len(ways) == (figure["print"] != "lost"), figure["id"]
        if "indicator" in figure:
            assert {"value", "unit", "grain", "decimals"} <= figure.keys(), figure["id"]
            assert ("by" in figure) == ("member" in figure), figure["id"]


def test_a_lost_figure_is_never_an_indicator(figures):
    lost = [figure for figure in figures if figure["print"] == "lost"]
    assert lost
    assert [figure["id"] for figure in lost if "indicator" in figure or "note" not in figure] == []
    assert "value" not in next(figure for figure in lost if figure["id"] == "A4.01")


def test_the_divisions_have_the_townships_the_places_count():
    with (ROOT / "tests" / "samples" / "divisions.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    counted = [row["code"][:4] for row in rows if row["counts"] == "1"]
    assert {code: counted.count(code) for code in sorted(set(counted))} == {
        **{"3202": 16, "3310": 16, "3608": 224, "4114": 22, "5227": 11}
    }
