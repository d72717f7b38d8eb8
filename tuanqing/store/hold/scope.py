"""Which county a sheet belongs to, from the surest evidence there is; and which areas a list covers."""

from dataclasses import dataclass

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.warehouse.register import ORDER, Register


@dataclass(frozen=True)
class Whereabouts:
    """Where a sheet is of: the county (or prefecture) its names are looked up in, and the one school or township
    the whole sheet is of, where none of its columns says it."""

    area: str | None
    place: str | None = None
    warnings: tuple[str, ...] = ()


def whereabouts(
    bench: Bench, sheet: Sheet, loaded: Loaded, register: Register, wanted: str | None
) -> Whereabouts:
    """Where the sheet is of; `wanted` is the area somebody named. Raises Refused for an area that is not known."""
    area, taken = _scope(bench, sheet, loaded, register, wanted)
    place, placed = _place(sheet, loaded, register, area, wanted)
    return Whereabouts(area, place, tuple([*taken, *placed]))


def _scope(
    bench: Bench, sheet: Sheet, loaded: Loaded, register: Register, wanted: str | None
) -> tuple[str | None, list[str]]:
    """The county (or prefecture), from the surest evidence there is, and what is said about it."""
    recognition = loaded.recognition
    if recognition.contract.is_register:
        return None, []
    if not register.areas:
        raise Refused(
            _(
                "The area register is empty. Import it first: who belongs where must be known before {title}."
            ).format(title=recognition.contract.title)
        )
    if wanted:
        if wanted not in register.areas:
            raise Refused(_("Area {code} is not in the register.").format(code=wanted))
        return register.above(wanted, "county") or wanted, []
    texts = [squeeze(t) for t in (*recognition.titles, sheet.name, sheet.file)]
    levels = ("prefecture",) if recognition.index("county") else ("county", "prefecture")
    for level in levels:
        named = {
            a.code for a in register.areas.values() if a.level == level for t in texts if squeeze(a.name) in t
        }
        if len(named) == 1:
            return named.pop(), []
    if len(register.counties) == 1:
        return register.counties[0].code, []
    if recognition.index("county"):
        return None, []
    return _scope_by_names(bench, loaded, register)


def _place(
    sheet: Sheet, loaded: Loaded, register: Register, county: str | None, wanted: str | None
) -> tuple[str | None, list[str]]:
    """The school or township of the whole sheet: as asked for, else the one that the sheet is called after, or whose
    name stands in a title or the file's name; and what is said about it."""
    recognition = loaded.recognition
    fine = [c for c in recognition.contract.area_columns if ORDER.index(c.level[0]) > ORDER.index("county")]
    levels = {column.level[0] for column in fine}
    if county is None or not fine or any(recognition.index(column.name) for column in fine):
        return None, []
    if wanted and register.areas[wanted].level in levels:
        return wanted, []
    texts = [squeeze(text) for text in (*recognition.titles, sheet.name, sheet.file)]
    for level in ("school", "township"):
        if level not in levels:
            continue
        named = {register.find(sheet.name, county, level).code} if sheet.name else set()
        if not named - {None}:
            names = {squeeze(area.name): area.code for area in register.below(county, level)}
            hits = [name for name in names if any(name in text for text in texts)]
            named = {names[hit] for hit in hits if not any(hit != other and hit in other for other in hits)}
        codes = {code for each in named if each and (code := register.find(each, county, level).code)}
        if len(codes) == 1:
            code = codes.pop()
            sentence = _(
                "no column says in which township or school a row belongs; rows that name none were placed in {area}, after which the sheet, its title or the file is called (--area sets it)"
            )
            return code, [sentence.format(area=register.areas[code].name)]
    return None, []


def _scope_by_names(bench: Bench, loaded: Loaded, register: Register) -> tuple[str | None, list[str]]:
    """The only county whose townships these are, when no other comes near, and what is said about it."""
    mapped = loaded.recognition.index("township")
    if mapped is None:
        return None, []
    texts = distinct(bench, loaded, f"raw.c{mapped.index}")[:500]
    hits = sorted(
        (
            (sum(1 for text in texts if register.find(text, county.code, "township").code), county)
            for county in register.counties
        ),
        key=lambda pair: -pair[0],
    )
    best, second = hits[0], hits[1]
    if best[0] * 2 < len(texts) or second[0] * 2 >= best[0]:
        return None, []
    sentence = _(
        "taken to be of {county}: {hits} of its {count} township names are found there and nowhere else (--area sets it)"
    )
    return best[1].code, [sentence.format(county=best[1].name, hits=best[0], count=len(texts))]


def cover_units(register: Register, wanted: tuple[str, ...]) -> list[str]:
    """The cover units (townships, and the county itself) of the areas named as fully covered."""
    found: list[str] = []
    for code in wanted:
        if code not in register.areas:
            raise Refused(_("Area {code} is not in the register.").format(code=code))
        found += [area.code for area in register.below(code, "township")]
        found += [code] if register.areas[code].level in ("county", "township") else []
    return found
