"""A report as .docx on the page of GB/T 9704: A4, margins 37/35/28/26 mm, 22 lines of 28 characters."""

import io
from copy import deepcopy
from datetime import datetime, time
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.section import CT_SectPr
from docx.section import Section
from docx.shared import Mm, Pt

from tuanqing.define.language import _
from tuanqing.show.document import charts
from tuanqing.show.document.figures import DASH
from tuanqing.show.document.model import (
    Block,
    Chart,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    annex_line,
    annex_lines,
    sides,
)
from tuanqing.show.document.pack import repacked
from tuanqing.show.palette import LIGHT

TITLE, HEI, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LATIN = "Times New Roman"
LINE = 579  # twentieths of a point: 28.95 pt, 22 of them in 225 mm
SIGNS, ROWS = 28, 22  # of a page
WIDTH, SIDEWAYS = 8844, 12756  # of the type area in twips, upright and turned: 156 mm and 225 mm
PITCH = round(
    (WIDTH / SIGNS / 20 - 16) * 4096
)  # by how much a sign of 16 pt is wider, in 4096ths of a point: 28 to a line
CLOSE = (
    WIDTH // SIGNS - 320
)  # twips between signs of 16 pt that come to the same in programs without such a grid
EMU = 36000  # per mm
_SPACES = nsdecls("w")
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"


def write(document: Document) -> bytes:
    """The file."""
    word = docx.Document()
    _set_up(word, document)
    upright = [*_front(document)]
    for n, block in enumerate(document.blocks):
        upright += _block(word, document, block, n)
    sections = [([*upright, *_signature(document)], False)]
    for n, annex in enumerate(document.annexed, len(document.blocks)):
        head = [_paragraph(annex.label, HEI, 32, _LEFT), _paragraph("", properties=_LEFT)]
        sections.append(([*head, *_grid(annex, n, is_annex=True)], annex.wide))
    if document.internal:
        sections.append((_grid(document.internal, len(document.printed)), False))
    last = word.element.body.sectPr
    for n, (parts, is_sideways) in enumerate(sections):
        _add(last, parts)
        own = last
        if n < len(sections) - 1:
            ending = parse_xml(f"<w:p {_SPACES}><w:pPr/></w:p>")
            own = deepcopy(last)
            ending.pPr.append(own)
            last.addprevious(ending)
        if is_sideways:
            _turn(Section(own, word.part))
    buffer = io.BytesIO()
    word.save(buffer)
    return repacked(buffer.getvalue())


def _turn(section: Section) -> None:
    """A page turned sideways with its margins."""
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(35), Mm(37)
    section.footer_distance = Mm(16)


def _add(before: CT_SectPr, parts: list[str]) -> None:
    text = "".join(parts)
    for element in list(parse_xml(f"<w:body {_SPACES} {nsdecls('wp', 'a', 'r')}>{text}</w:body>")):
        before.addprevious(element)


def _set_up(word: Word, document: Document) -> None:
    """Page, margins, fonts by name, page numbers, properties that do not depend on today."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(
        parse_xml(f'<w:docGrid {_SPACES} w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{PITCH}"/>')
    )
    word.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for old in list(footer._element):
            footer._element.remove(old)
        footer._element.append(parse_xml(_page_number(side)))
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(16)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if "Theme" in str(name)]:
        del fonts.attrib[name]
    for name, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", FANG)):
        fonts.set(qn(f"w:{name}"), face)
    for level in (1, 2):  # for the navigation pane and the contents; the look is on the runs
        heading = word.styles[f"Heading {level}"]
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
        heading.font.bold = False
    for spoken in word.styles.element.iter(
        qn("w:lang")
    ):  # else an office may take Japanese or Taiwanese glyphs
        spoken.set(qn("w:eastAsia"), "zh-CN")
    made = datetime.combine(document.day, time())
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = document.name, document.signed, ""
    properties.created = properties.modified = made
    properties.comments, properties.revision, properties.language = document.version, 1, "zh-CN"


def _page_number(side: str) -> str:
    field = "".join(
        f'<w:r>{_face(SONG, 28)}<w:fldChar w:fldCharType="{kind}"/></w:r>'
        if kind
        else f'<w:r>{_face(SONG, 28)}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        for kind in ("begin", "", "separate")
    )
    end = f'<w:r>{_face(SONG, 28)}<w:t>1</w:t></w:r><w:r>{_face(SONG, 28)}<w:fldChar w:fldCharType="end"/></w:r>'
    return (
        f'<w:p {_SPACES}><w:pPr><w:ind w:{side}="320"/><w:jc w:val="{side}"/></w:pPr>'
        f"{_run('— ', SONG, 28)}{field}{end}{_run(' —', SONG, 28)}</w:p>"
    )


def _face(face: str, size: int, more: str = "") -> str:
    """Run properties: the East Asian and the Latin face by name, the size in half points."""
    latin = face if face == SONG else LATIN
    return (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{face}"/>'
        f'<w:color w:val="000000"/>{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _run(text: str, face: str, size: int, more: str = "") -> str:
    """A run of text; a line break of the text is one in the file."""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r>{_face(face, size, more)}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _paragraph(
    text: str,
    face: str = FANG,
    size: int = 32,
    properties: str = "",
    line: int | None = LINE,
    inner: str = "",
) -> str:
    """A paragraph; two characters indented unless `properties` says otherwise."""
    # The lines are as high as the grid's anyway; a program that keeps its columns by halves would give each sign two.
    spacing = '<w:snapToGrid w:val="0"/>'
    spacing += '<w:spacing w:before="0" w:after="0"' + (
        f' w:line="{line}" w:lineRule="exact"/>' if line else "/>"
    )
    style = properties if "<w:pStyle" in properties else ""
    rest = "" if style else properties
    if style:
        cut = properties.index("/>") + 2
        style, rest = properties[:cut], properties[cut:]
    if "<w:jc" not in rest and "<w:ind" not in rest:
        rest += f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>'
    keep = "<w:keepNext/>" if style else ""
    close = f'<w:spacing w:val="{CLOSE}"/>' if size == 32 else ""
    return f"<w:p><w:pPr>{style}{keep}{spacing}{rest}</w:pPr>{inner or _run(text, face, size, close)}</w:p>"


_CENTRE = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'
_LEFT = '<w:ind w:firstLine="0"/><w:jc w:val="left"/>'
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _front(document: Document) -> list[str]:
    """The title, what the data are and what is missing; with contents: a cover of its own and the contents."""
    title = [_paragraph(line, TITLE, 44, _CENTRE, line=700) for line in document.title.splitlines()]
    blank = _paragraph("")
    if document.brief:
        return [*title, *_about(document, 21, 360)]
    if not document.contents:
        return [*title, blank, *_about(document, 28, LINE), blank]
    room = ROWS * LINE - 700 * len(title)
    size, line = next((s for s in _SIZES if _tall(document, *s) <= room), _SIZES[-1])
    spare = max(room - _tall(document, size, line), 0) // LINE
    above = min(4, spare // 2)
    cover = [*[blank] * above, *title, *[blank] * min(5, spare - above), *_about(document, size, line)]
    named = [
        (n, b) for n, b in enumerate(document.printed) if isinstance(b, Heading) or b in document.annexed
    ]
    pitch = max(min(LINE, (ROWS - 2) * LINE // len(named)), 360)  # with their head and the break, one page
    entries = [_contents_line(block, n, pitch) for n, block in named]
    turn = "<w:pageBreakBefore/>"
    return [*cover, _paragraph(_("Contents"), HEI, 32, turn + _CENTRE), *entries, _BREAK]


_SIZES = (
    (28, LINE),
    (24, 460),
    (21, 380),
    (18, 320),
)  # of what the cover says of the data: half points, its lines


def _about(document: Document, size: int, line: int) -> list[str]:
    """What the data are and what is missing."""
    return [
        _paragraph(_("About the data"), HEI, size, _LEFT, line),
        *(_paragraph(sentence, FANG, size, _LEFT, line) for sentence in document.cover),
    ]


def _tall(document: Document, size: int, line: int) -> int:
    """How high that is, in twips."""
    return line * (1 + sum(-(-len(sentence) * size * 10 // WIDTH) for sentence in document.cover))


def _contents_line(block: Block, n: int, pitch: int) -> str:
    """An entry that leads to its heading, with the page it is on as a field; its line is `pitch` high."""
    text = block.line if isinstance(block, Heading) else annex_line(block) if isinstance(block, Table) else ""
    indent = 640 if isinstance(block, Heading) and block.level > 1 else 0
    field = (
        f'<w:r>{_face(FANG, 28)}<w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r>{_face(FANG, 28)}<w:instrText xml:space="preserve"> PAGEREF h{n} </w:instrText></w:r>'
        f'<w:r>{_face(FANG, 28)}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r>{_face(FANG, 28)}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    inner = f'<w:hyperlink w:anchor="h{n}">{_run(text, FANG, 28)}<w:r><w:tab/></w:r>{field}</w:hyperlink>'
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
    spacing = '<w:snapToGrid w:val="0"/>'
    spacing += f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr>{tabs}{spacing}<w:ind w:left="{indent}" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f"{inner}</w:p>"
    )


def _block(word: Word, document: Document, block: Block, n: int) -> list[str]:
    if isinstance(block, Heading):
        face = {1: HEI, 2: KAI}.get(block.level, FANG)
        mark = f'<w:bookmarkStart w:id="{n}" w:name="h{n}"/>{_run(block.line, face, 32)}<w:bookmarkEnd w:id="{n}"/>'
        style = f'<w:pStyle w:val="Heading{min(block.level, 2)}"/>'
        return [_paragraph("", properties=style, inner=mark)]
    if isinstance(block, Paragraph):
        size, line = (28, 480) if document.brief else (32, LINE)
        return [_paragraph(block.line, size=size, line=line)]
    if isinstance(block, Chart):
        return _drawing(word, document, block, n)
    return _grid(block, n)


def _grid(table: Table, n: int, is_annex: bool = False) -> list[str]:
    """A table: title above, head repeated on each page, rows kept whole, notes below."""
    size = 18 if table.wide else 21
    title = _run(table.title, TITLE, 44) if is_annex else _run(table.caption, HEI, 28)
    mark = f'<w:bookmarkStart w:id="{n}" w:name="h{n}"/>{title}<w:bookmarkEnd w:id="{n}"/>'
    total = SIDEWAYS if table.wide else WIDTH
    widths = [total * share // sum(table.shares) for share in table.shares]
    whole = table.is_short
    rows = [_row([(cell, "", "center") for cell in table.head], widths, size, head=True, keep=whole)]
    rows += [
        _row(
            [_cell(cell) for cell in row],
            widths,
            size,
            keep=whole and (n < len(table.rows) or bool(table.notes)),
        )
        for n, row in enumerate(table.rows, start=1)
    ]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    centred = f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="60"/>{_CENTRE}'
    if is_annex:  # its title on the third line
        centred = f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"/>{_CENTRE}'
    notes = "".join(_paragraph(note, FANG, 21, _LEFT, line=None) for note in table.notes)
    return [
        f"<w:p><w:pPr>{centred}</w:pPr>{mark}</w:p>",
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}'
        "</w:tbl>",
        notes or _paragraph("", FANG, 21, _LEFT, line=None),
    ]


def _cell(cell: Run) -> tuple[str, str, str]:
    """(text, tint, side) of a cell: numbers to the right, words to the left."""
    if isinstance(cell, str):
        return cell, "", "right" if cell == DASH else "left"
    tint = LIGHT.status(cell.status).removeprefix("#") if cell.status in _TINTED else ""
    return cell.broken, tint, "right"


_TINTED = ("met", "near", "missed")


def _row(
    cells: list[tuple[str, str, str]], widths: list[int], size: int, *, head: bool = False, keep: bool = False
) -> str:
    """A row of (text, tint, side); `keep` holds it on the page of the next."""
    drawn, kept = [], "<w:keepNext/>" if keep else ""
    for (text, tint, side), width in zip(cells, widths, strict=True):
        tint = LIGHT.none_wash.removeprefix("#") if head else tint
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
        drawn.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr>{kept}<w:snapToGrid w:val="0"/><w:spacing w:before="30" w:after="30" w:line="{size * 13}" '
            f'w:lineRule="exact"/><w:jc w:val="{side}"/></w:pPr>'
            f"{_run(text, HEI if head else FANG, size)}</w:p></w:tc>"
        )
    again = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(drawn)}</w:tr>"


def _drawing(word: Word, document: Document, chart: Chart, n: int) -> list[str]:
    """A native chart in line, with its workbook inside the file."""
    package = word.part.package
    sheet = Part(
        PackURI(f"/word/embeddings/chart{n}.xlsx"), _SHEET, charts.workbook(chart, document), package
    )
    part = Part(PackURI(f"/word/charts/chart{n}.xml"), _CHART, b"", package)
    part._blob = charts.xml(chart, HEI, 8, part.relate_to(sheet, _PACKAGE))
    relation = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    tall = min(10 + 4.6 * len(chart.categories), 150) if chart.kind == "bars" else 75
    inline = (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{150 * EMU}" cy="{int(tall * EMU)}"/>'
        f'<wp:docPr id="{n + 1}" name="{escape(f"Chart {n}")}" descr={quoteattr(chart.title)}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
    )
    centred = f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="60"/>{_CENTRE}'
    return [
        f"<w:p><w:pPr>{centred}</w:pPr>{_run(chart.caption, HEI, 28)}</w:p>",
        f"<w:p><w:pPr><w:keepNext/>{_CENTRE}</w:pPr><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>",
        _paragraph(chart.note, FANG, 21, _CENTRE, line=None),
    ]


def _signature(document: Document) -> list[str]:
    """What is annexed, who signs, and a date to fill in."""
    lines = [] if document.brief else [_paragraph("")]
    if document.annexed:
        lines += [*map(_paragraph, annex_lines(document)), _paragraph("")]
    if document.signed:
        date, name = _("(date)"), document.signed
        before, after = sides(name, date)
        lines += [_paragraph(name, properties=_right(before)), _paragraph(date, properties=_right(after))]
    return lines


def _right(signs: int) -> str:
    """To the right, so many signs from the edge."""
    return f'<w:ind w:rightChars="{signs * 100}" w:right="{signs * 320}"/><w:jc w:val="right"/>'
