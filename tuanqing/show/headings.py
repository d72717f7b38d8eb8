"""What a comparison of areas comes to, as the heading above it."""

from collections.abc import Sequence

from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure.amount import comparable
from tuanqing.measure.figure import JUDGED, Figure
from tuanqing.show.words import counted, figure, is_small, parts, period, told


def finding(indicator: Indicator, level_name: str, rows: Sequence[Figure], whole: Figure, place: str) -> str:
    """The heading of a comparison: who meets the target and who does not; or who leads and who comes last.

    Nobody is first or last among equals, nor where not every area has reported the whole; "all" means every area.
    """
    known = [row for row in rows if row.value is not None]
    said = told(indicator, whole)
    if (
        whole.until is not None and whole.value is not None
    ):  # a period that has not ended is called by its months
        said = _("{figure} ({share})").format(figure=said, share=period(indicator, whole))
    whole_parts = (
        parts(indicator, whole) if not is_small(indicator, whole) and whole.value is not None else ""
    )
    plainly = _("{title}: {place} {figure}").format(
        title=indicator.title, place=place, figure=f"{whole_parts} = {said}" if whole_parts else said
    )
    if not known:
        return plainly
    judged = [row for row in known if row.status in JUDGED]
    if judged:
        none = [row for row in rows if row.absence == "empty"]  # nothing of the kind there
        return _judged(indicator, level_name, judged, len(rows) - len(judged) - len(none), not none)
    if len(known) == 1 < len(rows):
        return _("{title}: {place} {figure}, reported by {area} alone").format(
            title=indicator.title, place=place, figure=said, area=known[0].area_name
        )
    if len(rows) == 1 or not comparable(rows):
        return plainly
    ordered = sorted(known, key=lambda row: row.value or 0, reverse=True)
    if ordered[0].value == ordered[-1].value:
        return _("{title}: {place} {figure}, {each} in each of {areas}").format(
            title=indicator.title,
            place=place,
            figure=said,
            each=figure(indicator, ordered[0]),
            areas=counted(level_name, len(known)),
        )
    alone = [row for row in (ordered[0], ordered[-1]) if sum(o.value == row.value for o in known) == 1]
    first, last = (row.area_name if row in alone else "" for row in (ordered[0], ordered[-1]))
    if first and last:
        form = _("{title}: {place} {figure}, most in {first}, least in {last}")
    elif first:
        form = _("{title}: {place} {figure}, most in {first}")
    elif last:
        form = _("{title}: {place} {figure}, least in {last}")
    else:
        return plainly
    return form.format(title=indicator.title, place=place, figure=said, first=first, last=last)


def _judged(
    indicator: Indicator, level_name: str, judged: Sequence[Figure], unknown: int, everywhere: bool
) -> str:
    """Who of the judged meets the target, and of how many nothing can be said; "all" only where it is counted everywhere."""
    met = sum(row.status == "met" for row in judged)
    rest = len(judged) - met
    if len(judged) == 1:  # of one area one does not speak in numbers
        form = _("{title}: {area} meets the target") if met else _("{title}: {area} does not meet the target")
        said = form.format(title=indicator.title, area=judged[0].area_name)
    elif rest == 0 and unknown == 0 and everywhere:
        said = _("{title}: all {areas} meet the target").format(title=indicator.title, areas=counted(level_name, met))  # fmt: skip
    elif rest == 0:
        said = _("{title}: {met} meet the target").format(title=indicator.title, met=counted(level_name, met))
    else:
        said = _("{title}: {met} meet the target, {rest} do not").format(title=indicator.title, met=counted(level_name, met), rest=rest)  # fmt: skip
    return _("{found}, of {n} nothing can be said").format(found=said, n=unknown) if unknown else said
