"""Every cell of role x act x own or other agency, against a table written by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from progress.roles import NO_AGENCY, Act, Membership, Role, may, may_grant

SINCE = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
OWN, OTHER = "Sở Tài chính", "Xã An Phú"
WHERE = {"own": OWN, "other": OTHER, "none": NO_AGENCY}

# Columns: own agency, other agency, no agency.   x = allowed
#                       can-bo dau-moi lanh-dao dieu-phoi quan-tri
TABLE = """
ask                     xxx    xxx     xxx      xxx       xxx
report                  ---    x--     ---      ---       ---
note                    ---    x--     ---      ---       ---
read-agency             ---    x--     x--      xxx       ---
read-evidence           ---    x--     x--      xxx       ---
receive-escalation      ---    ---     x--      xxx       ---
review                  ---    ---     ---      xxx       ---
pause                   ---    ---     ---      xxx       ---
invite                  ---    ---     ---      xxx       xxx
revoke                  ---    ---     ---      xxx       xxx
list-people             ---    x--     x--      xxx       xxx
read-all                ---    ---     ---      xxx       ---
lock-period             ---    ---     ---      xxx       ---
read-audit              ---    ---     ---      ---       xxx
backup                  ---    ---     ---      ---       xxx
preview-digests         ---    ---     ---      ---       xxx
"""
ROLES = ("can-bo", "dau-moi", "lanh-dao", "dieu-phoi", "quan-tri")
CELLS = {
    (act, role, place): sign == "x"
    for act, *columns in map(str.split, TABLE.strip().splitlines())
    for role, signs in zip(ROLES, columns, strict=True)
    for place, sign in zip(WHERE, signs, strict=True)
}


def held(role: Role, agency: str = OWN) -> Membership:
    return Membership(agency if role.needs_agency else NO_AGENCY, role, SINCE)


def test_the_table_has_a_cell_for_every_role_act_and_place() -> None:
    assert set(CELLS) == {(act, role, place) for act in Act for role in Role for place in WHERE}


@pytest.mark.parametrize(("act", "role", "place"), CELLS)
def test_an_act_is_allowed_as_the_table_says(act: str, role: str, place: str) -> None:
    assert may([held(Role(role))], Act(act), WHERE[place]) is CELLS[act, role, place]


@pytest.mark.parametrize("act", Act)
def test_a_person_without_a_role_may_do_nothing(act: Act) -> None:
    assert not may([], act, OWN)


def test_a_second_role_adds_to_the_first_and_takes_nothing_away() -> None:
    both = [held(Role.REPORTER), held(Role.COORDINATOR)]
    assert may(both, Act.REPORT, OWN)
    assert may(both, Act.REVIEW, OTHER)
    assert not may(both, Act.REPORT, OTHER)


def test_a_role_in_one_agency_gives_nothing_in_the_agency_of_another_role() -> None:
    assert not may([held(Role.REPORTER, OWN), held(Role.LEADER, OTHER)], Act.REPORT, OTHER)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("giver", Role)
@pytest.mark.parametrize("act", [Act.INVITE, Act.REVOKE])
def test_only_an_administrator_gives_and_takes_roles_of_the_whole_province(
    giver: Role, role: Role, act: Act
) -> None:
    allowed = giver is Role.ADMINISTRATOR or (giver is Role.COORDINATOR and role.needs_agency)
    assert may_grant([held(giver)], act, role, OTHER if role.needs_agency else NO_AGENCY) is allowed


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("dau-moi", Role.REPORTER),
        ("Đầu mối", Role.REPORTER),
        ("DAUMOI", Role.REPORTER),
        ("cán bộ", Role.OFFICIAL),
        ("lanh_dao", Role.LEADER),
        ("điều phối", Role.COORDINATOR),
        ("quan tri", Role.ADMINISTRATOR),
        ("giám đốc", None),
        ("", None),
    ],
)
def test_a_role_is_read_however_it_is_typed(typed: str, role: Role | None) -> None:
    assert Role.read(typed) is role


def test_every_role_has_a_label_that_reads_back_as_the_role() -> None:
    assert [Role.read(role.label) for role in Role] == list(Role)
