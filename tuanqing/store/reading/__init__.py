"""Reading a file: bytes in, sheets of cell texts out."""

from tuanqing.store.reading.open import MAX_BYTES, open_file
from tuanqing.store.reading.sheet import LoadReport, Sheet, discard

__all__ = ["MAX_BYTES", "LoadReport", "Sheet", "discard", "open_file"]
