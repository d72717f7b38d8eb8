"""The cards of a yearly rating: how stars moved, and how far lifting the lagging organisations has come."""

from tuanqing.define import rule
from tuanqing.define.house import RULES
from tuanqing.define.language import _
from tuanqing.define.query import Indicator, Listing
from tuanqing.measure import figure as figures
from tuanqing.measure import rating
from tuanqing.show import html, words
from tuanqing.show import rating as shapes
from tuanqing.ui.cards import basket, lists
from tuanqing.ui.cards.meaning import member_names
from tuanqing.ui.cards.tables import downloads
from tuanqing.ui.frame import cached
from tuanqing.ui.frame.board import board, card
from tuanqing.ui.frame.view import View


def migration_card(view: View, listing: Listing, rated: Indicator) -> None:
    """The matrix of a list with star_before, star and organisations; `rated` says what each star is called."""
    found = lists.rows(view, listing)
    names = member_names(rated, "star")
    with card(
        shapes.moved(rating.moved(found)) if found else listing.title,
        key="migration",
    ):
        if not found:
            sentence = _("No rating of a whole county lies below this place.")
            board(f'<p class="tq-quiet">{html.text(sentence)}</p>', key="migration")
            return
        board(shapes.migration(rating.matrix(found), names), key="migration")
        columns = [name for name in listing.columns if name not in lists.HIDDEN]
        head = [listing.columns["area_code"], *(listing.columns[name] for name in columns)]
        lines = [
            [row["area_name"], *(names.get(str(row[name]), row[name]) for name in columns)] for row in found
        ]
        title = f"{view.place.name} {listing.title} {view.period.words}"
        downloads(head, lines, title, "migration")


def targets_card(view: View, lifted: Indicator, target: str) -> None:
    """The rate `lifted` against the table of rules `target` (title, unit, target): as a count and as a rate."""
    rules = rule.load(RULES / f"{target}.toml")
    figure = cached.cached(figures.figure, lifted, view.area, view.period)
    with card(_("{title}: {figure}").format(title=lifted.title, figure=words.full(lifted, figure)), key="targets"):  # fmt: skip
        reached = rating.reached(figure, rules.in_force(view.period.last))
        board(shapes.targets(reached) + f'<p class="tq-quiet">{html.text(rules.reading)}</p>', key="targets")
        head, lines = shapes.target_table(reached)
        basket.put_table(f"{view.place.name} {lifted.title} {view.period.words}", head, lines, "targets")
