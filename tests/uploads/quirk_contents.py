"""Q16 to Q22, Q25 to Q27: what the rows mean together."""

from tests.uploads import quirk_rows as rows
from tests.uploads.quirk_files import html_table, spec, text, xls, xlsx


def contents() -> None:
    """Q16 to Q22, Q25 to Q27: what the rows mean together."""
    names = [
        "陈青集镇",
        "陈青集镇人民政府",
        "陈青集",
        "共青团陈青集镇委员会",
        "陈青集镇团委",
        "共青团柘城县陈青集镇委员会",
        "凤凰街道办事处",
        "凤凰办事处",
        "共青团凤凰街道工作委员会",
        "凤凰街道团工委",
        "中国共产主义青年团柘城县起台镇委员会",
        "不存在镇",
    ]
    home = rows.homes(len(names))
    for row, name in zip(home[1:], names, strict=True):
        row[2] = name
    text("q16_township_aliases.csv", home, "utf-8")
    spec(
        "q16_township_aliases.csv",
        16,
        "同一乡镇的十一种叫法，外加一个不存在的",
        kind="text",
        encoding="utf-8",
        header=home[0],
        rows=12,
        then="11 行对上（陈青集镇 6、凤凰街道 4、起台镇 1），“不存在镇”退回",
    )
    home = rows.homes(4)
    for row, name in zip(home[1:], ["大仵乡", "朱襄镇", "老王集乡", "老王集镇"], strict=True):
        row[2] = name
    text("q17_renamed_townships.csv", home, "utf-8")
    spec(
        "q17_renamed_townships.csv",
        17,
        "改名的乡镇：大仵乡→朱襄镇，老王集乡→老王集镇",
        kind="text",
        encoding="utf-8",
        header=home[0],
        rows=4,
        then="朱襄镇 2、老王集镇 2",
    )
    home = rows.homes(4)
    for row, name in zip(
        home[1:], ["江阴高新区", "温岭东部新区", "柘城县产业集聚区", "国营林场"], strict=True
    ):
        row[2] = name
    text("q18_not_quite_townships.csv", home, "utf-8")
    spec(
        "q18_not_quite_townships.csv",
        18,
        "类似乡级单位：高新区、集聚区、林场",
        kind="text",
        encoding="utf-8",
        header=home[0],
        rows=4,
        then="认得的标记种类、默认不进覆盖率分母；认不得的退回",
    )
    people = rows.services(8)
    people += [list(people[1]), [*people[2][:7], 9, *people[2][8:]]]
    text("q19_duplicate_rows.csv", people, "utf-8")
    spec(
        "q19_duplicate_rows.csv",
        19,
        "一行完全重复，一行同键不同时长",
        kind="text",
        encoding="utf-8",
        header=people[0],
        rows=10,
        then="完全重复的跳过并提醒；同键而不完全相同的是两次，各算各的",
    )
    org = rows.organisations(6)
    org += [list(org[3]), [*org[4][:6], 99, *org[4][7:]]]
    xlsx("q19_duplicate_organisations.xlsx", {"团组织": org})
    spec(
        "q19_duplicate_organisations.xlsx",
        19,
        "团组织重复：一行相同，一行团员数不同",
        kind="xlsx",
        header=org[0],
        rows=8,
    )
    home = rows.homes(9)
    xlsx(
        "q20_hidden_parts.xlsx",
        {"Sheet1": [], "青年之家": home, "底稿": rows.homes(3), "字典": [["级别"], ["分部"]]},
        hidden=["底稿"],
        very_hidden=["字典"],
        hidden_lines={"青年之家": [3, 5]},
        hidden_columns={"青年之家": ["H", "I"]},
    )
    spec(
        "q20_hidden_parts.xlsx",
        20,
        "隐藏的表、深度隐藏的表、隐藏行列、空的 Sheet1",
        kind="xlsx",
        sheets=2,
        hidden_sheets=2,
        sheet="青年之家",
        header=[*home[0][:7], *home[0][9:]],
        rows=7,
        hidden=2,
        note="hidden columns",
    )
    xlsx("q20_several_sheets.xlsx", {"一季度": rows.services(3), "二季度": rows.services(4)})
    spec(
        "q20_several_sheets.xlsx",
        20,
        "两张都可见的表",
        kind="xlsx",
        sheets=2,
        sheet="二季度",
        header=people[0],
        rows=4,
    )
    xls(
        "q20_hidden_parts.xls",
        {"青年之家": home, "底稿": rows.homes(3)},
        hidden=["底稿"],
        hidden_lines={"青年之家": [3]},
        hidden_columns={"青年之家": [7]},
        merges={"青年之家": []},
    )
    spec(
        "q20_hidden_parts.xls",
        20,
        "老格式里的隐藏表、隐藏行列",
        kind="xls",
        sheets=1,
        hidden_sheets=1,
        header=[*home[0][:7], *home[0][8:]],
        rows=8,
        hidden=1,
        note="hidden columns",
    )
    for count in (20, 50):
        page = rows.organisations(count)
        text(f"q21_exactly_{count}_rows.csv", page, "gb18030")
        spec(
            f"q21_exactly_{count}_rows.csv",
            21,
            f"正好 {count} 行：可能只导出了一页",
            kind="text",
            encoding="gb18030",
            header=page[0],
            rows=count,
            then="提醒可能只导出一页，发布前要确认",
        )
    tree = rows.fees()
    xlsx("q22_tree_with_parent_totals.xlsx", {"团费统计": tree})
    spec(
        "q22_tree_with_parent_totals.xlsx",
        22,
        "树形导出，上级行是下级之和（缩进表示层级）",
        kind="xlsx",
        header=tree[0],
        rows=len(tree) - 1,
        then="只合计叶子行",
    )
    flat = rows.fees_with_parents()
    text("q22_tree_with_parent_column.csv", flat, "gb18030")
    spec(
        "q22_tree_with_parent_column.csv",
        22,
        "树形导出没有缩进，由“上级组织”一列表示层级，下级排在上级前面",
        kind="text",
        encoding="gb18030",
        header=flat[0],
        rows=len(flat) - 1,
        then="只合计叶子行",
    )
    org = rows.organisations(5)
    secret = [
        [*org[0], "登录账号", "密码", "书记身份证号码"],
        *[[*row, f"zt{i:06d}", "Abc12345", rows.identity()] for i, row in enumerate(org[1:])],
    ]
    text("q25_accounts_and_passwords.csv", secret, "utf-8")
    spec(
        "q25_accounts_and_passwords.csv",
        25,
        "带登录账号、密码、书记身份证号的团组织导出",
        kind="text",
        encoding="utf-8",
        header=secret[0],
        rows=5,
        then="账号、密码、身份证列不入库，不出现在任何退回文件里",
    )
    service = rows.services(6)
    text("q26_semicolons.csv", service, "utf-8", separator=";")
    spec("q26_semicolons.csv", 26, "分号分隔", kind="text", encoding="utf-8", header=service[0], rows=6)
    text("q26_tabs.txt", service, "gb18030", separator="\t")
    spec("q26_tabs.txt", 26, "制表符分隔", kind="text", encoding="gb18030", header=service[0], rows=6)
    text("q26_pipes.csv", service, "utf-8", separator="|")
    spec("q26_pipes.csv", 26, "竖线分隔", kind="text", encoding="utf-8", header=service[0], rows=6)
    quoted = rows.services(5)
    quoted[2][4], quoted[4][4] = "清洁家园\n志愿服务", '"暖冬"行动,第一期'
    text("q26_newline_in_a_cell.csv", quoted, "utf-8", newline="\r\n")
    spec(
        "q26_newline_in_a_cell.csv",
        26,
        "引号里换行、逗号、双引号",
        kind="text",
        encoding="utf-8",
        header=quoted[0],
        rows=5,
        lines=[2, 3, 5, 6, 7],
        holds="清洁家园\n志愿服务",
    )
    ragged = rows.services(6)
    ragged[2] = ragged[2][:6]
    ragged[5] = [*ragged[5], "多出来的", ""]
    text("q26_ragged_rows.csv", ragged, "utf-8")
    spec(
        "q26_ragged_rows.csv",
        26,
        "一行少格，一行多格",
        kind="text",
        encoding="utf-8",
        header=ragged[0],
        rows=6,
        faults={"too_few": 1, "too_many": 1},
    )
    stray = rows.services(6)
    stray[3][4] = "\x01清洁家园"
    text("q26_stray_quote.csv", stray, "utf-8", replace=("\x01", '"'))
    spec(
        "q26_stray_quote.csv",
        26,
        "第 4 行多了一个没收尾的引号",
        kind="text",
        encoding="utf-8",
        header=stray[0],
        rows=6,
        faults={"bad_quote": 1},
        lines=[2, 3, 4, 5, 6, 7],
    )
    text("q26_trailing_separators.csv", [[*row, ""] for row in service], "utf-8")
    spec(
        "q26_trailing_separators.csv",
        26,
        "每行末尾都多一个逗号",
        kind="text",
        encoding="utf-8",
        header=service[0],
        rows=6,
    )
    text("q26_old_mac_newlines.csv", service, "utf-8", newline="\r")
    spec(
        "q26_old_mac_newlines.csv",
        26,
        "只有回车没有换行",
        kind="text",
        encoding="utf-8",
        header=service[0],
        rows=6,
    )
    text("q26_blank_lines.csv", [*service[:3], [], *service[3:], [], []], "utf-8")
    spec(
        "q26_blank_lines.csv",
        26,
        "中间和末尾有空行",
        kind="text",
        encoding="utf-8",
        header=service[0],
        rows=9,
        then="6 行数据，3 个空行计入跳过",
    )
    schools = rows.schools(6)
    xlsx("q27_merged_township_cells.xlsx", {"学校": schools}, merges={"学校": [(2, 1, 4, 1), (5, 1, 6, 1)]})
    spec(
        "q27_merged_township_cells.xlsx",
        27,
        "乡镇单元格向下合并",
        kind="xlsx",
        header=schools[0],
        rows=6,
        merges=2,
        fill=[0],
        first_cells=["陈青集镇", "陈青集镇", "陈青集镇", "起台镇", "起台镇", "胡襄镇"],
    )
    xls("q27_merged_township_cells.xls", {"学校": schools}, merges={"学校": [(2, 1, 4, 1), (5, 1, 6, 1)]})
    spec(
        "q27_merged_township_cells.xls",
        27,
        "老格式里的同样合并",
        kind="xls",
        header=schools[0],
        rows=6,
        merges=2,
        fill=[0],
        first_cells=["陈青集镇", "陈青集镇", "陈青集镇", "起台镇", "起台镇", "胡襄镇"],
    )
    html_table("q27_rowspan.xls", schools, "utf-8", rowspans=[(1, 3), (4, 2)])
    spec(
        "q27_rowspan.xls",
        27,
        "网页表格的 rowspan",
        kind="html",
        encoding="utf-8",
        header=schools[0],
        rows=6,
        merges=2,
        fill=[0],
        first_cells=["陈青集镇", "陈青集镇", "陈青集镇", "起台镇", "起台镇", "胡襄镇"],
    )
