"""One set of colours and marks for charts, tables and documents: light and dark, never colour alone."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Palette:
    """The colours of one theme."""

    page: str
    ink: str
    label: str
    faint: str
    border: str
    wash: str  # quiet background of a hovered or selected thing
    blue: str
    blues: tuple[str, str, str, str]  # amounts, from few to many
    green: str
    green_wash: str
    amber: str
    amber_wash: str
    red: str  # the League's red: only for what needs a hand
    red_wash: str
    none_wash: str

    def status(self, status: str) -> str:
        """The background of a status."""
        return {
            "met": self.green_wash,
            "near": self.amber_wash,
            "missed": self.red_wash,
        }.get(status, self.none_wash)

    def strong(self, status: str) -> str:
        """The foreground of a status: marks, bars, lines."""
        return {"met": self.green, "near": self.amber, "missed": self.red}.get(status, self.blue)

    def css(self) -> str:
        """The colours as custom properties for the style sheet."""
        flat = {name: value for name, value in asdict(self).items() if isinstance(value, str)}
        flat |= {f"blue_{n}": value for n, value in enumerate(self.blues)}
        return "".join(f"--tq-{name.replace('_', '-')}:{value};" for name, value in flat.items())


LIGHT = Palette(
    page="#FFFFFF",
    ink="#1F2937",
    label="#565D6A",
    faint="#868E9B",
    border="#E3E6EB",
    wash="#F6F8FA",
    blue="#2F6DB5",
    blues=("#E6EFF8", "#C9DDF1", "#A9C8E8", "#5E96CE"),
    green="#12704B",
    green_wash="#DDEFE6",
    amber="#925D00",
    amber_wash="#FBF0DC",
    red="#B3261E",
    red_wash="#F8DEDB",
    none_wash="#F3F4F6",
)
DARK = Palette(
    page="#14181F",
    ink="#E5E7EB",
    label="#9AA3B2",
    faint="#6B7280",
    border="#343B47",
    wash="#1C222B",
    blue="#7FB0E8",
    blues=("#1B2B3F", "#23405F", "#2C5580", "#35699F"),
    green="#5CC79A",
    green_wash="#17392C",
    amber="#E0AC52",
    amber_wash="#3D301A",
    red="#F08A82",
    red_wash="#47211F",
    none_wash="#222831",
)
THEMES = {"light": LIGHT, "dark": DARK}

MARKS = {
    "met": "●",
    "near": "◐",
    "missed": "▼",
    "no_data": "–",
    "partial": "◔",
    "waits": "○",
    "unsure": "?",
    "no_target": "",
}


def mark(status: str) -> str:
    """The symbol that goes with a status everywhere."""
    return MARKS[status]
