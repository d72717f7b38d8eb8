"""One file with everything a warehouse is: the published version, the key, the rejected rows, what people wrote."""

import tempfile
import zipfile
from pathlib import Path

import duckdb

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.template import LOCAL
from tuanqing.store.notes import form_maps, runs
from tuanqing.store.notes import remarks as notes
from tuanqing.store.warehouse.versions import Warehouse

BESIDE = (
    notes.FILE,
    runs.FILE,
    f"{form_maps.FOLDER}/*.toml",
    f"{LOCAL}/*.toml",
)  # what people wrote and made, beside the databases


def backup(warehouse: Warehouse, file: Path) -> None:
    """Write the published version, the key, the rejects and what lies beside into `file`."""
    current = warehouse.current
    part = file.with_name(file.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(current, f"versions/{current.name}")
        archive.writestr("current", current.name)
        archive.writestr("key", warehouse.key)
        for reject in sorted((warehouse.folder / "rejects").glob("*.parquet")):
            archive.write(reject, f"rejects/{reject.name}")
        for pattern in BESIDE:
            for written in sorted(warehouse.folder.glob(pattern)):
                archive.write(written, written.relative_to(warehouse.folder).as_posix())
    part.chmod(0o600)
    part.replace(file)


def restore(warehouse: Warehouse, file: Path) -> None:
    """Unpack a backup into an empty warehouse. Raises Refused for a file that is none, or a folder in use."""
    if not warehouse.is_empty:
        raise Refused(
            _("{folder} already holds data. Restore into an empty folder (--warehouse).").format(
                folder=warehouse.folder.name
            )
        )
    if not zipfile.is_zipfile(file):
        raise Refused(_("{file} is not a backup made by `tuanqing backup`.").format(file=file.name))
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as scratch:
        names = archive.namelist()
        expected = {"current", "key"}
        if (
            not expected <= set(names)
            or any(".." in n or n.startswith("/") for n in names)
            or archive.testzip()
        ):
            raise Refused(
                _("{file} is not a backup made by `tuanqing backup`, or it is damaged.").format(
                    file=file.name
                )
            )
        archive.extractall(scratch)
        version = (Path(scratch) / "current").read_text("utf-8").strip()
        duckdb.connect(str(Path(scratch) / "versions" / version), read_only=True).close()
        warehouse.folder.mkdir(parents=True, exist_ok=True)
        (warehouse.folder / "versions").mkdir(exist_ok=True)
        (warehouse.folder / "rejects").mkdir(exist_ok=True)
        for name in names:
            if name != "current":
                target = warehouse.folder / name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes((Path(scratch) / name).read_bytes())
                target.chmod(0o600)
        (warehouse.folder / "current").write_text(version, "utf-8")
