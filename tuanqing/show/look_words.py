"""What a look is, in words: nobody may take the one for the other."""

from collections.abc import Sequence

from tuanqing.define.language import _
from tuanqing.define.look import Look


def names(look: Look) -> Sequence[str]:
    """Its names in short: 核实数, 按现在的区划; none for the ordinary one."""
    return [
        name
        for name, on in (
            (_("verified figures"), look.verified),
            (_("in today's boundaries"), look.today),
        )
        if on
    ]


def sentences(look: Look) -> Sequence[str]:
    """What a reader must know of figures looked at so; none for the ordinary ones."""
    said = []
    if look.verified:
        said.append(
            _(
                "These are verified figures: rows that a check doubts are set apart. They are compared with verified "
                "figures only."
            )
        )
    if look.today:
        said.append(
            _(
                "In today's boundaries: what was reported by units that have merged or moved since counts where they "
                "are now. A unit that was divided counts in what it lay in."
            )
        )
    return said
