"""Names and texts as they stand in SQL."""


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | None) -> str:
    """`text` as an SQL string; None as NULL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
