"""发展团员编号: whose it is stays unsaid, its year and length stay readable, and two of one number are told."""

import pytest

from tuanqing.store.cell.id_numbers import check_digit


def person(number: int) -> str:
    first = f"99999920081231{number:03}"
    return first + check_digit(first)


def rows(warehouse) -> list[tuple[str, str]]:
    with warehouse.read() as snapshot:
        return snapshot.execute("SELECT person, league_no FROM pipeline_event ORDER BY _line").fetchall()


def test_beside_an_id_number_it_is_a_number_of_its_own(bring, warehouse):
    lines = [
        f"甲一,{person(1)},202312345678,支部大会,2023-05-04,岗王镇第一初级中学",
        f"甲二,{person(2)},202312345678,支部大会,2023-05-04,岗王镇第一初级中学",
    ]
    lines += [
        f"甲三,{person(3)},2021001,支部大会,2023-05-04,岗王镇第一初级中学",
        f"甲四,{person(4)},,支部大会,2023-05-04,岗王镇第一初级中学",
    ]
    bring("发展进展.csv", "姓名,身份证号,发展团员编号,步骤,日期,学校\n" + "\n".join(lines))
    found = rows(warehouse)
    first, second, third, none = [number for _person, number in found]
    assert first == second
    assert first.startswith("2023/12/")
    assert third.startswith("2021/7/")
    assert none is None
    assert "12345678" not in first
    assert len({person for person, _number in found}) == 4


@pytest.mark.parametrize("header", ["发展团员编号", "团员编号"])
def test_alone_it_tells_people_apart_and_is_kept_as_well(bring, warehouse, header):
    bring("发展进展.csv", f"{header},步骤,日期,学校\n202312345678,支部大会,2023-05-04,岗王镇第一初级中学\n")
    ((key, number),) = rows(warehouse)
    assert number == f"2023/12/{key[1:]}"


def test_a_persons_own_number_in_its_place_is_not_kept(bring, warehouse):
    bring(
        "发展进展.csv",
        f"姓名,身份证号,发展团员编号,步骤,日期,学校\n甲一,{person(1)},{person(1)},支部大会,2023-05-04,岗王镇第一初级中学\n",
    )
    assert rows(warehouse)[0][1] is None
