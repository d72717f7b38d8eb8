"""Freeze a small warehouse as the program makes it today, for every later program to open.

Run before a change of tables: `python -m tests.store.warehouse.freeze NUMBER` writes `frozen/schema_NUMBER.zip`. It is
never written again: what it holds is what users have on their disks.
"""

import argparse
import csv
import io
import tempfile
import zipfile
from pathlib import Path

from tuanqing.define import contract as contracts_of
from tuanqing.define.house import SAMPLES
from tuanqing.measure import rebuild
from tuanqing.store.batch.importing import import_files, withdraw
from tuanqing.store.batch.wishes import ImportWish
from tuanqing.store.notes import form_maps, remarks, runs
from tuanqing.store.recognise.glimpse import glimpse
from tuanqing.store.warehouse.versions import Warehouse

FROZEN = Path(__file__).parent / "frozen"
ROWS = 160  # of each sample's data rows

# A row shifted by one column puts an ID number where a date belongs, a name where a status belongs. All invented.
SHIFTED = """活动名称,青年之家名称,乡镇,活动时间,参与人次
棋类友谊赛,浦东街道青年之家,浦东街道,2022-07-05,30
诸葛试题,浦东街道青年之家,浦东街道,999999201005084435,19900005976
读书会,欧阳试名,19900002913,2022-07-09,41
"""
PARTIAL = """青年之家编号,青年之家名称,所属乡镇,级别,状态
QNZJ411424901,岗王镇青年之家分店,岗王镇,门店,运行
QNZJ411424902,胡襄镇青年之家分店,胡襄镇,门店,上官试状
"""
MORE = """序号,活动名称,服务队,活动日期,乡镇,参与人次,审核状态
1,岗王镇“植树”,岗王镇青年突击队,2022.07.05,岗王镇,27,审核通过
"""


def fill(warehouse: Warehouse, scratch: Path) -> None:
    """Bring the files of a small 柘城县 into an empty warehouse; leave traces of everything a user can do."""
    contracts = contracts_of.load_all()

    def bring(*files: Path, **wish) -> None:
        for outcome in import_files(warehouse, files, contracts, rebuild, ImportWish(yes=True, **wish)):
            assert outcome.receipt.error is None, outcome.receipt.error

    def own(name: str, text: str) -> Path:
        (scratch / name).write_text(text, "utf-8")
        return scratch / name

    places = ("柘城县区划与单位名册_20211231.xlsx", "柘城县青年之家名录_20220630.xlsx")
    bring(*(own(Path(name).stem + ".csv", _cut(SAMPLES / "zhecheng" / name)) for name in places))
    rest = (
        "柘城县青年之家活动_2022.csv",
        "柘城县志愿服务活动台账_2022上半年.txt",
        "柘城县发展团员花名册_2022.csv",
    )
    bring(*(own(Path(name).stem + ".csv", _cut(SAMPLES / "zhecheng" / name)) for name in rest))
    bring(
        own("柘城县青年之家名录_20221231.csv", _cut(SAMPLES / "zhecheng" / "柘城县青年之家名录_20221231.csv"))
    )
    bring(own("柘城县青年之家活动_2022补.csv", SHIFTED))
    bring(own("柘城县青年之家名录_20221231补.csv", PARTIAL), partial=True)
    bring(own("柘城县志愿服务活动台账_2022年7月.csv", MORE), columns={"服务队": None})
    with warehouse.read() as con:
        last = con.execute("SELECT max(batch) FROM store.batch").fetchall()[0][0]
    withdraw(warehouse, last, contracts, rebuild)
    remarks.write(warehouse.folder, "411424", "2022-06", "youth_homes", "上半年新建较多。", "县团委")
    form_maps.remember(warehouse.folder, form_maps.key_of("甲"), '[[cell]]\nat = "B2"\n')
    (warehouse.folder / "templates").mkdir()
    (warehouse.folder / "templates" / "own.toml").write_text('about = "本县自己的"\n', "utf-8")
    runs.record(
        warehouse.folder,
        runs.Run(
            number=0, at="", kind="brief", template="brief", text="", area="411424", place="柘城县", period="2022-06",
            version=warehouse.version, remarks=1, extra=(), hashes={"docx": "0"},
        ),
    )  # fmt: skip


def _cut(file: Path) -> str:
    """The first rows of a sample as CSV; of the register no village."""
    (sheet,) = [sheet for sheet in glimpse(file) if not sheet["hidden"]]
    rows = [row["cells"] for row in sheet["rows"] if "村(社区)" not in row["cells"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows[:ROWS])
    return text.getvalue()


def main() -> None:
    """Write frozen/schema_NUMBER.zip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    out = FROZEN / f"schema_{parser.parse_args().number}.zip"
    FROZEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        warehouse = Warehouse(Path(scratch) / "warehouse")
        fill(warehouse, Path(scratch))
        for old in sorted((warehouse.folder / "versions").glob("*.duckdb"))[:-2]:
            old.unlink()
        with zipfile.ZipFile(out, "x", zipfile.ZIP_LZMA) as archive:
            for file in sorted(warehouse.folder.rglob("*")):
                if file.is_file() and file.suffix != ".lock" and file.name != "lock":
                    archive.write(file, file.relative_to(warehouse.folder).as_posix())


if __name__ == "__main__":
    main()
