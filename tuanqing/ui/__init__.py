"""What a page needs, in one import: `from tuanqing import ui`. The only folder that imports streamlit."""

from tuanqing.define.language import _
from tuanqing.ui.board import board, card, notice
from tuanqing.ui.data import cached, contracts, library, version, warehouse
from tuanqing.ui.frame import run
from tuanqing.ui.view import View, link, page

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
