"""督办: which matters are followed up, and when one is done: only what was imported since can close it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from tuanqing.define import period as periods
from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Library
from tuanqing.measure import completeness, figure, findings, lineage, matters, places
from tuanqing.measure.amount import amounts
from tuanqing.measure.matters import Matter
from tuanqing.store.access.actor import actor, note
from tuanqing.store.notes import follow_ups
from tuanqing.store.notes.follow_ups import CLOSED, OPEN, Item, Ledger
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Followed:
    """An item with what the data say of it now; `matter` is None where they no longer find it."""

    item: Item
    matter: Matter | None

    @property
    def waits(self) -> bool:
        """Whether it is still open though it is not found any more: nothing imported since has shown that it is done."""
        return self.item.state == OPEN and self.matter is None


def items(
    folder: Path,
    snapshot: Snapshot,
    library: Library,
    contracts: Mapping[str, Contract],
    area: str | None = None,
    today: date | None = None,
) -> list[Followed]:
    """Every item of an area (of all, when None), after those that are new have been made and those that are done closed.

    Made once from what a finding is called by: the same id on every run. An item that is not found any more is closed by a
    batch that came after it was opened, counts, is of the data it rests on and speaks for its area; else it stays open:
    that a batch was withdrawn, or a rule changed, is no proof that anything was done.
    """
    now, reader, snapshot = today or date.today(), snapshot, snapshot.whole  # the list is one for everybody
    roots = [code for code, _name, _level in places.roots(snapshot)]
    if area:
        inside = [code for code, _name, _level in places.place(snapshot, area).path]
        roots = [code for code in roots if code in inside] or roots
    live: dict[str, Matter] = {}
    for root in roots:
        live |= note_down(folder, snapshot, library, contracts, root, now)
    told = [
        Followed(item, live.get(item.id))
        for item in follow_ups.ledger(folder).items.values()
        if item.root in roots
    ]
    if area:
        below = {code for code, _name, _level, _part in places.everything_below(snapshot, area)}
        told = [each for each in told if each.item.area in below]
    told = [each for each in told if reader.sees(each.item.area)]
    order = {
        name: n for n, name in enumerate(live)
    }  # the most pressing first, then what is not found any more
    return sorted(told, key=lambda each: order.get(each.item.id, len(order)))


AGES = (30, 90)  # days in hand: up to the first, up to the second, and beyond


@dataclass(frozen=True)
class Progress:
    """What has become of the items of a place on a day. No indicator: the journal goes on between publishes, and what a
    published version says of a figure never changes. So it is worked out when it is asked for, and bears its day."""

    day: date
    every: int  # items ever opened
    closed: int  # of these, closed now
    overdue: int  # open, and past the day they were to be done by
    ages: tuple[
        int, ...
    ]  # open ones by how long they have been followed up: one number for each stretch of AGES
    oldest: int | None  # days the oldest open one has been followed up
    took: float | None  # days it took to close one, in the middle; None where none is closed
    reopened: int  # items that were closed once and had to be opened again

    @property
    def rate(self) -> float | None:
        """Closed, per cent of all; None where there never was an item."""
        return 100 * self.closed / self.every if self.every else None


def progress(told: Iterable[Item], today: date) -> Progress:
    """What has become of items by a day."""
    known = list(told)
    open_, done = ([i for i in known if i.state == state] for state in (OPEN, CLOSED))
    days = sorted((today - date.fromisoformat(i.opened[:10])).days for i in open_)
    took = [(date.fromisoformat(i.closed[:10]) - date.fromisoformat(i.opened[:10])).days for i in done]
    edges = (-1, *AGES, math.inf)
    return Progress(
        today,
        len(known),
        len(done),
        sum(i.until is not None and i.until < today for i in open_),
        tuple(sum(low < each <= high for each in days) for low, high in pairwise(edges)),
        days[-1] if days else None,
        float(median(took)) if took else None,
        sum(i.reopened > 0 for i in known),
    )


def note_down(
    folder: Path,
    snapshot: Snapshot,
    library: Library,
    contracts: Mapping[str, Contract],
    root: str,
    today: date,
) -> dict[str, Matter]:
    """Note down what is new, done and back in a place, once for each version and day; what stands there now, by id.

    `snapshot` must see all of the place: what it does not see is taken for done."""
    found = _standing(folder, snapshot, library, root, today)
    if not is_noted(follow_ups.ledger(folder), root, snapshot.version, today):
        _sync(folder, snapshot, library, contracts, root, found, today)
    return found


def is_noted(held: Ledger, root: str, version: str, today: date) -> bool:
    """Whether what a version says of a place has been noted down today."""
    return held.known.get(root) == (version, str(today))


def _standing(
    folder: Path, snapshot: Snapshot, library: Library, root: str, today: date
) -> dict[str, Matter]:
    """What stands in a place now, by id: of reports that are followed up, also those of years before."""
    found = list(matters.matters(snapshot, library, root, None, today))
    years = {
        item.since.year
        for item in follow_ups.ledger(folder).items.values()
        if item.kind == matters.REPORT and item.root == root and item.state == OPEN and item.since
    }
    for year in sorted(years):
        found += matters.owed(snapshot, root, periods.parse(str(year)), today)
    return {matter.id: matter for matter in found if matter.kind != matters.LATE}


def _sync(
    folder: Path,
    snapshot: Snapshot,
    library: Library,
    contracts: Mapping[str, Contract],
    root: str,
    found: Mapping[str, Matter],
    today: date,
) -> None:
    held = follow_ups.ledger(folder)
    gone = [i for i in held.items.values() if i.root == root and i.state == OPEN and i.id not in found]
    new = [m for m in found.values() if m.id not in held.items]
    back = [name for name in found if name in held.items and held.items[name].state == CLOSED]
    given = _given(snapshot) if gone else {}
    above = _above(snapshot, [item.area for item in gone])
    closed = [
        i.id
        for i in gone
        if _is_passed(i, library, contracts, given, above) and _is_judged(snapshot, library, root, i)
    ]
    batch = snapshot.execute("SELECT coalesce(max(batch), 0) FROM store.batch").fetchall()[0][0]
    opened = [
        {"id": m.id, "kind": m.kind, "name": m.name, "area": m.area_code, "unit": m.unit, "since": m.since, "due": m.due}
        for m in new
    ]  # fmt: skip
    follow_ups.sync(folder, root, snapshot.version, today, batch, opened, closed, back)


def _is_passed(
    item: Item,
    library: Library,
    contracts: Mapping[str, Contract],
    given: Mapping[str, Sequence[tuple[str | None, int]]],
    above: Mapping[str, set[str]],
) -> bool:
    """Whether a batch that came since has shown that an item is done."""
    rests_on = [item.name]
    if item.kind != matters.REPORT and item.name in library.queries:
        rests_on = lineage.datasets(library.queries[item.name], contracts, library)
    near = above.get(item.area, {item.area})
    return any(
        batch > item.batch and (place is None or place in near)
        for dataset in (*rests_on, REGISTER)
        for place, batch in given.get(dataset, ())
    )


def _is_judged(snapshot: Snapshot, library: Library, root: str, item: Item) -> bool:
    """Whether the figure that a gap or a missed target is about is known now, where nothing is missed any more."""
    indicator = library.indicators.get(item.name)
    span = completeness.span(snapshot, root)
    if item.kind not in (matters.GAP, matters.TARGET, matters.ALERT) or indicator is None or span is None:
        return True
    month = periods.containing(span[1])
    if item.kind == matters.TARGET:
        return figure.figure(snapshot, indicator, item.area, month).status == "met"
    if item.kind == matters.ALERT:
        row = figure.figure(snapshot, indicator, item.area, month)
        return row.value is not None and not row.is_partial
    now = findings.gaps(snapshot, indicator, root, month.within("year")).whole
    told = amounts(snapshot, [indicator], [item.area], [now.period])[indicator.name, item.area, now.period]
    return now.value is not None and told.heard.reported == told.heard.expected


def _given(snapshot: Snapshot) -> dict[str, list[tuple[str | None, int]]]:
    """By dataset the areas it was given for (None: all) with the newest batch that counts."""
    found: dict[str, list[tuple[str | None, int]]] = {}
    for dataset, place, batch in snapshot.execute(
        "SELECT batch.dataset, said.area_code, max(batch.batch) FROM store.batch AS batch "
        "LEFT JOIN store.coverage AS said ON said.batch = batch.batch AND said.dataset = batch.dataset "
        "WHERE batch.state <> 'withdrawn' GROUP BY ALL"
    ).fetchall():
        found.setdefault(dataset, []).append((place, batch))
    return found


def _above(snapshot: Snapshot, areas: Sequence[str]) -> dict[str, set[str]]:
    """Of each area what it lies in or has in it, itself included: a batch for one of these may speak of it."""
    found: dict[str, set[str]] = {area: {area} for area in areas}
    for low, high in snapshot.execute(
        "SELECT area_code, ancestor_code FROM area_path WHERE list_contains($areas, area_code) "
        "OR list_contains($areas, ancestor_code)",
        {"areas": list(found)},
    ).fetchall():
        for one, other in ((low, high), (high, low)):
            if one in found:
                found[one].add(other)
    return found


def edit(
    folder: Path,
    snapshot: Snapshot,
    id: str,
    owner: str | None = None,
    due: date | None = None,
    words: str | None = None,
    author: str = "",
    seen: int | None = None,
) -> None:
    """Write on an item: what is None stays as it was. Whoever is at work must be at home where it lies, and `seen` be how
    often it had been written on when he read it. Raises Refused."""
    item = follow_ups.ledger(folder).items.get(id)
    if item is None:
        raise Refused(_("There is no item {id}. `tuanqing todo` lists them.").format(id=id))
    at_home = actor().areas
    if at_home and not places.lies_in(snapshot, item.area, at_home):
        raise Refused(_("This is not for your role."))
    last = item.edits[-1] if item.edits else None
    follow_ups.edit(
        folder,
        id,
        owner if owner is not None else last.owner if last else "",
        due if due is not None else last.due if last else None,
        words if words is not None else last.note if last else "",
        author,
        seen,
    )
    note(folder, "follow_up", item=id, area=item.area)
