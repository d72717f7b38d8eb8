"""What Streamlit's widgets are made to say."""

from pathlib import Path

import streamlit

from tuanqing.define.language import speak
from tuanqing.ui.frame import widget_words


def test_every_word_is_one_streamlit_says_and_is_said_in_chinese():
    """After an update of Streamlit a word that it no longer says shows here."""
    speak("zh")
    scripts = Path(streamlit.__file__).parent.joinpath("static", "static", "js").glob("*.js")
    said = "\n".join(file.read_text("utf-8") for file in scripts)
    lost = [word for word in widget_words.words() if f'"{word}"' not in said and f"`{word}`" not in said]
    assert lost == []
    assert not [word for word in widget_words.words().values() if word.isascii()]
