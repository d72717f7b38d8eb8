"""公布数据对照: what the places have published beside what we compute."""

from tuanqing.define.language import _
from tuanqing.ui import published

PAGE = {"title": "Published figures", "icon": ":material/fact_check:", "order": 20}

published.draw(
    {
        "activity": _("activities"),
        "badge_award": _("badge awards"),
        "branch_rating": _("branch ratings"),
        "cadre": _("cadres"),
        "case": _("cases and counselling"),
        "checklist": _("checklists"),
        "class_hours": _("League class hours"),
        "counsellor": _("counsellors"),
        "estimate": _("an estimate; no record can give it"),
        "growth": _("growth over the years"),
        "index": _("the vanguard index"),
        "pioneer_unit": _("Pioneer units"),
        "pipeline": _("the pipeline from Pioneers to Party"),
        "pipeline_event": _("the pipeline from Pioneers to Party"),
        "points": _("points"),
        "reform": _("reform tasks"),
        "reform_task": _("reform tasks"),
        "report": _("reports"),
        "social_organisations": _("social organisations"),
        "survey": _("surveys"),
        "talent": _("talent pool"),
        "target": _("a target, not a result"),
        "term": _("terms of office"),
    }
)
