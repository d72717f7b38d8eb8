"""What one cell text becomes under each type."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanqing.define.language import speak
from tuanqing.store.cell.text import shape
from tuanqing.store.cell.values import Value, birth_date, id_number, parse, percent_scale, phone


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("zh")


@pytest.mark.parametrize(
    ("text", "value", "lower"),
    [
        ("1,296", 1296, False),
        ("1，296", 1296, False),
        ("1 296", 1296, False),
        ("１２３", 123, False),
        ("0", 0, False),
        ("5.0", 5, False),
        ("1.2E+05", 120000, False),
        ("-5", -5, False),
        ("（5）", -5, False),
        ("5.6万", 56000, False),
        ("3万5千", 35000, False),
        ("1亿2000万", 120000000, False),
        ("3千", 3000, False),
        ("3万余", 30000, True),
        ("3万余人次", 30000, True),
        ("27万余", 270000, True),
        ("452万余人次", 4520000, True),
        ("4000多", 4000, True),
        ("783余", 783, True),
        ("10多", 10, True),
        ("10多万", 100000, True),
        ("300余名", 300, True),
        ("不少于300", 300, True),
        ("≥300", 300, True),
        (">=300人", 300, True),
        ("300以上", 300, True),
        ("超300", 300, True),
        ("一百二十三", 123, False),
        ("两百", 200, False),
        ("两百五", 250, False),
        ("一千零五", 1005, False),
        ("三万零二十", 30020, False),
        ("十五", 15, False),
        ("十", 10, False),
        ("廿三", 23, False),
        ("二〇二四", 2024, False),
        ("两场", 2, False),
        ("15场次", 15, False),
        ("6 个", 6, False),
        ("12 人次", 12, False),
        ("三星级", 3, False),
        ("35（含教师5人）", 35, False),
        ("1200人次（线上）", 1200, False),
        ("35名青年", 35, False),
        ("30余名志愿者", 30, True),
        ("20人参加", 20, False),
        ("共35人", 35, False),
        ("共计35人次", 35, False),
        ("百余人", 100, True),
        ("1.2千", 1200, False),
        ("0.3万人次", 3000, False),
        ('="1200"', 1200, False),
    ],
)
def test_integers(text, value, lower):
    assert parse(text, "integer") == Value(value, lower)
    assert type(parse(text, "integer").value) is int


@pytest.mark.parametrize("text", ["约300", "約300", "大约300人", "近300人", "300左右"])
def test_approximate_numbers_carry_a_warning(text):
    found = parse(text, "integer")
    assert (found.value, found.lower_bound, found.problem) == (300, False, None)
    assert "approximate" in (found.warning or "")


@pytest.mark.parametrize(
    "text",
    [
        "5.5",
        "几十",
        "若干",
        "5-10",
        "三五",
        "100%",
        "5 6",
        "=1+1",
        "+cmd",
        "-2+3",
        "12a",
        "1.2.3",
        "万",
        "约",
        "半",
        *[
            "①",
            "㈠",
            "○",
            "○○",
            "Ⅲ",
            "数十人",
            "20～30人",
            "20-30",
            "3+2",
            "男10女12",
            "10人/场",
            "35(5)",
            "10×3",
        ],
        *["3名男生2名女生", "5个月", "每场20人"],
        *["1e999", "9" * 40, "一一百", "NaN5", "∞", "5/6", "1,29", "~", "+", "()", "万万"],
    ],
)
def test_no_integers(text):
    found = parse(text, "integer")
    assert found.value is None
    assert shape(text) in (found.problem or "")
    assert any(
        words in (found.problem or "") for words in ("not a whole number", "a range", "several numbers")
    )


@pytest.mark.parametrize("text", ["", "—", "/", "无", "-", "N/A", "…", "×", None])
@pytest.mark.parametrize("type", ["integer", "decimal", "percent", "date", "month", "text"])
def test_missing(text, type):
    if (text, type) == ("×", "text"):
        return
    assert parse(text, type) == Value(None)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_errors_of_formulas_are_empty_with_a_warning(text):
    for type in ("text", "integer", "decimal", "date", "percent"):
        found = parse(text, type)
        assert (found.value, found.problem) == (None, None)
        assert text in (found.warning or "")


@pytest.mark.parametrize(
    ("text", "value", "lower"),
    [
        ("5.6", D(56000), False),
        ("5.6万元", D(56000), False),
        ("56余万元", D(560000), True),
        ("12万余元", D(120000), True),
        ("200余万", D(2000000), True),
        ("1200元", D(1200), False),
        ("¥1,200.50", D("1200.5"), False),
        ("￥300", D(300), False),
        ("3千万元", D(30000000), False),
        ("1.2亿元", D(120000000), False),
        ("十万元", D(100000), False),
        ("五万元整", D(50000), False),
        ("-3.5", D(-35000), False),
        ("0", D(0), False),
        ("0.1", D(1000), False),
    ],
)
def test_money_in_a_column_of_ten_thousands(text, value, lower):
    assert parse(text, "decimal", unit="yuan", scale=D(10000)) == Value(value, lower)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.5", "2.5"),
        ("2.5小时", "2.5"),
        ("2小时30分", "2.5"),
        ("2小时30分钟", "2.5"),
        ("2时30分", "2.5"),
        ("150分钟", "2.5"),
        ("100分钟", "1.6667"),
        ("90min", "1.5"),
        ("1h30m", "1.5"),
        ("2h", "2"),
        ("1:30", "1.5"),
        ("1:30:00", "1.5"),
        ("36:00:00", "36"),
        ("半小时", "0.5"),
        ("1个半小时", "1.5"),
        ("两个半小时", "2.5"),
        ("两小时半", "2.5"),
        ("一小时", "1"),
        ("2小时零6分", "2.1"),
        ("2小时30分00秒", "2.5"),
        ("2小时30分36秒", "2.51"),
        ("45分30秒", "0.7583"),
    ],
)
def test_hours(text, value):
    assert parse(text, "decimal", unit="hour") == Value(D(value))


def test_minutes_under_a_header_of_minutes():
    assert parse("150", "decimal", unit="hour", scale=D(1) / 60).value == D("2.5")
    assert parse("2小时", "decimal", unit="hour", scale=D(1) / 60).value == D(2)


@pytest.mark.parametrize("text", ["2天", "小时", "两", "1:75", "上午"])
def test_no_hours(text):
    found = parse(text, "decimal", unit="hour")
    assert (found.value is None) == (text != "两")


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        (["89%", "0.89"], D(1)),
        (["89％"], D(1)),
        (["百分之八十九"], D(1)),
        (["89", "1"], D(1)),
        (["0.89", "1", "0"], D(100)),
        (["1.2", "0.9"], D(100)),
        (["1"], None),
        (["0", "1", ""], None),
        (["0"], D(1)),
        ([], D(1)),
        (["—", None], D(1)),
    ],
)
def test_percent_scale(texts, scale):
    assert percent_scale(texts) == scale


def test_percent():
    for text, value in {
        "89%": 89,
        "89％": 89,
        "100％": 100,
        "百分之八十九": 89,
        "12.5": D("12.5"),
        "0%": 0,
    }.items():
        assert parse(text, "percent") == Value(D(value))
    assert parse("0.89", "percent", scale=D(100)).value == D(89)
    assert parse("89%", "percent", scale=D(100)).value == D(89)
    assert "with a % sign" in (parse("0.89", "percent").problem or "")
    assert "not a percentage" in (parse("较高", "percent").problem or "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023年7月15日", "2023-07-15"),
        ("2023 年 7 月 15 日", "2023-07-15"),
        ("2023年07月15号", "2023-07-15"),
        ("２０２３年７月１５日", "2023-07-15"),
        ("2023.07.15", "2023-07-15"),
        ("2023．7．15", "2023-07-15"),
        ("2023。7。15", "2023-07-15"),
        ("2023、7、15", "2023-07-15"),
        ("2023/7/15", "2023-07-15"),
        ("2023-7-15", "2023-07-15"),
        ("20230715", "2023-07-15"),
        ("20230715.0", "2023-07-15"),
        ("20230715123000", "2023-07-15"),
        ("2023-07-15 00:00:00", "2023-07-15"),
        ("2023-07-15T08:00:00Z", "2023-07-15"),
        ("2023/7/15 8:30", "2023-07-15"),
        ("2023年7月15日8时30分", "2023-07-15"),
        ("2023年7月15日（星期六）", "2023-07-15"),
        ("二〇二三年七月十五日", "2023-07-15"),
        ("45108", "2023-07-01"),
        ("45108.5", "2023-07-01"),
        ("45108.999999", "2023-07-02"),
        ("2023年7月15日上午", "2023-07-15"),
        ("2023年7月15日（周六）下午", "2023-07-15"),
        ("2023年7月15日 9:00-11:30", "2023-07-15"),
        ("2023-7-5 9:00", "2023-07-05"),
        ("2023-07-15 09:00~11:00", "2023-07-15"),
        ("2023/7/15 下午 2:30:00", "2023-07-15"),
        ("2023/7/15 2:30:00 PM", "2023-07-15"),
        ("2023年7月15日下午2点半", "2023-07-15"),
        ("2023年7月15日上午9时至11时", "2023-07-15"),
        ("2023-07-15 24:00", "2023-07-15"),
        ("2023-07-15 08:30:00.0", "2023-07-15"),
        ("2023-07-15 23:59:59", "2023-07-15"),
        ("2023-07-14 23:59:59.997", "2023-07-15"),
        ("二O二三年七月十五日", "2023-07-15"),
        ("二0二三年7月15日", "2023-07-15"),
        ("二○二三年元月十五日", "2023-01-15"),
        ("2023年七月十五日", "2023-07-15"),
        ("2023，7，15", "2023-07-15"),
        ("15-Jul-2023", "2023-07-15"),
        ("July 15, 2023", "2023-07-15"),
        ("Sat Jul 15 2023 08:00:00 GMT+0800 (中国标准时间)", "2023-07-15"),
        ("2023-07-14T16:00:00.000Z", "2023-07-15"),
        ("2023-07-15T23:30:00+08:00", "2023-07-15"),
        ("2023-07-14T20:00:00-05:00", "2023-07-15"),
        ("2023-07-15 09:00:00+0800", "2023-07-15"),
    ],
)
def test_dates(text, value):
    assert parse(text, "date") == Value(date.fromisoformat(value))
    assert parse(text, "month") == Value(date.fromisoformat(value).replace(day=1))


@pytest.mark.parametrize(
    "text", ["2023年7月", "2023.7", "2023.07", "2023-07", "2023/7", "202307", "2023年7月份", "二〇二三年七月"]
)
def test_months(text):
    assert parse(text, "month") == Value(date(2023, 7, 1))
    found = parse(text, "date")
    assert found.value == date(2023, 7, 1)
    assert "only the month" in (found.warning or "")


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        ("2023年", date(2023, 1, 1), "only the year"),
        ("2023", date(2023, 1, 1), "only the year"),
        ("23.7", date(2023, 7, 1), "two digits"),
        ("23年7月15日", date(2023, 7, 15), "two digits"),
        ("29.12", date(2029, 12, 1), "two digits"),
        ("30.1.5", date(1930, 1, 5), "two digits"),
        ("2023.1", date(2023, 1, 1), ".10"),
        ("5-Mar-24", date(2024, 3, 5), "two digits"),
        ("2024-03-04 23:59:17", date(2024, 3, 5), "23:59:17"),
        ("45355.999502315", date(2024, 3, 5), "23:59:17"),
        ("2024-03-05 23:59:41", date(2024, 3, 5), "before midnight"),
    ],
)
def test_doubtful_dates_carry_a_warning(text, value, warning):
    found = parse(text, "date")
    assert found.value == value
    assert warning in (found.warning or "")


@pytest.mark.parametrize("text", ["至今", "长期", "永久"])
def test_open_ends(text):
    assert parse(text, "date") == Value(None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2023-02-30", "no day of the calendar"),
        ("20230230", "no day of the calendar"),
        ("2023.13", "no day of the calendar"),
        ("1823-01-01", "outside the years"),
        ("2101.1.1", "outside the years"),
        ("2023年底", "names no day"),
        ("7.15", "names no year"),
        ("2023.7.1-2023.7.5", "a span"),
        ("2024.3.5-7", "a span"),
        ("2024.03.05 至 2024.03.06", "a span"),
        ("2024.3.5、2024.3.6", "several days"),
        ("2024年3月5日和6日", "several days"),
        ("Mar-24", "a day or a year"),
        ("2024年第一季度", "names no day"),
        ("2024年上半年", "names no day"),
        ("3月5日", "names no year"),
        ("2024-03-05 25:00 晚", "not a date"),
        ("19999", "not a date"),
        ("60000", "not a date"),
        ("去年", "not a date"),
    ],
)
def test_no_dates(text, problem):
    found = parse(text, "date")
    assert found.value is None
    assert problem in (found.problem or "")


def test_dates_from_1904_and_narrower_years():
    assert parse("43646", "date", date1904=True).value == date(2023, 7, 1)
    assert "outside the years 2000 to 2030" in (parse("1999-01-01", "date", years=(2000, 2030)).problem or "")


def test_booleans():
    for text in ("是", "√", "✓", "有", "Y", "yes", "1", "TRUE", "对", "已"):
        assert parse(text, "boolean") == Value(True)
    for text in ("否", "×", "✗", "无", "N", "no", "0", "FALSE", "错", "未"):
        assert parse(text, "boolean") == Value(False)
    for text in ("", "—", "/", None):
        assert parse(text, "boolean") == Value(None)
    for text in ("已入驻", "入驻", "启用", "●", "■", "是（已入驻）", "已建立", "完成"):
        assert parse(text, "boolean") == Value(True), text
    for text in ("未入驻", "尚未入驻", "○", "□", "否（正在申请）", "没有建立", "不达标", "暂未开通"):
        assert parse(text, "boolean") == Value(False), text
    for text in ("也许", "审核中", "未知", "不详", "已退出", "已停用", "待定", "已撤销", "王小明"):
        assert "neither yes nor no" in (parse(text, "boolean").problem or ""), text


def test_text():
    assert parse(" 李若溪\u3000", "text") == Value("李若溪")
    assert parse("岗 王 镇", "text") == Value("岗王镇")
    assert parse("=HYPERLINK(1)", "text") == Value("=HYPERLINK(1)")


@pytest.mark.parametrize(
    ("text", "normal", "fault"),
    [
        ("999999201003154320", "999999201003154320", None),
        ("999999 20100315 4320", "999999201003154320", None),
        ("'999999201003154320", "999999201003154320", None),
        ("99999919850101123x", "99999919850101123X", None),
        ("999999850101123", "99999919850101123X", None),
        ("999999201003154000", None, "lost"),
        ("9.99999201003154E+17", None, "lost"),
        ("999999********4320", None, "starred"),
        ("999999201003154321", None, "invalid"),
        ("999999201013154321", None, "date"),
        ("999999850231123", None, "date"),
        ("H0000000001", None, "invalid"),
        ("", None, None),
        ("无", None, None),
        (None, None, None),
    ],
)
def test_identity_numbers(text, normal, fault):
    assert id_number(text) == (normal, fault)


def test_birth_date():
    assert birth_date("999999201003154320") == date(2010, 3, 15)
    assert birth_date("999999201002304320") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("13800000001.0", "13800000001"),
        ("1.38E+10", None),
        ("0370-0000000", None),
        ("12800000001", None),
        ("", None),
        (None, None),
    ],
)
def test_phones(text, number):
    assert phone(text) == number


@given(
    st.text(alphabet="甲乙丙丁赵钱孙李", min_size=2, max_size=4)
    | st.text("0123456789", min_size=5, max_size=18)
)
def test_what_is_told_of_a_cell_never_says_what_it_holds(text):
    for type in ("integer", "decimal", "percent", "date", "month", "boolean"):
        for written in (text, f"{text} ", f"a{text}-", f"{text}、{text}", f"({text})岁"):
            found = parse(written, type)
            assert text not in f"{found.problem} {found.warning}"


@given(st.text(max_size=40) | st.text("0123456789.,-/年月日万余约%:小时分一二十百 E+", max_size=14))
def test_no_text_crashes_a_type(text):
    for type in ("text", "integer", "decimal", "percent", "date", "month", "boolean"):
        for unit in ("yuan", "hour", None) if type == "decimal" else (None,):
            found = parse(text, type, unit=unit, scale=D(10000))
            assert found == parse(text, type, unit=unit, scale=D(10000))
            assert found.value is None or found.problem is None
            assert not isinstance(found.value, float)
    assert id_number(text).normal is None or id_number(text).fault is None
    assert phone(text) is None or len(phone(text) or "") == 11
    assert percent_scale([text]) in (D(1), D(100), None)


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_comes_back(number):
    assert parse(str(number), "integer").value == number
    assert parse(f"{number:,}", "integer").value == number


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_date_comes_back(day):
    shapes = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00"]
    for form in shapes:
        assert parse(day.strftime(form), "date").value == day
