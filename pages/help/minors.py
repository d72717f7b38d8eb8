"""未成年人个人信息处理规则: what is kept of people who may be under 14, and who may see it."""

from tuanqing.ui.screens import minors

PAGE = {"title": "How data of minors are handled", "icon": ":material/child_care:", "order": 30, "needs": ""}

minors.draw()
