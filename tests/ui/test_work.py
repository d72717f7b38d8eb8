"""Work in a thread of its own: told how far it is, stopped, and what ends it early."""

import threading

import pytest

from tuanqing.define import language
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.ui.frame.work import Stopped, Work


def test_it_comes_to_what_it_returns_in_the_language_of_who_began_it():
    language.speak("en")
    try:
        work = Work(lambda progress: (progress("x", 0.5), _("Place")))
        assert work.outcome() == (None, "Place")
    finally:
        language.speak("zh")


def test_what_it_raises_reaches_who_waits():
    def refuse(_progress):
        raise Refused("no")

    with pytest.raises(Refused, match="no"):
        Work(refuse).outcome()


def test_told_to_stop_it_ends_at_the_next_word_it_says():
    said = threading.Event()

    def do(progress):
        for number in range(10_000):
            progress("x", number / 10_000)
            said.set()
            threading.Event().wait(0.01)

    work = Work(do)
    said.wait(10)
    work.stop()
    with pytest.raises(Stopped):
        work.outcome()
