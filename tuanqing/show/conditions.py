"""Conditions judged, as HTML: passed, failed and no record as three things, by condition and by area."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tuanqing.define.language import _
from tuanqing.show import html, scale, words

Row = Mapping[str, Any]
_STATES = (
    ("passed", "tq-f-completed", "●"),
    ("failed", "tq-f-stalled", "▼"),
    ("unknown", "tq-f-under_age", "–"),
)


def state(name: str) -> str:
    """The word for a verdict."""
    return {"passed": _("passed"), "failed": _("not passed"), "unknown": _("no record")}[name]


def parts(rows: Sequence[Row]) -> str:
    """One stacked bar per condition."""
    lines = []
    for row in rows:
        title = row["title"]
        if row["minimum"] is not None and row["minimum"] > 1:  # a yes or no has no threshold worth saying
            title = _("{title} (at least {minimum})").format(
                title=title, minimum=words.rounded(row["minimum"], 0)
            )
        lines.append(f"<tr><th>{html.text(title)}</th>{_bar(row)}</tr>")
    chips = "".join(
        f'<span><i class="{css}"></i>{sign} {html.text(state(name))}</span>' for name, css, sign in _STATES
    )
    return f'<div class="tq-f-legend">{chips}</div><div class="tq-scroll"><table class="tq-f">{"".join(lines)}</table></div>'


def _bar(row: Row) -> str:
    end = scale.top([row["applicants"]])
    segments = "".join(
        f'<span class="{css}" style="{scale.width(row[name], end)}" title="{html.text(state(name))} {row[name]:,}"></span>'
        for name, css, _sign in _STATES
        if row[name]
    )
    said = " ".join(
        f'<span class="tq-f-said{" tq-f-t-stalled" if name == "failed" and row[name] else ""}">{sign}{row[name]:,}</span>'
        for name, _css, sign in _STATES
    )
    return f'<td class="tq-f-bar"><div>{segments}</div></td><td class="tq-f-what">{said}</td>'


def moved(row: Row, tried: bool) -> str:
    """Whom the thresholds tried out would move."""
    if not tried:
        return f'<p class="tq-quiet">{html.text(_("Move a threshold to see who would pass or fail with it."))}</p>'
    facts = [
        (_("Pass now"), words.plain(row["passed"])),
        (_("Would pass"), words.plain(row["would_pass"])),
        (_("Would newly pass"), words.plain(row["gained"])),
        (_("Would no longer pass"), words.plain(row["lost"])),
    ]
    return html.facts(facts)


def areas(rows: Sequence[Row], by_condition: Sequence[Row], address: Callable[[str], str]) -> str:
    """One line per area: applicants, verdicts, and who fails what."""
    codes = list(dict.fromkeys(row["code"] for row in by_condition))
    titles = {row["code"]: row["title"] for row in by_condition}
    failed = {(row["area_code"], row["code"]): row for row in by_condition}
    head = [
        _("Unit"),
        _("Applicants"),
        state("passed"),
        state("failed"),
        state("unknown"),
        *(titles[code] for code in codes),
        _("Move"),
    ]
    lines = []
    for row in sorted(rows, key=lambda r: (-r["failed"], r["area_code"])):
        cells = []
        for code in codes:
            own = failed.get((row["area_code"], code))
            said = [(sign, own[name]) for name, _css, sign in _STATES[1:]] if own else []
            cells.append("　".join(f"{sign} {n:,}" for sign, n in said if n))
        move = " ".join(
            [f"＋{row['gained']:,}"] * bool(row["gained"]) + [f"－{row['lost']:,}"] * bool(row["lost"])
        )
        lines.append(
            [
                html.anchor(html.text(row["area_name"]), address(row["area_code"])),
                *(html.text(f"{row[name]:,}") for name in ("applicants", "passed", "failed", "unknown")),
                *map(html.text, cells),
                html.text(move),
            ]
        )
    return html.table(head, lines, "tq-gaps")


def table(rows: Sequence[Row], by_condition: Sequence[Row]) -> tuple[list[str], list[list[Any]]]:
    """Area by area and condition by condition, to download."""
    whole = {row["area_code"]: row for row in rows}
    head = [
        _("Unit"),
        _("Applicants"),
        _("Meet all"),
        _("Condition"),
        state("passed"),
        state("failed"),
        state("unknown"),
    ]
    lines = [
        [row["area_name"], whole[row["area_code"]]["applicants"], whole[row["area_code"]]["passed"], row["title"],
         row["passed"], row["failed"], row["unknown"]]
        for row in by_condition
    ]  # fmt: skip
    return head, lines
