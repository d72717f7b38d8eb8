"""Which rows of a sheet are data, and as what the others are skipped: totals, notes, blanks, headers again."""

from collections.abc import Callable, Sequence

from tuanqing.store.cell.text import squeeze
from tuanqing.store.recognise.recognition import Recognition
from tuanqing.store.warehouse.sql import literal

TOTAL = "(平均|平均值|合计数|总数|累计|.{0,12}(合计|小计|总计|共计))([(（].{0,12}[)）])?[:：]?"
NOTE = "(填表人|填报人|审核人|制表人|联系人|联系电话|填报日期|填报时间|填报单位|说明|注|备注|单位负责人|负责人签字|审核|制表|（?示例数据|\\(?示例数据|导出时间|数据来源)"

LETTERS = (
    "甲乙丙丁戊己",
    "ABCDEF",
)  # what a form numbers its columns of words by; those of figures are 1, 2, 3


SERIAL = frozenset(map(str.lower, ("序号", "编号序", "No", "No.", "№", "顺号", "行号")))


def serial_cells(recognition: Recognition) -> list[str]:
    """The cells that only number the rows of a sheet."""
    return [
        f"c{m.index}" for m in recognition.columns if squeeze(m.header).lower() in SERIAL and m.column is None
    ]


def classify(recognition: Recognition, width: int) -> str:
    """SQL for what kind of row a row of `raw` is: data, or the kind it is skipped as."""
    cells = [f"c{i}" for i in range(width)]
    serial = serial_cells(recognition)
    content = [cell for cell in cells if cell not in serial] or cells
    lead = f"coalesce({', '.join(cells)})"
    filled = f"list_count([{', '.join(cells)}])"
    squeezed = "regexp_replace({}, '[\\s\\x{{3000}}]', '', 'g')".format
    totals = " OR ".join(  # the last letter first: a pattern over every cell of a large file takes its time
        f"(right(rtrim({cell}), 1) IN ('计', '数', '均', '值', ')', '）', ':', '：') "
        f"AND regexp_full_match({squeezed(cell)}, '{TOTAL}'))"
        for cell in cells[:4]
    )
    header = " AND ".join(
        f"c{m.index} IS NOT DISTINCT FROM {literal(m.header.rsplit('/', 1)[-1])}"
        for m in recognition.columns
        if m.column and m.index < width
    )
    again = "".join(
        f"WHEN line IN ({', '.join(map(str, lines))}) THEN '{kind}' "
        for kind, lines in (("title", recognition.title_lines), ("header", recognition.header_lines))
        if lines
    )
    return (
        f"CASE {again}WHEN {_is_numbering(cells, squeezed, recognition.header_line)} THEN 'numbering' "
        f"WHEN {totals} THEN 'total' "
        f"WHEN left(ltrim({lead}), 1) IN ('填','审','制','联','说','注','备','单','负','（','(','示','导','数') "
        f"AND regexp_matches({squeezed(lead)}, '^{NOTE}') "
        f"AND ({filled}) <= {max(2, width // 2)} THEN 'note' "
        f"WHEN fault IS NULL AND coalesce({', '.join(content)}) IS NULL THEN 'blank' "
        f"WHEN {header} THEN 'header' ELSE 'data' END"
    )


def _is_numbering(cells: Sequence[str], squeezed: Callable[[str], str], header_line: int) -> str:
    """SQL for a 栏次 row: 甲 乙 1 2 3 …, A B 1 2 …, or 1 2 3 4 … right under the header."""
    row = squeezed(f"concat_ws('|', {', '.join(cells)})")
    bare = f"regexp_replace({row}, '^栏次[|]|[()（）]', '', 'g') || '|'"
    tests = []
    for letters in LETTERS:
        for lead in range(len(letters) + 1):
            words = [*letters[:lead], *map(str, range(1, len(cells) - lead + 1))]
            fewest = "|".join(words[: max(lead + 1, 3 if lead else 4)])
            tests.append(
                f"(starts_with({literal('|'.join(words) + '|')}, {bare}) AND starts_with({bare}, {literal(fewest + '|')}))"
            )
    lead = f"left(ltrim(coalesce({', '.join(cells)})), 1)"
    return f"(line <= {header_line + 2} OR {lead} IN ('甲', '栏')) AND ({' OR '.join(dict.fromkeys(tests))})"
