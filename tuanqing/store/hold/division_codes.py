"""Codes of an area list that the divisions which ship do not have: made or changed since, or an older list's."""

from functools import cache

from tuanqing.define.language import _
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held
from tuanqing.store.reading.told import spans
from tuanqing.store.warehouse import divisions

SAID = 5  # townships named one by one; the lines of the others are told together


def told(bench: Bench, held: Held) -> tuple[str, ...]:
    """What to say of an area list: of counties whose code has become another, of townships that go by another code, of
    codes that are not known in a county that is. Nothing of a county that is not known: an area list may be of any
    place. The sentences quote the divisions, never a cell."""
    rows = bench.con.execute(
        f"SELECT line, area_code, name FROM {held.rows} WHERE _ok "
        "AND regexp_full_match(area_code, '[0-9]{6}|[0-9]{9}') ORDER BY line"
    ).fetchall()
    known = divisions.known({code for _line, code, _name in rows} | {code[:6] for _line, code, _name in rows})
    inside = cache(lambda county: {each.name: each for each in divisions.below(county, villages=False)})
    said, more, unknown, day = [], [], [], divisions.source()[1]
    for line, code, name in rows:
        if now := divisions.became(code):
            words = _("line {line}: this county's code is an older one; since {year} it is {now}").format(
                line=line, year=now[0], now=_("、").join(f"{each.code} {each.name}" for each in now[1])
            )
        elif len(code) < 9 or code[:6] not in known or code in known:
            continue
        elif same := inside(code[:6]).get(name):
            words = _("line {line}: {name} goes by {code} as of {day}").format(
                line=line, name=same.name, code=same.code, day=day
            )
        else:
            unknown.append(line)
            continue
        said.append(words) if len(said) < SAID else more.append(line)
    if more:
        said.append(
            _("lines {lines}: other codes than those as of {day}, too").format(lines=spans(more), day=day)
        )
    if unknown:
        said.append(
            _(
                "lines {lines}: codes that are not among the divisions as of {day}: made or changed since, or of your "
                "own numbering"
            ).format(lines=spans(unknown), day=day)
        )
    return tuple(said)
