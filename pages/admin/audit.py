"""操作日志: what was done, by whom, and whether the log is whole."""

from tuanqing.ui.screens import audit_log

PAGE = {"title": "Log", "icon": ":material/receipt_long:", "order": 70, "needs": "log"}

audit_log.draw()
