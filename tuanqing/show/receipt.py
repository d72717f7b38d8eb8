"""A file's account as HTML: the bar that adds up to the rows read, the matched columns, the reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tuanqing.define.contract import Contract
from tuanqing.define.language import _
from tuanqing.measure.changes import Change
from tuanqing.show import words
from tuanqing.store.reading.told import spans
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.receipt import Receipt

STYLE = """
.tqr{font-size:14px;color:var(--tq-ink);line-height:1.55}
.tqr .bar{display:flex;height:14px;border-radius:4px;overflow:hidden;background:var(--tq-none-wash);gap:1px}
.tqr .bar span{display:block;min-width:3px}
.tqr .tiles{display:flex;flex-wrap:wrap;gap:6px 26px;margin-top:8px;align-items:baseline}
.tqr .tile b{font-size:20px;font-weight:600;font-variant-numeric:tabular-nums;margin-left:6px}
.tqr .tile small{color:var(--tq-label)}
.tqr .tile i{font-style:normal;display:inline-block;width:1.1em}
.tqr .sum{color:var(--tq-label);margin-left:auto;font-variant-numeric:tabular-nums}
.tqr .added{background:var(--tq-blue)} .tqr .changed{background:var(--tq-blue-3)}
.tqr .unchanged{background:var(--tq-blue-0)} .tqr .rejected{background:var(--tq-red)}
.tqr .skipped{background:repeating-linear-gradient(45deg,var(--tq-none-wash) 0 4px,var(--tq-border) 4px 6px)}
.tqr .t-added i{color:var(--tq-blue)} .tqr .t-changed i{color:var(--tq-blue-3)}
.tqr .t-unchanged i,.tqr .t-skipped i{color:var(--tq-faint)} .tqr .t-rejected.some i,.tqr .t-rejected.some b
 {color:var(--tq-red)}
.tqr .head{font-size:15px;font-weight:600} .tqr .head small{font-weight:400;color:var(--tq-label);font-size:13px}
.tqr .chips{display:flex;flex-wrap:wrap;gap:6px;margin:2px 0}
.tqr .chip{border:1px solid var(--tq-border);border-radius:12px;padding:1px 10px;font-size:13px;
 background:var(--tq-page);white-space:nowrap;max-width:22em;overflow:hidden;text-overflow:ellipsis}
.tqr .chip.on{background:var(--tq-blue-0);border-color:var(--tq-blue-1)}
.tqr .chip.off{border-style:dashed;color:var(--tq-label)}
.tqr .chip.drop{background:var(--tq-none-wash);color:var(--tq-label)}
.tqr .chip em{font-style:normal;color:var(--tq-label)}
.tqr .scroll{overflow-x:auto}
.tqr table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:13px}
.tqr th{font-weight:400;color:var(--tq-label);text-align:left;white-space:nowrap}
.tqr th,.tqr td{padding:4px 10px 4px 0;border-bottom:1px solid var(--tq-border);vertical-align:top}
.tqr td.n,.tqr th.n{text-align:right;white-space:nowrap}
.tqr td.to{font-weight:600;white-space:nowrap}
.tqr a{color:var(--tq-blue);text-decoration:none} .tqr .right{text-align:right}
.tqr .mute{color:var(--tq-label)}
.tqr ul{margin:2px 0 6px;padding-left:1.2em} .tqr li{margin:1px 0}
.tqr .state{white-space:nowrap} .tqr .state.published{color:var(--tq-green)}
.tqr .state.withdrawn{color:var(--tq-label)}
"""
NAMED = 6  # doubled rows told in one sentence
_FLAG = re.compile(r" ?[（(][^（）()]*--[a-z][^（）()]*[）)]")
_SIGNS = {"added": "＋", "changed": "◑", "unchanged": "＝", "rejected": "✕", "skipped": "–"}


def titles() -> dict[str, str]:
    """What becomes of a row, in the order of the bar."""
    return {
        "added": _("added"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "rejected": _("rejected"),
        "skipped": _("skipped"),
    }


def _kinds() -> dict[str, str]:
    """What a row is left out as."""
    return {
        "title": _("titles"),
        "header": _("header"),
        "numbering": _("column numbers"),
        "blank": _("blank rows"),
        "total": _("totals"),
        "agreed": _("totals that agree with the rows they add up"),
        "note": _("notes"),
        "hidden": _("hidden rows"),
        "duplicate": _("doubled rows"),
        "superseded": _("overruled further down"),
    }


def skipped(kinds: Mapping[str, int]) -> str:
    """The skipped rows by kind: 标题 1、合计 1."""
    names = _kinds()
    return _("、").join(f"{names.get(kind, kind)} {count:,}" for kind, count in kinds.items() if count)


def balance(receipt: Receipt) -> str:
    """The bar and its figures; together they are the rows read."""
    counts = {
        "added": receipt.added,
        "changed": receipt.changed,
        "unchanged": receipt.unchanged,
        "rejected": receipt.rejected,
        "skipped": sum(receipt.skipped.values()),
    }
    names = titles()
    segments = "".join(
        f'<span class="{kind}" style="flex:{count} 1 0" title="{escape(names[kind])} {count:,}"></span>'
        for kind, count in counts.items()
        if count
    )
    tiles = "".join(
        f'<span class="tile t-{kind}{" some" if count else ""}"><i>{_SIGNS[kind]}</i>{escape(names[kind])}'
        f"<b>{count:,}</b>"
        + (f" <small>{escape(skipped(receipt.skipped))}</small>" if kind == "skipped" and count else "")
        + "</span>"
        for kind, count in counts.items()
    )
    read = escape(_("{count} rows read in all").format(count=f"{receipt.rows_read:,}"))
    return (
        f'<div class="tqr"><div class="bar" role="img" aria-label="{read}">{segments}</div>'
        f'<div class="tiles">{tiles}<span class="sum">{read}</span></div></div>'
    )


def heading(receipt: Receipt, contract: Contract | None, recognition: Recognition | None) -> str:
    """What the sheet was taken for, and where its header stands."""
    where = receipt.file + (f" · {receipt.sheet}" if receipt.sheet else "")
    if contract is None:
        return f'<div class="tqr"><span class="head">{escape(where)}</span></div>'
    facts = [receipt.encoding.upper() if receipt.encoding else ""]
    if recognition:
        facts.append(_("header in line {line}").format(line=recognition.header_line))
    facts.append(_("list of {day}").format(day=receipt.as_of) if receipt.as_of else "")
    told = " · ".join(fact for fact in facts if fact)
    found = escape(_("Recognised: {title}").format(title=contract.title))
    quiet = f"<small>{escape(told)}　{escape(where)}</small>"
    return f'<div class="tqr"><span class="head">{found} {quiet}</span></div>'


def chips(recognition: Recognition) -> str:
    """Each header of the sheet with the column it names."""
    contract, made = recognition.contract, []
    for mapped in recognition.columns:
        if not mapped.header or (mapped.column is None and mapped.header not in recognition.unmapped):
            continue  # without a name, or one of the columns we added to rejected rows
        column = contract.columns.get(mapped.column or "")
        if column is None:
            made.append(("off", mapped.header, _("not used")))
        elif not column.stored:
            made.append(("drop", mapped.header, _("not stored")))
        elif column.title == mapped.header:
            made.append(("on", mapped.header, ""))
        else:
            made.append(("on", mapped.header, f"→ {column.title}"))
    made.sort(key=lambda chip: ("on", "drop", "off").index(chip[0]))
    return (
        '<div class="tqr"><div class="chips">'
        + "".join(
            f'<span class="chip {kind}" title="{escape(header)}">{escape(header.replace("/", " / "))}'
            + (f" <em>{escape(to)}</em>" if to else "")
            + "</span>"
            for kind, header, to in made
        )
        + "</div></div>"
    )


def mapping(receipt: Receipt, contract: Contract) -> str:
    """The same for a batch in the ledger, of which only the mapping is left."""
    made = []
    known = {name: column for shape in contract.forms for name, column in shape.columns.items()}
    for header, name in receipt.columns.items():
        column = known.get(name)
        title = column.title if column else name
        to = "" if title == header else f" <em>→ {escape(title)}</em>"
        made.append(f'<span class="chip on">{escape(header)}{to}</span>')
    made += [
        f'<span class="chip off">{escape(header)} <em>{escape(_("not used"))}</em></span>'
        for header in receipt.unmapped_headers
    ]
    return f'<div class="tqr"><div class="chips">{"".join(made)}</div></div>'


def reasons(receipt: Receipt) -> str:
    """Why rows were rejected, how many, and where the first of them stands."""
    rows = "".join(
        f'<tr><td>{escape(on_screen(entry["reason"]))}</td><td class="n">{entry["count"]:,}</td>'
        f'<td class="n">{entry["first_line"]}</td></tr>'
        for entry in receipt.reasons
    )
    head = (
        f'<th>{escape(_("Why rejected"))}</th><th class="n">{escape(_("Rows"))}</th>'
        f'<th class="n">{escape(_("First line"))}</th>'
    )
    return f'<div class="tqr scroll"><table><tr>{head}</tr>{rows}</table></div>'


def left_out(receipt: Receipt) -> list[str]:
    """In words, which rows of the file were left out and why: one sentence for a cause, with its lines."""
    names = _kinds()
    found = [
        _("left out as {kind}: {count} (line {lines})").format(
            kind=names.get(entry["kind"], entry["kind"]),
            count=f"{entry['count']:,}",
            lines=spans(entry["lines"]) + ("" if entry["all_lines"] else "…"),
        )
        for entry in receipt.left_out
    ]
    says = _says()
    for kind in says:
        rows = [entry for entry in receipt.doubled if entry["kind"] == kind]
        count = receipt.skipped.get(kind, 0)
        told = _("; ").join(
            _("line {line} {why}").format(line=row["line"], why=says[kind].format(line=row["kept_line"]))
            for row in rows[:NAMED]
        )
        if rows:
            found.append(
                _("left out as {kind}: {count} ({told})").format(
                    kind=names[kind], count=f"{count:,}", told=told + ("…" if count > NAMED else "")
                )
            )
    return found


def _says() -> dict[str, str]:
    """Why a row gives way to another one."""
    return {
        "duplicate": _("the same as line {line}"),
        "superseded": _("overruled by line {line}, which has the same key and other content"),
    }


def doubled(receipt: Receipt) -> str:
    """Rows left out because another row of the file says the same or overrules them, line by line."""
    says = _says()
    rows = "".join(
        f'<tr><td class="n">{entry["line"]:,}</td>'
        f"<td>{escape(says[entry['kind']].format(line=entry['kept_line']))}</td></tr>"
        for entry in receipt.doubled
    )
    head = f'<th class="n">{escape(_("Line"))}</th><th>{escape(_("Why left out"))}</th>'
    return f'<div class="tqr scroll"><table><tr>{head}</tr>{rows}</table></div>'


def sentences(lines: Sequence[str]) -> str:
    """Warnings, one below the other."""
    items = "".join(f"<li>{escape(on_screen(line))}</li>" for line in lines)
    return f'<div class="tqr"><ul>{items}</ul></div>'


def on_screen(sentence: str) -> str:
    """A sentence without what it tells users of the command line in brackets."""
    return _FLAG.sub("", sentence)


def changes(found: Iterable[Change]) -> str:
    """What the dashboard says now that it did not say before."""
    rows = ""
    for change in found:
        more = _("and {count} earlier periods").format(count=change.others) if change.others else ""
        rows += (
            f"<tr><td>{escape(change.area_name)}</td><td>{escape(change.indicator.title)}</td>"
            f'<td class="mute">{escape(change.period.words)}</td>'
            f'<td class="n mute">{escape(words.full(change.indicator, change.before))}</td>'
            f'<td class="to">→ {escape(words.full(change.indicator, change.after))}</td>'
            f'<td class="mute">{escape(more)}</td></tr>'
        )
    head = "".join(
        f"<th{side}>{escape(text)}</th>"
        for text, side in (
            (_("Place"), ""),
            (_("Indicator"), ""),
            (_("Period"), ""),
            (_("Before"), ' class="n"'),
            (_("Now"), ""),
            ("", ""),
        )
    )
    return f'<div class="tqr scroll"><table><tr>{head}</tr>{rows}</table></div>'
