"""The frame: every page runs inside it."""

from tuanqing import ui

ui.run()
