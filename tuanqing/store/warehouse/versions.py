"""A warehouse is a folder of immutable DuckDB files; `current` names the one readers open.

Publishing copies the current file, changes the copy, syncs it, renames it into place, and only then replaces
`current`. A reader is never blocked; a crash at any instant leaves the last published version. One writer at a
time holds `lock`, which says who it is. No version is deleted on the word of `current`: the oldest go when a new one
has been published, and a version that `current` does not name stays until then.
"""

import json
import os
import re
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from tuanqing.define import contract as contracts_of
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.look import PLAIN, Look
from tuanqing.store.notes import favourites, follow_ups, remarks, runs
from tuanqing.store.warehouse import migrations, schema
from tuanqing.store.warehouse.scratch import scratch, sweep
from tuanqing.store.warehouse.snapshot import Snapshot

KEEP = 20  # published versions kept beside the current one
MEMORY = "2200MB"  # what DuckDB may hold; the rest spills to the warehouse's own folder
WAIT = 600  # seconds a second writer waits for the first
PRIVATE = (
    "versions",
    "rejects",
    "migrated",
    remarks.FILE,
    runs.FILE,
    follow_ups.FILE,
    favourites.FILE,
)  # what in the folder is its owner's alone
_NAME = re.compile(r"v\d{6,}\.duckdb")


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
    scope: tuple[str, ...] | None = (
        None  # whose eyes `read` opens versions for: codes of areas; None: everything
    )

    def kept(self) -> list[Path]:
        """The files of the versions that are there, oldest first, published or not."""
        return sorted(f for f in (self.folder / "versions").glob("v*.duckdb") if _NAME.fullmatch(f.name))

    @property
    def current(self) -> Path:
        """The published file. Raises Refused when nothing has been published, or nobody can say what was."""
        if self.is_empty:
            raise Refused(
                _(
                    "There is no data yet in {folder}. Import the area register first, or run `tuanqing demo`."
                ).format(folder=self.folder.name)
            )
        named = self.named()
        file = self.folder / "versions" / named
        if not _NAME.fullmatch(named) or not file.is_file():
            raise Refused(
                _(
                    "The file `current` in {folder} does not name a version that is there: it is missing or damaged. "
                    "Nothing has been deleted. Run `tuanqing recover` and choose the version to go on with."
                ).format(folder=self.folder.name)
            )
        return file

    def named(self) -> str:
        """What stands in `current`, whatever it is worth; "" where it is missing."""
        pointer = self.folder / "current"
        return disk.read(pointer).decode("utf-8", "replace").strip() if pointer.is_file() else ""

    @property
    def version(self) -> str:
        """The name of the published version, e.g. v000041."""
        return self.current.stem

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published yet."""
        return not (self.folder / "current").exists() and not self.kept()

    def read(self, version: str | None = None, look: Look = PLAIN) -> Snapshot:
        """A version (the current one by default), opened for reading as `scope` sees it, looked at in one way. Close it
        when done.

        One of an earlier program is opened as a copy with the tables and figures of today, made once and kept in
        `migrated`. Raises Refused for a version that is not there, is damaged, or is of a later program.
        """
        file = self.folder / "versions" / f"{version}.duckdb" if version else self.current
        if not file.exists():
            raise Refused(_("Version {version} is no longer kept.").format(version=version))
        connection = open_file(file)
        try:
            if migrations.number(connection) == migrations.SCHEMA:
                return self._seen(Snapshot(file.stem, connection, look))
        except Refused:
            connection.close()
            raise
        connection.close()
        return self._seen(Snapshot(file.stem, open_file(self._migrated(file)), look))

    def _seen(self, whole: Snapshot) -> Snapshot:
        return whole if self.scope is None else whole.seen_by(self.scope)

    def _migrated(self, file: Path) -> Path:
        """The copy of an older version that has the tables of today. Who comes while it is made waits for it."""
        if self.rebuild is None:
            raise Refused(
                _(
                    "Version {version} was made by an earlier program. Run `tuanqing refresh`: it publishes the "
                    "same rows as a version of today."
                ).format(version=file.stem)
            )
        copies = disk.own_folder(self.folder / "migrated")
        copy = copies / f"{file.stem}.{migrations.SCHEMA}.duckdb"
        with FileLock(f"{copy}.lock"):
            if not copy.exists():
                self.say(_("An earlier program made this version. It is brought up to date once…"))
                with scratch(self.folder) as room, disk.owner_only():
                    work = room / copy.name
                    _copy(file, work)
                    with closing(open_file(work, spill=room / "spill")) as connection:
                        schema.create(connection, contracts_of.load_all())
                        self.rebuild(connection)
                        connection.execute("CHECKPOINT")
                    disk.replace(work, copy)
        return copy

    @contextmanager
    def writing(
        self, purpose: str, wait: float = WAIT, say: Callable[[str], object] = print
    ) -> Generator[None]:
        """Hold the only writer's place. While another holds it, `say` once for whom we wait; give up after `wait`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in PRIVATE:  # an earlier program left them to everybody
            disk.close_to_others(self.folder / name)
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
            holder = {"pid": os.getpid(), "since": f"{datetime.now():%H:%M:%S}", "for": purpose}
            disk.write(note, json.dumps(holder).encode())
            yield
        finally:
            disk.remove(note)
            lock.release()

    @property
    def room(self) -> Path:
        """The folder of the draft being made. What lies in its `rejects` is published with it, or goes with it."""
        return self.folder / "draft"

    @contextmanager
    def draft(self, anew: bool = False) -> Generator[duckdb.DuckDBPyConnection]:
        """A writable copy of the current version, published when the block ends without an exception.

        `anew`: its rows alone, in a file without anything that was overwritten; what is measured is left to be measured.
        Only inside `writing`. Whatever goes wrong, the copy is thrown away and `current` is untouched. Raises Refused
        where the disk is full.
        """
        base = None if self.is_empty else self.current
        numbers = [int(file.stem[1:]) for file in self.kept()]  # above all of them, published or not
        name = f"v{max(numbers, default=0) + 1:06d}.duckdb"
        with FileLock(f"{self.room}.lock"), disk.owner_only():
            disk.remove_tree(self.room)
            work = disk.own_folder(self.room) / name
            try:
                if base:
                    _copy(base, work, anew)
                with closing(open_file(work, spill=self.room / "spill")) as connection:
                    yield connection
                    connection.execute("CHECKPOINT")
                self._publish(work)
            except (
                duckdb.IOException,
                duckdb.FatalException,
                OSError,
            ) as fault:  # a checkpoint on a full disk is fatal
                raise Refused(
                    _(
                        "The warehouse could not be written: {reason} Nothing was published. `tuanqing doctor` says "
                        "how much room there is."
                    ).format(reason=str(fault).splitlines()[0])
                ) from fault
            finally:
                disk.remove_tree(self.room)
        self.prune()

    def _publish(self, work: Path) -> None:
        """Put a finished draft and its rejects where they stay, then name it in `current`."""
        disk.sync(work)
        versions = disk.own_folder(self.folder / "versions")
        disk.replace(work, versions / work.name)
        disk.sync_folder(versions)
        rejects = disk.own_folder(self.folder / "rejects")
        for file in sorted((self.room / "rejects").glob("*")):
            disk.replace(file, rejects / file.name)
        disk.sync_folder(rejects)
        self.point_at(work.stem)

    def point_at(self, version: str) -> None:
        """Make `version` the published one. Only inside `writing`."""
        disk.write(self.folder / "current", f"{version}.duckdb".encode())

    @property
    def last_batch(self) -> int:
        """The highest number any batch with a file of rejects bears, in whatever version: none is given twice."""
        return max((int(f.stem) for f in (self.folder / "rejects").glob("*.parquet")), default=0)

    def prune(self) -> None:
        """Let the oldest versions go, and the copies of versions that are gone or of an earlier program's kind.

        Only after publishing: `current` has just been written and names the newest.
        """
        older = self.kept()[:-1]
        for file in older[: max(len(older) - KEEP, 0)]:
            disk.remove(file)
        kept = {f"{file.stem}.{migrations.SCHEMA}.duckdb" for file in self.kept()}
        for copy in (self.folder / "migrated").glob("*.duckdb"):
            if copy.name not in kept:
                disk.remove(copy)
                disk.remove(copy.with_name(f"{copy.name}.lock"))

    def sweep(self) -> None:
        """Remove what processes that were killed have left half done: no version, and nothing that is in use."""
        sweep(self.folder)
        if self.room.exists():
            with suppress(Timeout), FileLock(f"{self.room}.lock", timeout=0):
                disk.remove_tree(self.room)


def open_file(file: Path, *, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a version that fetches nothing from elsewhere: to read, or with `spill`, the folder for what
    does not fit into memory, to write. Raises Refused where the file is no version or damaged."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if spill:
        config |= {"memory_limit": MEMORY, "temp_directory": str(spill)}
    try:
        return duckdb.connect(str(file), read_only=spill is None, config=config)
    except duckdb.Error as fault:
        raise Refused(
            _(
                "{file} cannot be opened: {reason}. If it is damaged, run `tuanqing recover` and choose another version."
            ).format(file=file.name, reason=str(fault).splitlines()[0])
        ) from fault


def _copy(file: Path, work: Path, anew: bool = False) -> None:
    """A copy of a version to work on, with the tables of today; `anew`: of its rows alone."""
    with closing(open_file(file)) as connection:
        is_of_today = migrations.number(connection) == migrations.SCHEMA
    if is_of_today and not anew:
        disk.copy(file, work)
        return
    old = work.with_name("old")
    disk.copy(file, old)
    with closing(open_file(old, spill=work.with_name("spill"))) as connection:
        migrations.migrate(connection, contracts_of.load_all())
        connection.execute("CHECKPOINT")
    with closing(open_file(work, spill=work.with_name("spill"))) as connection:
        migrations.renew(old, connection)
    disk.remove(old)


def _holder(file: Path) -> str:
    try:
        note = json.loads(disk.read(file))
    except (FileNotFoundError, json.JSONDecodeError):  # the holder has the place, not yet its name
        return _("just started")
    return _("process {pid}, since {since}, {purpose}").format(
        pid=note["pid"], since=note["since"], purpose=note["for"]
    )
