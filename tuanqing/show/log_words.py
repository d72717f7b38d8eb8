"""The words of the log: what each deed is called, and what an entry says beside it."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from tuanqing.define.language import _


def acts() -> dict[str, str]:
    """What each kind is called."""
    return {
        "sign in": _("signed in"),
        "sign out": _("signed out"),
        "refused": _("turned away"),
        "password": _("changed the password"),
        "account": _("changed an account"),
        "import": _("brought data in"),
        "withdraw": _("took a batch back"),
        "purge": _("cleared old data away"),
        "correct": _("corrected a source"),
        "remark": _("wrote a remark"),
        "follow_up": _("wrote on a matter to follow up"),
        "report": _("made a report"),
        "export": _("took a file"),
        "key": _("made people's keys anew"),
        "forget": _("erased a person"),
        "unmask": _("took people's cells"),
        "rows": _("looked at single records"),
        "clock": _("set the clock right"),
    }


def details(what: Mapping[str, Any]) -> str:
    """What an entry says beside its deed, as a line to read; a key nobody has a word for stands as it is."""
    words = {
        "version": _("version"),
        "before": _("before"),
        "batch": _("batch"),
        "batches": _("batch"),
        "dataset": _("dataset"),
        "file": _("file"),
        "account": _("account"),
        "area": _("area code"),
        "areas": _("area code"),
        "period": _("period"),
        "template": _("template"),
        "correction": _("correction"),
        "item": _("item"),
        "role": _("role"),
        "why": _("reason"),
        "basis": _("ground"),
    }
    return _("; ").join(
        f"{words.get(key, key)} {_value(value)}" for key, value in what.items() if value != []
    )


def _value(value: Any) -> str:
    """Numbers that follow each other are told by the first and the last."""
    if not isinstance(value, list):
        return str(value)
    told = []
    for _step, run in groupby(enumerate(value), lambda at: at[1] - at[0] if isinstance(at[1], int) else at):
        own = [each for _place, each in run]
        told.append(f"{own[0]}—{own[-1]}" if len(own) > 1 else str(own[0]))
    return _("、").join(told)
