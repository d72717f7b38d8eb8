"""Wrong passwords, counted by name and by address: after some in a row nobody is tried for a while.

On disk, so that a restart or a second process forgets nothing. Names and addresses are kept as hashes: what is typed
into the field for the name may be a password.
"""

import hashlib
import json
import time
from pathlib import Path

from filelock import FileLock

from tuanqing.define import disk
from tuanqing.define.access import access
from tuanqing.store.access.rooms import room

FILE = "access/tries.json"
MOST = 2000  # names and addresses remembered


def attempt(folder: Path, name: str, peer: str) -> int:
    """Begin a try: 0, and it counts as a wrong one until `passed` says otherwise; else the minutes to wait."""
    now = time.time()
    with FileLock(room(folder) / "tries.lock"):
        since = now - 60 * access().sign_in.locked_minutes
        there = {key: held for key, held in _read(folder).items() if held[1] > since}
        left = max(_left(there, key, most, now) for key, most in _limits(name, peer))
        if left <= 0:
            for key, _most in _limits(name, peer):
                there[key] = there.get(key, (0, now))[0] + 1, now
            newest = sorted(there.items(), key=lambda entry: entry[1][1])[-MOST:]
            disk.write(folder / FILE, json.dumps(dict(newest)).encode())
    return int(left // 60) + 1 if left > 0 else 0


def is_locked(folder: Path, name: str, peer: str) -> bool:
    """Whether the next try would have to wait."""
    there, now = _read(folder), time.time()
    return any(_left(there, key, most, now) > 0 for key, most in _limits(name, peer))


def passed(folder: Path, name: str, peer: str) -> None:
    """The password was right: the name begins anew, the address is where it was before."""
    with FileLock(room(folder) / "tries.lock"):
        there = _read(folder)
        there.pop(_key("name", name), None)
        count, last = there.get(_key("peer", peer), (1, 0.0))
        there[_key("peer", peer)] = count - 1, last
        disk.write(folder / FILE, json.dumps(there).encode())


def forget(folder: Path, name: str) -> None:
    """The wrong tries of a name count no more: it has another password."""
    with FileLock(room(folder) / "tries.lock"):
        there = _read(folder)
        if there.pop(_key("name", name), None):
            disk.write(folder / FILE, json.dumps(there).encode())


def _limits(name: str, peer: str) -> tuple[tuple[str, int], tuple[str, int]]:
    limits = access().sign_in
    return (_key("name", name), limits.tries), (_key("peer", peer), limits.tries_from_one_address)


def _left(there: dict[str, tuple[int, float]], key: str, most: int, now: float) -> float:
    """Seconds a name or an address still waits. A clock set back shortens nothing and lengthens nothing."""
    count, last = there.get(key, (0, 0.0))
    return min(last, now) + 60 * access().sign_in.locked_minutes - now if count >= most else 0.0


def _key(kind: str, what: str) -> str:
    return f"{kind} {hashlib.sha256(what.encode('utf-8', 'replace')).hexdigest()[:20]}"


def _read(folder: Path) -> dict[str, tuple[int, float]]:
    try:
        return {key: (int(n), float(at)) for key, (n, at) in json.loads(disk.read(folder / FILE)).items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}
