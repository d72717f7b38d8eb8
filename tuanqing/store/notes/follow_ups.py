"""督办: what is being followed up, who has it in hand, until when, and what became of it; kept beside the databases.

Two kinds of entries: `sync` says what a version was found to need (opened, closed, opened again), `edit` what somebody
wrote on one item. An item is what its entries come to; nothing is ever taken back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.notes.journal import Journal

FILE = "follow_ups.jsonl"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Edit:
    """What somebody wrote on an item: all of it, as it stood afterwards."""

    owner: str
    due: date | None
    note: str
    author: str
    at: str


@dataclass(frozen=True)
class Item:
    """One thing that is followed up."""

    id: str
    kind: str  # finding | gap | target | report
    name: str  # of the check, the indicator or the dataset
    area: str
    root: str  # the place whose data it was found in
    unit: str  # "" where it has been taken from the disk
    since: date | None
    due: date | None  # by what was found
    opened: str  # when it was first noted down
    batch: int  # the newest batch when it was opened, or opened again
    state: str = OPEN
    closed: str = ""  # when, the last time
    reopened: int = 0  # how often
    edits: tuple[Edit, ...] = ()

    @property
    def owner(self) -> str:
        """Who has it in hand, as somebody wrote; "" where nobody did."""
        return self.edits[-1].owner if self.edits else ""

    @property
    def note(self) -> str:
        """What was last written on it."""
        return self.edits[-1].note if self.edits else ""

    @property
    def until(self) -> date | None:
        """The day somebody set, else the one that was found."""
        return self.edits[-1].due if self.edits and self.edits[-1].due else self.due


@dataclass(frozen=True)
class Ledger:
    """Every item there ever was, and up to which version of which place they are known."""

    items: dict[str, Item] = field(default_factory=dict)
    known: dict[str, tuple[str, str]] = field(default_factory=dict)  # root → version, day


def ledger(folder: Path) -> Ledger:
    """What the entries come to."""
    found = Ledger()
    for entry in Journal(folder / FILE).read():
        if entry["do"] == "edit":
            if item := found.items.get(entry["id"]):
                found.items[item.id] = replace(item, edits=(*item.edits, _edit(entry)))
            continue
        at, batch = entry["at"], entry["batch"]
        found.known[entry["root"]] = (entry["version"], entry["day"])
        for told in entry["opened"]:
            if told["id"] not in found.items:
                found.items[told["id"]] = _opened(told, entry["root"], at, batch)
        for name in entry["closed"]:
            found.items[name] = replace(found.items[name], state=CLOSED, closed=at)
        for name in entry["reopened"]:
            item = found.items[name]
            if item.state == CLOSED:
                found.items[name] = replace(item, state=OPEN, batch=batch, reopened=item.reopened + 1)
    return found


def sync(
    folder: Path,
    root: str,
    version: str,
    day: date,
    batch: int,
    opened: Iterable[Mapping[str, Any]],
    closed: Iterable[str],
    reopened: Iterable[str],
) -> None:
    """Note down what a version of a place was found to need. `opened`: id, kind, name, area, unit, since, due each."""
    told = [{**each, "since": _text(each["since"]), "due": _text(each["due"])} for each in opened]
    Journal(folder / FILE).append({
        "do": "sync", "root": root, "version": version, "day": str(day), "at": _now(), "batch": batch,
        "opened": told, "closed": list(closed), "reopened": list(reopened),
    })  # fmt: skip


def edit(
    folder: Path, id: str, owner: str, due: date | None, note: str, author: str, seen: int | None = None
) -> None:
    """Write on an item. `seen`: how many times it had been written on when its words were read; where somebody has
    written since, this is Refused with his words, and nothing is lost."""
    entry = {"do": "edit", "id": id, "owner": owner.strip(), "due": _text(due), "note": note.strip(),
             "author": author.strip(), "at": _now()}  # fmt: skip

    def meeting(entries: list[dict[str, Any]]) -> None:
        written = [each for each in entries if each["do"] == "edit" and each["id"] == id]
        if seen is not None and len(written) > seen:
            last = _edit(written[-1])
            raise Refused(
                _(
                    "{who} has written on this at {at}: owner {owner}, due {due}, “{note}”. Yours is not saved; look at it "
                    "and save again."
                ).format(
                    who=last.author or _("Somebody"),
                    at=last.at[:16].replace("T", " "),
                    owner=last.owner or "–",
                    due=last.due or "–",
                    note=last.note,
                )
            )

    Journal(folder / FILE).append(entry, meeting)


def forget_units(folder: Path) -> None:
    """Take the names of units out of what was noted down: a purge leaves none that the data no longer hold. Of what
    still stands they are told by the data."""

    def without(entry: dict[str, Any]) -> dict[str, Any]:
        if entry["do"] != "sync":
            return entry
        return {**entry, "opened": [{**each, "unit": ""} for each in entry["opened"]]}

    Journal(folder / FILE).rewrite(without)


def _opened(told: Mapping[str, Any], root: str, at: str, batch: int) -> Item:
    return Item(
        told["id"], told["kind"], told["name"], told["area"], root, told["unit"], _day(told["since"]), _day(told["due"]),
        at, batch,
    )  # fmt: skip


def _edit(entry: Mapping[str, Any]) -> Edit:
    return Edit(entry["owner"], _day(entry["due"]), entry["note"], entry["author"], entry["at"])


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
