"""Q9 to Q15, Q23, Q24, Q28, Q29: what is in the cells."""

from tests.uploads import quirk_rows as rows
from tests.uploads.quirk_files import spec, text, xlsx


def cells() -> None:
    """Q9 to Q15, Q23, Q24, Q28, Q29: what is in the cells."""
    home = rows.homes(6)
    head, *body = home
    wide = [
        [
            rows.full_width(cell) if place in (0, 6, 11, 12) else f"{cell}\u3000" if place == 2 else cell
            for place, cell in enumerate(row)
        ]
        for row in body
    ]
    wide[0][1], wide[1][1], wide[2][1] = (
        f"\u200b{wide[0][1]}\ufeff",
        f" {wide[1][1]}\u00a0 ",
        f"'{wide[2][1]}\t",
    )
    text(
        "q09_full_width_and_invisible.csv",
        [[name.replace("(", "（").replace(")", "）") for name in head], *wide],
        "utf-8",
    )
    spec(
        "q09_full_width_and_invisible.csv",
        9,
        "全角数字和括号、全角空格、不换行空格、零宽字符、前导撇号、制表符",
        kind="text",
        encoding="utf-8",
        header=[name.replace("(", "（").replace(")", "）") for name in head],
        rows=6,
        then="与 q01 同名青年之家规范化后完全相同",
    )
    fund = rows.funding(10)
    for row, amount in zip(
        fund[1:],
        ["5.6万元", "3万余", "1,296", "1，296", "56余万元", "约300", "—", "/", "无", "4000多"],
        strict=True,
    ):
        row[5] = amount
    text(
        "q10_numbers_with_units.csv",
        [["收入" if name.startswith("收入") else name for name in fund[0]], *fund[1:]],
        "gb18030",
    )
    spec(
        "q10_numbers_with_units.csv",
        10,
        "带单位、余、多、约、千分位的金额，— / 无 表示没有",
        kind="text",
        encoding="gb18030",
        header=["收入" if name.startswith("收入") else name for name in fund[0]],
        rows=10,
        faults={"too_many": 1},
        then="56000、30000≥、1296、1296（未加引号的全角逗号不分列）……；第 4 行的半角逗号撑出一列",
    )
    for name, values in {
        "signs": ["89%", "89％", "百分之八十九", "100％", "92.5%", "0%"],
        "fractions": ["0.89", "0.9", "1", "0.925", "0", "0.5"],
        "ambiguous": ["1", "1", "0", "1", "1", "0"],
    }.items():
        rate = [
            ["组织名称", "团员数", "本级及时响应率"],
            *[
                [f"共青团{town}委员会", 100 + i, v]
                for i, (town, v) in enumerate(zip(rows.TOWNS, values, strict=False))
            ],
        ]
        text(f"q11_percent_{name}.csv", rate, "utf-8")
        spec(
            f"q11_percent_{name}.csv",
            11,
            f"百分率：{'、'.join(values[:3])}……",
            kind="text",
            encoding="utf-8",
            header=rate[0],
            rows=6,
            then={"signs": "按百分数读", "fractions": "按小数读，乘 100", "ambiguous": "只有 0 和 1，需要问"}[
                name
            ],
        )
    dates = [
        "2023年7月15日",
        "2023.7",
        "2023.07.15",
        "2023/7/15",
        "2023-07",
        "20230715",
        "202307",
        "20230715123000",
        "2023年",
        "23.7",
        "45108",
        "至今",
        "２０２３年７月",
        "2023-02-30",
        "2023/7/15 8:30",
    ]
    home_dates = rows.homes(15)
    for row, value in zip(home_dates[1:], dates, strict=True):
        row[9] = value
    text("q12_dates_in_every_shape.csv", home_dates, "utf-8")
    spec(
        "q12_dates_in_every_shape.csv",
        12,
        "十五种日期写法，含 Excel 序列号和不存在的日期",
        kind="text",
        encoding="utf-8",
        header=home_dates[0],
        rows=15,
        then="第 15 行 2023-02-30 退回，其余都能读",
    )
    xlsx("q12_dates_1904.xlsx", {"青年之家": rows.with_dates(rows.homes(5), 9)}, date1904=True)
    spec(
        "q12_dates_1904.xlsx",
        12,
        "1904 日期系统的工作簿",
        kind="xlsx",
        header=home[0],
        rows=5,
        note="1904",
        holds="2023-03-15 00:00:00",
    )
    xlsx("q12_dates_as_cells.xlsx", {"青年之家": rows.with_dates(rows.homes(5), 9)})
    spec(
        "q12_dates_as_cells.xlsx",
        12,
        "真正的日期单元格",
        kind="xlsx",
        header=home[0],
        rows=5,
        holds="2023-03-15 00:00:00",
    )
    people = rows.services(8)
    for row in people[1:]:
        row[2] = int(row[2][:15] + "000")
    xlsx("q13_identity_numbers_cut_by_excel.xlsx", {"服务记录": people})
    spec(
        "q13_identity_numbers_cut_by_excel.xlsx",
        13,
        "身份证号存成数字，后三位变 000",
        kind="xlsx",
        header=people[0],
        rows=8,
        then="id_lost：不据此匹配和去重",
    )
    people = rows.services(5)
    for row in people[1:]:
        row[2] = f"{float(row[2][:17] + '0'):.14E}".replace("E+", "E+")
    text("q13_identity_numbers_scientific.csv", people, "gb18030")
    spec(
        "q13_identity_numbers_scientific.csv",
        13,
        "身份证号成了 9.99999E+17",
        kind="text",
        encoding="gb18030",
        header=people[0],
        rows=5,
        holds="E+17",
        then="id_lost",
    )
    people = rows.services(6)
    number = people[1][2]
    for row, value in zip(
        people[1:],
        [
            number[:6] + "********" + number[14:],
            rows.with_x().lower(),
            f"{number[:6]} {number[6:14]} {number[14:]}",
            "999999850101123",
            "H0000000001",
            "999999201013154321",
        ],
        strict=True,
    ):
        row[2] = value
    text("q14_identity_numbers_starred_and_old.csv", people, "utf-8")
    spec(
        "q14_identity_numbers_starred_and_old.csv",
        14,
        "打星号、小写 x、带空格、15 位、境外证件、不存在的生日",
        kind="text",
        encoding="utf-8",
        header=people[0],
        rows=6,
        holds="********",
    )
    for row, value in zip(
        home_dates[1:7],
        ["1.38E+10", "+86 138 0000 0001", "0370-0000000", "138-0000-0002", "12800000003", "8613800000004"],
        strict=True,
    ):
        row[8] = value
    phones = [home_dates[0], *[[*row[:9], "2023-07-01", *row[10:]] for row in home_dates[1:7]]]
    text("q15_phones.csv", phones, "utf-8")
    spec(
        "q15_phones.csv",
        15,
        "电话：科学记数、+86、座机、错号",
        kind="text",
        encoding="utf-8",
        header=phones[0],
        rows=6,
        holds="1.38E+10",
    )
    formulas = rows.funding(6)
    formulas[1][5], formulas[2][5], formulas[3][5], formulas[4][5] = "=1.5+2", "#REF!", "#N/A", "#DIV/0!"
    xlsx("q23_formula_without_result_and_errors.xlsx", {"经费": formulas})
    spec(
        "q23_formula_without_result_and_errors.xlsx",
        23,
        "没有缓存结果的公式、#REF!、#N/A、#DIV/0!",
        kind="xlsx",
        header=formulas[0],
        rows=6,
        note="no stored result",
        holds="#REF!",
    )
    xlsx("q23_formula_with_result.xlsx", {"经费": formulas}, cached={"F2": "3.5"})
    spec(
        "q23_formula_with_result.xlsx",
        23,
        "公式带缓存结果",
        kind="xlsx",
        header=formulas[0],
        rows=6,
        holds="3.5",
    )
    danger = rows.homes(5)
    for row, value in zip(
        danger[1:],
        ['=HYPERLINK("http://x","点我")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "=1+1"],
        strict=True,
    ):
        row[1] = value
    text("q24_formula_injection.csv", danger, "utf-8")
    spec(
        "q24_formula_injection.csv",
        24,
        "以 = + @ - 开头的格子",
        kind="text",
        encoding="utf-8",
        header=danger[0],
        rows=5,
        holds="@SUM(1+1)",
        then="原样入库，导出时加撇号",
    )
    service = rows.services(9)
    for row, value in zip(
        service[1:],
        ["2.5小时", "2小时30分", "150分钟", "1:30", "2h", "一个半小时", "半小时", "约3小时", "3"],
        strict=True,
    ):
        row[7] = value
    text("q28_hours_as_text.csv", service, "utf-8")
    spec(
        "q28_hours_as_text.csv",
        28,
        "时长写成文字",
        kind="text",
        encoding="utf-8",
        header=service[0],
        rows=9,
        holds="2小时30分",
        then="2.5、2.5、2.5、1.5、2、1.5、0.5、3（约）、3",
    )
    xlsx("q28_hours_as_durations.xlsx", {"服务记录": rows.with_durations(rows.services(4))})
    spec(
        "q28_hours_as_durations.xlsx",
        28,
        "时长是 Excel 的时间格式",
        kind="xlsx",
        header=service[0],
        rows=4,
        holds="30:30:00",
    )
    answers = [
        [*rows.homes(12)[0][:-2], "是否入驻云平台"],
        *[
            [*row[:-2], value]
            for row, value in zip(
                rows.homes(12)[1:],
                ["是", "否", "√", "×", "有", "无", "Y", "N", "1", "0", "", "TRUE"],
                strict=True,
            )
        ],
    ]
    text("q29_yes_and_no.csv", answers, "gb18030")
    spec(
        "q29_yes_and_no.csv",
        29,
        "是/否的十一种写法，空着不等于否",
        kind="text",
        encoding="gb18030",
        header=answers[0],
        rows=12,
        holds="√",
    )
