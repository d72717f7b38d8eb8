"""What an author of definitions may use, written from the code into docs/authors.md.

`python -m tests.authors` writes it; tests/test_authors.py says when it is stale. What a key means stands here, which keys
there are stands in `tuanqing/define`: one without the other is an error.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define import rule as rules_of
from tuanqing.define.contract import ALLOWED, COLUMN_KEYS, LEVELS, NEEDED, PERSONAL, TYPES
from tuanqing.define.house import ROOT
from tuanqing.define.period import GRAINS
from tuanqing.define.query import ALWAYS, ATTRIBUTIONS, BETTER, COMMON, KINDS, OVER_TIME, UNITS
from tuanqing.measure import views
from tuanqing.store.warehouse import schema

FILE = ROOT / "docs" / "authors.md"
OPENING = """# Writing definitions

Made from the code by `make authors`; a test says when it is stale. Every kind of definition is a file of its own, and its
folder is all there is to say where it belongs. After a change: `tuanqing refresh`, then look at the page.

| to have | write | tried by |
|---|---|---|
| an indicator | `queries/TOPIC/NAME.sql` and its worked example `NAME.txt` | `pytest -q -k NAME` |
| a list, a funnel | the same, with `columns`, or with `pipeline` or `steps` | the same |
| a check | `queries/checks/NAME.sql` and `NAME.txt` | the same |
| a dataset | `data/contracts/NAME.toml`; a row in `data/rules/reporting.toml`: who owes it by when; `make authors` | `tuanqing template NAME --out x.xlsx`, `tuanqing read FILE`, `tuanqing completeness` |
| a threshold | a row in `data/rules/NAME.toml` with the day it is in force from, and in the row it takes the place of `valid_to`, the same day | `grep -l rules.NAME queries -r`, and the examples of these |
| a correction | `data/corrections/NAME.toml`, as `data/corrections/README.md` shows | `tuanqing corrections` |
| a step list of a pipeline | `data/rules/pipelines/NAME.toml` | `tuanqing funnel` |
| a composite index | `data/rules/indices/NAME.toml` | `tuanqing index NAME` |
| a report's order of chapters | `data/reports/NAME.toml`, or in the warehouse's folder `templates` | `tuanqing report` |
| a page | `pages/GROUP/NAME.py`, below | `pytest -q tests/pages` |
| a sentence on the screen | `_("English")` in the code, its Chinese in the `tuanqing/locale/zh_CN/LC_MESSAGES/*.po` that has the file's other sentences | `make locale` |

A folder of `queries/` is a topic; a new one is a new topic. A worked example has words, tables of input, `=>` and the rows
expected: all rows the query gives, also those of the months between two lists. Of a registry's row `as_of` says which list
it is on, `coverage` (a table of its own) which areas a list speaks for. It may give the rows of a `rules.` table it leans on:
then a changed threshold breaks no example. What a figure is judged by is the rule in force at the end of the period looked at.

A page of its own, with the indicators of a folder, or with those whose front matter names the page (`pages = { NAME = 10 }`):

```python
from tuanqing import ui
from tuanqing.ui.cards import indicator as indicator_card
from tuanqing.ui.cards import key_figures

PAGE = {"title": "Study groups", "icon": ":material/school:", "order": 60}  # the title's Chinese: ui.po

indicator_card.topic_page(ui.page(), "NAME", key_figures.topic("FOLDER"))  # or key_figures.on("NAME")
```
"""
MEANING = {
    "title": '`{ zh = "…", en = "…" }`',
    "why": "why one looks at it, in a sentence",
    "source": "the document or office the definition comes from",
    "owner": "which office answers for it",
    "reviewed": "the day somebody last read it against its source",
    "order": "its place among the others",
    "caveat": "what a reader must know; shown beside the figure",
    "pages": "`{ page = place }`: where else it stands, beside the page called like its folder",
    "numerator": "in words, what is counted",
    "denominator": "in words, what it is divided by; without it the value is the numerator",
    "unit": f"one of {', '.join(UNITS)}",
    "better": f"one of {', '.join(BETTER)}",
    "over_time": f"how months make a quarter or year: one of {', '.join(OVER_TIME)}, or one for each part",
    "compose": "`{ numerator = NAME, denominator = NAME }`: two counts put one over the other; then there is no SQL",
    "target": f"a number, or a list of `{{ from, value, per }}`; per: one of {', '.join(GRAINS)}",
    "by": "`{ column = title }`: columns the SQL also gives and the figure is broken down by",
    "members": "words for values of those columns that no contract gives a word for",
    "factor": "what numerator ÷ denominator is multiplied by; 100 for percent",
    "may_exceed": "a percentage that may pass 100, since its numerator is no part of its denominator",
    "optional": '`["dataset.column"]`: read where it is there, and no figure is lacking without it',
    "called": "what else blank forms from above call it, so that `report form` knows it: without 数 or 总数 at the end, which it sets aside",
    "reaches": '`"0 days"`: how many days after its own a row still acts on the figure; a publish then works out the months it reaches, not all',
    "suppress": "it counts people who could be told: of others' areas a few (1 to 4) are not shown, nor what would tell them",
    "attribution": f"where a person counts: one of {', '.join(ATTRIBUTIONS)} event",
    "pipeline": "the family of step lists it is counted by",
    "steps": "instead: a step list of its own, with the keys below",
    "stalled_after_days": "after how many days without a step somebody counts as stalled",
    "within_days": "the window from the first step",
    "exits": "events that end the way without completing it, by class",
    "stages": "steps put together under one word",
    "musts": "steps nobody may lack",
    "items": "conditions beside the steps",
    "severity": "error or warn",
    "cure": "what to do about it, to the one who will",
    "doubts": "the dataset whose rows its findings cast doubt on (a number may be false); not where work is owed",
    "columns": "`{ column = title }`, in order",
}
COLUMN = {
    "header": "accepted header texts; the first is the one the template prints",
    "about": "what it holds, in a sentence",
    "type": f"one of {', '.join(TYPES)}; text without it",
    "required": "a row without it is rejected",
    "refers": "`area`: the cell names an area, which is looked up in the register",
    "level": f"the levels that area may have: {', '.join(LEVELS)}",
    "within": "columns whose text may contain the area's name where the cell is empty",
    "values": "`{ word = code }`: what exports write, and what is stored",
    "open_values": "words outside `values` are kept as they are",
    "personal": f"one of {', '.join(PERSONAL)}: what is done to it before anything is stored",
    "otherwise": "for hash: columns that tell people apart where the number is missing",
    "unit": "yuan or hour: units in cell and header are converted",
    "pattern": "a regular expression the whole text must match",
    "minimum": "the least a cell may hold",
    "maximum": "the most a cell may hold",
    "default": "SQL over the other columns, where the cell is empty",
}
CONTRACT = {
    "title": "the dataset's everyday name",
    "kind": "registry: dated full lists, of which the newest is in force. events: rows that accumulate",
    "grain": "what one row is",
    "source": "which system exports it, and where in its menus",
    "key": "the columns that together are one row",
    "columns": "a table per column, below",
    "rules": "`{ fails, say, level }`: a row is wrong where the SQL `fails` is true",
    "tree": "the column whose indentation shows a tree, and the one naming the row above",
    "date": "of events: the column that dates a row",
    "about": "what it is for",
    "order": "its place among the templates",
    "counted": "rows are about people who may be minors: shown only as counts by these columns",
    "number": "of a registry: the column that numbers its units wherever they are",
    "under": "of a registry: the column naming the unit above, where names alone do not tell units apart",
    "roster": "of events: the wide form, one row a person and a date column a step",
}
GIVES = {"indicator": "an indicator", "funnel": "a funnel", "checks": "a check"}
OWN = {  # what the warehouse adds to the columns of a dataset
    "area_code": "the finest area the row names",
    "_batch": "the batch it came with",
    "_line": "its line in the file (the rest by 2³²: which of several rows of that line)",
    "_county": "the county (or prefecture) the file was of",
    "_cover": "registry: the township, else county, its list is kept by",
    "_as_of": "registry: the day of its list",
    "period": "`_monthly` alone: the month",
}


def markdown() -> str:
    """The whole text."""
    contracts, library, rules = contracts_of.load_all(), queries_of.load_all(), rules_of.load_all()
    parts = [OPENING, "## The keys of a query's front matter\n", _keys("every kind", COMMON, ALWAYS, MEANING)]
    parts += [_keys(f"{kind.__name__.lower()}", *KINDS[kind], MEANING) for kind in KINDS]
    parts += ["## What its SQL must give\n"]
    parts += [f"- {GIVES[name]}: `{', '.join(columns)}`" for name, columns in views.COLUMNS.items()]
    parts += [
        "- a list: the columns it names; an indicator and a funnel those of `by` as well",
        "- a check that `doubts` a dataset also gives `doubtful`: a list of `{ 'batch': _batch, 'line': _line }`, the rows behind "
        "the finding, which its worked example names by their place in the dataset's table; published as `main.doubtful`",
        "- an indicator may also give `lower_bound` and `denominator_lower_bound`: the part is only known to be at least this\n",
        "## What its SQL may read\n",
        "Datasets, each as the rows in force, with the columns of its contract that are stored. Of a registry",
        "`NAME_monthly` is the list in force at the end of each month. Beside them:\n",
        *(f"- `{name}`: {what}" for name, what in OWN.items()),
        "",
        *(f"- `{c.name}` ({c.kind}): {c.title}" for c in contracts.values()),
        "\n### Shared tables\n",
        *_shared(contracts, library),
        "### Tables of rules\n",
        *(f"- `rules.{rule.name}` ({', '.join(rule.columns)}): {rule.title}" for rule in rules.values()),
        "- `rules.step_list`, `rules.step`: the step lists of pipelines\n",
        "## The keys of a contract\n",
        _keys("the dataset", NEEDED, ALLOWED, CONTRACT),
        _keys("a column", {"header": list, "about": str}, COLUMN_KEYS, COLUMN),
    ]
    return "\n".join(parts)


def _keys(
    what: str, needed: Mapping[str, Any], allowed: Mapping[str, Any], meaning: Mapping[str, str]
) -> str:
    """The keys of one kind as a table. Raises KeyError for one whose meaning nobody has written."""
    rows = [f"| `{key}` | {'yes' if key in needed else ''} | {meaning[key]} |" for key in [*needed, *allowed]]
    return "\n".join([f"Of {what}:\n", "| key | must be there | what it says |", "|---|---|---|", *rows, ""])


def _shared(contracts: Mapping[str, Any], library: queries_of.Library) -> Iterable[str]:
    """Each shared table with its columns and the comment it begins with."""
    with duckdb.connect() as con:
        schema.create(con, contracts)
        views.create(con, contracts, library)
        for (file, sql), (name, _sql) in zip(library.base, library.shared, strict=True):
            comment = re.match(r"(?:--[^\n]*\n)+", sql)
            assert comment, f"{file} does not begin with a comment that says what it is"
            words = " ".join(line.removeprefix("--").strip() for line in comment.group().splitlines())
            columns = ", ".join(row[0] for row in con.execute(f"DESCRIBE main.{name}").fetchall())
            yield f"`{name}` ({columns}): {words}\n"


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
