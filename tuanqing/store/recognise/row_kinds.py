"""Which rows of a sheet are data, and as what the others are skipped: totals, notes, blanks, headers again."""

from collections.abc import Callable, Sequence

from tuanqing.define.contract import Column
from tuanqing.store.cell.text import squeeze
from tuanqing.store.recognise.recognition import Mapped, Recognition
from tuanqing.store.warehouse.sql import literal

TOTAL = (
    "(平均|平均值|总数|.{0,12}(合计|小计|总计|共计|累计)[数额]?|[本当上全].{0,2}发生额|[承接转过][上前次下]页|其中([:：].{0,12})?"
    "|(上|前|本)?[年月期页日季][初末]?(结转|结余|结存|余额|转来)|结转[上下次].{0,2})"
    "([(（].{0,12}[)）])?([:：]?[0-9.,]{0,12}(元|万元|人|人次|个|场|次|小时|户|名|家)?)"
)
TOTAL_SIGNS = ("计", "均", "总", "发", "页", "其", "结", "余", "转")  # each total has one of them
WEAK = "(其中|平均).{1,12}"  # may be a name as well: a total where something else that a row has is lacking
PART = "其中.*|平均.*"  # what adds up no rows
CARRIED = "[上前年月期].{0,3}(结转|结余|结存|余额|转来).*|承[前上]页.*"  # what came before the rows
MOST_WORDS = 60  # characters of a cell that calls its row a total
NOTE = "(填表人|填报人|审核人|制表人|联系人|联系电话|填报日期|填报时间|填报单位|说明|注|备注|单位负责人|负责人签字|审核|制表|（?示例数据|\\(?示例数据|导出时间|数据来源|第\\d+页|第\\d+/\\d+页)"

NONE = (  # a row that says there is nothing; 无为青年之家 is a name
    "(本|当|上)?(年|月|季|季度|期)?(度)?(我|本)?(镇|乡|街道|县|校|单位)?"
    "((暂|均|尚)?(无|没有)(.{0,12}(活动|服务|记录|数据|情况|人员|变动|变化|新增|发生|内容))?|零报告|零上报|(未开展|未发生).{0,12})"
)

REMARKS = ("备注", "说明")
NUMBERS = ("integer", "decimal", "percent")
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


def naming(recognition: Recognition) -> list[Mapped]:
    """The sheet's columns that name, date, number or place a row, those that need be filled among them."""
    contract = recognition.contract
    numbers = {contract.date, *(contract.numbers or ())}

    def names(column: Column) -> bool:
        if column.type in ("integer", "decimal", "percent", "boolean") or column.values:
            return column.required and bool(column.values)
        return column.required or column.refers is not None or column.name in {*contract.key, *numbers}

    return [
        m
        for m in recognition.columns
        if not m.is_told and m.column in contract.columns and names(contract.columns[m.column or ""])
    ]


def classify(recognition: Recognition, width: int) -> str:
    """SQL for what kind of row a row of `raw` is: data, or the kind it is skipped as."""
    cells = [f"c{i}" for i in range(width)]
    serial = serial_cells(recognition)
    content = [cell for cell in cells if cell not in serial] or cells
    lead = f"coalesce({', '.join(cells)})"
    filled = f"list_count([{', '.join(cells)}])"
    squeezed = "regexp_replace({}, '[\\s\\x{{3000}}\\x{{a0}}\\x{{200b}}\\x{{feff}}]', '', 'g')".format
    totals = _is_total(recognition, cells, squeezed)
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
        f"WHEN left(ltrim({lead}), 1) IN ('填','审','制','联','说','注','备','单','负','（','(','示','导','数','第') "
        f"AND regexp_matches({squeezed(lead)}, '^{NOTE}') "
        f"AND ({filled}) <= {max(2, width // 2)} THEN 'note' "
        f"WHEN ({filled}) = 1 AND regexp_full_match({squeezed(lead)}, '{NONE}') THEN 'note' "
        f"WHEN fault IS NULL AND coalesce({', '.join(content)}) IS NULL THEN 'blank' "
        f"WHEN {header} THEN 'header' ELSE 'data' END"
    )


def _is_total(recognition: Recognition, cells: Sequence[str], squeezed: Callable[[str], str]) -> str:
    """SQL for a row that is called a total: in one of its first cells, or in one that names rows; elsewhere (a remark may
    begin with 其中) where the row lacks what it needs to be one of its own."""

    def called(cell: str) -> str:  # the signs first: a pattern over every cell of a large file takes its time
        signs = " OR ".join(f"contains({cell}, '{sign}')" for sign in TOTAL_SIGNS)
        return f"(({signs}) AND length({cell}) <= {MOST_WORDS} AND regexp_full_match({squeezed(cell)}, '{TOTAL}'))"

    contract = recognition.contract
    own = naming(recognition)
    first = [m for m in recognition.columns[:4] if m.column is None and squeeze(m.header) not in REMARKS]
    names = [cell for cell in cells if cell in {f"c{m.index}" for m in (*first, *own)}]
    figures = {
        f"c{m.index}"
        for m in recognition.columns
        if m.column in contract.columns and contract.columns[m.column or ""].type in NUMBERS
    }
    tests = [called(cell) for cell in names if cell not in figures]
    for m in own:
        lacking = [f"c{other.index} IS NULL" for other in own if other is not m] or ["true"]
        weak = f"regexp_full_match({squeezed(f'c{m.index}')}, '{WEAK}')"
        lead = f"(contains(c{m.index}, '其中') OR contains(c{m.index}, '平均'))"
        tests.append(f"({lead} AND ({' OR '.join(lacking)}) AND {weak})")
    needed = [f"c{m.index} IS NULL" for m in own if contract.columns[m.column or ""].required]
    needed = needed or [" AND ".join(f"c{m.index} IS NULL" for m in own)] if own else []
    others = [called(cell) for cell in cells if cell not in names and cell not in figures]
    if needed and others:
        tests.append(f"(({' OR '.join(needed)}) AND ({' OR '.join(others)}))")
    if len(cells) > 1:  # a word set wide over two cells
        tests.append(f"({squeezed(f'concat({cells[0]}, {cells[1]})')} IN ('合计', '总计', '小计', '共计'))")
    return " OR ".join(tests)


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
