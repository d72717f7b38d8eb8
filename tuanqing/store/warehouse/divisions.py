"""The administrative divisions that ship with the program: names and codes down to the village, as of one day.

`data/divisions.parquet` says itself where they are from and of which day. What has changed since nobody here knows: a
code that is not in it is told as such, and an area list of one's own always goes before it.
"""

import csv
import io
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.house import ROOT
from tuanqing.define.language import _

FILE = ROOT / "data" / "divisions.parquet"
CHANGED = ROOT / "data" / "divisions_changed.toml"
_LEVELS = {
    2: "province",
    4: "prefecture",
    6: "county",
    9: "township",
    12: "village",
}  # by the digits of a code
_NO_NAMES = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")  # stand where no prefecture does
_COUNTY_ENDINGS = ("自治县", "自治旗", "特区", "林区", "县", "市", "区", "旗")
_KINDS = (("街道", "街道"), ("街道办事处", "街道"), ("镇", "镇"), ("乡", "乡"), ("苏木", "乡"))


@dataclass(frozen=True)
class Division:
    """A province, prefecture, county, township or village, and the names above it, from the province down."""

    code: str
    name: str
    above: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """One of define.contract.LEVELS."""
        return _LEVELS[len(self.code)]

    @property
    def full(self) -> str:
        """Its name with those above it: 江苏省南京市鼓楼区."""
        return "".join((*self.above, self.name))

    @property
    def kind(self) -> str | None:
        """Of a township, by its name: 街道, 镇, 乡 or 类似乡级单位."""
        if self.level != "township":
            return None
        return next((kind for ending, kind in _KINDS if self.name.endswith(ending)), "类似乡级单位")


def source() -> tuple[str, date]:
    """Who published the divisions, and the day they are of."""
    with duckdb.connect() as con:
        told = dict(
            con.execute(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(FILE)]
            ).fetchall()
        )
    return told["source"], date.fromisoformat(told["as_of"])


def known(codes: Iterable[str]) -> set[str]:
    """Which of the codes are in the list."""
    numbers = {int(code): code for code in codes if code.isdecimal()}
    return {
        numbers[number] for number, _name in _read("code IN (SELECT unnest($1::BIGINT[]))", list(numbers))
    }


def holding(names: Collection[str]) -> list[str]:
    """The codes of the counties whose townships bear every one of these names."""
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT code // 1000 FROM read_parquet('{FILE}') WHERE code BETWEEN 100000000 AND 999999999 "
            "AND name IN (SELECT unnest($1::VARCHAR[])) GROUP BY 1 HAVING count(DISTINCT name) = $2 ORDER BY 1",
            [list(names), len(names)],
        ).fetchall()
    return [str(code) for (code,) in rows]


def below(code: str, *, villages: bool = True) -> list[Division]:
    """The division itself and what lies in it, coarsest first. Raises Refused when there is none of that code."""
    own = find(code)
    ranges = [
        f"code BETWEEN {code}{'0' * (digits - len(code))} AND {code}{'9' * (digits - len(code))}"
        for digits in _LEVELS
        if digits > len(code) and (villages or digits < 12)
    ]
    rows = _read(" OR ".join(ranges)) if ranges else []
    return [own, *(Division(str(number), name) for number, name in rows if name not in _NO_NAMES)]


def find(text: str) -> Division:
    """The county or prefecture a code or a name means. Raises Refused where there is none, or more than one."""
    found = called(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(
            _("There is more than one {name}: {known}. Say which by its code.").format(
                name=text, known=_("; ").join(f"{each.code} {each.full}" for each in found)
            )
        )
    _who, day = source()
    if text in _changed():
        name, to, year = _changed()[text]
        raise Refused(
            _("{code} was {name} until {year}; it is {now} now. Take that code.").format(
                code=text, name=name, year=year, now=_("、").join(f"{each.code} {each.name}" for each in to)
            )
        )
    if text.isdecimal():
        raise Refused(
            _(
                "{code} is not among the divisions as of {day}. It may have been made or changed since: upload an "
                "area list of your own (tuanqing template)."
            ).format(code=text, day=day)
        )
    from rapidfuzz import fuzz, process

    names = {each.code: each.name for each in counties()}
    near = [
        f"{code} {name}" for name, _score, code in process.extract(text, names, scorer=fuzz.ratio, limit=3)
    ]
    raise Refused(
        _("There is no county or prefecture {name} among the divisions as of {day}. Nearest: {near}.").format(
            name=text, day=day, near=_("、").join(near)
        )
    )


def became(code: str) -> tuple[int, list[Division]] | None:
    """Of a county's code that is no more, since which year and what it is now."""
    if code not in _changed():
        return None
    _name, to, year = _changed()[code]
    return year, to


def called(text: str) -> list[Division]:
    """The counties and prefectures of that code or name, also without its ending or with the names above it."""
    text = "".join(text.split())
    every = [*counties(), *(each for each in _upper().values() if each.level == "prefecture")]
    if text.isdecimal():
        return [each for each in every if each.code == text]
    whole = [each for each in every if text in (each.name, each.full)]
    if whole or len(text) < 2:
        return whole
    return [each for each in every if any(text + ending == each.name for ending in _COUNTY_ENDINGS)]


@cache
def counties() -> tuple[Division, ...]:
    """Every county, with what it lies in, by code."""
    upper = _upper()
    rows = _read("code BETWEEN 100000 AND 999999")
    return tuple(Division(str(number), name, _above(str(number), upper)) for number, name in rows)


def sheet(found: Iterable[Division], contract: Contract) -> bytes:
    """The divisions as a file of the area register (its `contract`), as if somebody had written it."""
    columns = contract.columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([columns[name].title for name in ("area_code", "name", "kind")])
    writer.writerows([each.code, each.name, each.kind or ""] for each in found)
    return text.getvalue().encode("utf-8-sig")


def _above(code: str, upper: dict[str, Division]) -> tuple[str, ...]:
    names = (upper[code[:digits]].name for digits in (2, 4) if digits < len(code) and code[:digits] in upper)
    return tuple(name for name in names if name not in _NO_NAMES)


@cache
def _upper() -> dict[str, Division]:
    """Provinces and prefectures by code."""
    names = {str(number): name for number, name in _read("code < 10000")}
    provinces = {code: Division(code, name) for code, name in names.items()}
    return {
        code: Division(code, name, _above(code, provinces))
        for code, name in names.items()
        if name not in _NO_NAMES
    }


@cache
def _changed() -> dict[str, tuple[str, list[Division], int]]:
    """By code what a county was called, what it became, and in which year."""
    with CHANGED.open("rb") as file:
        told = tomllib.load(file)["changed"]
    now = {each.code: each for each in counties()}
    return {each["code"]: (each["name"], [now[code] for code in each["to"]], each["year"]) for each in told}


def _read(where: str, *values: object) -> list[tuple[int, str]]:
    with duckdb.connect() as con:
        return con.execute(
            f"SELECT code, name FROM read_parquet('{FILE}') WHERE {where} ORDER BY code", list(values)
        ).fetchall()
