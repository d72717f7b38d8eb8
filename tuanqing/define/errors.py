"""The two ways things go wrong on purpose. Their text is a finished sentence: what, where, and the cure."""

import unicodedata


class Refused(Exception):
    """A request we understood and do not carry out; shown to the user as it stands, exit code 1.

    A sentence may quote names of files, sheets and headers: what would steer a terminal or turn text round is left out.
    """

    def __init__(self, sentence: str = ""):
        super().__init__("".join(c for c in sentence if c in "\n\t" or unicodedata.category(c)[0] != "C"))


class Malformed(Refused):
    """One of our own definition files breaks its format: `place` names file and key, `cure` what to write."""

    def __init__(self, place: str, fault: str, cure: str):
        self.place, self.fault, self.cure = place, fault, cure
        super().__init__(f"{place}: {fault} {cure}")
