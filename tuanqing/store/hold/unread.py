"""What columns that nobody reads say of their rows: a state in which a row should not count, a number that should."""

import re

from tuanqing.define.language import _
from tuanqing.store.cell.text import one_line, squeeze
from tuanqing.store.hold.bench import Bench
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.sql import literal

NOT_YET = (
    *(
        "待审核",
        "审核中",
        "未审核",
        "待审批",
        "审批中",
        "未审批",
        "待确认",
        "未确认",
        "待提交",
        "未提交",
        "草稿",
    ),
    *("未生效", "待生效", "待发布", "未发布", "待复核", "复核中", "初审中", "待初审", "待完善"),
)
NEVER = (
    *("已驳回", "驳回", "未通过", "不通过", "审核不通过", "审核未通过", "已拒绝", "拒绝", "已退回", "退回"),
    *("已撤销", "撤销", "已撤回", "撤回", "已取消", "取消", "已作废", "作废", "无效", "已失效", "失效"),
    *("已删除", "删除", "已终止", "终止", "已注销", "注销", "异常", "不合格", "不予认定"),
)
COUNTS = (
    *(
        "已生效",
        "生效",
        "已通过",
        "通过",
        "审核通过",
        "已审核",
        "已审批",
        "已确认",
        "已提交",
        "已发布",
        "已完成",
    ),
    *("正常", "有效", "合格", "已认定", "已归档", "已复核", "完成"),
)
MOSTLY = 0.8  # of the cells of a column of states are such words, of one of amounts such numbers
_NUMBERS = ("integer", "decimal", "percent")
_AMOUNT = r"\d{1,7}(,\d{3})*(\.\d+)?\s*(小时|时|h|分钟|分|元|千元|万元|人|人次|名|次|场|%)?"
_NO_AMOUNT = re.compile(
    "序|号|码|编|年|月|日|学历|排名|名次|届|级|层|备注"
)  # what stands there names or orders


def unread_states(bench: Bench, recognition: Recognition, data: str) -> list[str]:
    """A question for each unmapped column of `data` that is one of states and holds rows refused or not yet decided."""
    asked = []
    unread = [m for m in recognition.columns if m.column is None and m.header and not m.is_told]
    if not unread:
        return asked
    bad, known = _listed((*NOT_YET, *NEVER)), _listed((*NOT_YET, *NEVER, *COUNTS))
    counts = ", ".join(
        f"count(*) FILTER (trim(c{m.index}) IN {bad}), count(*) FILTER (trim(c{m.index}) IN {known}), count(c{m.index})"
        for m in unread
    )
    found = bench.con.execute(f"SELECT {counts} FROM {data}").fetchall()[0]
    for m, refused, states, filled in zip(unread, found[::3], found[1::3], found[2::3], strict=True):
        if refused and states >= MOSTLY * filled:
            words = bench.con.execute(
                f"SELECT DISTINCT trim(c{m.index}) AS word FROM {data} WHERE trim(c{m.index}) IN {bad} ORDER BY word"
            ).fetchall()
            asked.append(
                _(
                    "column “{header}” is not used, and {count} rows say {words} there: they would count. Say which column "
                    "it stands for, or take these rows out of the file"
                ).format(
                    header=one_line(m.header),
                    count=refused,
                    words=_("、").join(f"「{word}」" for (word,) in words[:6]),
                )
            )
    return asked


def _listed(words: tuple[str, ...]) -> str:
    return f"({', '.join(map(literal, words))})"


def unread_numbers(bench: Bench, recognition: Recognition, data: str) -> list[str]:
    """A question where not one of the numbers a dataset is for is read, though columns of `data` hold numbers."""
    contract = recognition.contract
    wanted = [c for c in contract.columns.values() if c.type in _NUMBERS and c.default is None]
    if not wanted or any(recognition.index(column.name) for column in wanted):
        return []
    unread = [
        m
        for m in recognition.columns
        if m.column is None and m.header and not m.is_told and not _NO_AMOUNT.search(squeeze(m.header))
    ]
    if not unread:
        return []
    counts = ", ".join(
        f"count(*) FILTER (regexp_full_match(trim(c{m.index}), {literal(_AMOUNT)})), count(c{m.index}), "
        f"count(DISTINCT c{m.index})"
        for m in unread
    )
    found = bench.con.execute(f"SELECT {counts} FROM {data}").fetchall()[0]
    amounts = [
        one_line(m.header)
        for m, numbers, filled, different in zip(unread, found[::3], found[1::3], found[2::3], strict=True)
        if numbers and numbers >= MOSTLY * filled and (different > 1 or filled == 1)
    ]
    if not amounts:
        return []
    return [
        _(
            "no column is read as “{columns}”, and “{headers}” holds numbers that are not used: the rows would count without "
            "them. Say which column it stands for"
        ).format(
            columns=_("、").join(column.title for column in wanted),
            headers=_("、").join(amounts),
        )
    ]
