"""Which dataset a sheet is, where its header stands, and which header names which column.

Everything comes from the contracts' header synonyms; a header no contract knows stays unmapped and is listed.
Two datasets that fit equally well are not guessed between: the sentence names both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.cell.text import one_line, squeeze
from tuanqing.store.reading.sheet import Row, Sheet
from tuanqing.store.recognise.beside import months_across, twice
from tuanqing.store.recognise.candidates import Candidate, candidates, fullest, is_grouped, texts_of
from tuanqing.store.recognise.data_date import date_in_title, find_date
from tuanqing.store.recognise.layout import stands_over_figures
from tuanqing.store.recognise.recognition import (
    Answer,
    Mapped,
    Recognition,
    columns_called,
    taken_for,
)
from tuanqing.store.recognise.spellings import names_with_unit, seconds, spellings, synonyms

ASIDE = frozenset(
    ["序号", "备注", "说明", "性别", "民族", "学历", "政治面貌", "职务", "年级", "班级"]
)  # said of anything


def recognise(
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    dataset: str | None = None,
    remembered: Mapping[str, tuple[str, Answer]] | None = None,
    answer: Answer | None = None,
    given: Mapping[str, str] | None = None,
) -> Recognition:
    """What `sheet` is. `dataset` fixes the answer to "which", `answer` which header names which column;
    `remembered` maps signatures to what was answered for them before; columns in `given` need no header.

    Raises Refused when no contract fits, or two fit equally well.
    """
    if dataset is not None and dataset not in contracts:
        raise Refused(
            _("There is no dataset {name}. Known: {known}.").format(name=dataset, known=", ".join(contracts))
        )
    wanted = [contracts[dataset]] if dataset else _knowing(given or {}, contracts)
    told = {**(remembered or {}), "": ("", answer or {})}
    shapes = [shape for contract in wanted for shape in contract.forms]
    head_rows = candidates(sheet)
    found = [
        best
        for shape in shapes
        if (best := _best_header(sheet, head_rows, shape, told, given or {}, chosen=bool(dataset)))
    ]
    for _score, recognition in found:
        if told.get(recognition.signature, ("",))[0] == recognition.contract.name:
            return recognition
    found.sort(key=lambda pair: pair[0], reverse=True)
    if not found:
        raise Refused(_no_header(sheet, wanted))
    first = found[0][1].contract
    near = [  # as many headers known: not guessed
        r.contract for s, r in found[1:] if s[0] == found[0][0][0] and r.contract.name != first.name
    ]
    if near:
        names = _("、").join(f"{c.title}({c.name})" for c in [first, *near])
        raise Refused(
            _("{file}{sheet}: this may be {names}. Choose one (--dataset).").format(
                file=sheet.file, sheet=f" [{sheet.name}]" if sheet.name else "", names=names
            )
        )
    if dataset is None and not answer and not found[0][0][-1] and _is_mostly_unknown(found[0][1]):
        raise Refused(
            _(
                "{file}{sheet}: this may be {names}, but most of its headers are not known there ({unknown}). "
                "If that is what it is, say so (--dataset); else name the right dataset."
            ).format(
                file=sheet.file,
                sheet=f" [{sheet.name}]" if sheet.name else "",
                names=f"{first.title}({first.name})",
                unknown=_("、").join(map(one_line, found[0][1].unmapped[:6])),
            )
        )
    best = found[0][1]
    if dataset:  # the sheet may hold more than what was asked for
        others = [s for c in contracts.values() if c.name != dataset for s in c.forms]
        strange = [
            b for s in others if (b := _best_header(sheet, head_rows, s, {"": ("", {})}, {}, chosen=False))
        ]
        found += sorted(strange, key=lambda pair: pair[0], reverse=True)
    apart = [
        r
        for _s, r in found[1:]
        if abs(r.header_line - best.header_line) > 3 and r.contract.name != first.name
    ]
    warnings = [
        _(
            "line {line} looks like the header of another table, {names}: this import reads only the table under "
            "line {own}. Import the file once more for the other (--dataset)."
        ).format(line=r.header_line, names=f"{r.contract.title}({r.contract.name})", own=best.header_line)
        for r in apart[:1]
    ]
    return replace(best, others=tuple(r.contract.name for _s, r in found[1:4]), warnings=tuple(warnings))


def _knowing(given: Mapping[str, str], contracts: Mapping[str, Contract]) -> list[Contract]:
    """The contracts that have every column given. Raises Refused where there is none."""
    found, refusals = [], []
    for contract in contracts.values():
        try:
            columns_called(contract, given)
            found.append(contract)
        except Refused as refusal:
            refusals.append(refusal)
    if not found:
        raise Refused(
            _(
                "No dataset has the column(s) {columns}. Name the dataset (--dataset) to see its columns."
            ).format(columns=_("、").join(f"「{words}」" for words in given))
        ) from refusals[0]
    return found


def _is_mostly_unknown(recognition: Recognition) -> bool:
    """Whether fewer than half of the headers that could matter name a column: too little to tell a dataset by."""
    known = sum(1 for mapped in recognition.columns if mapped.column)
    return known * 2 < known + len([h for h in recognition.unmapped if squeeze(h) not in ASIDE])


def _best_header(
    sheet: Sheet,
    head_rows: Sequence[Candidate],
    contract: Contract,
    told: Mapping[str, tuple[str, Answer]],
    given: Mapping[str, str],
    *,
    chosen: bool,
) -> tuple[tuple, Recognition] | None:
    best: tuple[tuple, Recognition] | None = None
    simplest: tuple = ()
    needed = {c.name for c in contract.columns.values() if c.required and c.default is None}
    needed -= columns_called(contract, given).keys()
    known_headers = synonyms(contract)
    for i, height, headers, texts, spelt, signature in head_rows:
        dataset, before = told.get(signature, ("", {}))
        answer = {**(before if dataset == contract.name else {}), **told[""][1]}
        if not answer and len({spelt[words] for words in spelt.keys() & known_headers.keys()}) < 2:
            continue
        mapped = _match(headers, contract, texts, answer, known_headers)
        hits = {m.column for m in mapped if m.column}
        known = [c for c in contract.columns.values() if c.name in hits and c.personal is None]
        steps = sum(1 for name in hits if name.startswith("step."))
        as_of = find_date([*texts, *texts_of(sheet.head[-8:])], sheet.file, sheet.name) or date_in_title(
            texts
        )
        dated = {contract.month} if as_of else set()
        if (
            len(known) < (1 if chosen else 2)
            or not needed - dated <= hits
            or (contract.form_of and steps < (1 if chosen else 2))
        ):
            continue
        hint = sum(_hint(contract, text) for text in [sheet.file, sheet.name, *texts])
        cells = sum(1 for m in mapped if m.column)
        score = (
            cells + min(hint, 1),
            len(hits & set(contract.key)),
            -len([m for m in mapped if m.header and not m.column]),
            hint,
        )
        simple = (cells + min(hint, 1), height > 1 and is_grouped(sheet, i), -height)
        if best is None or simple > simplest:
            simplest = simple
            best = (
                score,
                Recognition(
                    contract=contract,
                    columns=tuple(mapped),
                    header_line=sheet.last_line(i + height - 1),
                    header_rows=height,
                    titles=texts,
                    blank_above=sum(1 for r in sheet.head[:i] if not any(c.strip() for c in r)),
                    as_of=as_of,
                ),
            )
    return best


def _hint(contract: Contract, text: str) -> int:
    squeezed = squeeze(text)
    return int(squeeze(contract.title) in squeezed or contract.name in squeezed.lower())


def _match(
    headers: Sequence[str],
    contract: Contract,
    titles: tuple[str, ...],
    answer: Answer | None = None,
    known: Mapping[str, tuple[str, int]] | None = None,
) -> list[Mapped]:
    """Each header with the column it names; where two name one column the better synonym has it.

    `answer` overrules the synonyms.
    """
    known = known or synonyms(contract)
    ranked: list[tuple[int, int, str]] = []
    for index, header in enumerate(headers):
        for spelling_rank, spelling in enumerate(spellings(header)):
            if spelling in known:
                name, rank = known[spelling]
                own = names_with_unit(
                    header, spelling
                )  # a unit makes a header no worse: 时长(分钟) before 累计时长
                ranked.append(((0 if own else spelling_rank * 200) + rank * 2 + own, index, name))
                break
    taken: dict[int, str] = {}
    repeated = _repeated(
        headers, [entry for entry in ranked if contract.columns[entry[2]].personal != "drop"]
    )
    for _rank, index, name in sorted(ranked):
        if index in repeated:
            continue
        if contract.columns[name].personal == "drop" or name not in taken.values():
            taken[index] = name
    others = seconds(contract)
    for index, header in enumerate(headers):
        spelling = next((words for words in spellings(header) if words in others), "")
        if (
            spelling
            and index not in taken
            and index not in repeated
            and others[spelling] not in taken.values()
        ):
            taken[index] = others[spelling]
    for header, name in (answer or {}).items():
        for index, text in enumerate(headers):
            if header == str(index + 1) or (text.strip() and squeeze(text) == squeeze(header)):
                taken = {i: n for i, n in taken.items() if i != index and n != name}
                if name is not None and name in contract.columns:
                    taken[index] = name
    return [
        taken_for(index, header.strip(), taken.get(index), contract, titles)
        for index, header in enumerate(headers)
    ]


def _repeated(headers: Sequence[str], ranked: Sequence[tuple[int, int, str]]) -> set[int]:
    """Headers that come again further on, under another group or none (10月/应缴, 11月/应缴): which of them is meant
    cannot be told. Side by side they are one header merged over its cells."""
    alike: dict[tuple[int, str, str], list[int]] = {}
    for rank, index, name in sorted(ranked, key=lambda entry: entry[1]):
        alike.setdefault((rank, name, squeeze(headers[index].rsplit("/", 1)[-1])), []).append(index)
    return {i for found in alike.values() if found[-1] - found[0] >= len(found) for i in found}


def guess(headers: Sequence[str], contract: Contract) -> dict[str, str | None]:
    """Header → column by the contract's synonyms, whether or not a needed column is lacking."""
    return {mapped.header: mapped.column for mapped in _match(headers, contract, ())}


def _lacking(sheet: Sheet, contract: Contract) -> tuple[int, list[str]]:
    """How many columns of a contract the row that knows most of them names, and the needed ones it does not."""
    needed = [c for c in contract.columns.values() if c.required and c.default is None]
    rows = [
        {m.column for m in _match(candidate.headers, contract, ()) if m.column}
        for candidate in candidates(sheet)
    ]
    hits = max(rows, key=len, default=set())
    return len(hits), [c.title for c in needed if c.name not in hits]


def _lying(sheet: Sheet, contracts: Sequence[Contract]) -> tuple[str, list[str]] | None:
    """The contract's title and the headers, where three or more of its columns stand in the first column of the sheet
    and no row names as many."""
    firsts = list(dict.fromkeys(row[0].strip() for row in sheet.head if row and row[0].strip()))
    best: tuple[int, str, list[str]] = (2, "", [])
    for contract in contracts:
        known = synonyms(contract)
        named: dict[str, str] = {}  # column → the cell that names it
        for words in firsts:
            spelling = next((s for s in spellings(words) if s in known), None)
            if spelling:
                named.setdefault(known[spelling][0], words)
        if len(named) > best[0] and len(named) > _lacking(sheet, contract)[0]:
            best = (len(named), contract.title, list(named.values()))
    return best[1:] if best[2] else None


def _known_words(sheet: Sheet, contracts: Sequence[Contract]) -> list[str]:
    """The cells of the fullest row, where it is surely a header; else those that some dataset knows as headers, for the
    others may be people's names."""
    row = fullest(sheet)
    below = next(
        (i for i, cells in enumerate(sheet.head) if [cell.strip() for cell in cells] == row), len(sheet.head)
    )
    lines = zip(sheet.head_lines[below:], sheet.head[below:], strict=True)
    if below < len(sheet.head) and stands_over_figures(
        [Row(line, cells, None, False) for line, cells in lines]
    ):
        return [cell for cell in row if cell]
    known = {words for contract in contracts for shape in contract.forms for words in synonyms(shape)}
    return [cell for cell in row if cell and not known.isdisjoint(spellings(cell))]


def _no_header(sheet: Sheet, contracts: Sequence[Contract]) -> str:
    where = sheet.file + (f" [{sheet.name}]" if sheet.name else "")
    contract = contracts[0] if len(contracts) == 1 else None
    lying = _lying(sheet, contracts)
    if not sheet.head or not any(cell.strip() for row in sheet.head for cell in row):
        return _("{where}: the sheet is empty. Export it again with its data.").format(where=where)
    if lying:
        title, words = lying
        return _(
            "{where}: the table looks transposed: {words} stand below each other in the first column, and are columns "
            "of “{title}”. Turn it round so that they stand side by side as its header, one row for each unit or month "
            "(in Excel: copy, paste special, transpose), and import it again."
        ).format(where=where, title=title, words=_("、").join(f"「{word}」" for word in words[:6]))
    if across := months_across(sheet):
        return _(
            "{where}: the months stand side by side ({first} to {last}). Put them below each other, one row for each unit "
            "and month with the month in a column of its own, and import it again."
        ).format(where=where, first=one_line(across[0]), last=one_line(across[-1]))
    if halves := twice(sheet):
        return _(
            "{where}: two tables stand side by side (columns {left} and {right}). Put the one on the right below the one on "
            "the left, or on a sheet of its own, and import it again."
        ).format(where=where, left=halves[0], right=halves[1])
    if contract is None:
        seen = _("、").join(one_line(cell) for cell in _known_words(sheet, contracts)[:8]) or _("none")
        near = sorted(((*_lacking(sheet, c), c.title) for c in contracts), key=lambda entry: -entry[0])
        if near[0][0] < 2:
            return _(
                "{where}: no header row of a known dataset was found (its fullest row has the words: {seen}). "
                "Use the template of the dataset, or name the dataset (--dataset) to see what is missing."
            ).format(where=where, seen=seen)
        hits, lacking, title = near[0]
        return _(
            "{where}: no header row of a known dataset was found (its fullest row has the words: {seen}). Nearest is “{title}”: "
            "{hits} headers are known, {columns} lacking. Add them, or map a header to them (--dataset, --map); what is "
            "the same in every row can be said once (--set {first}=…)."
        ).format(
            where=where,
            seen=seen,
            title=title,
            hits=hits,
            columns=_("、").join(f"「{name}」" for name in lacking),
            first=lacking[0] if lacking else "",
        )
    _hits, lacking = _lacking(sheet, contract)
    return _(
        "{where}: as “{title}” it lacks the column(s) {columns}. Add them, or map a header to them; what is the same "
        "in every row can be said once (--set {first}=…)."
    ).format(
        where=where,
        title=contract.title,
        columns=_("、").join(f"「{name}」" for name in lacking),
        first=lacking[0] if lacking else "",
    )
