"""Pages that belong together stand as tabs under one entry of the menu; a tab without data says so, and which file fills it."""

from collections.abc import Sequence

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.query import Indicator
from tuanqing.measure import comparison, lineage, places
from tuanqing.show import html
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board
from tuanqing.ui.frame.discovery import Found
from tuanqing.ui.frame.view import here_address, link


def draw(found: Sequence[Found], here: Found) -> None:
    """The tabs of the entry the page belongs to; nothing where it stands alone."""
    beside = [page for page in found if page.section == here.section]
    if len(beside) < 2 or cached.warehouse().is_empty:  # an empty one asks one thing at a time
        return
    unreported = _unreported(beside)
    shown = [
        (
            _(page.title),
            None if page is here else link(page.name, **here_address()),
            unreported.get(page.name, ""),
        )
        for page in beside
    ]
    board(html.tabs(shown, _("In {entry}").format(entry=_(here.section))), key="tabs")


def _unreported(pages: Sequence[Found]) -> dict[str, str]:
    """Of the pages none of whose indicators the place ever had a figure of: which files fill them."""
    library, contracts = cached.library(), cached.contracts()
    shown = {
        page.name: library.on(page.name, Indicator)
        or [i for i in library.indicators.values() if i.topic == page.name]
        for page in pages
    }
    if not any(shown.values()):
        return {}
    roots = cached.cached(places.roots)
    try:
        place = cached.cached(places.place, here_address().get("area") or (roots[0][0] if roots else ""))
    except Refused:  # the page itself says so, with a choice
        return {}
    ever, found = cached.cached(comparison.ever, place.code), {}
    for name, own in shown.items():
        if own and not any(i.name in ever for i in own):
            datasets = dict.fromkeys(each for i in own for each in lineage.datasets(i, contracts, library))
            titles = _("、").join(contracts[each].title for each in datasets)
            found[name] = _("Not reported. To fill: {templates}").format(templates=titles)
    return found
