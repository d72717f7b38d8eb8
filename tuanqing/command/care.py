"""Commands that look after a warehouse: doctor, recover, purge, backup, restore, key."""

import argparse
import shutil
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from tuanqing.command.output import day, print_json, print_rows
from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access import accounts
from tuanqing.store.warehouse import key as keys
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import PRIVATE, Warehouse

T = TypeVar("T")
ROOM = 4  # an import needs about this many times the room of the published version


@dataclass(frozen=True)
class Finding:
    """What `doctor` found of one part: good or not, in a sentence with its cure."""

    part: str
    good: bool
    sentence: str


def doctor(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Say of every part whether it is well; 1 when one is not."""
    found = [
        *_folder(warehouse),
        *_versions(warehouse),
        *_corrections(warehouse),
        *_overwritten(warehouse),
        *_key(warehouse),
        *_retention(warehouse),
        *_space(warehouse),
        *_fonts(),
        *_browser(),
    ]
    if options.json:
        print_json({"findings": [asdict(each) for each in found]})
    else:
        for each in found:
            print(f"{'✓' if each.good else '✗'} {each.part}: {each.sentence}")
    return 0 if all(each.good for each in found) else 1


def _retention(warehouse: Warehouse) -> Iterator[Finding]:
    """Whether anything is kept longer than the rule says."""
    from tuanqing.store.warehouse import purging

    _versions_day, _rejects_day, many = purging.overdue(warehouse)
    if many:
        said = _(
            "{n} versions or files of rejected rows are older than data/access.toml lets them be: tuanqing purge --due."
        )
        yield Finding(_("retention"), False, said.format(n=many))
    else:
        yield Finding(_("retention"), True, _("Nothing is kept longer than data/access.toml says."))


def _folder(warehouse: Warehouse) -> Iterator[Finding]:
    part, folder = _("folder"), warehouse.folder
    if not folder.is_dir():
        yield Finding(
            part, True, _("{folder} is not there yet; the first import makes it.").format(folder=folder)
        )
        return
    probe = folder / "doctor.new"
    try:
        disk.write(probe, b"")
        disk.remove(probe)
    except OSError as fault:
        yield Finding(
            part,
            False,
            _(
                "{folder} cannot be written to: {reason}. Give yourself the right to, or choose another (--warehouse)."
            ).format(folder=folder, reason=fault.strerror),
        )
        return
    names = [name for name in PRIVATE if disk.is_open_to_others(folder / name)]
    if names and disk.is_open_to_others(folder):
        yield Finding(
            part,
            False,
            _(
                "other users of this computer can look into {names}. The next import closes them, or: chmod 700 {folder}"
            ).format(names=", ".join(names), folder=folder),
        )
    else:
        yield Finding(part, True, str(folder))


def _versions(warehouse: Warehouse) -> Iterator[Finding]:
    from tuanqing.store.warehouse.recovery import versions

    part = _("versions")
    found = versions(warehouse)
    try:
        current = warehouse.version
    except Refused as refusal:
        yield Finding(part, warehouse.is_empty, str(refusal))
        current = ""
    for each in found:
        if each.problem:
            yield Finding(part, False, each.problem)
    if current and not any(each.problem for each in found if each.version == current):
        yield Finding(
            part,
            True,
            _("{version} is published; {count} are kept").format(version=current, count=len(found)),
        )
    if current and (newer := [each.version for each in found if each.version > current]):
        yield Finding(
            part,
            False,
            _(
                "{names} came after the published version and are not shown: a publish broke off, or `current` is an "
                "older copy. `tuanqing recover` lists them."
            ).format(names=", ".join(sorted(newer))),
        )


def _read(warehouse: Warehouse, read: Callable[[Snapshot], Sequence[T]]) -> Sequence[T]:
    """What is read of the published version; nothing where it cannot be opened, which is said of the versions."""
    try:
        with warehouse.read() as snapshot:
            return read(snapshot)
    except Refused:
        return ()


def _corrections(warehouse: Warehouse) -> Iterator[Finding]:
    from tuanqing.store.warehouse import corrections

    found = _read(warehouse, corrections.read)
    for each in found:
        if sentence := corrections.trouble(each):
            yield Finding(_("corrections"), each.state == "partly", sentence)  # the lists before need it
    if count := sum(each.is_applied for each in found):
        yield Finding(_("corrections"), True, _("{count} in force").format(count=count))


def _overwritten(warehouse: Warehouse) -> Iterator[Finding]:
    from tuanqing.define import query as queries_of
    from tuanqing.measure import overwritten
    from tuanqing.show.overwritten import sentence

    for each in _read(warehouse, overwritten.read):
        yield Finding(_("targets and rules"), True, sentence(each, queries_of.load_all()))


def _key(warehouse: Warehouse) -> Iterator[Finding]:
    from tuanqing.store.warehouse.recovery import fingerprint_of

    part = _("key")
    try:
        secret = keys.load(warehouse.folder)
        known = None if warehouse.is_empty else fingerprint_of(warehouse)
    except Refused as refusal:
        yield Finding(part, False, str(refusal))
        return
    place = keys.file_of(warehouse.folder)
    if secret is None and known:
        yield Finding(
            part,
            False,
            _(
                "{file} is missing, and people were imported with it. Put it back from where you keep it."
            ).format(file=place),
        )
    elif secret is None:
        yield Finding(part, True, _("none yet; the first import of people makes it"))
    elif known and known != keys.fingerprint(secret):
        yield Finding(
            part,
            False,
            _(
                "{file} is not the one people were imported with (fingerprint {known}). Put the right one back."
            ).format(file=place, known=known),
        )
    elif keys.file_of(warehouse.folder).parent == warehouse.folder and accounts.exist(warehouse.folder):
        yield Finding(
            part,
            True,
            _(
                "{file} lies with what it guards: whoever copies the folder can find people out. Move it to a folder of its "
                "own and say where in TUANQING_KEY."
            ).format(file=place),
        )
    else:
        yield Finding(
            part,
            True,
            _("{file}, fingerprint {own}. Keep a copy of it somewhere else than the backups.").format(
                file=place, own=keys.fingerprint(secret)
            ),
        )


def _space(warehouse: Warehouse) -> Iterator[Finding]:
    part = _("free space")
    there = next(path for path in (warehouse.folder, *warehouse.folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    newest = warehouse.kept()[-1:]
    wanted = ROOM * sum(file.stat().st_size for file in newest) + 500_000_000
    sentence = _("{free} GB free; an import needs about {wanted} GB").format(
        free=f"{free / 1e9:.1f}", wanted=f"{wanted / 1e9:.1f}"
    )
    yield Finding(part, free >= wanted, sentence)


def _fonts() -> Iterator[Finding]:
    from tuanqing.show.document.pdf import faces

    try:
        found = faces()
    except Refused as refusal:
        yield Finding(_("fonts"), False, str(refusal))
    else:
        yield Finding(_("fonts"), True, ", ".join(dict.fromkeys(names[-1] for names in found.values())))


def _browser() -> Iterator[Finding]:
    try:
        webbrowser.get()
    except webbrowser.Error:
        yield Finding(
            _("browser"),
            True,
            _("none on this computer; `tuanqing serve` prints the address to open in one"),
        )
    else:
        yield Finding(_("browser"), True, _("there is one"))


def recover(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """List the versions that are there, name the newest whole one, and publish the one that is chosen."""
    from tuanqing.store.warehouse import recovery

    chosen = options.version
    if chosen is None:
        found = recovery.versions(warehouse)
        if options.json:
            print_json({"versions": [asdict(each) for each in found]})
            return 0
        if not found:
            raise Refused(_("There is no version in {folder}.").format(folder=warehouse.folder))
        print_rows([{**asdict(each), "made": f"{each.made:%Y-%m-%d %H:%M:%S}"} for each in found], "table")
        best = recovery.newest_whole(found)
        if best is None:
            raise Refused(
                _("None of them is whole. Restore a backup: `tuanqing restore FILE --warehouse NEW`.")
            )
        if best.published:
            print(_("{version} is published, and no newer one is whole.").format(version=best.version))
            return 0
        question = _("The newest whole version is {version}.").format(version=best.version)
        if not options.yes and not _agreed(question):
            print(_("Nothing was changed. `tuanqing recover VERSION` chooses one."))
            return 0
        chosen = best.version
    recovery.choose(warehouse, chosen)
    print(_("Version {version} is published.").format(version=chosen))
    return 0


def purge(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Drop from the disk what is older than a day, or all that is left of a withdrawn batch."""
    from tuanqing.define import contract
    from tuanqing.measure import rebuild
    from tuanqing.store.warehouse import purging

    before, rejects_before = day(options.before), None
    if options.due:
        before, rejects_before, many = purging.overdue(warehouse)
        if not many:
            print(_("Nothing is kept longer than data/access.toml says."))
            return 0
    done = purging.purge(
        warehouse,
        contract.load_all(),
        rebuild,
        before,
        options.batch,
        rejects_before,
        say=partial(print, file=sys.stderr),
    )
    if options.json:
        print_json(asdict(done))
        return 0
    print(
        _(
            "{version} is published, written anew. {versions} older versions and the rejected rows of {rejects} batches are "
            "gone: {megabytes} MB. Backups are not touched: delete those made before."
        ).format(
            version=done.version,
            versions=len(done.versions),
            rejects=len(done.rejects),
            megabytes=done.megabytes,
        )
    )
    return 0


def _agreed(question: str) -> bool:
    """Whether somebody at a terminal says yes; where nobody sits, no."""
    if not sys.stdin.isatty():
        print(question)
        return False
    return input(question + _(" Go on with it? [y/N] ")).strip().lower() in ("y", "yes", "是")


def backup(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Write the published version and all that lies beside to one file."""
    from tuanqing.store.warehouse.backup import backup

    with warehouse.read() as snapshot:
        if not snapshot.sees(None):
            raise Refused(
                _("A backup holds everything there is, and you see a part of it. Ask the administrator.")
            )
    backup(warehouse, Path(options.file), with_key=options.with_key)
    told = {
        "version": warehouse.version,
        "file": Path(options.file).name,
        "key": keys.file_of(warehouse.folder),
    }
    if options.with_key:
        sentence = _(
            "Version {version} is saved in {file} with the key. Lock it away: with it, people can be found out."
        )
    else:
        sentence = _(
            "Version {version} is saved in {file} without the key. That lies in {key}: keep a copy of it somewhere else, "
            "for without it a restored warehouse takes no more people."
        )
    print(sentence.format(**told))
    return 0


def restore(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Make a warehouse from a backup."""
    from tuanqing.store.warehouse.backup import restore

    with_key = restore(warehouse, Path(options.file))
    print(_("Restored version {version}.").format(version=warehouse.version))
    if not with_key and not (keys.file_of(warehouse.folder)).exists():
        print(
            _("The key was not in it. Put the file `key` into {folder} before importing people.").format(
                folder=warehouse.folder
            )
        )
    return 0


def forget(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Erase one person from the rows, the rejects and the versions that are kept."""
    from tuanqing.define import contract
    from tuanqing.measure import rebuild
    from tuanqing.store.batch import forgetting

    number = sys.stdin.readline() if options.number == "-" else options.number
    done = forgetting.forget(
        warehouse, number.strip(), contract.load_all(), rebuild, say=partial(print, file=sys.stderr)
    )
    if options.json:
        print_json(asdict(done))
        return 0
    print(
        _(
            "Forgotten: {rows} rows and {rejected} rejected ones; {version} is published, written anew, and {versions} older "
            "versions are gone. Backups, reports and the files he came in are not touched: delete them, and import none of these "
            "files again."
        ).format(**asdict(done))
    )
    return 0


def key(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Show what tells the key from another, or make everybody's key anew."""
    if options.what == "rotate":
        from tuanqing.define import contract
        from tuanqing.measure import rebuild
        from tuanqing.store.warehouse.rotating import rotate

        own = rotate(warehouse, contract.load_all(), rebuild, say=partial(print, file=sys.stderr))
        print(
            _(
                "Everybody's key is another now, {version}; the key file {file} has the fingerprint {own}. Keep a copy of it. "
                "Backups are not touched: delete those made before."
            ).format(version=warehouse.version, file=keys.file_of(warehouse.folder), own=own)
        )
        return 0
    secret = keys.load(warehouse.folder)
    if secret is None:
        raise Refused(
            _("There is no key in {folder} yet: nobody was imported.").format(folder=warehouse.folder.name)
        )
    print(keys.fingerprint(secret))
    return 0
