"""The laws of the house. Each was broken once on purpose to see it fail."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tuanqing.define import contract, query
from tuanqing.define.errors import Malformed
from tuanqing.define.house import CONTRACTS, PAGES, QUERIES, ROOT

PACKAGE = ROOT / "tuanqing"
SOURCES = sorted(PACKAGE.rglob("*.py"))
ABOVE = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
SHOWN = [f for f in SOURCES if f.relative_to(PACKAGE).parts[0] in ("show", "ui", "command")] + ABOVE
FLOORS = {  # each imports itself and those named; `command` lies beside `ui`
    "define": [],
    "store": ["define"],
    "measure": ["define", "store"],
    "show": ["define", "store", "measure"],
    "ui": ["define", "store", "measure", "show"],
    "command": ["define", "store", "measure", "show", "ui.frame.server"],  # `tuanqing serve`
    "pages": ["define", "store", "measure", "show", "ui"],
}
ROOMS = {  # in each, a room imports itself and those before it
    "store": ["notes", "access", "cell", "warehouse", "reading", "recognise", "hold", "batch"],
    "ui": ["frame", "cards", "screens"],
}


def of_files(*files: Path) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=lambda f: str(f.relative_to(ROOT)))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imports(file: Path) -> set[str]:
    """The dotted names a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno} imports by dots"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def floor(file: Path) -> str:
    """`show`; of what stands in the package itself (`__main__`) and of app.py nothing."""
    inside = file.relative_to(PACKAGE if PACKAGE in file.parents else ROOT).parts
    return inside[0] if len(inside) > 1 else ""


def own(file: Path) -> list[str]:
    """What a file imports of this package, as `store.cell.text.squeeze`."""
    return [name.removeprefix("tuanqing.") for name in imports(file) if name.startswith("tuanqing.")]


def under(name: str, place: str) -> bool:
    return f"{name}.".startswith(f"{place}.")


@of_files(*SOURCES, *ABOVE)
def test_imports_only_go_down(file: Path):
    if floor(file):
        allowed = [floor(file), *FLOORS[floor(file)]]
        for name in own(file):
            assert any(under(name, place) for place in allowed), name


@of_files(*SOURCES)
def test_inside_a_floor_a_room_imports_only_rooms_under_it(file: Path):
    inside = file.relative_to(PACKAGE).parts
    if (
        floor(file) in ROOMS and len(inside) > 2
    ):  # ui/__init__.py is what pages import: it stands over the rooms
        rooms = ROOMS[floor(file)]
        allowed = rooms[: rooms.index(inside[1]) + 1]
        for name in own(file):
            if under(name, floor(file)):
                assert f"{name}.".split(".")[1] in allowed, name


def test_every_folder_of_a_floor_with_rooms_is_one_of_them():
    for place, rooms in ROOMS.items():
        lying = {f.relative_to(PACKAGE / place).parts[0] for f in (PACKAGE / place).rglob("*.py")}
        assert lying == {*rooms, "__init__.py"}


@of_files(*SOURCES, *ABOVE)
def test_streamlit_is_imported_in_ui_and_pages_only_and_duckdb_in_store_and_measure(file: Path):
    roots = {name.split(".")[0] for name in imports(file)}
    if floor(file) not in ("ui", "pages") and file.name != "app.py":
        assert "streamlit" not in roots
    if floor(file) not in ("store", "measure"):
        assert "duckdb" not in roots


@of_files(*SHOWN)
def test_above_measure_there_is_no_connection_and_no_sql(file: Path):
    for node in ast.walk(tree(file)):
        name = getattr(node, "id", getattr(node, "attr", getattr(node, "arg", None)))
        assert name not in ("con", "connection", "DuckDBPyConnection"), f"line {node.lineno} has a connection"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.attr
            assert asked not in ("execute", "executemany", "sql", "frame"), f"line {node.lineno} asks in SQL"


STEMS = {  # a name that several floors use, each time for the same thing
    "conditions": "the conditions of entry and who meets them",
    "corrected": "which corrections touch what is shown",
    "corrections": "what a source got wrong, said as data beside its rows",
    "example": "a query's worked example",
    "form": "a blank form that is filled",
    "funnel": "a funnel",
    "index": "a composite index",
    "inequality": "how evenly something is spread",
    "lists": "the lists of queries/",
    "matters": "what needs a hand",
    "overwritten": "a target or rule that was another when a month was reported",
    "plan": "how many are missing to a target, and where",
    "published": "what the places printed, beside what we compute",
    "rating": "branches and their stars",
    "receipt": "what an import did",
    "remarks": "what somebody wrote beside a figure",
    "reporting": "who owes which data, and who has given it",
    "search": "what is found by its name",
    "tables": "rows as a table to look at or to take away",
    "todo": "the list of what is to be followed up",
    "xlsx": "spreadsheets",
}


def test_two_files_of_one_name_mean_one_thing():
    """A name that turns up a second time is entered above with what it means, or another is found for it."""
    named = Counter(file.stem for file in SOURCES if file.stem not in ("__init__", "__main__"))

    assert {stem for stem, n in named.items() if n > 1} == STEMS.keys()


@of_files(*SOURCES, *ABOVE)
def test_the_area_register_is_special_in_one_module(file: Path):
    """Others ask `contract.is_register`, or name REGISTER."""
    if file == PACKAGE / "define" / "contract.py":
        return
    for node in ast.walk(tree(file)):
        compared = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        for part in compared:
            inside = part.elts if isinstance(part, ast.Tuple | ast.List | ast.Set) else [part]
            assert not any(isinstance(e, ast.Constant) and e.value == "area" for e in inside), node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert "'area'" not in node.value, node.lineno  # in SQL
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Constant)
            and node.slice.value == "area"
        ):
            assert "contracts" not in ast.unparse(node.value), node.lineno


def test_the_ground_floor_uses_the_standard_library_only():
    import sys

    for file in (PACKAGE / "define").glob("*.py"):
        for name in imports(file):
            assert name.split(".")[0] in {*sys.stdlib_module_names, "tuanqing"}, (file.name, name)


def test_the_package_names_no_indicator_and_no_dataset():
    """`area` and the calendar are machinery; everything else shows up by itself."""
    names = {*query.load_all().queries, *contract.load_all()} - {contract.REGISTER}
    for file in SOURCES:
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                words = set(re.findall(r"[a-z][a-z0-9_]+", node.value))
                named = {name for name in names & words if "_" in name}
                assert not named, f"{file.relative_to(ROOT)}:{node.lineno} names {named}"


def test_no_page_lies_directly_in_pages_and_none_is_long():
    assert not list((ROOT / "pages").glob("*.py"))
    for page in (ROOT / "pages").rglob("*.py"):
        assert len(page.read_text("utf-8").splitlines()) <= 120, page.name


def test_no_drawer_for_odds_and_ends():
    for folder in PACKAGE.rglob("*"):
        assert folder.stem not in ("utils", "helpers", "common", "misc")


def test_every_query_has_front_matter_an_owner_and_a_worked_example():
    library = query.load_all()
    assert len(library.indicators) >= 30
    for name in library.queries:
        assert next(QUERIES.glob(f"*/{name}.txt")).exists()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace("owner ", "ownr "), "unknown key `ownr`"),
        (lambda text: re.sub(r"owner .*\n", "", text), "lacks `owner`"),
        (lambda text: re.sub(r"better .*\n", 'better = "bigger"\n', text), "`better` is “bigger”"),
        (lambda text: re.sub(r"reviewed .*\n", 'reviewed = "yesterday"\n', text), "`reviewed` is str"),
        (lambda text: text.replace("/*", "--", 1), "has no front matter"),
    ],
)
def test_a_malformed_query_is_refused_naming_file_key_and_cure(tmp_path: Path, change, complaint: str):
    source = next(QUERIES.glob("*/youth_home_township_coverage.sql"))
    folder = tmp_path / "queries" / "topic"
    folder.mkdir(parents=True)
    (folder / "x.sql").write_text(change(source.read_text("utf-8")), "utf-8")
    (folder / "x.txt").write_text(source.with_suffix(".txt").read_text("utf-8"), "utf-8")
    with pytest.raises(Malformed, match=re.escape(complaint)):
        query.load(folder / "x.sql")


def test_an_indicator_without_a_worked_example_does_not_load(tmp_path: Path):
    source = next(QUERIES.glob("*/youth_home_township_coverage.sql"))
    (tmp_path / "x.sql").write_text(source.read_text("utf-8"), "utf-8")
    with pytest.raises(Malformed, match="no worked example"):
        query.load(tmp_path / "x.sql")


def test_within_one_contract_no_header_names_two_columns():
    from tuanqing.store.cell.text import squeeze

    for file in CONTRACTS.glob("*.toml"):
        seen: dict[str, str] = {}
        for column in contract.load(file).columns.values():
            if column.personal == "mask":
                continue  # it has what tells people apart where something better does
            for header in column.header:
                assert seen.setdefault(squeeze(header), column.name) == column.name, (file.name, header)


def test_nothing_of_this_machine_and_nothing_unfinished_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        file = ROOT / name
        if (
            file.suffix in (".py", ".sql", ".toml", ".md", ".po", ".yml")
            and file.exists()
            and name != "tests/test_house.py"
        ):
            text = file.read_text("utf-8")
            assert not re.search(r"(?<![\w.])/(work|root|farm)/\w", text), name
            assert not re.search(r"\b(TODO|FIXME|NotImplementedError)\b", text), name


FIGURES = {  # attributes that hold what was counted or computed
    "added", "amount", "changed", "denominator", "difference", "numerator", "reached", "rejected", "removed", "target",
    "value",
}  # fmt: skip
ROWS = {"row", "line", "entry", "figure", "whole", "totals", "cell", "part"}  # what one row is called
WORKS_OUT = {
    "sum",
    "fsum",
    "mean",
    "median",
    "max",
    "min",
    "round",
    "divmod",
    "abs",
    "sorted",
    "Counter",
}
OF_COLUMNS = {
    "sum",
    "mean",
    "median",
    "cumsum",
    "cum_sum",
    "diff",
    "std",
    "quantile",
    "product",
    "rank",
    "pct_change",
}
DRAWING = {  # where bars, axes and labels lie: to scale, and never printed
    "tuanqing/show/scale.py",
    "tuanqing/show/chart.py",
    "tuanqing/show/series.py",
    "tuanqing/show/document/charts.py",
}
WORDING = {  # function → what of a figure it has to see to choose its words
    "tuanqing/show/words.py is_small": "a small base is told as counts",
    "tuanqing/show/headings.py finding": "who is named first and last",
    "tuanqing/show/index.py change": "the arrow of a change and its size without the sign",
    "tuanqing/show/conditions.py parts": "a yes or no has no threshold worth saying",
    "tuanqing/show/document/sentences.py _unfinished": "who has not all of it",
    "tuanqing/ui/screens/conditions.py _thresholds": "the ends and the steps of a slider",
    "tuanqing/ui/cards/lists.py by_date": "rows in the order of a date",
}


def is_figure(node: ast.expr, known: set[str]) -> bool:
    """Whether an expression is a figure: a field of a row, an attribute of FIGURES, or made of such."""
    match node:
        case ast.Subscript(slice=ast.Constant(value=str())):
            return True
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name()):
            return name in ROWS
        case ast.Attribute(attr=name):
            return name in FIGURES
        case ast.Name(id=name):
            return name in known
        case ast.BoolOp(values=parts):
            return any(is_figure(part, known) for part in parts)
        case ast.BinOp(left=left, right=right):
            return is_figure(left, known) or is_figure(right, known)
        case (
            ast.UnaryOp(operand=part)
            | ast.GeneratorExp(elt=part)
            | ast.ListComp(elt=part)
            | ast.SetComp(elt=part)
        ):
            return is_figure(part, known)
        case ast.IfExp(body=one, orelse=other):
            return is_figure(one, known) or is_figure(other, known)
        case ast.Call(
            func=ast.Name(id="int" | "float" | "Decimal" | "sum" | "max" | "min" | "abs"), args=args
        ):
            return any(is_figure(part, known) for part in args)
    return False


def is_text(node: ast.expr) -> bool:
    """Whether an operand makes the sum a text, a list or a path."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            return is_text(one) or is_text(other)
        case (
            ast.Constant(value=str() | bytes()) | ast.JoinedStr() | ast.List() | ast.Tuple() | ast.ListComp()
        ):
            return True
        case ast.Name(id=name):
            return name.isupper()  # a folder
    return False


def works_out(node: ast.AST, known: set[str]) -> bool:
    """Whether a node adds, divides or orders figures."""
    match node:
        case ast.BinOp(left=left, right=right):
            return is_figure(node, known) and not is_text(left) and not is_text(right)
        case ast.AugAssign(value=value):
            return is_figure(value, known)
        case ast.Compare(left=left, ops=ops, comparators=others):
            orders = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in ops)
            return orders and any(is_figure(part, known) for part in (left, *others))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=options) if name in WORKS_OUT:
            keys = [o.value.body for o in options if o.arg == "key" and isinstance(o.value, ast.Lambda)]
            by_date = name == "sorted" and not any(is_figure(key, known) for key in keys)
            return any(is_figure(part, known) for part in (*keys, *(() if by_date else args)))
        case ast.Call(func=ast.Attribute(attr=name), args=[]):
            return name in OF_COLUMNS
    return False


def worked_out(function: ast.AST) -> list[int]:
    """The lines of a function on which figures are worked out."""
    known: set[str] = set()
    for _again in range(2):  # a name may be made of a name
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and is_figure(node.value, known):
                known |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    return [node.lineno for node in ast.walk(function) if works_out(node, known)]  # type: ignore[attr-defined]


def test_only_measure_adds_divides_and_compares_figures():
    found = {}
    for file in SHOWN:
        name = str(file.relative_to(ROOT))
        if name not in DRAWING:
            parts = [n for n in ast.walk(tree(file)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
            outside = ast.Module(
                [n for n in tree(file).body if n not in parts and not isinstance(n, ast.ClassDef)], []
            )
            for part in [*parts, outside]:
                if lines := worked_out(part):
                    found[f"{name} {getattr(part, 'name', '')}".strip()] = lines

    assert not {place: lines for place, lines in found.items() if place not in WORDING}
    assert found.keys() == WORDING.keys(), "what no longer works anything out is no exception"


@pytest.mark.parametrize(
    "line",
    [
        "def f(rows): return sum(row['value'] for row in rows)",
        "def f(rows, column): return sum(int(row[column]) for row in rows)",
        "def f(row): return 100 * row['numerator'] / row['denominator']",
        "def f(figure): return figure.numerator / figure.denominator",
        "def f(frame): return frame['value'].sum()",
        "def f(row): n = row['value']; return n > 3",
        "def f(totals, row, by): totals[row[by]] += row[by]",
        "def f(rows): return max(rows, key=lambda row: row['stalled'])",
        "total = row['added'] + row['changed']",
    ],
)
def test_the_law_on_figures_sees_them_worked_out(line: str):
    assert worked_out(ast.parse(line))


def test_sql_is_composed_and_not_edited():
    """A literal that holds what is replaced would be damaged."""
    for file in SOURCES:
        if floor(file) not in ("store", "measure"):
            continue
        for node in ast.walk(tree(file)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("replace", "sub")
            ):
                told = ast.unparse(node)
                edited = re.search(
                    r"(?i)(sql|select|where|expression)\b[\w.\[\]'\"()]*\.replace|\bsql\b", told
                )
                words = [
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
                inside = any(
                    re.search(r"\b(SELECT|FROM|WHERE|JOIN)\b|\braw\.|\$\w|\w\.$", word) for word in words
                )
                if edited or inside:
                    raise AssertionError(f"{file.relative_to(ROOT)}:{node.lineno} {told}")


MARKDOWN = (
    frozenset(  # calls of Streamlit that read their first argument, or their title or help, as markdown
        [
            "markdown",
            "caption",
            "error",
            "info",
            "warning",
            "success",
            "write",
            "title",
            "header",
            "subheader",
            "toast",
            "tabs",
            "expander",
            "button",
            "download_button",
            "link_button",
            "page_link",
            "popover",
            "dialog",
            "selectbox",
            "multiselect",
            "radio",
            "checkbox",
            "toggle",
            "text_input",
            "text_area",
            "number_input",
            "date_input",
            "file_uploader",
            "segmented_control",
            "pills",
            "metric",
            "spinner",
            "status",
            "slider",
            "select_slider",
            "form_submit_button",
            "badge",
        ]
    )
)
OURS = {  # words of the house that reach Streamlit under a name
    "tuanqing/ui/cards/funnel.py": {"label"},
    "tuanqing/ui/screens/form.py": {"names"},
    "tuanqing/ui/screens/start.py": {"label"},
    "tuanqing/ui/screens/todo.py": {"label"},
    "tuanqing/ui/screens/upload_sheet.py": {"label", "help", "titles", "listed", "' '.join(notes)"},
}


def is_plain(node: ast.AST) -> bool:
    """Whether what is shown is a sentence of ours, with nothing in it but numbers and what `plain` has escaped."""
    match node:
        case ast.Constant() | ast.Call(func=ast.Name(id="_" | "plain" | "len")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="words"))):
            return True
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="_")), attr="format"), keywords=filled
        ):
            return all(is_plain(each.value) for each in filled)
        case ast.JoinedStr(values=parts):
            return all(is_plain(part) for part in parts)
        case ast.FormattedValue(value=value, format_spec=form):
            return form is not None or is_plain(value)  # :, is for numbers
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return is_plain(one) and is_plain(other)
        case ast.List(elts=elements):
            return all(map(is_plain, elements))
        case ast.Starred(value=value):
            return is_plain(value)
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
            return is_plain(element)
    return False


def shown_as_markdown(source: ast.AST) -> Iterator[ast.AST]:
    """What a page hands to Streamlit to be read as markdown."""
    for node in ast.walk(source):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=whose), attr=name), args=[first, *_rest]) if (
                name in MARKDOWN and whose not in ("html", "notes", "stream")
            ):
                yield first
                yield from (word.value for word in node.keywords if word.arg in ("title", "help"))


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ('st.error(_("No.").format(n=f"{count:,}"))', True),
        ("st.error(plain(str(refusal)))", True),
        ("st.error(str(refusal))", False),
        ('st.caption(_("{file}").format(file=receipt.file))', False),
        ('left.tabs([f"{c.title} 1" for c in found])', False),
        ('st.error(_("No."), title=name)', False),
    ],
)
def test_what_is_plain_is_told(line, allowed):
    assert all(map(is_plain, shown_as_markdown(ast.parse(line)))) == allowed


def test_nothing_from_outside_acts_as_markdown():
    """File names, headers, cells, authors stand as they are: `plain` escapes them, or HTML does."""
    found = {}
    for file in (ROOT / "app.py", *(ROOT / "tuanqing" / "ui").rglob("*.py"), *PAGES.rglob("*.py")):
        name = str(file.relative_to(ROOT))
        odd = [ast.unparse(node) for node in shown_as_markdown(tree(file)) if not is_plain(node)]
        if told := [words for words in odd if words not in OURS.get(name, ())]:
            found[name] = told
    assert found == {}


def test_files_leave_the_page_through_one_button():
    """The one that asks the role and writes down what was taken."""
    for file in (*(PACKAGE / "ui").rglob("*.py"), *PAGES.rglob("*.py")):
        if file.stem != "giving":
            called = {node.attr for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute)}
            assert "download_button" not in called, file


def test_each_line_of_the_threat_model_names_tests_that_are_there():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = [row for row in text.split("## Decisions")[0].splitlines() if row.startswith("| ")][1:]
    known = {
        (file.name, node.name)
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef)
    }
    for row in rows:
        file, named = "", re.findall(r"`([\w/.]*)(?:::(\w+))?`", row.split("|")[4])
        assert named, row
        for place, test in named:
            file = place or file
            found = (
                (file, test) in known if test else list((ROOT / "tests").rglob(file.removeprefix("tests/")))
            )
            assert found, (file, test)


_WRITERS = {  # measured at a publish, of everything; or of the whole, for counts alone
    *(f"measure/{name}.py" for name in ("build", "kept", "stale", "looks", "cube", "views", "months", "inspection", "overwritten",
                                        "spoken", "silence", "example", "lineage", "rule_tables", "needs")),
    "measure/completeness.py",  # how many have given what: counts of units; whom it names is asked of the snapshot
    "measure/conditions.py",  # refuses a reader of a part
    "measure/lake/engine.py",  # so does this
    "measure/suppression.py",  # works out what a reader is not told
    "measure/comparison.py",  # the remainder refuses a reader of a part
}  # fmt: skip
_ROWS = re.compile(
    r"\b(?:FROM|JOIN)\s+(?:main\.)?(?:cube|finding|lacking|touched)\b|\b(?:FROM|JOIN)\s+(?:indicator|listing|checks)\.|"
    r"\b(?:FROM|JOIN)\s+\S*_monthly\b"
)


def test_what_is_read_is_cut_to_the_reader():
    """Rows and figures are read through Snapshot.part, Snapshot.near or seen.cube: a query that names them itself would
    give somebody with areas what lies beside them."""
    floors = ("measure", "show", "ui", "command")
    read = [f for f in SOURCES if f.relative_to(PACKAGE).parts[0] in floors]
    found = {}
    for file in read:
        name = str(file.relative_to(PACKAGE))
        told = [text for text in strings(file) if _ROWS.search(text)]
        if told and name not in _WRITERS:
            found[name] = told
    assert found == {}


def strings(file: Path) -> Iterator[str]:
    """The texts of a file, what is filled into them as {}."""
    inside = {
        id(part) for node in ast.walk(tree(file)) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value
