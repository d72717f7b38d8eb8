"""What is remembered for a person between visits: the place he begins at, those he looked at lately, those he starred.

A comfort and no record: where it cannot be read or written, nothing is remembered, and every page is shown all the same."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from tuanqing.define import disk

FILE = "favourites.json"
RECENT, STARRED = 8, 40  # places kept
_WAIT = 1  # second


@dataclass(frozen=True)
class Favourites:
    """Of one person; places by their codes, the latest first."""

    home: str = ""
    recent: tuple[str, ...] = ()
    starred: tuple[str, ...] = ()

    def visited(self, area: str, home: str) -> "Favourites":
        """After a look at `area`, which lies in `home`."""
        if self.recent[:1] == (area,) and self.home == home:
            return self
        return replace(self, home=home, recent=_before(area, self.recent, RECENT))

    def marked(self, area: str) -> "Favourites":
        """With a star on `area`, or without the one it had."""
        if area in self.starred:
            return replace(self, starred=tuple(each for each in self.starred if each != area))
        return replace(self, starred=_before(area, self.starred, STARRED))


def _before(area: str, others: tuple[str, ...], most: int) -> tuple[str, ...]:
    return (area, *(each for each in others if each != area))[:most]


def of(folder: Path, who: str) -> Favourites:
    """What is remembered for an account ("": for whoever sits at a computer without accounts)."""
    held = _read(folder).get(who)
    return Favourites(held["home"], tuple(held["recent"]), tuple(held["starred"])) if held else Favourites()


def keep(folder: Path, who: str, change: Callable[[Favourites], Favourites]) -> None:
    """Remember what `change` makes of what is remembered."""
    before = of(folder, who)
    if change(before) == before:
        return
    try:
        with FileLock(folder / f"{FILE}.lock", timeout=_WAIT):
            fresh = {**_read(folder), who: asdict(change(of(folder, who)))}
            disk.write(folder / FILE, json.dumps(fresh, ensure_ascii=False).encode())
    except (OSError, Timeout):  # a folder that may only be read, or a rush
        return


def _read(folder: Path) -> Mapping[str, Mapping]:
    try:
        found = json.loads(disk.read(folder / FILE))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
