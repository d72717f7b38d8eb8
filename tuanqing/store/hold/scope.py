"""Which county a sheet belongs to, from the surest evidence there is; and which areas a list covers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.columns import distinct
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.warehouse.register import ORDER, Area, Register


@dataclass(frozen=True)
class Whereabouts:
    """Where a sheet is of: the county (or prefecture) its names are looked up in; the one school or township the
    whole sheet is of, where none of its columns says it; and the areas it is called after."""

    area: str | None
    place: str | None = None
    named: tuple[str, ...] = ()  # by --area, a title, the sheet's or the file's name
    warnings: tuple[str, ...] = ()


def whereabouts(
    bench: Bench, sheet: Sheet, loaded: Loaded, register: Register, wanted: str | None
) -> Whereabouts:
    """Where the sheet is of; `wanted` is the area somebody named. Raises Refused for an area that is not known."""
    area, taken = _scope(bench, sheet, loaded, register, wanted)
    place, placed = _place(sheet, loaded, register, area, wanted)
    named = (place,) if place else _called_after(sheet, loaded, register, area)
    if wanted and not _are_below(
        register, named, wanted
    ):  # a sheet of one township in a county's workbook is of that
        named = (wanted,)
    return Whereabouts(area, place, named, tuple([*taken, *placed]))


def _are_below(register: Register, areas: Iterable[str], whole: str) -> bool:
    """Whether there are areas, all of them below `whole`."""
    found = list(areas)
    return bool(found) and all(a != whole and whole in {up.code for up in register.path(a)} for a in found)


def _texts(sheet: Sheet, loaded: Loaded) -> list[str]:
    """What may name the area a sheet is of."""
    return [squeeze(text) for text in (*loaded.recognition.titles, sheet.name, sheet.file)]


def _called_after(sheet: Sheet, loaded: Loaded, register: Register, area: str | None) -> tuple[str, ...]:
    """The areas whose names stand in the titles or names of a sheet: the townships where there are any, else the
    one county, else the one prefecture; of an area some of which reports on its own (吉州区另报) the others."""
    texts, pasted = _texts(sheet, loaded), [squeeze(text) for text in loaded.recognition.titles_below]

    def named(areas: Iterable[Area], said: list[str] = texts) -> list[Area]:
        names = {squeeze(each.name): each for each in areas}
        hits = [name for name in names if any(name in text for text in said)]
        return [names[hit] for hit in hits if not any(hit != other and hit in other for other in hits)]

    def besides(whole: Area, level: str, found: list[Area]) -> tuple[str, ...] | None:
        """The areas of `level` the sheet leaves, where it says that those found report on their own."""
        if not found or not all(_reports_alone(each.name, texts) for each in found):
            return None
        return tuple(each.code for each in register.below(whole.code, level) if each not in found)

    prefectures = named(each for each in register.areas.values() if each.level == "prefecture")
    prefecture = prefectures[0] if len(prefectures) == 1 else None
    counties = named(register.counties)
    if prefecture and (others := besides(prefecture, "county", counties)):
        return others
    if len(counties) > 1:
        return ()
    home = register.above(counties[0].code if counties else area, "county")
    if home:
        townships = named(register.below(home, "township"))
        if others := besides(register.areas[home], "township", townships):
            return others
        if townships:  # where one township's sheet was pasted under another's, each has its own title
            return tuple(each.code for each in named(register.below(home, "township"), texts + pasted))
    return tuple(each.code for each in (*counties, prefecture) if each)[:1]


def _reports_alone(name: str, texts: list[str]) -> bool:
    """Whether a text says that the area of this name is not in the sheet: 吉州区另报, 不含吉州区."""
    word = re.escape(squeeze(name))
    return any(
        re.search(rf"{word}(另报|另行上报|单独上报|单报|除外|不在内)|(不含|不包括|除){word}", t)
        for t in texts
    )


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
    texts = _texts(sheet, loaded)
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
    texts = _texts(sheet, loaded)
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


def cover_units(register: Register, codes: Iterable[str]) -> list[str]:
    """The units lists are kept by (townships; counties and prefectures for what is their own) in the areas of `codes`.

    Raises Refused for an area that is not in the register.
    """
    found: dict[str, None] = {}
    for code in codes:
        if code not in register.areas:
            raise Refused(_("Area {code} is not in the register.").format(code=code))
        levels = ("prefecture", "county", "township")
        inside = [area.code for level in levels for area in register.below(code, level)]
        unit = register.above(code, "township") or register.above(code, "county")
        found |= dict.fromkeys(inside or [unit or code])
    return list(found)
