"""The frame: every page runs inside it. `streamlit run app.py` finds the application, and with it the door, here."""

import streamlit as st

from tuanqing import ui
from tuanqing.ui.frame.door import MIDDLEWARE
from tuanqing.ui.frame.sign_in import ROUTES

if __name__ == "__main__":  # a visitor's run
    ui.run()
else:
    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE)
