"""What is wrong with a row, in words: its faults, what the contract asks of a column, and the contract's rules."""

import re
from collections.abc import Mapping

from tuanqing.define.contract import Column, Rule
from tuanqing.define.language import _
from tuanqing.store.reading.bounds import MOST_CELL
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.sql import literal, quoted


class Verdict:
    """SQL over rows with the contract's columns, a `_fault_…` for each of `faults`, `_ragged`, `_soft`."""

    def __init__(self, recognition: Recognition, faults: Mapping[str, tuple[str, str]]):
        self.recognition, self.contract, self.faults = recognition, recognition.contract, faults
        self._checks = self._asked()
        errors = [rule for rule in self.contract.rules if rule.level == "error"]
        self._errors = [(self._fails(rule), literal(rule.say)) for rule in errors]

    @property
    def ok(self) -> str:
        """Whether a row is accepted."""
        wrong = [f"{_fault(name)} IS NOT NULL" for name in self.faults]
        wrong += [test for test, _sentence in self._checks]
        wrong.append("_ragged IS NOT NULL")
        wrong += [f"coalesce(({fails}), false)" for fails, _sentence in self._errors]
        return f"NOT ({' OR '.join(wrong)})"

    @property
    def reasons(self) -> str:
        """The list of sentences that say why it is not."""
        parts = [
            "CASE _ragged WHEN 'too_many' THEN {} WHEN 'too_few' THEN {} WHEN 'bad_quote' THEN {} "
            "WHEN 'too_long' THEN {} WHEN 'no_step' THEN {} END".format(
                literal(_("the row has more cells than the header; look for an unquoted separator")),
                literal(_("the row has fewer cells than the header; it may have been cut off")),
                literal(_("the quotation marks of this row are not closed")),
                literal(
                    _("a cell of this row holds more than {limit} characters and was cut").format(
                        limit=MOST_CELL
                    )
                ),
                literal(_("no step of this row has a date")),
            )
        ]
        parts += [
            f"CASE WHEN {_fault(name)} IS NOT NULL THEN {self._title(name)} || {_fault(name)} END"
            for name in self.faults
        ]
        parts += [
            f"CASE WHEN {test} THEN {sentence} END" for test, sentence in [*self._checks, *self._errors]
        ]
        return _list(parts)

    @property
    def flags(self) -> str:
        """The list of sentences that say what to look at in an accepted row; NULL where there is nothing."""
        parts = [
            f"CASE WHEN {self._fails(rule)} THEN {literal(rule.say)} END"
            for rule in self.contract.rules
            if rule.level == "warn"
        ]
        return f"nullif(list_concat({_list(parts)}, coalesce(_soft, [])), [])"

    def _title(self, name: str) -> str:
        """SQL for the column a fault is in, as its sheet calls it."""
        if name == "_place":
            return "'「' || _place_column || '」'"
        if self.recognition.step_header is not None and name == self.contract.date:
            return "'「' || _step_header || '」'"
        return literal(f"「{self.contract.columns[name].title}」")

    def _asked(self) -> list[tuple[str, str]]:
        """(is it wrong, the sentence) for required columns, patterns and ranges."""
        return [check for column in self.contract.stored for check in self._of_column(column)]

    def _of_column(self, column: Column) -> list[tuple[str, str]]:
        found = []
        name, title = quoted(column.name), f"「{column.title}」"
        if column.required:
            found.append(
                (
                    f"({name} IS NULL {self._unless_faulty(column)})",
                    literal(title + _("is empty; it must be filled in")),
                )
            )
        if column.pattern:
            found.append(
                (
                    f"coalesce(NOT regexp_full_match({name}, {literal(column.pattern)}), false)",
                    literal(title + _("does not have the required form")),
                )
            )
        least, most = column.bounds
        for bound, sign, words in (
            (least, "<", _("is below {bound}")),
            (most, ">", _("is above {bound}")),
        ):
            if bound is not None:
                found.append(
                    (
                        f"coalesce({name} {sign} {bound}, false)",
                        literal(
                            title + words.format(bound=f"{bound:,g}" if bound < 10**6 else f"{bound:,.0f}")
                        ),
                    )
                )
        return found

    def _unless_faulty(self, column: Column) -> str:
        """A blank that another sentence has explained already is not told again."""
        placed = column.refers or any(c.name in (column.default or "") for c in self.contract.area_columns)
        if placed and "_place" in self.faults:
            return f"AND {_fault('_place')} IS NULL"
        told = f"AND {_fault(column.name)} IS NULL" if column.name in self.faults else ""
        if self.recognition.step_header is not None:
            told += " AND _ragged IS DISTINCT FROM 'no_step'"
        return told

    def _fails(self, rule: Rule) -> str:
        """A rule's SQL; it is silent where a column it speaks of could not be read at all."""
        named = [name for name in self.contract.columns if re.search(rf"\b{name}\b", rule.fails)]
        faults = [name for name in named if name in self.faults]
        if "_place" in self.faults and any(self.contract.columns[name].refers for name in named):
            faults.append("_place")
        return " AND ".join([f"({rule.fails})", *(f"{_fault(name)} IS NULL" for name in faults)])


def _fault(name: str) -> str:
    return quoted(f"_fault_{name}")


def _list(parts: list[str]) -> str:
    return f"list_filter([{', '.join(parts)}]::VARCHAR[], lambda x: x IS NOT NULL)"
