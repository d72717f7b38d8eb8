"""What is said of a target or a rule that was another when a month was reported first."""

from tuanqing.define import rule as rules_of
from tuanqing.define.language import _
from tuanqing.define.query import Library
from tuanqing.measure.overwritten import Overwritten
from tuanqing.show import words


def sentence(each: Overwritten, library: Library) -> str:
    """In a sentence: what was changed, for which months, when; a dated row would have left them alone."""
    span = f"{words.month(each.first)}—{words.month(each.last)}"
    told = {"span": span, "noted": words.day(each.noted)}
    indicator = library.indicators.get(each.name)
    if each.kind == "target" and indicator is not None:
        none = _("none")
        was, now = (
            none if value is None else words.amount(indicator, value) for value in (each.was, each.now)
        )
        return _(
            "The target of “{title}” for {span} was {was} and has been {now} since {noted}: reports made before say it otherwise"
        ).format(title=indicator.title, was=was, now=now, **told)
    known = rules_of.load_all()
    title = known[each.name].title if each.name in known else each.name
    return _(
        "The rules “{title}” for {span} were overwritten on {noted}: reports made before go by what they were"
    ).format(title=title, **told)
