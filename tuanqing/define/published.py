"""The figures the places have published, as printed: `data/samples/published.toml` says what each key means."""

from dataclasses import dataclass
from pathlib import Path

from tuanqing.define import period as periods
from tuanqing.define import toml
from tuanqing.define.errors import Malformed
from tuanqing.define.house import SAMPLES, place
from tuanqing.define.period import Period

FILE = SAMPLES / "published.toml"
PRINTS = ("exact", "lower_bound", "lost")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One printed figure."""

    id: str
    place: str  # the county or prefecture the text is about
    area: str  # the code of the area the figure is about
    date: str  # when the text was published
    period: str
    words: str  # a few characters as printed
    print: str  # exact | lower_bound (余, 多) | lost (characters are missing)
    value: float | None = None  # in whole units
    unit: str = ""
    scale: int = 1  # the multiple it was printed in (10000 = 万)
    decimals: int = 0  # digits printed at that scale
    indicator: str | None = None
    by: str = ""  # one slice of the indicator
    member: str = ""
    grain: str = "month"
    numerator: float | None = None
    denominator: float | None = None
    list: str = ""  # or a list of `queries/` with the columns rule, title and amount
    rule: str = ""  # and the row of it that says the figure
    shown: str = ""  # a statement without a number: the page that shows what it speaks of
    note: str = ""

    @property
    def periods(self) -> tuple[Period, ...]:
        """What it is about; several when it is a sum over them."""
        return tuple(periods.parse(text) for text in self.period.split("/"))


_ONE_WAY = "Write one of indicator, list (with rule) or shown."
_NEEDED = dict.fromkeys(("id", "place", "area", "date", "period", "words", "print"), str)
_ALLOWED = {
    **dict.fromkeys(("unit", "indicator", "by", "member", "grain", "list", "rule", "shown", "note"), str),
    **dict.fromkeys(("value", "numerator", "denominator"), (int, float)),
    **dict.fromkeys(("scale", "decimals"), int),
}


def load(file: Path = FILE) -> list[Figure]:
    """Every figure in `file`, as written. Raises Malformed naming the figure, the key and the cure."""
    where, found = place(file), []
    for entry in toml.read(file).get("figure", []):
        here = f"{where} {entry.get('id', '[[figure]]')}"
        toml.strict(entry, here, needed=_NEEDED, allowed=_ALLOWED)
        if entry["print"] not in PRINTS:
            raise Malformed(here, f"`print` is “{entry['print']}”.", f"Write one of {', '.join(PRINTS)}.")
        ways = [key for key in ("indicator", "list", "shown") if key in entry]
        if entry["print"] != "lost" and len(ways) != 1:
            raise Malformed(here, f"names {' and '.join(ways) or 'nothing'} to hold it against.", _ONE_WAY)
        if "shown" in entry and "value" in entry:
            raise Malformed(here, "is a number, and `shown` is for statements.", _ONE_WAY)
        found.append(Figure(**entry))
    return found
