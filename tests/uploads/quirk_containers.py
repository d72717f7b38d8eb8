"""Q1, Q2, Q30, and Q3 to Q8: what the bytes are, and how the table lies in the sheet."""

from tests.uploads import quirk_rows as rows
from tests.uploads.quirk_files import (
    FOLDER,
    encrypted_ole,
    html_table,
    other_ole,
    plain_zip,
    spec,
    text,
    word_document,
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
    wrong = [*total[:-1], sum(row[-1] for row in home[1:]) + 100]
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
