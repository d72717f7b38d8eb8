"""What a page needs, in one import: `from tuanqing import ui`. The only folder that imports streamlit."""

from tuanqing.define.language import _
from tuanqing.ui.frame.board import board, card, notice
from tuanqing.ui.frame.cached import cached, contracts, library, version, warehouse
from tuanqing.ui.frame.menu import run
from tuanqing.ui.frame.view import View, link, page

__all__ = [
    "View",
    "_",
    "board",
    "cached",
    "card",
    "contracts",
    "library",
    "link",
    "notice",
    "page",
    "run",
    "version",
    "warehouse",
]
