"""`troly doctor` beside real parts, whole and broken: one line each that says what to do."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from progress.database import Database, move, newest_revision
from tests.app.conftest import Ran, Troly, free_port
from tests.conftest import NewPostgresql
from tests.integration.emulators import BOT_USERNAME, TelegramEmulator, install_emulators, running_telegram

NOBODY = 65534


def lines(ran: Ran) -> dict[str, str]:
    """What was said of each part, with its mark."""
    assert ran.err == ""
    said = [line.split(": ", 1) for line in ran.out.splitlines()]
    return {start[3:]: f"{start[:2].strip()} {rest}" for start, rest in said}


@pytest.fixture
def data(troly: Troly) -> Path:
    """The data folder of an assistant that has been used."""
    assert troly("migrate").status == 0
    return troly.folder / "data"


@pytest.mark.usefixtures("data")
def test_all_is_well_after_the_first_start(troly: Troly) -> None:
    ran = troly("doctor")
    assert ran.status == 0
    said = lines(ran)
    assert {part for part, line in said.items() if line.startswith("ok ")} == {
        "cài đặt", "thư mục dữ liệu", "đĩa", "cơ sở dữ liệu", "bảng dữ liệu", "kế hoạch",
        "chỉ mục và mô hình", "múi giờ", "kho minh chứng", "phông chữ",
    }  # fmt: skip
    assert said["bảng dữ liệu"] == f"ok bản {newest_revision()}"
    assert "→" not in ran.out


def test_before_the_first_start_nothing_is_made(troly: Troly) -> None:
    ran = troly("doctor")
    assert ran.status == 0
    assert lines(ran)["cơ sở dữ liệu"].startswith("– chưa có data/troly.db")
    assert list(troly.folder.iterdir()) == []


def test_wrong_settings_are_told_all_at_once(troly: Troly) -> None:
    ran = troly("doctor", port="x", log_level="ồn")
    assert ran.status == 1
    assert [line.partition(": giá trị")[0] for line in ran.out.splitlines()] == [
        "✗  cài đặt: TROLY_PORT", "✗  cài đặt: TROLY_LOG_LEVEL",
    ]  # fmt: skip


def test_a_damaged_database_and_a_missing_model_are_told_with_their_remedy(troly: Troly, data: Path) -> None:
    with (data / "troly.db").open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))
    said = lines(broken := troly("doctor", virus_scanner="/khong/co/may-quet"))
    assert broken.status == 1
    assert said["cơ sở dữ liệu"].startswith("✗ ")
    assert said["cơ sở dữ liệu"].endswith("dời tệp ấy đi, rồi troly restore bản gần nhất")
    assert said["quét vi-rút"].startswith("✗ máy quét không trả lời")
    assert said["chỉ mục và mô hình"].startswith("ok ")


def test_what_is_no_database_at_all_is_told_too(troly: Troly, data: Path) -> None:
    (data / "troly.db").write_bytes(b"xin ch\xc3\xa0o" * 1000)
    assert lines(troly("doctor"))["cơ sở dữ liệu"].startswith("✗ Không mở được cơ sở dữ liệu")


@pytest.mark.postgresql
def test_tables_that_are_old_or_lost_are_told_with_their_remedy(
    troly: Troly, new_postgresql: NewPostgresql
) -> None:
    url = new_postgresql()
    with closing(Database.open(url)) as database:
        assert tables(troly, url).startswith("– chưa có bảng nào")
        with database.writing() as connection:
            move(connection, "0002")
        assert tables(troly, url) == (
            f"✗ ở bản 0002, chương trình cần bản {newest_revision()} → "
            "sao lưu (troly backup) rồi chạy troly migrate"
        )
        database.migrate()
        with database.writing() as connection:
            connection.exec_driver_sql("DROP TABLE feedback")
        assert tables(troly, url).startswith("✗ thiếu feedback → troly restore vào một cơ sở dữ liệu mới")


def tables(troly: Troly, url: str) -> str:
    said = lines(troly("doctor", database_url=url))
    assert said["cơ sở dữ liệu"] == "ok PostgreSQL"
    assert said["đồng hồ"].startswith("ok lệch máy chủ PostgreSQL 0 giây")
    return said["bảng dữ liệu"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_a_folder_of_another_account_is_left_alone(troly: Troly, data: Path) -> None:
    os.chown(data, NOBODY, -1)
    before = sorted(data.iterdir())
    assert "→ chạy lại bằng tài khoản ấy: sudo -u nobody" in lines(troly("doctor"))["thư mục dữ liệu"]
    assert sorted(data.iterdir()) == before


@pytest.mark.usefixtures("data")
def test_a_folder_others_may_read_is_to_be_closed(troly: Troly, data: Path) -> None:
    data.chmod(0o755)
    assert lines(troly("doctor"))["thư mục dữ liệu"] == "✗ tài khoản khác đọc được data → chmod 700 data"


def test_telegram_is_asked_for_the_bot_and_its_webhook(troly: Troly, tmp_path: Path) -> None:
    install_emulators()
    folder = tmp_path / "telegram"
    folder.mkdir()
    with running_telegram(folder) as telegram:
        polling = lines(telegram_doctor(troly, telegram))
        assert polling["Telegram"] == f"ok @{BOT_USERNAME}"
        assert polling["webhook"].startswith("– không dùng, trợ lý tự hỏi Telegram; 0 tin")

        wrong = telegram_doctor(troly, telegram, telegram_token=f"{telegram.token}x")
        assert wrong.status == 1
        assert lines(wrong)["Telegram"].startswith(
            "✗ Telegram không nhận mã của bot → lấy lại mã ở @BotFather"
        )
        assert telegram.token not in wrong.out

        other = lines(telegram_doctor(troly, telegram, telegram_bot="bot_khac"))
        assert other["Telegram"].endswith(f"→ đặt TROLY_TELEGRAM_BOT={BOT_USERNAME}")

        unregistered = telegram_doctor(troly, telegram, public_url="https://troly.example")
        assert lines(unregistered)["webhook"].startswith("✗ chưa đăng ký → khởi động lại troly serve")
    gone = telegram_doctor(troly, telegram)
    assert lines(gone)["Telegram"].startswith("✗ không liên lạc được với http://127.0.0.1")


def test_the_server_of_letters_is_greeted_and_gets_none(troly: Troly) -> None:
    port = free_port()
    settings = {"smtp_url": f"smtp://127.0.0.1:{port}", "mail_sender": "troly@angiang.gov.vn"}
    gone = lines(troly("doctor", **settings))["thư điện tử"]
    assert gone.startswith(f"✗ không liên lạc được với 127.0.0.1:{port} (")
    assert gone.endswith("→ xem máy chủ thư và TROLY_SMTP_URL")
    letters = Controller(Sink(), hostname="127.0.0.1", port=port)
    letters.start()
    try:
        assert lines(troly("doctor", **settings))["thư điện tử"] == f"ok 127.0.0.1:{port}"
        refused = settings | {"smtp_url": f"smtp://troly:sai@127.0.0.1:{port}"}
        assert lines(troly("doctor", **refused))["thư điện tử"].startswith("✗ ")
    finally:
        letters.stop()


def telegram_doctor(troly: Troly, telegram: TelegramEmulator, **settings: str) -> Ran:
    given = {"telegram_token": telegram.token, "telegram_api": telegram.api, **settings}
    return troly("doctor", **given)
