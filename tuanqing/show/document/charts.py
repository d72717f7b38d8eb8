"""Native charts of Word and PowerPoint: the chart's XML by python-pptx, its data in a workbook inside the file."""

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from tuanqing.show.document.model import Chart, Document
from tuanqing.show.palette import LIGHT

TYPES = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "line": XL_CHART_TYPE.LINE_MARKERS}


def number_format(chart: Chart) -> str:
    """The decimals of a chart's labels, as Excel writes them."""
    return "0" + ("." + "0" * chart.places if chart.places else "")


def data_of(chart: Chart) -> CategoryChartData:
    """The categories and the one series; a period or area without a figure stays empty."""
    data = CategoryChartData(number_format=number_format(chart))
    data.categories = chart.categories
    data.add_series(chart.name, [None if p is None else float(p.value) for p in chart.points])
    return data


def workbook(chart: Chart, document: Document) -> bytes:
    """The workbook a chart's data lie in, laid out as the chart's references expect."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.combine(document.day, time())})
    sheet = book.add_worksheet("Sheet1")
    shown = book.add_format({"num_format": number_format(chart)})
    sheet.write_string(0, 1, chart.name)
    for n, (category, point) in enumerate(zip(chart.categories, chart.points, strict=True), start=1):
        sheet.write_string(n, 0, category)
        if point is not None:
            sheet.write_number(n, 1, float(point.value), shown)
    book.close()
    return buffer.getvalue()


def xml(chart: Chart, font: str, size: float, external: str) -> bytes:
    """A chart part for a Word document; `external` is the relation to its workbook."""
    space = parse_xml(ChartXmlWriter(TYPES[chart.kind], data_of(chart)).xml.encode())
    style(PptxChart(space, None), chart, font, size)
    link, update = OxmlElement("c:externalData"), OxmlElement("c:autoUpdate")
    link.set(qn("r:id"), external)
    update.set("val", "0")
    link.append(update)
    space.append(link)
    return serialize_part_xml(space)


def style(drawn: Any, chart: Chart, font: str, size: float) -> None:
    """One look for all: no legend, values at the bars, thin axes, the house's blue."""
    frame = parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    drawn._chartSpace.chart.addnext(frame)
    drawn.has_legend = False
    drawn.has_title = False
    drawn.font.size = Pt(size)
    drawn.font.name = font
    east = OxmlElement("a:ea")  # the East Asian face has no name in python-pptx
    east.set("typeface", font)
    drawn.font._rPr.append(east)
    plot = drawn.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format(chart), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END if chart.kind == "bars" else XL_LABEL_POSITION.ABOVE
    blue = RGBColor.from_string(LIGHT.blue.removeprefix("#"))
    series = plot.series[0]
    if chart.kind == "bars":
        plot.gap_width = 40
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = blue
    else:
        series.smooth = False
        series.format.line.width = Pt(2)
        series.format.line.color.rgb = blue
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = blue
        series.marker.format.line.color.rgb = blue
    values, names = drawn.value_axis, drawn.category_axis
    values.visible = False
    values.has_major_gridlines = False
    if all(point is None or point.value >= 0 for point in chart.points):
        values.minimum_scale = 0
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = chart.kind == "bars"  # the first on top
    names.format.line.color.rgb = RGBColor.from_string(LIGHT.border.removeprefix("#"))
