"""The two ways things go wrong on purpose. Their text is a finished sentence: what, where, and the cure."""


class Refused(Exception):
    """A request we understood and do not carry out; shown to the user as it stands, exit code 1."""


class Malformed(Refused):
    """One of our own definition files breaks its format: `place` names file and key, `cure` what to write."""

    def __init__(self, place: str, fault: str, cure: str):
        self.place, self.fault, self.cure = place, fault, cure
        super().__init__(f"{place}: {fault} {cure}")
