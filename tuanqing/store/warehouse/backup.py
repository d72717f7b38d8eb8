"""One file with everything a warehouse is: the published version, the rejected rows, what people wrote, the accounts and
the log, and, only if asked for, the key: whoever has both can tell whether somebody he knows is in it."""

import zipfile
from pathlib import Path, PurePosixPath

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.template import LOCAL
from tuanqing.store.access import accounts, log
from tuanqing.store.access.rooms import FOLDER
from tuanqing.store.notes import favourites, follow_ups, form_maps, runs
from tuanqing.store.notes import remarks as notes
from tuanqing.store.warehouse import key
from tuanqing.store.warehouse.scratch import scratch
from tuanqing.store.warehouse.versions import Warehouse, open_file

BESIDE = (
    notes.FILE,
    runs.FILE,
    follow_ups.FILE,
    favourites.FILE,
    f"{form_maps.FOLDER}/*.toml",
    f"{LOCAL}/*.toml",
    accounts.FILE,
    f"{log.FOLDER}/*.json*",
)  # what people wrote and made, beside the databases


def backup(warehouse: Warehouse, file: Path, *, with_key: bool = False) -> None:
    """Write the published version, the rejects and what lies beside into `file`, for its owner alone; the key if asked."""
    current, secret = warehouse.current, key.load(warehouse.folder) if with_key else None
    if with_key and secret is None:
        raise Refused(
            _("There is no key in {folder} yet: nobody was imported.").format(folder=warehouse.folder.name)
        )
    part = file.with_name(file.name + ".part")
    disk.remove(part)
    try:
        with (
            disk.create(part) as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            archive.write(current, f"versions/{current.name}")
            archive.writestr("current", current.name)
            if secret is not None:
                archive.writestr(key.FILE, secret)
            for reject in sorted((warehouse.folder / "rejects").glob("*.parquet")):
                archive.write(reject, f"rejects/{reject.name}")
            for pattern in BESIDE:
                for written in sorted(warehouse.folder.glob(pattern)):
                    archive.write(written, written.relative_to(warehouse.folder).as_posix())
        disk.sync(part)
        disk.replace(part, file)
    finally:
        disk.remove(part)


def restore(warehouse: Warehouse, file: Path) -> bool:
    """Unpack a backup into an empty warehouse; whether the key was in it. Raises Refused for a file that is none, a
    folder in use, or a folder with another key."""
    if not warehouse.is_empty:
        raise Refused(
            _("{folder} already holds data. Restore into an empty folder (--warehouse).").format(
                folder=warehouse.folder.name
            )
        )
    if not zipfile.is_zipfile(file):
        raise Refused(_("{file} is not a backup made by `tuanqing backup`.").format(file=file.name))
    with warehouse.writing(_("restoring {file}").format(file=file.name)), zipfile.ZipFile(file) as archive:
        version = _version(archive, file)
        own = key.load(warehouse.folder)
        with_key = key.FILE in archive.namelist()
        if own is not None and with_key and archive.read(key.FILE) != own:
            raise Refused(
                _(
                    "{folder} holds another key than {file}. Restore into an empty folder (--warehouse)."
                ).format(folder=warehouse.folder.name, file=file.name)
            )
        if (warehouse.folder / FOLDER).exists() and any(n.startswith(FOLDER) for n in archive.namelist()):
            raise Refused(
                _(
                    "{folder} has accounts or a log of its own. Restore first, into an empty folder (--warehouse)."
                ).format(folder=warehouse.folder.name)
            )
        with scratch(warehouse.folder) as room, disk.owner_only():
            archive.extractall(room)
            open_file(room / "versions" / f"{version}.duckdb").close()
            for unpacked in sorted(path for path in room.rglob("*") if path.is_file()):
                name = unpacked.relative_to(room)
                if name.as_posix() in archive.namelist() and name.name != "current":
                    target = warehouse.folder / name
                    if name.as_posix() == key.FILE:
                        disk.write(key.file_of(warehouse.folder), disk.read(unpacked))
                        continue
                    for step in reversed(target.relative_to(warehouse.folder).parents[:-1]):
                        disk.own_folder(warehouse.folder / step)
                    disk.replace(unpacked, target)
        warehouse.point_at(version)
    return with_key


def _version(archive: zipfile.ZipFile, file: Path) -> str:
    """The version in a backup. Raises Refused where the archive is none, damaged, or would write elsewhere."""
    names = archive.namelist()
    if "current" in names and not archive.testzip():
        version = PurePosixPath(archive.read("current").decode("utf-8", "replace").strip())
        parts = [part for name in names for part in PurePosixPath(name.replace("\\", "/")).parts]
        if f"versions/{version}" in names and not {"..", "/"} & set(parts) and ":" not in "".join(parts):
            return version.stem
    raise Refused(
        _("{file} is not a backup made by `tuanqing backup`, or it is damaged.").format(file=file.name)
    )
