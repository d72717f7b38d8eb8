"""Exports worded as a county office words them, not as the contracts do: each is known for what it is, or asked about."""

import pytest

from tuanqing.store.recognise.spellings import core_of, synonyms

OFFICES = {  # file → (text, dataset, rows added, headers nothing was made of)
    "班子成员花名册_20231231.csv": (
        "序号,乡镇（街道）,姓名,性别,出生年月,团内职务,专/兼/挂,编制性质,任职时间,联系方式\n"
        "1,岗王镇,赵一,女,1995.08,书记,专,公务员,2021.11,138-0578-0001\n"
        "2,岗王,赵二,男,199608,委员（兼）,兼,事业编,2021.11,0578-3120003\n",
        "cadre",
        2,
        ["序号", "性别"],
    ),
    "换届情况_20231231.csv": (
        "序号,乡镇,团组织,团组织类别,上一届,本届,,备注\n,,,,换届时间,应换届时间,实际换届时间,\n"
        "1,岗王镇,共青团岗王镇委员会,基层团委,2018.11,2023.11,2023.11.20,\n"
        "2,月城镇,共青团月城镇委员会,基层团委,2018年11月,2023年11月,未换届,拟明年\n",
        "term",
        2,
        ["序号", "备注"],
    ),
    "学员学时统计.csv": (
        "序号,学校,学员姓名,学籍号,理论学时,总学时,结业考试,思政成绩,结业时间\n"
        "1,岗王镇第一初级中学,甲,G1,6,8学时,√,优,2023.3.20\n",
        "class_hours",
        1,
        ["序号", "理论学时"],
    ),
    "积分明细.csv": (
        "学校,学生,学籍号,所处阶段,积分类型,积分项,得分,得分时间\n岗王镇第一初级中学,甲,G1,一阶段,必修,结业测评,30分,2023.1.4\n",
        "points",
        1,
        [],
    ),
    "少先队组织_20231013.csv": (
        "镇街,学校,队组织全称,组织类别,上级队组织,队员（人）,成立日期\n岗王镇,岗王镇第一初级中学,四（1）中队,中队,,45人,2019.10\n",
        "pioneer_unit",
        1,
        [],
    ),
    "辅导员花名册_20231013.csv": (
        "序号,单位,辅导员姓名,担任职务,带队名称,有无上岗证,最近一次参训\n"
        "1,县少工委,周一,县总辅导员,,有,2023.7\n2,岗王镇第一初级中学,周二,中队辅导员,四（1）中队,无,未参加\n",
        "counsellor",
        2,
        ["序号"],
    ),
    "新兴领域团组织_202312.csv": (
        "序号,所在乡镇,团组织全称,组织形态,所属领域,建团方式,团员（名）,覆盖青年（名）,书记,建立日期\n"
        "1,岗王,岗王镇园区联合团支部,联合团支部,非公有制经济组织,楼宇团建,12名,300名,吴某,2022.5\n",
        "organisation",
        1,
        ["序号"],
    ),
    "对标定级_202312.csv": (
        "序号,乡镇（街道）,支部名称,类别,自评,,复核,,是否有否决项,最终星级\n,,,,得分,星级,得分,星级,,\n"
        "1,岗王镇,岗王镇李庄村团支部,支部,92分,五星,88.5,四星,无,★★★★\n",
        "branch_rating",
        1,
        ["序号", "自评/星级", "复核/星级"],
    ),
    "团员统计_20231231.csv": (
        '乡镇,团支部数,团员,团干部,团青比\n岗王镇,52个,"1,203人",60,12.1%\n月城镇,30,800,32,9.8%\n合计,82,2003,92,\n',
        "member_count",
        2,
        ["团青比"],
    ),
    "活动.csv": (
        "月份,活动,类型,主办,参与青年数,累计参与人次\n2023年8月,理论宣讲进乡村,理论宣讲,镇团委,120余人,150人次\n",
        "activity",
        1,
        ["主办"],
    ),
    "清单_20231130.csv": (
        "序号,乡镇,清单,具体事项,完成时限,完成进度,完成时间,佐证\n1,岗王镇,任务清单,完成换届,2023.11.30,推进中,,\n",
        "checklist",
        1,
        ["序号"],
    ),
    "发展团员.csv": (
        "序号,学校,姓名,公民身份证号,入团申请,列为入团积极分子,确定为发展对象,支部大会通过日期,团县委批复日期,宣誓\n"
        "1,岗王镇第一初级中学,甲,999999201003154320,2023.3.1,2023.4.1,2023.9.1,2024.5.4,2024.5.10,未\n",
        "pipeline_event",
        1,
        ["序号"],
    ),
}


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_s_own_words_are_understood(bring, name):
    text, dataset, rows, unmapped = OFFICES[name]
    (outcome,) = bring(name, text, dry_run=True)
    receipt = outcome.receipt
    assert (receipt.error, receipt.dataset) == (None, dataset)
    assert (receipt.added, receipt.rejected) == (rows, 0), receipt.reasons
    assert receipt.unmapped_headers == unmapped


def test_what_two_columns_share_names_neither(contracts):
    """What is left of two columns' headers when the ways of saying the same are levelled tells nothing."""
    for contract in (shape for c in contracts.values() for shape in c.forms):
        known = synonyms(contract)
        owners: dict[str, set[str]] = {}
        for words, (name, _rank) in known.items():
            if not words.startswith("~"):
                owners.setdefault(core_of(words), set()).add(name)
        levelled = {words: {name} for words, (name, _rank) in known.items() if words.startswith("~")}
        assert levelled.items() <= owners.items(), contract.name


def test_a_sheet_mostly_unknown_is_asked_about_and_not_taken_for_what_it_resembles(bring):
    text = "所在乡镇,参评组织,甲项,乙项,丙项,丁项,戊项\n岗王镇,岗王镇团委,1,2,3,4,5\n"
    (outcome,) = bring("一览表.csv", text)
    assert "branch_rating" in (outcome.receipt.error or "")
    assert "甲项" in (outcome.receipt.error or "")
    (told,) = bring("一览表.csv", text, dataset="branch_rating", dry_run=True)
    assert told.receipt.added == 1


def test_what_comes_nearest_is_named_with_what_it_lacks(bring):
    (outcome,) = bring(
        "诉求.csv", "编号,事项名,诉求类别,诉求人,受理日期,办结日期\n1,租房,住房,王某,2023.9.1,2023.9.9\n"
    )
    assert "服务青年事项登记" in (outcome.receipt.error or "")
    assert "事项类别" in (outcome.receipt.error or "")


def test_equal_headers_under_several_groups_are_not_guessed_between(bring):
    text = "2023年12月团费收缴情况\n团组织名称,10月,,11月,\n,应缴人数,已缴人数,应缴人数,已缴人数\n岗王镇团委,280,270,281,275\n"
    (outcome,) = bring("团费.csv", text, dataset="league_fee")
    assert "应交费团员数" in (outcome.receipt.error or "")
    assert "已交团员数" in (outcome.receipt.error or "")


def test_a_sheet_of_one_month_names_it_in_its_title(bring, warehouse):
    table = "团组织名称,应缴人数,实缴人数,金额（元）\n岗王镇团委,280人,270,81.00元\n"
    assert "统计时间" in (bring("团费.csv", table, dataset="league_fee")[0].receipt.error or "")
    receipt = bring("团费.csv", "2023年12月团费收缴情况\n" + table)[0].receipt
    assert any("2023-12" in warning for warning in receipt.warnings)
    with warehouse.read() as con:
        assert con.execute("SELECT month::VARCHAR, due, paid FROM league_fee").fetchall() == [
            ("2023-12-01", 280, 270)
        ]


def test_words_no_code_stands_for_are_told(bring):
    text = "姓名,辅导员类别,学校\n周一,大队辅导员,岗王镇第一初级中学\n周二,带队老师,岗王镇第一初级中学\n"
    (outcome,) = bring("辅导员_20231013.csv", text, dry_run=True)
    assert (
        "「辅导员类别」：有1个词（4个汉字）不在已知的说法里，已照原样保留，按类别统计时数不到"
        in outcome.receipt.warnings
    )


def test_a_second_table_further_down_is_told(bring):
    text = (
        "镇街,学校,队组织名称,队组织类型,队员人数,成立时间\n岗王镇,,一中队,中队,45,2020.1\n岗王镇,,二中队,中队,45,2020.1\n\n\n"
        "学校,辅导员姓名,辅导员类别,是否持证\n岗王镇第一初级中学,周九,中队辅导员,是\n"
    )
    (outcome,) = bring("一页两表_20231013.csv", text, dry_run=True)
    assert outcome.receipt.dataset == "pioneer_unit"
    assert any("counsellor" in warning for warning in outcome.receipt.warnings)
    (outcome,) = bring("一页两表_20231013.csv", text, dry_run=True, dataset="counsellor")
    assert outcome.receipt.added == 1
    assert any("pioneer_unit" in warning for warning in outcome.receipt.warnings)


def test_squadrons_of_two_schools_with_one_name_are_two(bring):
    text = "镇街,学校,队组织名称,队组织类型\n岗王镇,岗王镇第一初级中学,四（1）中队,中队\n月城镇,,四（1）中队,中队\n"
    receipt = bring("少先队_20231013.csv", text)[0].receipt
    assert (receipt.added, receipt.skipped.get("superseded")) == (2, None)


def test_a_code_with_letters_is_no_village(bring):
    (outcome,) = bring("单位.csv", "区划代码,名称,上级代码\n410001102S01,月城中学,410001102\n", dry_run=True)
    assert (outcome.receipt.added, outcome.receipt.rejected) == (0, 1)
    assert "层级空着" in outcome.receipt.reasons[0]["reason"]


def test_namesakes_of_two_schools_stay_two_where_only_the_title_names_the_school(bring, warehouse):
    text = "姓名,入队时间,入团申请时间\n张三,2018-10-13,2023-03-01\n"
    bring("一.csv", "岗王镇第一初级中学名册\n" + text)
    bring("二.csv", "月城镇名册\n" + text)
    with warehouse.read() as con:
        assert con.execute("SELECT count(DISTINCT person) FROM pipeline_event").fetchall() == [(2,)]


def test_people_and_person_times_stay_apart(bring):
    text = "活动时间,活动名称,工作类别,参加（人）,参加（人次）\n2023-08-01,宣讲,宣讲,30,50\n"
    (outcome,) = bring("活动.csv", text, dry_run=True)
    assert outcome.rows["accepted"].select("people", "person_times").rows() == [(30, 50)]
