"""docs/authors.md says what authors may use as the code has it."""

from tests import authors
from tuanqing.define.contract import ALLOWED, COLUMN_KEYS, NEEDED
from tuanqing.define.query import ALWAYS, COMMON, KINDS


def test_what_authors_may_use_is_written_as_the_code_has_it():
    assert authors.FILE.read_text("utf-8") == authors.markdown(), "run `make authors`"


def test_no_key_is_explained_that_there_is_not():
    keys = {*COMMON, *ALWAYS}.union(*({*needed, *allowed} for needed, allowed in KINDS.values()))
    assert set(authors.MEANING) == keys
    assert set(authors.CONTRACT) == {*NEEDED, *ALLOWED}
    assert set(authors.COLUMN) == {"header", "about", *COLUMN_KEYS}
