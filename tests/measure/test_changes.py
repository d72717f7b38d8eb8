"""What publishing changed on the dashboard."""

from tuanqing.measure.changes import changes
from tuanqing.store.warehouse.versions import Warehouse

HOMES = "青年之家编号,青年之家名称,乡镇,级别,状态\nH1,太平青年之家,太平街道,分部,运行\n"


def test_a_home_in_one_more_township_moves_the_coverage(bring, few, warehouse: Warehouse, library):
    bring("东平县青年之家名录_20231231.csv", HOMES, measure=few)
    before = warehouse.version
    bring("东平县青年之家名录_20231231.csv", HOMES + "H2,岗王青年之家,岗王镇,分部,运行\n", measure=few)
    with warehouse.read(before) as old, warehouse.read() as new:
        found = {change.indicator.name: change for change in changes(old, new, library)}
    change = found["youth_home_township_coverage"]
    assert (change.area_name, str(change.period)) == ("东平县", "2023-12")
    assert (change.before.numerator, change.before.denominator) == (1, 4)
    assert (change.after.numerator, change.after.denominator) == (2, 4)


def test_importing_the_same_again_changes_no_figure(bring, few, warehouse: Warehouse, library):
    bring("东平县青年之家名录_20231231.csv", HOMES, measure=few)
    before = warehouse.version
    bring("东平县青年之家名录_20231231.csv", HOMES, measure=few)
    with warehouse.read(before) as old, warehouse.read() as new:
        assert changes(old, new, library) == []


def test_before_the_first_measuring_there_was_nothing(bring, few, warehouse: Warehouse, library):
    before = warehouse.version  # the area register, not measured yet
    bring("东平县青年之家名录_20231231.csv", HOMES, measure=few)
    with warehouse.read(before) as old, warehouse.read() as new:
        found = changes(old, new, library)
    assert found
    assert all(change.before.value is None for change in found)


def test_a_month_that_only_the_withdrawn_batch_had_is_told(bring, few, warehouse: Warehouse, library):
    bring("东平县青年之家名录_20231231.csv", HOMES, measure=few)
    fewer = warehouse.version
    bring("东平县青年之家名录_20240131.csv", HOMES + "H2,岗王青年之家,岗王镇,分部,运行\n", measure=few)
    with warehouse.read() as old, warehouse.read(fewer) as new:  # what withdrawing it leaves
        found = {change.indicator.name: change for change in changes(old, new, library)}
    change = found["youth_home_township_coverage"]
    assert str(change.period) == "2024-01"
    assert change.before.numerator == 2
    assert change.after.numerator in (None, 1)
