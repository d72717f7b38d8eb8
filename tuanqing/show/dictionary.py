"""The data dictionary, rendered from the definition files alone: on the page, as one .html file, as .md."""

import html as escaping
from collections.abc import Mapping, Sequence
from pathlib import Path

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, language
from tuanqing.define.published import Figure
from tuanqing.define.query import Library
from tuanqing.show.blocks import Block, Code, Entry, Facts, Words
from tuanqing.show.entries import entries, kinds
from tuanqing.show.palette import DARK, LIGHT


def write(
    path: Path, contracts: Mapping[str, Contract], library: Library, figures: Sequence[Figure] | None = None
) -> None:
    """Write the dictionary to `path`: one .html file that needs nothing else, or .md."""
    if figures is None:
        from tuanqing.define import published

        figures = published.load() if published.FILE.exists() else []
    made = entries(contracts, library, figures)
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm"):
        path.write_text(document(made), "utf-8")
    elif suffix == ".md":
        path.write_text(markdown(made), "utf-8")
    else:
        raise Refused(
            _("{file}: the dictionary is written as .html or .md. Choose one of these endings.").format(
                file=path.name
            )
        )


STYLE = """
.tqd{font-size:14px;line-height:1.6;color:var(--tq-ink)}
.tqd details.tqd-card{border:1px solid var(--tq-border);border-radius:6px;margin:0 0 8px;
 background:var(--tq-page)}
.tqd details.tqd-card>summary{cursor:pointer;list-style:none;padding:10px 14px;display:flex;gap:10px;
 align-items:baseline;flex-wrap:wrap}
.tqd details.tqd-card>summary::-webkit-details-marker{display:none}
.tqd details.tqd-card>summary::before{content:"▸";color:var(--tq-label)}
.tqd details.tqd-card[open]>summary::before{content:"▾"}
.tqd summary b{font-size:15px}
.tqd .tqd-tag{color:var(--tq-label);border:1px solid var(--tq-border);border-radius:10px;padding:0 8px;
 font-size:12px;white-space:nowrap}
.tqd .tqd-lead{color:var(--tq-label);flex:1 1 20em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.tqd details[open]>summary>.tqd-lead{display:none}
.tqd .tqd-body{padding:0 14px 14px}
.tqd p{margin:4px 0 8px}
.tqd dl{display:grid;grid-template-columns:minmax(5em,max-content) 1fr;gap:2px 14px;margin:6px 0 10px;padding:0}
.tqd dt{color:var(--tq-label);margin:0;padding:0}
.tqd dd{margin:0;padding:0;overflow-wrap:anywhere}
.tqd h4{font-size:14px;margin:14px 0 4px;padding:0}
.tqd .tqd-scroll{overflow-x:auto;margin:0 0 10px}
.tqd table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}
.tqd caption{text-align:left;color:var(--tq-label);padding:4px 0 2px;caption-side:top}
.tqd th,.tqd td{border:1px solid var(--tq-border);padding:3px 8px;text-align:left;vertical-align:top}
.tqd th{background:var(--tq-wash);font-weight:500;color:var(--tq-label);white-space:nowrap}
.tqd .tqd-out td{background:var(--tq-green-wash)}
.tqd pre{background:var(--tq-wash);border:1px solid var(--tq-border);border-radius:6px;padding:10px;
 overflow-x:auto;font-size:12.5px;line-height:1.5;white-space:pre}
.tqd .tqd-fold>summary{cursor:pointer;color:var(--tq-blue)}
"""


def html(entry: Entry, *, is_open: bool = False) -> str:
    """An entry as a card that opens; needs STYLE and the palette's custom properties around it."""
    say = escaping.escape
    tag = f'<span class="tqd-tag">{say(entry.tag)}</span>' if entry.tag else ""
    lead = f'<span class="tqd-lead">{say(entry.lead)}</span>' if entry.lead else ""
    about = f"<p>{say(entry.lead)}</p>" if entry.lead else ""
    body = about + "".join(map(_html_block, entry.blocks))
    return (
        f'<details class="tqd-card" id="{say(entry.anchor)}"{" open" if is_open else ""}>'
        f'<summary><b>{say(entry.title)}</b>{tag}{lead}</summary><div class="tqd-body">{body}</div></details>'
    )


def _html_block(block: Block) -> str:
    say = escaping.escape
    if isinstance(block, Facts):
        rows = "".join(f"<dt>{say(label)}</dt><dd>{say(text)}</dd>" for label, text in block.rows if text)
        return f"<dl>{rows}</dl>" if rows else ""
    if isinstance(block, Words):
        return f"<h4>{say(block.text)}</h4>" if block.heading else f"<p>{say(block.text)}</p>"
    if isinstance(block, Code):
        return (
            f'<details class="tqd-fold"><summary>{say(block.caption)}</summary>'
            f"<pre><code>{say(block.text)}</code></pre></details>"
        )
    head = "".join(f"<th>{say(text)}</th>" for text in block.header)
    rows = "".join(f"<tr>{''.join(f'<td>{say(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
    strong = ' class="tqd-out"' if block.strong else ""
    return (
        f'<div class="tqd-scroll"><table{strong}><caption>{say(block.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def document(made: Sequence[Entry]) -> str:
    """The whole dictionary as one HTML file without scripts or outside resources."""
    say = escaping.escape
    title = say(_("Data dictionary"))
    toc, body = [], []
    for kind, heading in kinds().items():
        mine = [entry for entry in made if entry.kind == kind]
        if mine:
            links = "".join(f'<a href="#{say(entry.anchor)}">{say(entry.title)}</a>' for entry in mine)
            toc.append(f"<h3>{say(heading)}</h3>{links}")
            cards = "".join(html(entry, is_open=True) for entry in mine)
            body.append(f"<h2>{say(heading)} <small>{len(mine)}</small></h2>{cards}")
    frame = (
        "body{margin:0;font-family:'Microsoft YaHei','Noto Sans CJK SC','PingFang SC',sans-serif;"
        "background:var(--tq-page);color:var(--tq-ink)}"
        ".all{display:flex;max-width:1400px;margin:0 auto}"
        "nav{position:sticky;top:0;align-self:flex-start;height:100vh;overflow:auto;flex:0 0 240px;"
        "padding:16px;box-sizing:border-box;border-right:1px solid var(--tq-border)}"
        "nav h3{font-size:12px;color:var(--tq-label);font-weight:400;margin:14px 0 4px}"
        "nav a{display:block;color:var(--tq-ink);text-decoration:none;font-size:13px;padding:2px 0}"
        "nav a:hover{color:var(--tq-blue)}main{flex:1;min-width:0;padding:16px 24px}"
        "h1{font-size:20px;margin:0}h2{font-size:16px;margin:22px 0 8px}"
        "small{color:var(--tq-label);font-weight:400}"
        "@media(max-width:700px){.all{display:block}nav{position:static;height:auto;border:0}}"
        "@media print{nav{display:none}}"
    )
    spoken = "zh-CN" if language() == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{spoken}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>:root{{color-scheme:light dark;{LIGHT.css()}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{DARK.css()}}}}}{frame}{STYLE}</style></head>"
        f'<body><div class="all"><nav><h1>{title}</h1>{"".join(toc)}</nav>'
        f'<main class="tqd">{"".join(body)}</main></div></body></html>\n'
    )


_MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]<>#|~"})


def markdown(made: Sequence[Entry]) -> str:
    """The whole dictionary as Markdown."""
    lines = [f"# {_plain(_('Data dictionary'))}", ""]
    for kind, heading in kinds().items():
        mine = [entry for entry in made if entry.kind == kind]
        if mine:
            lines += [f"## {_plain(heading)}", ""]
        for entry in mine:
            lines += [f"### {_plain(entry.title)}" + (f" ({_plain(entry.tag)})" if entry.tag else ""), ""]
            lines += [_plain(entry.lead), ""] if entry.lead else []
            for block in entry.blocks:
                lines += [*_markdown_block(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_MARKS)


def _markdown_block(block: Block) -> list[str]:
    if isinstance(block, Facts):
        return [f"- {_plain(label)}: {_plain(text)}" for label, text in block.rows if text]
    if isinstance(block, Words):
        return [f"**{_plain(block.text)}**" if block.heading else _plain(block.text)]
    if isinstance(block, Code):
        fence = "```"
        while fence in block.text:
            fence += "`"
        return [f"{_plain(block.caption)}:", "", fence, block.text, fence]
    rows = [block.header, ("---",) * len(block.header), *block.rows]
    table = ["| " + " | ".join(c if c == "---" else _plain(c) for c in row) + " |" for row in rows]
    return [f"{_plain(block.caption)}:", "", *table]
