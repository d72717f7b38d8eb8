"""The time of day in all the shapes exports hold: 8:30, 08:30:00, 2023-11-04 08:30, 上午8点半, 14时05分, 0.354167."""

import re
from datetime import time

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$")
_HAN = re.compile(r"(?<!\d)(\d{1,2})[时点](?:(半|整)|(\d{1,2})分?(?:(\d{1,2})秒?)?)?$")
_SERIAL = re.compile(r"\d{0,5}\.\d+")  # the spreadsheet's: days, and a part of one
_LATER = re.compile(r"下午|午后|晚|夜|傍晚|[Pp]\.?[Mm]")
_PART = re.compile(r" ?[AaPp]\.?[Mm]\.?$")


def clock(text: str) -> time | None:
    """The time of day a cleaned text ends in; None where it says none. A day before it says nothing more."""
    if _SERIAL.fullmatch(text):
        seconds = round(float(text) % 1 * 86_400)
        return _time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    bare = _PART.sub("", text)
    if found := _CLOCK.search(bare):
        hour, minute, second = (int(part or 0) for part in found.groups())
    elif found := _HAN.search(bare):
        hour, minute, second = (
            int(found[1]),
            30 if found[2] == "半" else int(found[3] or 0),
            int(found[4] or 0),
        )
    else:
        return None
    return _time(hour + 12 if hour < 12 and _LATER.search(text) else hour, minute, second)


def _time(hour: int, minute: int, second: int) -> time | None:
    """Midnight at the day's end is 23:59:59: it is after all that goes before it."""
    if (hour, minute, second) == (24, 0, 0):
        return time(23, 59, 59)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
