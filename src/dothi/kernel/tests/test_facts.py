"""The language of formulas: what it takes becomes SQL that PostgreSQL runs, and nothing else passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.facts import Fact, Kind, checked, condition, get_fact, published

FACT = Fact(
    name="trial_fact",
    at="received_at",
    columns={
        "received_at": Kind.MOMENT,
        "returned_at": Kind.MOMENT,
        "day_on": Kind.DAY,
        "state": Kind.TEXT,
        "fee": Kind.NUMBER,
        "on_time": Kind.FLAG,
        "flags": Kind.TEXTS,
    },
    permission="reports.view",
)
TAKEN = {
    "count(*)": "(count(*))",
    "COUNT(*) FILTER (WHERE On_Time)": "(count(*) filter (where f.on_time))",
    "sum(fee) - 2 * count(fee)": "(sum(f.fee) - 2 * count(f.fee))",
    "sum(hours(returned_at - received_at)) filter (where state in ('done', 'returned'))": (
        "(sum((extract(epoch from (f.returned_at - f.received_at))::float / 3600)) filter (where (f.state in ('done', 'returned'))))"
    ),
    "count(*) filter (where has(flags, 'it''s') or not on_time is null)": (
        "(count(*) filter (where (('it''s' = any(f.flags)) or (not (f.on_time is null)))))"
    ),
    "count(*) filter (where returned_at is null and now > received_at + interval '5 days')": (
        "(count(*) filter (where ((f.returned_at is null) and (%(now)s::timestamptz > (f.received_at + interval '5 days')))))"
    ),
    "sum(case when fee > 0 then fee else -1 end)": "(sum((case when (f.fee > 0) then f.fee else (-1) end)))",
    "count(*) filter (where day_on between '2026-01-01' and '2026-02-01')": (
        "(count(*) filter (where (f.day_on between date '2026-01-01' and date '2026-02-01')))"
    ),
}
HOSTILE = {  # expression → the word that the refusal names
    "(select count(*) from accounts_person)": "(",
    "count((select 1))": "select",
    "count(*) filter (where exists (select 1 from accounts_person))": "exists",
    "count(*) from accounts_person": "from",
    "count(*); drop table accounts_person": ";",
    "sum(pg_sleep(100))": "pg_sleep",
    "count(pg_read_file('/etc/passwd'))": "pg_read_file",
    "count(*) filter (where pg_catalog.version() = '')": ".version()",
    "count(*) -- and the rest": None,
    "count(*) /* hidden */": "/*",
    "count('accounts_person'::regclass)": "::regclass)",
    "count(cast('accounts_person' as regclass))": "cast",
    "count(*) filter (where state = E'x')": "E",
    "count(*) filter (where state = '\\047')": "'\\047')",
    'count("state")': '"state")',
    "count(*) filter (where state = $$x$$)": "$$x$$)",
    "count(*) filter (where state like 'x')": "like",
    "count(*) filter (where state = '%(now)s')": "'%(now)s')",
    "count(*) filter (where state = '{told}')": "'{told}')",
    "count(*) over ()": "over",
    "sum(fee) filter (where (fee > 1) union select 1)": "union",
    "count(current_user)": "current_user",
    "sum(0x1F)": "0x1F)",
    "sum(1e9)": "1e9)",
    "count(f.fee)": ".fee)",
    "count(xmin)": "xmin",
    "sum(fee) into state": "into",
}
KINDS = [
    "count(*) filter (where fee)",
    "sum(state)",
    "count(*) filter (where state = 5)",
    "count(*) filter (where fee = 'x')",
    "count(*) filter (where on_time and fee)",
    "sum(received_at - 5)",
    "count(*) filter (where received_at > 'yesterday')",
    "sum(received_at + returned_at)",
    "sum(coalesce(fee, state))",
    "count(*) filter (where flags = 'late')",
]


@pytest.mark.parametrize("expression", TAKEN)
def test_what_the_language_takes(expression: str) -> None:
    assert checked(expression, FACT).sql == TAKEN[expression]


@pytest.mark.parametrize("expression", HOSTILE)
def test_nothing_else_passes_and_the_word_is_named(expression: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(expression, FACT)
    word = HOSTILE[expression]
    if word is not None:
        assert str(refused.value.fields.get("word", refused.value.fields.get("sign"))).startswith(word)


@pytest.mark.parametrize("expression", KINDS)
def test_kinds_are_not_mixed(expression: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(expression, FACT)
    assert refused.value.code == "facts-wrong-kind"


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("count(*) / count(fee)", "facts-no-division"),
        ("sum(fee / 2)", "facts-no-division"),
        ("count(*) filter (where unit_code = '25195')", "facts-bare-code"),
        ("count(*) filter (where unit_id = 7)", "facts-bare-code"),
        ("sum(fee) * count(*)", "facts-no-product"),
        ("count(distinct state)", "facts-no-distinct"),
        ("fee", "facts-not-summed"),
        ("5", "facts-no-aggregate"),
        ("", "facts-ends-early"),
        ("count(*) filter (where fee >", "facts-ends-early"),
        ("minutes(received_at)", "facts-word-not-allowed"),
        ("sum(minutes(fee, fee))", "facts-function-takes"),
        ("sum(" + "(" * 50 + "fee" + ")" * 50 + ")", "facts-too-deep"),
        ("sum(" + "-" * 500 + "fee)", "facts-too-deep"),
        ("sum(" + "- " * 500 + "fee)", "facts-too-deep"),
        ("count(*) filter (where " + "not " * 400 + "on_time)", "facts-too-deep"),
        ("count(*)" + " " * 2000, "facts-too-long"),
        ("sum(interval '2 hours; drop')", "facts-word-not-allowed"),
    ],
)
def test_each_refusal_says_what_is_wrong(expression: str, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(expression, FACT)
    assert refused.value.code == code


@given(
    st.text(
        alphabet=st.sampled_from(list("count(*)sum filterwhe=<'\";-/%{}$.\\é0129,:[]|&~#!\n")), max_size=60
    )
)
def test_any_text_is_refused_or_made_of_known_words_alone(expression: str) -> None:
    try:
        found = checked(expression, FACT)
    except BadRequest:
        return
    assert not set(found.sql) & set(';"$\\/%{}[]|&~#\n')


def test_records_that_have_a_part_are_told() -> None:
    found = checked("count(*) filter (where on_time) + count(fee)", FACT)
    assert found.counted == ("f.on_time", "f.fee is not null")
    assert condition("state = 'done' and not on_time", FACT).sql == "((f.state = 'done') and (not f.on_time))"


def test_a_fact_that_could_mislead_stops_the_start() -> None:
    with pytest.raises(ValueError, match="end with _fact"):
        Fact(name="accounts_person", at="x", columns={"x": Kind.DAY}, permission="")
    with pytest.raises(ValueError, match="holds a moment"):
        Fact(name="a_fact", at="x", columns={"x": Kind.TEXT}, permission="")
    with pytest.raises(ValueError, match="word of the language"):
        Fact(name="a_fact", at="x", columns={"x": Kind.DAY, "now": Kind.DAY}, permission="")
    with pytest.raises(NotFound):
        get_fact("accounts_person")
    assert "trial_fact" not in {one.name for one in published.all_facts()}
