"""A Spark Connect server asked over the network: its session, and what of its faults is its end and what a question's.

What the cluster cannot do is `Lacking`, with its own words; a cluster that is not there, is too old, or stops answering in
the middle is Refused, and whoever asked has changed nothing by then.
"""

import warnings
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure.lake import holdings, manifest
from tuanqing.measure.lake.manifest import Manifest
from tuanqing.measure.lake.transpiling import Lacking, flat, transpiled
from tuanqing.store.warehouse import schema

PATIENCE = 5  # seconds a server is waited for
OLDEST = 4  # the first Spark whose SQL and protocol these are


class Cluster:
    """A session on the server at `remote` (sc://HOST:PORT). Use it as a context."""

    def __init__(self, remote: str) -> None:
        told = urlsplit(remote)
        if told.scheme != "sc" or not told.hostname:
            raise Refused(_("{remote} is no cluster. Write sc://HOST:PORT.").format(remote=remote))
        self.place = told.netloc
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        try:
            sql, grpc, arrow = map(import_module, ("pyspark.sql", "grpc", "pyarrow"))
        except ModuleNotFoundError:
            raise Refused(
                _("The engine takes Spark's client. Install it: pip install 'tuanqing[spark]'.")
            ) from None
        spark = import_module("pyspark.errors").PySparkException
        self._faults = (spark, grpc.RpcError, grpc.FutureTimeoutError, arrow.ArrowException, OSError)
        try:
            if "use_ssl" not in told.path:  # the client itself would try for ten minutes
                with grpc.insecure_channel(told.netloc) as channel:
                    grpc.channel_ready_future(channel).result(timeout=PATIENCE)
            self._session: Any = sql.SparkSession.builder.remote(remote).create()
            retries = import_module("pyspark.sql.connect.client.retries")
            few = retries.DefaultPolicy(max_retries=3, initial_backoff=100, max_backoff=1000)
            self._session.client.set_retry_policies([few])
            version = str(self._session.version)
        except self._faults as fault:
            raise Refused(
                _(
                    "The cluster at {place} does not answer ({reason}). Nothing was changed; the served version stands."
                ).format(place=self.place, reason=_first_line(fault))
            ) from None
        if not version.split(".")[0].isdigit() or int(version.split(".")[0]) < OLDEST:
            self.close()
            raise Refused(
                _("The cluster at {place} is Spark {version}; it takes {oldest} or later.").format(
                    place=self.place, version=version, oldest=OLDEST
                )
            )
        self.version = version
        self.schema: dict[str, Mapping[str, str]] = {}

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session; a server that is gone has ended it already."""
        with suppress(*self._faults):
            self._session.stop()

    def lay_out(self, lake: Path, told: Manifest, contracts: Mapping[str, Contract]) -> None:
        """Every table of a lake under its name, each at the version that belongs to the lake."""
        for name, table in told.tables.items():
            folder = str(manifest.folder_of(lake.resolve(), name))
            rows = self._asked(
                lambda folder=folder, table=table: (
                    self._session.read.format("delta").option("versionAsOf", table.delta).load(folder)
                )
            )
            contract = contracts.get(name) or contracts.get(name.removesuffix("_rows"))
            columns = dict(table.columns)
            if contract:  # the SQL names them; what is worked out from them is not asked for
                for column in holdings.lost(contract):
                    columns[column] = contract.columns[column].sql_type
                    kind = "date" if columns[column] == "DATE" else "string"
                    rows = rows.selectExpr("*", f"cast(NULL AS {kind}) AS {column}")
            names = [name]
            if contract and not contract.is_registry:
                names.append(schema.rows_of(name))
            for each in names:
                self._asked(lambda rows=rows, each=each: rows.createOrReplaceTempView(flat(each)))
                self.schema[each] = columns

    def view(self, name: str, sql: str) -> None:
        """A DuckDB query as a view for those that follow. Raises Lacking."""
        rows = self._asked(lambda: self._session.sql(transpiled(sql, self.schema)))
        columns = {field.name: field.dataType.simpleString() for field in self._asked(lambda: rows.schema)}
        self._asked(lambda: rows.createOrReplaceTempView(flat(name)))
        self.schema[name] = {column: _KINDS.get(kind, kind.upper()) for column, kind in columns.items()}

    def rows(self, sql: str) -> Any:
        """What a DuckDB query gives there, as an Arrow table. Raises Lacking."""
        return self._asked(lambda: self._session.sql(transpiled(sql, self.schema)).toArrow())

    def _asked(self, ask: Any) -> Any:
        """The answer. Raises Lacking where the cluster says no, and Refused where it says nothing any more."""
        try:
            return ask()
        except self._faults as fault:
            try:
                self._session.sql("SELECT 1").collect()
            except self._faults:
                raise Refused(
                    _(
                        "The cluster at {place} stopped answering ({reason}). Nothing was changed; the served version stands. "
                        "Start it again and repeat the command."
                    ).format(place=self.place, reason=_first_line(fault))
                ) from None
            raise Lacking(_first_line(fault)) from None


_KINDS = {"string": "VARCHAR", "array<string>": "VARCHAR[]"}


def _first_line(fault: Exception) -> str:
    return (str(fault).strip() or type(fault).__name__).splitlines()[0][:160]
