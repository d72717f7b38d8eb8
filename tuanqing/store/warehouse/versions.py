"""A warehouse is a folder of immutable DuckDB files; `current` names the one readers open.

Publishing copies the current file, changes the copy, syncs it, renames it into place, and only then replaces
`current`. A reader is never blocked; a crash at any instant leaves the last published version. One writer at a
time holds `lock`, which says who it is.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from tuanqing.define import contract as contracts_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.warehouse import migrations, schema
from tuanqing.store.warehouse.snapshot import Snapshot

KEEP = 20  # published versions kept beside the current one
MEMORY = "2200MB"  # what DuckDB may hold; the rest spills to the warehouse's own folder
WAIT = 600  # seconds a second writer waits for the first


def default_folder() -> Path:
    """$TUANQING_HOME, else `.tuanqing` in the home folder (the platform's data folder on Windows)."""
    if home := os.environ.get("TUANQING_HOME"):
        return Path(home)
    if os.name == "nt" and (data := os.environ.get("LOCALAPPDATA")):
        return Path(data) / "tuanqing"
    return Path.home() / ".tuanqing"


@dataclass(frozen=True)
class Warehouse:
    """The folder. Nothing is opened until asked.

    `rebuild` works the figures out from the rows of an opened version: what reads older versions must give it.
    `say` is told what takes a while.
    """

    folder: Path
    rebuild: Callable[[duckdb.DuckDBPyConnection], None] | None = None
    say: Callable[[str], object] = str

    @property
    def current(self) -> Path:
        """The published file. Raises Refused when nothing has been published yet."""
        pointer = self.folder / "current"
        if not pointer.exists():
            raise Refused(
                _(
                    "There is no data yet in {folder}. Import the area register first, or run `tuanqing demo`."
                ).format(folder=self.folder.name)
            )
        return self.folder / "versions" / pointer.read_text("utf-8").strip()

    @property
    def version(self) -> str:
        """The name of the published version, e.g. v000041."""
        return self.current.stem

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published yet."""
        return not (self.folder / "current").exists()

    def read(self, version: str | None = None) -> Snapshot:
        """A version (the current one by default), opened for reading. Close it when done.

        One of an earlier program is opened as a copy with the tables and figures of today, made once and kept in
        `migrated`. Raises Refused for a version that is not there, or is of a later program.
        """
        file = self.folder / "versions" / f"{version}.duckdb" if version else self.current
        if not file.exists():
            raise Refused(_("Version {version} is no longer kept.").format(version=version))
        connection = _open(file, read_only=True)
        try:
            if migrations.number(connection) == migrations.SCHEMA:
                return Snapshot(file.stem, connection)
        except Refused:
            connection.close()
            raise
        connection.close()
        return Snapshot(file.stem, _open(self._migrated(file), read_only=True))

    def _migrated(self, file: Path) -> Path:
        """The copy of an older version that has the tables of today. Who comes while it is made waits for it."""
        if self.rebuild is None:
            raise Refused(
                _(
                    "Version {version} was made by an earlier program. Run `tuanqing refresh`: it publishes the "
                    "same rows as a version of today."
                ).format(version=file.stem)
            )
        copies = self.folder / "migrated"
        copies.mkdir(mode=0o700, exist_ok=True)
        copy = copies / f"{file.stem}.{migrations.SCHEMA}.duckdb"
        with FileLock(f"{copy}.lock"):
            if not copy.exists():
                self.say(_("An earlier program made this version. It is brought up to date once…"))
                work = copies / f"{copy.name}.draft"
                shutil.copyfile(file, work)
                with closing(_open(work, spill=self.folder / "spill migrating")) as connection:
                    schema.create(connection, contracts_of.load_all())
                    self.rebuild(connection)
                    connection.execute("CHECKPOINT")
                work.replace(copy)
        return copy

    @property
    def key(self) -> bytes:
        """The secret that turns ID numbers into keys; made on first use, kept outside every database."""
        file = self.folder / "key"
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f"key.{secrets.token_hex(4)}"
            fresh.write_bytes(secrets.token_bytes(32))
            fresh.chmod(0o600)
            try:
                os.link(fresh, file)  # fails where another process was first: its key stands
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return file.read_bytes()

    @contextmanager
    def writing(
        self, purpose: str, wait: float = WAIT, say: Callable[[str], object] = print
    ) -> Generator[None]:
        """Hold the only writer's place. While another holds it, `say` once for whom we wait; give up after `wait`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock, note = FileLock(self.folder / "lock"), self.folder / "writer.json"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            sentence = _("Another import is being published ({holder}).").format(holder=_holder(note))
            say(sentence + _(" Waiting for it to finish…"))
            try:
                lock.acquire(timeout=wait)
            except Timeout:
                raise Refused(sentence + _(" Try again in a few minutes.")) from None
        try:
            note.write_text(
                json.dumps({"pid": os.getpid(), "since": f"{datetime.now():%H:%M:%S}", "for": purpose})
            )
            yield
        finally:
            note.unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def draft(self) -> Generator[duckdb.DuckDBPyConnection]:
        """A writable copy of the current version, published when the block ends without an exception.

        Only inside `writing`. Whatever goes wrong, the copy is thrown away and `current` is untouched.
        """
        versions = self.folder / "versions"
        versions.mkdir(parents=True, exist_ok=True)
        self._sweep()
        number = 0 if self.is_empty else int(self.version[1:])
        name = f"v{number + 1:06d}.duckdb"
        work = versions / f"{name}.draft"
        if not self.is_empty:
            shutil.copyfile(self.current, work)
        spill = self.folder / "spill"
        connection = _open(work, spill=spill)
        try:
            yield connection
            connection.execute("CHECKPOINT")
            connection.close()
            _sync(work)
            work.rename(versions / name)
            _sync(versions)
            fresh = self.folder / "current.new"
            fresh.write_text(name, "utf-8")
            _sync(fresh)
            fresh.replace(self.folder / "current")
            _sync(self.folder)
        finally:
            connection.close()
            work.unlink(missing_ok=True)
            Path(f"{work}.wal").unlink(missing_ok=True)
            shutil.rmtree(spill, ignore_errors=True)
        for old in sorted(versions.glob("v*.duckdb"))[: -KEEP - 1]:
            old.unlink()

    def _sweep(self) -> None:
        """Remove what a crashed writer left: drafts, and versions newer than the published one."""
        versions = self.folder / "versions"
        for file in [*versions.glob("*.draft"), *versions.glob("*.draft.wal"), *versions.glob("*.wal")]:
            file.unlink(missing_ok=True)
        published = "" if self.is_empty else self.current.name
        for file in versions.glob("v*.duckdb"):
            if file.name > published:
                file.unlink()


def _open(file: Path, *, read_only: bool = False, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that fetches nothing from elsewhere; what does not fit into memory goes to `spill`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if spill:
        config |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    return duckdb.connect(str(file), read_only=read_only, config=config)


def _holder(file: Path) -> str:
    try:
        note = json.loads(file.read_text())
    except (FileNotFoundError, json.JSONDecodeError):  # the holder has the place, not yet its name
        return _("just started")
    return _("process {pid}, since {since}, {purpose}").format(
        pid=note["pid"], since=note["since"], purpose=note["for"]
    )


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows has no handle on a folder; its renames are journalled
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
