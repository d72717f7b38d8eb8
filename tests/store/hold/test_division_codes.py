"""Codes in an area list that the divisions which ship do not have are told, and the list is taken as it is."""

from tuanqing.store.batch.importing import import_files

LIST = """区划代码,名称
410727,封丘县
410727100,城关镇
410727299,王村乡
410727498,某某园区
410381,偃师市
410001,东平县
410001101,岗王镇
"""


def test_old_other_and_unknown_codes_are_told_by_line(warehouse, contracts, tmp_path):
    (tmp_path / "area.csv").write_text(LIST, "utf-8")
    (outcome,) = import_files(warehouse, [tmp_path / "area.csv"], contracts, lambda _con: None)
    told = outcome.receipt
    assert (told.added, told.rejected) == (7, 0)
    other, old, unknown = told.warnings
    assert "4" in other
    assert "王村乡" in other
    assert "410727202" in other
    assert "6" in old
    assert "410307 偃师区" in old
    assert "2021" in old
    assert "5" in unknown
    assert "410727498" not in unknown  # what is stored quotes no cell


def test_of_many_other_codes_the_first_are_named_and_the_lines_of_the_rest(warehouse, contracts, tmp_path):
    names = ["城关镇", "黄陵镇", "黄德镇", "应举镇", "陈桥镇", "赵岗镇", "留光镇", "潘店镇"]
    rows = "".join(f"4107273{number:02},{name}\n" for number, name in enumerate(names))
    (tmp_path / "area.csv").write_text(f"区划代码,名称\n410727,封丘县\n{rows}", "utf-8")
    (outcome,) = import_files(warehouse, [tmp_path / "area.csv"], contracts, lambda _con: None)
    *named, rest = outcome.receipt.warnings
    assert [name for name, words in zip(names, named, strict=False) if name in words] == names[: len(named)]
    assert "8–10" in rest
