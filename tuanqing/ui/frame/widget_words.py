"""The words Streamlit's own widgets say, in the language of the page: it has no other way of saying them otherwise."""

import streamlit as st

from tuanqing.define.language import _, language

_SCRIPT = """
export default function ({ data }) {
  const words = new Map(Object.entries(data.words));
  const say = (node) => {
    if (node.nodeType === 3) {
      const said = words.get(node.data.trim());
      if (said && !node.parentElement?.closest(".tq")) node.data = said;  // not what files say
    } else if (node.nodeType === 1) {
      for (const name of ["aria-label", "title", "placeholder"]) {
        const said = words.get(node.getAttribute(name));
        if (said) node.setAttribute(name, said);
      }
      node.childNodes.forEach(say);
    }
  };
  document.documentElement.lang = data.language;
  say(document.body);
  const watch = new MutationObserver((changes) => changes.forEach((change) => {
    change.addedNodes.forEach(say);
    if (change.type !== "childList") say(change.target);
  }));
  watch.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: ["aria-label", "title", "placeholder"],
  });
  return () => watch.disconnect();
}
"""
_SAYS = st.components.v2.component("tuanqing_words", html="<i></i>\n", js=_SCRIPT, isolate_styles=False)


def draw() -> None:
    """Have the widgets of this page speak its language."""
    spoken = (
        {} if language() == "en" else {english: said for english, said in words().items() if said != english}
    )
    _SAYS(data={"words": spoken, "language": "en" if language() == "en" else "zh-CN"}, key="words")


def words() -> dict[str, str]:
    """What Streamlit says, and what it is to say."""
    return {
        "Search": _("Search"),
        "Type to search": _("Search"),
        "Download as CSV": _("Download as CSV"),
        "Fullscreen": _("Fullscreen"),
        "Close fullscreen": _("Close fullscreen"),
        "Show/hide columns": _("Show or hide columns"),
        "Choose an option": _("Choose"),
        "Choose options": _("Choose"),
        "Choose date": _("Choose a day"),
        "Select all": _("Select all"),
        "Clear value": _("Clear"),
        "Clear all": _("Clear"),
        "No results": _("Nothing found"),
        "No options to select": _("Nothing to choose from"),
        "Copy to clipboard": _("Copy"),
        "Skip to main content": _("To the content"),
        "App pages": _("Menu"),
        "Sidebar": _("Menu"),
        "Collapse sidebar": _("Close the menu"),
        "Expand sidebar": _("Open the menu"),
        "Navigate to home page": _("To the first page"),
        "file upload": _("Upload of files"),
        "Upload": _("Choose files"),
        "Open": _("Unfold"),
        "Running...": _("Working"),
        "Stop": _("Stop"),
    }
