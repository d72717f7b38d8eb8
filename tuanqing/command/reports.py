"""Commands about reports: report."""

import argparse
from pathlib import Path

from tuanqing.command.output import add_look, look_of, print_json, told_of
from tuanqing.define import contract as contracts_of
from tuanqing.define import period as periods
from tuanqing.define import query as queries_of
from tuanqing.define import template as templates_of
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import places
from tuanqing.show.document.make import ReportOrder, default_period, digest
from tuanqing.show.document.press import Press
from tuanqing.store.warehouse.versions import Warehouse

KINDS = (*templates_of.KINDS, "form", "word")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `tuanqing report` takes."""
    parser.add_argument(
        "kind", choices=KINDS, help=_("form: fill a blank workbook; word: fill the office's own Word file")
    )
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help=_("the blank workbook of a form, or a Word file with placeholders (or the name of a kept one)"),
    )
    parser.add_argument(
        "--period",
        metavar="2023-12|2023Q4|2023",
        help=_("the last one with data by default; of a form the one it says"),
    )
    parser.add_argument("--area", metavar="CODE", required=True)
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder the files go to"))
    parser.add_argument("--format", metavar="docx,pptx,xlsx,pdf", default="docx,xlsx")
    parser.add_argument(
        "--template", metavar="NAME", help=_("a template of data/reports or of the warehouse")
    )
    parser.add_argument(
        "--map", metavar="FILE", help=_("which cells of a form hold which indicators (.toml)")
    )
    parser.add_argument(
        "--each",
        choices=["county", "township"],
        help=_("one for each such unit in the area, in a .zip with a list of them"),
    )
    parser.add_argument(
        "--check", action="store_true", help=_("say what of a Word file nobody can fill, and write nothing")
    )
    add_look(parser)
    parser.add_argument("--json", action="store_true")


def report(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Write one report in the formats asked for, or fill a form."""
    from tuanqing.show.document import make

    press = Press(warehouse, queries_of.load_all(), contracts_of.load_all())
    out = Path(options.out)
    if options.kind == "form":
        return _form(options, press, out)
    if options.kind == "word":
        return _word(options, press, out)
    if options.file:
        raise Refused(_("Only `report form` takes a file; {file} was not read.").format(file=options.file))
    formats = [name.strip() for name in options.format.split(",") if name.strip()]
    template = templates_of.choose(press.templates(), options.kind, options.area, options.template)
    if template.kind != options.kind:
        raise Refused(
            _("{template} is a template of {kind}, not of {asked}.").format(
                template=template.name, kind=template.kind, asked=options.kind
            )
        )
    with warehouse.read() as snapshot:
        period = (
            periods.parse(options.period)
            if options.period
            else default_period(snapshot, options.kind, options.area)
        )
    wish = make.ReportOrder(
        template, options.area, templates_of.period_for(options.kind, period), look=look_of(options)
    )
    if options.each:
        return _each(options, press, wish, formats, out)
    document, made = press.run(wish, formats)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / make.file_name(document, name)).write_bytes(content)
    written = [str(out / make.file_name(document, name)) for name in made]
    if options.json:
        hashes = {name: make.digest(content) for name, content in made.items()}
        print_json({
            "files": written, "sha256": hashes, "version": document.version, "period": str(period),
            **told_of(wish.look), "remarks": list(document.cover),
        })  # fmt: skip
    else:
        print("\n".join(written))
        for sentence in document.cover:
            print(f"  {sentence}")
    return 0


def _each(options: argparse.Namespace, press: Press, wish: ReportOrder, formats: list[str], out: Path) -> int:
    """A report for each unit of a level in the area, all in one .zip with a list of them."""
    made = press.run_each(wish, options.each, formats, options.template)
    out.mkdir(parents=True, exist_ok=True)
    target = out / made.name
    target.write_bytes(made.content)
    if options.json:
        reports = [
            {"area_code": each.area, "area_name": each.place, "files": list(each.files)}
            for each in made.reports
        ]
        print_json({"file": str(target), "sha256": digest(made.content), "version": made.version,
                    "period": str(wish.period), **told_of(wish.look), "reports": reports})  # fmt: skip
        return 0
    print(target)
    print("  " + _("{n} reports").format(n=len(made.reports)))
    return 0


def _form(options: argparse.Namespace, press: Press, out: Path) -> int:
    """Fill a blank workbook; say which cells stay blank and why."""
    from tuanqing.define import form as forms
    from tuanqing.measure import seen
    from tuanqing.show.document.form.filler import Filler
    from tuanqing.show.document.form.guess import period_said
    from tuanqing.show.document.workbook import opened
    from tuanqing.store.notes import form_maps as kept

    if not options.file:
        raise Refused(_("Write `tuanqing report form FILE.xlsx --area CODE --out DIR`."))
    file = Path(options.file)
    blank = opened(_content(file), file.name)
    if options.map:
        text = _content(Path(options.map)).decode("utf-8")
    else:
        text = kept.remembered(press.warehouse.folder, *map(kept.key_of, blank.fingerprints))
    where = Path(options.map).name if options.map else _("remembered mapping")
    mapped = forms.parse(text, where) if text else forms.Mapped("", guess=True)
    with press.warehouse.read(look=look_of(options)) as snapshot:
        said = periods.parse(options.period) if options.period else period_said(blank)
        period = said or default_period(snapshot, "form", options.area)
        seen.refuse_part(snapshot, options.area)
        made = Filler(snapshot, press.library, options.area, period, press.contracts).fill(blank, mapped)
    out.mkdir(parents=True, exist_ok=True)
    target = out / file.name
    if target.exists() and target.samefile(file):
        raise Refused(
            _("The blank form lies in {out}; choose another folder for the filled one.").format(out=out.name)
        )
    target.write_bytes(made.content)
    if options.json:
        print_json({"file": str(target), "period": str(period), "filled": [vars(s) for s in made.done],
                    "blank": [vars(s) for s in made.blank], "questions": [vars(q) for q in made.questions],
                    "told": made.told})  # fmt: skip
        return 0
    print(target)
    print("  " + _("{n} cells filled, {blank} left blank").format(n=len(made.done), blank=len(made.blank)))
    for sentence in made.told:
        print(f"  {sentence}")
    for spot in made.blank:
        print(f"  {spot.sheet} {spot.at} {spot.label}: {spot.reason}".replace("   ", "  "))
    for spot in made.done:
        if spot.remark:
            print(f"  {spot.sheet} {spot.at} {spot.label}: {spot.remark}".replace("   ", "  "))
    return 0


def _word(options: argparse.Namespace, press: Press, out: Path) -> int:
    """Fill the office's own Word file; exit 1 where something in it nobody can fill."""
    from tuanqing.show.document.press import letter_name, units_of
    from tuanqing.store.notes import office_templates

    if not options.file:
        raise Refused(_("Write `tuanqing report word FILE.docx --area CODE --out DIR`."))
    file, look = Path(options.file), look_of(options)
    if file.is_file():
        content = file.read_bytes()
    else:
        content = office_templates.content(press.warehouse.folder, options.file)
    with press.warehouse.read(look=look) as snapshot:
        period = periods.parse(options.period) if options.period else default_period(snapshot, "word", options.area)  # fmt: skip
        name = letter_name(file.name, places.place(snapshot, options.area).name, period)
        if options.each and options.check:
            units_of(snapshot, options.area, options.each, period)
    spots: list[dict[str, object]] = []
    if options.each and not options.check:
        batch, problems = press.letter_each(content, file.name, options.area, period, options.each, look)
        made, name = batch.content, batch.name
        lines = [_("{n} reports").format(n=len(batch.reports))]
    else:
        letter = press.letter(content, file.name, options.area, period, look)
        made, problems = letter.content, letter.problems
        lines = [
            _("{n} placeholders filled, {blank} without a figure").format(
                n=len(letter.done), blank=len(letter.blank)
            )
        ]
        lines += [f"{spot.where} {spot.words}: {spot.reason}" for spot in letter.blank]
        lines += [
            f"{spot.where} {spot.words}: {spot.remark}".replace(" :", ":")
            for spot in letter.done
            if spot.remark
        ]
        spots = [{"where": s.where, "words": s.words, "text": s.text, "reason": s.reason, "remark": s.remark} for s in letter.spots]  # fmt: skip
    target = out / name
    if not options.check:
        out.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made)
    if options.json:
        print_json({"file": "" if options.check else str(target), "sha256": digest(made), "period": str(period),
                    **told_of(look), "spots": spots, "problems": problems})  # fmt: skip
        return int(bool(problems))
    if not options.check:
        print(target)
    for line in (*lines, *problems):
        print(f"  {line}")
    return int(bool(problems))


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise Refused(_("{file}: there is no such file.").format(file=file.name))
    return file.read_bytes()
