"""批次: the ledger of imports."""

from tuanqing.ui.screens import batches

PAGE = {"title": "Batches", "icon": ":material/history:", "order": 20, "needs": "import"}

batches.draw()
