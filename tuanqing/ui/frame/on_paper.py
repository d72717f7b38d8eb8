"""Charts on paper: they are drawn for the width of the screen, and a sheet is narrower."""

import streamlit as st

WIDTH = 890  # pixels between the margins of an A4 sheet, as the style sheet prints (zoom 0.8)
_SCRIPT = """
export default function ({ data }) {
  const charts = () => document.querySelectorAll('[data-testid="stPlotlyChart"]');
  const before = () => {
    const page = document.querySelector('[data-testid="stMainBlockContainer"]').clientWidth;
    charts().forEach((chart) => { chart.style.zoom = Math.min(1, data.width / page); });
  };
  const after = () => charts().forEach((chart) => { chart.style.zoom = ""; });
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
"""
_FITS = st.components.v2.component("tuanqing_paper", html="<i></i>\n", js=_SCRIPT, isolate_styles=False)


def draw() -> None:
    """Have the charts of this page fit on the sheet when it is printed."""
    _FITS(data={"width": WIDTH}, key="paper")
