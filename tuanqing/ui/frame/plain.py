"""Texts from outside (file names, headers, cells) where Streamlit reads markdown: labels, captions, messages."""

import re

_SIGNS = re.compile(
    r"([!-/:-@\[-`{-~])"
)  # ASCII punctuation: whatever markdown, LaTeX, links and emoji are made of


def plain(text: str) -> str:
    """`text` so that it stands on the page as it is: nothing in it acts as markdown."""
    return _SIGNS.sub(r"\\\1", text)
