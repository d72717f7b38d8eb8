"""Our DuckDB SQL in the words of Spark.

sqlglot knows most of it. What it leaves as it stands and Spark understands otherwise is written out here: every column
with its table, every star, every GROUP BY ALL; what divides, divides in DOUBLE as in DuckDB; what adds years and months.
What neither can be written in Spark nor be left is UNSUPPORTED: it raises `Lacking`, and nothing is worked out by halves.
"""

from collections.abc import Mapping

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.transforms import eliminate_qualify

Schema = Mapping[str, Mapping[str, str]]  # table → column → DuckDB type
BESIDE = "__"  # a schema and its table are one name there: rules__holiday
UNSUPPORTED = {  # DuckDB's functions that have no like → why
    "mad": "no median of deviations from the median",
    "quantile_disc": "no quantile as a window function",
    "list_reduce": "no fold without a first value",
    "format": "no {:g} among the formats of numbers",
    "date_sub": "no count of whole years between two days",
    "to_days": "no days made of a number",
}


class Lacking(Exception):
    """What the target has not, in a few words."""


def flat(name: str) -> str:
    """The name of a table in Spark, where it lies in no schema."""
    return name.removeprefix("main.").replace(".", BESIDE)


def transpiled(sql: str, schema: Schema) -> str:
    """A query in Spark's words. Raises Lacking for what cannot be said in them."""
    try:
        tree = parse_one(sql, read="duckdb")
        for called in tree.find_all(exp.Anonymous, exp.AggFunc, exp.Func):
            name = called.name.lower() if isinstance(called, exp.Anonymous) else called.sql_name().lower()
            if name in UNSUPPORTED:
                raise Lacking(UNSUPPORTED[name])
        _refuse(tree)
        for table in tree.find_all(exp.Table):
            _flatten(table)
        _group(tree)
        tree = qualify(
            tree,
            schema={flat(name): dict(columns) for name, columns in schema.items()},
            dialect="duckdb",
            validate_qualify_columns=False,
            quote_identifiers=False,
            expand_alias_refs=False,
        )
        _having(tree)
        tree = tree.transform(eliminate_qualify).transform(_said)
        return tree.sql(dialect="spark", identify=True)
    except SqlglotError as fault:
        raise Lacking(str(fault).splitlines()[0]) from None


def _refuse(tree: exp.Expr) -> None:
    """Raise Lacking for what a target takes without a word and answers otherwise."""
    for select in tree.find_all(exp.Select):
        if sum(1 for each in select.expressions if isinstance(each.unalias(), exp.Unnest | exp.Explode)) > 1:
            raise Lacking("no two lists laid out side by side")
        if any(each.find(exp.Exists) for each in select.expressions):
            raise Lacking("no EXISTS among what is selected")
    if any(join.method == "ASOF" for join in tree.find_all(exp.Join)):
        raise Lacking("no ASOF JOIN")


def _flatten(table: exp.Table) -> None:
    """`rules.holiday` by one name, called in the query as it was."""
    if table.db:
        name = table.name
        table.set("this", exp.to_identifier(flat(f"{table.db}.{name}")))
        table.set("db", None)
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))


def _group(tree: exp.Expr) -> None:
    """GROUP BY ALL: by all that is selected and is no aggregate, in the order it stands there."""
    for select in tree.find_all(exp.Select):
        group = select.args.get("group")
        if group and group.args.get("all"):
            keys = [
                each.unalias().copy()
                for each in select.expressions
                if not each.find(exp.AggFunc) and not isinstance(each.unalias(), exp.Literal | exp.Null)
            ]
            select.set("group", exp.Group(expressions=keys) if keys else None)


def _having(tree: exp.Expr) -> None:
    """HAVING by the names of what is selected, where it asks for just that: inside an aggregate a name that is both a
    column and an alias is the column to DuckDB, and the alias to Sail."""
    for select in tree.find_all(exp.Select):
        having = select.args.get("having")
        if having:
            told = {each.this: each.alias for each in select.expressions if isinstance(each, exp.Alias)}
            having.transform(
                lambda node, told=told: exp.column(told[node]) if node in told else node, copy=False
            )


def _said(node: exp.Expr) -> exp.Expr:
    """One node as Spark says it."""
    if isinstance(node, exp.Div):
        return exp.Div(this=exp.cast(node.this, "double"), expression=node.expression)
    if isinstance(node, exp.Add | exp.Sub) and isinstance(step := node.expression, exp.Anonymous):
        months = {"to_years": 12, "to_months": 1}.get(step.name.lower())
        if months:
            count = exp.Mul(this=exp.paren(step.expressions[0]), expression=exp.Literal.number(months))
            if isinstance(node, exp.Sub):
                count = exp.Neg(this=exp.paren(count))
            return exp.Anonymous(this="add_months", expressions=[node.this, exp.cast(count, "int")])
    return node
