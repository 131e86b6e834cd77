"""`troly invite`, `troly people` and `troly revoke`: what they print, write and refuse."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import segno

from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.people import People
from progress.persons import OPERATOR
from progress.roles import Role
from tests.app.conftest import Troly
from tests.conftest import Clock

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


@contextmanager
def opened(troly: Troly, clock: Clock) -> Iterator[tuple[Database, People]]:
    """The database that the command made, with the time of its first day."""
    database = Database.open(f"sqlite:///{troly.folder / 'data' / 'troly.db'}")
    try:
        yield database, People(database, clock)
    finally:
        database.close()


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found
    return found[0]


def test_an_invitation_prints_its_code_role_and_end_and_the_code_works(troly: Troly, clock: Clock) -> None:
    ran = troly("invite", "--agency", "so tai chinh", "--role", "dau-moi", "--days", "3")
    assert (ran.status, ran.err) == (0, "")
    code = code_in(ran.out)
    assert ran.out.startswith(f"Mã mời số 1: {code}\nVai trò: đầu mối, Sở Tài chính\nDùng một lần, trước ")
    assert f"Người được mời gõ cho trợ lý: /dangky {code}\n" in ran.out
    assert "t.me" not in ran.out
    with opened(troly, clock) as (database, people):
        [entry] = AuditLog(database).latest()
        assert (entry.actor, entry.deed, entry.channel) == (OPERATOR, Deed.INVITE, "cli")
        [held] = people.register("telegram", "1", code).person.memberships
        assert (held.role, held.agency) == (Role.REPORTER, "Sở Tài chính")


def test_with_the_name_of_the_bot_there_is_a_link_and_a_picture_of_it(troly: Troly) -> None:
    ran = troly("invite", "--role", "quan tri", "--qr", "moi.png", telegram_bot="@troly_angiang_bot")
    link = f"https://t.me/troly_angiang_bot?start={code_in(ran.out)}"
    assert "Vai trò: quản trị, toàn tỉnh\n" in ran.out
    assert f"hoặc mở: {link}\n" in ran.out
    assert ran.out.endswith("Đã ghi mã QR: moi.png\n")
    assert (troly.folder / "moi.png").read_bytes() == picture_of(link)
    assert (troly.folder / "moi.png").stat().st_mode & 0o077 == 0


def test_without_the_name_of_the_bot_the_picture_holds_the_line_to_type(troly: Troly) -> None:
    ran = troly("invite", "--role", "dieu-phoi", "--qr", "moi.png")
    assert (troly.folder / "moi.png").read_bytes() == picture_of(f"/dangky {code_in(ran.out)}")


def picture_of(text: str) -> bytes:
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=8)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "dau-moi"], "Vai trò đầu mối cần cơ quan: thêm --agency"),
        (["--role", "giám đốc"], "Không có vai trò “giám đốc”; hãy chọn: can-bo (cán bộ), dau-moi (đầu mối)"),
        (
            ["--role", "dau-moi", "--agency", "Sở Tài chánh"],
            "Danh bạ không có đúng một cơ quan tên “Sở Tài chánh”; gần nhất: Sở Tài chính",
        ),
        (
            ["--role", "dau-moi", "--agency", "tập đoàn điện lực hoàng hôn"],
            "Danh bạ không có đúng một cơ quan tên “tập đoàn điện lực hoàng hôn”.",
        ),
        (
            ["--role", "lanh-dao", "--agency", "các sở ngành"],
            "“Các sở, ban ngành tỉnh” là một nhóm cơ quan; hãy nêu đúng một cơ quan, ví dụ: Sở Nội vụ",
        ),
        (["--role", "quan-tri", "--qr", "moi.jpg"], "moi.jpg: mã QR được ghi thành tệp .png."),
        (["--role", "quan-tri", "--qr", "khong/co.png"], "khong/co.png: không ghi được"),
    ],
)
def test_a_wrong_invitation_is_one_line_and_makes_nothing(troly: Troly, words: list[str], said: str) -> None:
    ran = troly("invite", *words)
    assert (ran.status, ran.out) == (2, "")
    [line] = ran.err.splitlines()
    assert said in line
    assert "0 mã mời chưa dùng" in troly("people").out


def test_people_are_listed_with_channels_roles_and_waiting_invitations(troly: Troly, clock: Clock) -> None:
    assert troly("people").out == "0 người, 0 mã mời chưa dùng.\n"
    codes = [
        code_in(troly("invite", "--agency", agency, "--role", "dau-moi").out)
        for agency in ("STC", "xã An Phú", "Sở Y tế")
    ]
    with opened(troly, clock) as (_, people):
        first = people.register("telegram", "1", codes[0], "Nguyễn Văn An").person
        people.register("telegram", "2", codes[1])
        people.register("web", "w", people.link_code(first.id, channel="telegram").code)
    ran = troly("people")
    assert "1. Nguyễn Văn An (telegram, web), vào 12:00 ngày 4/5/2026\n    đầu mối, Sở Tài chính\n" in ran.out
    assert "2. chưa có tên (telegram), vào 12:00 ngày 4/5/2026\n    đầu mối, Xã An Phú\n" in ran.out
    assert "2 người, 1 mã mời chưa dùng.\n    mã mời số 3: đầu mối, Sở Y tế, đến " in ran.out
    of_one = troly("people", "--agency", "an phu").out
    assert of_one.startswith("2. chưa có tên")
    assert of_one.endswith("1 người, 0 mã mời chưa dùng.\n")
    assert not [code for code in codes if code in ran.out]


def test_roles_and_invitations_are_taken_back(troly: Troly, clock: Clock) -> None:
    code = code_in(troly("invite", "--agency", "STC", "--role", "dau-moi").out)
    assert troly("invite", "--agency", "SYT", "--role", "lanh-dao").status == 0
    with opened(troly, clock) as (_, people):
        people.register("telegram", "1", code)
    assert troly("revoke", "1", "--role", "dau moi", "--agency", "STC").out == (
        "Đã thu hồi của người số 1: đầu mối, Sở Tài chính.\n"
    )
    assert "không giữ vai trò nào" in troly("people").out
    assert troly("revoke", "--invitation", "2").out == "Đã hủy mã mời số 2.\n"
    for words, said in (
        (["1"], "Người số 1 không giữ vai trò nào như vậy"),
        (["9"], "Không có ai mang số 9"),
        (["--invitation", "2"], "Không có mã mời số 2 nào còn dùng được"),
        ([], "Hãy nêu số của một người"),
        (["1", "--invitation", "2"], "Hãy nêu số của một người"),
        (["1", "--agency", "Sở Tài chánh"], "gần nhất: Sở Tài chính"),
    ):
        ran = troly("revoke", *words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert said in ran.err


def test_tokens_are_given_listed_and_ended_by_the_operator(troly: Troly, clock: Clock) -> None:
    code = code_in(troly("invite", "--agency", "STC", "--role", "dau-moi").out)
    with opened(troly, clock) as (_, people):
        person = people.register("telegram", "1", code).person
    given = troly("token", "1", "--days", "7")
    assert given.out.startswith("Mã số 1, chỉ hiện một lần: troly_")
    with opened(troly, clock) as (_, people):
        assert people.person_of_token(given.out.splitlines()[0].rpartition(" ")[2]) == person
    assert troly("token", "1", "--list").out.startswith("mã số 1: cấp ")
    assert troly("token", "1", "--revoke", "1").out == "Đã thu hồi mã số 1.\n"
    assert troly("token", "1", "--list").out == ""
    assert troly("token", "1", "--revoke-all").out == "Đã thu hồi 0 mã của người số 1.\n"
    for words, said in (
        (["9"], "Không có ai mang số 9"),
        (["1", "--revoke", "1"], "Người số 1 không có mã số 1 nào còn dùng được"),
        (["1", "--list", "--revoke-all"], "Chỉ dùng một trong ba"),
    ):
        ran = troly("token", *words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert said in ran.err
    with opened(troly, clock) as (database, _):
        acts = [(one.actor, one.deed) for one in AuditLog(database).latest(limit=2)]
        assert acts == [(OPERATOR, Deed.REVOKE_TOKEN), (OPERATOR, Deed.ISSUE_TOKEN)]


def test_an_address_for_letters_is_written_down_and_removed(troly: Troly, clock: Clock) -> None:
    ran = troly("invite", "--agency", "Sở Tài chính", "--role", "dau-moi")
    with opened(troly, clock) as (_, people):
        person = people.register("telegram", "1", code_in(ran.out), "An").person
    written = troly("mail", str(person.id), "An@AnGiang.gov.vn")
    assert written.out == (
        f"Đã ghi địa chỉ thư của người số {person.id}: an@angiang.gov.vn.\n"
        "TROLY_SMTP_URL chưa đặt nên thư chưa được gửi.\n"
    )
    assert "(telegram, email)" in troly("people").out
    assert troly("mail", str(person.id), "an").err == (
        "“an” không phải là địa chỉ thư; cần dạng ten@coquan.gov.vn.\n"
    )
    assert troly("mail", "99", "an@x.vn").err == "Không có ai mang số 99; xem troly people.\n"
    assert troly("mail", str(person.id)).err == "Hãy nêu một địa chỉ thư, hoặc --remove.\n"
    assert "không gửi thư" in troly("mail", str(person.id), "--remove").out
