"""Writes tests/uploads/quirks/* and quirks.toml: one small export per quirk, as counties really send them.

Everybody in them is invented, the identity numbers use the area 999999, which is assigned to nobody. Run it
again and the files come out byte for byte the same. What the reader must give is written here by hand,
beside each file, never taken from a run of the reader.
"""

import random
from pathlib import Path

import quirk_rows as rows
from quirk_files import (
    FOLDER,
    encrypted_ole,
    html_table,
    other_ole,
    plain_zip,
    spec,
    specs,
    text,
    word_document,
    write_toml,
    xls,
    xlsx,
    xlsx_bomb,
)


def containers() -> None:
    """Q1, Q2, Q30: what the bytes are, whatever the name says."""
    home = rows.homes(8)
    xls("q01_biff_named_xlsx.xlsx", {"详细记录": [["姓名", "信用时数"], ["李若溪", 2.5], ["王子墨", 4]]})
    spec(
        "q01_biff_named_xlsx.xlsx",
        1,
        "BIFF 内容却叫 .xlsx（志愿汇名单）",
        kind="xls",
        header=["姓名", "信用时数"],
        rows=2,
    )
    xlsx("q01_xlsx_named_xls.xls", {"青年之家": home})
    spec("q01_xlsx_named_xls.xls", 1, "真正的 xlsx 却叫 .xls", kind="xlsx", header=home[0], rows=8)
    html_table("q01_html_named_xls.xls", home, "utf-8")
    spec(
        "q01_html_named_xls.xls",
        1,
        "网页表格存成 .xls",
        kind="html",
        encoding="utf-8",
        header=home[0],
        rows=8,
    )
    html_table("q01_html_gbk_declares_gb2312.xls", home, "gb18030", declared="gb2312")
    spec(
        "q01_html_gbk_declares_gb2312.xls",
        1,
        "网页表格，声明 gb2312，实为 GBK",
        kind="html",
        encoding="gb18030",
        header=home[0],
        rows=8,
    )
    html_table(
        "q01_html_two_tables.html", home, "utf-8", second=[["统计月份", "202312"], ["导出人", "管理员"]]
    )
    spec(
        "q01_html_two_tables.html",
        1,
        "一个网页两张表",
        kind="html",
        encoding="utf-8",
        sheets=2,
        header=home[0],
        rows=8,
    )
    text("q01_csv_named_xlsx.xlsx", home, "utf-8")
    spec(
        "q01_csv_named_xlsx.xlsx",
        1,
        "CSV 改名为 .xlsx",
        kind="text",
        encoding="utf-8",
        header=home[0],
        rows=8,
    )

    people = rows.services(6)
    people[1][1], people[2][1] = "王䶮", "李𬭎"
    text("q02_gb18030_rare_characters.csv", people, "gb18030", newline="\r\n")
    spec(
        "q02_gb18030_rare_characters.csv",
        2,
        "GB18030，姓名含生僻字 䶮、𬭎",
        kind="text",
        encoding="gb18030",
        header=people[0],
        rows=6,
        holds="王䶮",
    )
    text("q02_utf8.csv", people, "utf-8")
    spec(
        "q02_utf8.csv",
        2,
        "UTF-8 无标记",
        kind="text",
        encoding="utf-8",
        header=people[0],
        rows=6,
        holds="李𬭎",
    )
    text("q02_utf8_bom.csv", people, "utf-8-sig", newline="\r\n")
    spec(
        "q02_utf8_bom.csv",
        2,
        "UTF-8 带 BOM（Excel 的“CSV UTF-8”）",
        kind="text",
        encoding="utf-8-sig",
        header=people[0],
        rows=6,
    )
    text("q02_utf16_unicode_text.txt", people, "utf-16", separator="\t", newline="\r\n")
    spec(
        "q02_utf16_unicode_text.txt",
        2,
        "Excel 的“Unicode 文本”：UTF-16 LE，制表符分隔",
        kind="text",
        encoding="utf-16",
        header=people[0],
        rows=6,
    )
    text("q02_utf16_without_bom.csv", people, "utf-16-le")
    spec(
        "q02_utf16_without_bom.csv",
        2,
        "UTF-16 LE，没有标记",
        kind="text",
        encoding="utf-16-le",
        header=people[0],
        rows=6,
    )
    broken = FOLDER / "q02_utf8_with_a_damaged_byte.csv"
    text(broken.name, rows.services(6), "utf-8")
    content = bytearray(broken.read_bytes())
    content[content.index(b"\n", content.index(b"\n") + 1) + 25] = 0xFF
    broken.write_bytes(bytes(content))
    spec(broken.name, 2, "UTF-8，第 3 行坏了一个字节", refused="line 3 ")
    (FOLDER / "q02_neither_utf8_nor_gb18030.csv").write_bytes(
        "姓名,时长\n".encode("gb18030") + b"\xff\xff\xfe,2\n"
    )
    spec("q02_neither_utf8_nor_gb18030.csv", 2, "既不是 UTF-8 也不是 GB18030", refused="line 2 ")

    xlsx("q30_bundle_inside.xlsx", {"青年之家": home})
    inner = (FOLDER / "q30_bundle_inside.xlsx").read_bytes()
    (FOLDER / "q30_bundle_inside.xlsx").unlink()
    plain_zip("q30_zip_bundle.zip", {"青年之家.xlsx": inner, "说明.txt": "请查收".encode()})
    spec("q30_zip_bundle.zip", 30, "压缩包", refused="Unpack it first")
    plain_zip("q30_zip_named_xlsx.xlsx", {"青年之家.xlsx": inner})
    spec("q30_zip_named_xlsx.xlsx", 30, "压缩包改名为 .xlsx", refused="Unpack it first")
    (FOLDER / "q30_seven_zip.csv").write_bytes(b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64))
    spec("q30_seven_zip.csv", 30, "7z 压缩包改名为 .csv", refused="Unpack it first")
    (FOLDER / "q30_rar.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(40))
    spec("q30_rar.rar", 30, "RAR 压缩包", refused="Unpack it first")
    encrypted_ole("q30_encrypted.xlsx")
    spec("q30_encrypted.xlsx", 30, "加密的工作簿（OLE2 里是 EncryptedPackage）", refused="encrypted")
    other_ole("q30_wps_document.wps", "WordDocument")
    spec("q30_wps_document.wps", 30, "WPS 文字文档", refused="save it as .xlsx")
    xls("q30_wps_sheet.et", {"Sheet1": home})
    spec("q30_wps_sheet.et", 30, "WPS 表格 .et，里面就是 BIFF，可以读", kind="xls", header=home[0], rows=8)
    word_document("q30_word_document.docx")
    spec("q30_word_document.docx", 30, "Word 文档", refused="Word or PowerPoint")
    (FOLDER / "q30_picture_named_csv.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    spec("q30_picture_named_csv.csv", 30, "图片改名为 .csv", refused="picture or a PDF")
    (FOLDER / "q30_pdf_named_csv.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    spec("q30_pdf_named_csv.csv", 30, "PDF 改名为 .csv", refused="picture or a PDF")
    (FOLDER / "q30_binary_named_csv.csv").write_bytes(bytes(range(256)) * 4)
    spec("q30_binary_named_csv.csv", 30, "二进制文件改名为 .csv", refused="binary data")
    (FOLDER / "q30_empty.csv").write_bytes(b"")
    spec("q30_empty.csv", 30, "空文件", refused="empty (0 bytes)")
    (FOLDER / "q30_truncated.xlsx").write_bytes(inner[: len(inner) // 2])
    spec("q30_truncated.xlsx", 30, "没下载完的工作簿", refused="damaged")
    xlsx_bomb("q30_unfolds_to_a_gigabyte.xlsx")
    spec("q30_unfolds_to_a_gigabyte.xlsx", 30, "解开有 1 GB 的压缩炸弹", refused="unpacked")


def layout() -> None:
    """Q3 to Q8: titles, grouped headers, blank headers, totals, notes, serial numbers."""
    fund = rows.funding(7)
    wide = len(fund[0])
    title = [["柘城县2023年共青团专项经费收支表"], ["单位：万元"], [], *fund]
    xlsx("q03_title_and_unit_rows.xlsx", {"经费": title}, merges={"经费": [(1, 1, 1, wide), (2, 1, 2, wide)]})
    spec(
        "q03_title_and_unit_rows.xlsx",
        3,
        "合并的标题行、单位行，再空一行",
        kind="xlsx",
        header=fund[0],
        header_line=4,
        rows=7,
        then="单位行“万元”作为乘数；标题 2 行、空行 1 行计入跳过",
    )
    org = rows.organisations(6)
    text(
        "q03_title_and_date_rows.csv", [["柘城县团组织统计表"], ["统计时间：2023年12月31日"], *org], "gb18030"
    )
    spec(
        "q03_title_and_date_rows.csv",
        3,
        "CSV 里的标题行和日期行",
        kind="text",
        encoding="gb18030",
        header=org[0],
        header_line=3,
        rows=6,
        then="数据截至 2023-12-31",
    )
    top, leaves = rows.grouped_header()
    body = rows.statistics(6)
    xlsx(
        "q04_grouped_header.xlsx",
        {"直属下级数据统计": [top, leaves, *body]},
        merges={"直属下级数据统计": [(1, 1, 1, 9), (1, 10, 1, 13), (1, 14, 1, 19)]},
    )
    spec(
        "q04_grouped_header.xlsx",
        4,
        "两行表头，第一行是合并的分组（智慧团建 直属下级数据统计）",
        kind="xlsx",
        header=leaves,
        header_line=2,
        rows=6,
        merges=3,
    )
    html_table(
        "q04_grouped_header_html.xls",
        [leaves, *body],
        "utf-8",
        groups=[("团务数据统计", 9), ("组织关系转接统计", 4), ("月度业务响应统计", 6)],
    )
    spec(
        "q04_grouped_header_html.xls",
        4,
        "同上，网页导出，colspan",
        kind="html",
        encoding="utf-8",
        header=leaves,
        header_line=2,
        rows=6,
        merges=3,
    )
    blank = [["序号", "姓名", "学号", "性别", "", "手机号码", "团内职务", "", "入团年月"], *rows.members(6)]
    xlsx("q05_blank_header_cells.xlsx", {"团员列表": blank})
    spec(
        "q05_blank_header_cells.xlsx",
        5,
        "表头有空格子（团员列表）",
        kind="xlsx",
        header=blank[0],
        rows=6,
        then="空表头的列只按位置猜，并给出提醒",
    )
    text("q05_blank_header_youth_home.csv", rows.without_header(rows.homes(8), "类型"), "utf-8")
    spec(
        "q05_blank_header_youth_home.csv",
        5,
        "青年之家名录“类型”列没有表头",
        kind="text",
        encoding="utf-8",
        header=rows.without_header(rows.homes(8), "类型")[0],
        rows=8,
        then="该列未对应，报告里列为未识别表头；8 行都能导入",
    )
    home = rows.homes(8)
    total = ["合 计", *[""] * (len(home[0]) - 3), sum(r[-2] for r in home[1:]), sum(r[-1] for r in home[1:])]
    xlsx("q06_total_row_with_inner_space.xlsx", {"青年之家": [*home, total]})
    spec(
        "q06_total_row_with_inner_space.xlsx",
        6,
        "最后一行“合 计”，中间有空格",
        kind="xlsx",
        header=home[0],
        rows=9,
        then="跳过合计 1 行；合计与逐行相加一致",
    )
    wrong = [*total[:-1], total[-1] + 100]
    xlsx("q06_total_row_does_not_add_up.xlsx", {"青年之家": [*home, ["合　计", *wrong[1:]]]})
    spec(
        "q06_total_row_does_not_add_up.xlsx",
        6,
        "“合　计”（全角空格）与逐行相加差 100",
        kind="xlsx",
        header=home[0],
        rows=9,
        then="跳过合计 1 行；提醒参与人次合计与相加不符",
    )
    money = [
        *fund[:4],
        ["小计", "", "", "", "", sum(r[5] for r in fund[1:4]), ""],
        *fund[4:],
        ["总计", "", "", "", "", sum(r[5] for r in fund[1:]), ""],
        ["平均", "", "", "", "", 1.5, ""],
    ]
    money = [[*row, *[""] * (wide - len(row))] for row in money]
    text("q06_subtotals_and_average.csv", money, "gb18030")
    spec(
        "q06_subtotals_and_average.csv",
        6,
        "小计、总计、平均行",
        kind="text",
        encoding="gb18030",
        header=fund[0],
        rows=10,
        then="跳过 3 行合计类",
    )
    notes = [
        [],
        ["填表人：李若溪", "", "审核人：王子墨"],
        ["联系电话：0370-0000000"],
        ["说明：本表不含县直单位。"],
    ]
    xlsx("q07_notes_at_the_end.xlsx", {"青年之家": [*home, *notes]})
    spec(
        "q07_notes_at_the_end.xlsx",
        7,
        "表尾填表人、审核人、说明",
        kind="xlsx",
        header=home[0],
        rows=12,
        then="8 行数据，跳过空行 1、备注 3",
    )
    text("q07_notes_at_the_end.csv", [*org, ["注：数据来源于智慧团建"], ["填报日期：2024年1月5日"]], "utf-8")
    spec(
        "q07_notes_at_the_end.csv",
        7,
        "CSV 表尾的注和填报日期（只有一个格子）",
        kind="text",
        encoding="utf-8",
        header=org[0],
        rows=8,
        faults={"too_few": 2},
        then="6 行数据，跳过备注 2，不算缺列",
    )
    numbered = rows.numbered(home, ["1", "2", "4", "五", "", "7", "7", "新增"])
    xlsx("q08_serial_numbers_with_gaps.xlsx", {"青年之家": numbered})
    spec(
        "q08_serial_numbers_with_gaps.xlsx",
        8,
        "序号断号、重复、写文字",
        kind="xlsx",
        header=numbered[0],
        rows=8,
        then="序号不参与任何判断，8 行全部导入",
    )
    xlsx(
        "q08_serial_numbers_merged.xlsx",
        {"青年之家": rows.numbered(home, ["1", "", "2", "", "", "3", "", ""])},
        merges={"青年之家": [(2, 1, 3, 1), (4, 1, 6, 1), (7, 1, 9, 1)]},
    )
    spec(
        "q08_serial_numbers_merged.xlsx",
        8,
        "序号合并单元格",
        kind="xlsx",
        header=numbered[0],
        rows=8,
        merges=3,
    )


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
        then="完全重复的跳过并提醒；同键的保留后一行并列出",
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


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    random.seed(20231231)
    for part in (containers, layout, cells, contents):
        part()
    write_toml()
    print(len(specs), "files,", sum(Path(FOLDER / name).stat().st_size for name in specs) // 1024, "KB")
