"""Settings are read from the environment and .env; every mistake is one clear line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, name_in_environment, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
Setter = Callable[..., None]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("TROLY_") or name == "RETRIEVAL_MODEL"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Setter:
    def give(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return give


def mistakes() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value).splitlines()


def test_without_any_setting_it_serves_the_bundled_plan_from_sqlite_on_this_machine() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.plan) == ("127.0.0.1", 8000, None)
    assert settings.database == "sqlite:///data/troly.db"


def test_the_environment_goes_before_the_file(given: Setter, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TROLY_PORT=9000\nTROLY_HOST=0.0.0.0\n# ghi chú\n", encoding="utf-8")
    given(TROLY_PORT="9001")
    settings = read_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 9001)  # noqa: S104 - only compared


def test_an_empty_setting_is_one_not_given(given: Setter) -> None:
    given(TROLY_PORT="", TROLY_TELEGRAM_TOKEN="", TROLY_DATABASE_URL="")
    settings = read_settings()
    assert (settings.port, settings.telegram_token, settings.database_url) == (8000, None, None)


@pytest.mark.parametrize("name", ["TROLY_RETRIEVAL_MODEL", "RETRIEVAL_MODEL"])
def test_the_model_may_be_named_with_or_without_the_prefix(given: Setter, name: str) -> None:
    given(**{name: "keepitreal/vietnamese-sbert"})
    assert read_settings().retrieval_model == "keepitreal/vietnamese-sbert"


def test_lists_are_written_with_commas_and_levels_in_any_case(given: Setter) -> None:
    given(TROLY_TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1 ,", TROLY_LOG_LEVEL="debug")
    settings = read_settings()
    assert (settings.trusted_proxies, settings.log_level) == (("10.0.0.0/8", "127.0.0.1"), "DEBUG")


@pytest.mark.parametrize(
    ("name", "value", "needed"),
    [
        ("PORT", "tám nghìn", "một số nguyên từ 1 đến 65535"),
        ("PORT", "70000", "một số nguyên từ 1 đến 65535"),
        ("PLAN", "khong-co.txt", "đường dẫn một tệp có thật"),
        ("DIRECTORY", "khong-co", "đường dẫn một thư mục có thật"),
        ("PUBLIC_URL", "troly", "một địa chỉ https://"),
        ("ASK_RATE", "nhiều", "dạng 120/minute, 5/second, hoặc 0"),
        ("TELEGRAM_BOT", "trợ lý", "tên BotFather cấp, như troly_angiang_bot"),
        ("EVIDENCE_STORE", "minio/kho", "dạng s3://tên-kho hoặc s3://tên-kho/thư-mục"),
        ("EVIDENCE_LIMIT_MB", "0", "một số MB từ 1 đến 100"),
        ("LOG_FORMAT", "xml", "console hoặc json"),
        ("DIGEST_TIME", "22:00", "dạng 07:30, từ 06:00 đến 20:59"),
        ("DIGEST_REMINDERS", "5, ba", "các số từ 1 đến 20, cách nhau bằng dấu phẩy"),
        ("DIGEST_REMINDERS", "0", "các số từ 1 đến 20, cách nhau bằng dấu phẩy"),
        ("DIGEST_GRACE", "-1", "một số từ 0 đến 20"),
    ],
)
def test_a_wrong_value_gets_one_line_that_says_what_is_needed(
    given: Setter, name: str, value: str, needed: str
) -> None:
    given(**{f"TROLY_{name}": value})
    assert mistakes() == [f"TROLY_{name}: giá trị “{value}” không dùng được, cần {needed}."]


def test_all_mistakes_are_told_at_once(given: Setter) -> None:
    given(TROLY_PORT="x", TROLY_LOG_LEVEL="loud", TROLY_POTR="1")
    told = mistakes()
    assert len(told) == 3
    assert "TROLY_POTR: không có cài đặt nào tên như vậy; có phải TROLY_PORT?" in told


def test_a_misspelt_name_in_the_file_is_seen_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TROLY_TELEGRAM_TOKN=abc\n")
    assert mistakes() == [
        "TROLY_TELEGRAM_TOKN: không có cài đặt nào tên như vậy; có phải TROLY_TELEGRAM_TOKEN?"
    ]


def test_a_file_that_is_no_text_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TROLY_HOST=\xff\xfe\n")
    assert mistakes() == [".env: không đọc được; cần một tệp văn bản UTF-8."]


def test_telegram_needs_an_https_address(given: Setter) -> None:
    given(TROLY_TELEGRAM_TOKEN="123456:abc", TROLY_PUBLIC_URL="http://troly.vn")
    [told] = mistakes()
    assert told.startswith("TROLY_PUBLIC_URL: Telegram chỉ gọi về địa chỉ https://")


def test_a_bucket_needs_both_halves_of_its_key(given: Setter) -> None:
    given(TROLY_EVIDENCE_STORE="s3://minh-chung/cchc", TROLY_EVIDENCE_KEY_ID="a")
    [told] = mistakes()
    assert told == "TROLY_EVIDENCE_KEY_ID và TROLY_EVIDENCE_SECRET: cần cả hai, hoặc bỏ trống cả hai."


def test_workers_need_a_database_that_they_can_share(given: Setter) -> None:
    given(TROLY_JOBS="workers")
    [told] = mistakes()
    assert told.startswith("TROLY_JOBS: workers cần PostgreSQL")
    given(TROLY_JOBS="workers", TROLY_DATABASE_URL="postgresql://a@db/troly")
    assert read_settings().jobs == "workers"


def test_letters_need_a_server_and_a_sender(given: Setter) -> None:
    given(TROLY_SMTP_URL="smtp://mail:25")
    [told] = mistakes()
    assert told == "TROLY_SMTP_URL và TROLY_MAIL_SENDER: cần cả hai, hoặc bỏ trống cả hai."


def test_secrets_never_show(given: Setter) -> None:
    given(TROLY_TELEGRAM_TOKEN="123456:bi-mat", TROLY_DATABASE_URL="postgresql://a:bi-mat@db/troly")
    settings = read_settings()
    assert "bi-mat" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_the_example_file_explains_every_setting_once_with_its_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    explained = dict(re.findall(r"^# (.+)\n#(TROLY_\w+)=.*$", text, re.MULTILINE))
    shown = dict(re.findall(r"^#(TROLY_\w+)=(.*)$", text, re.MULTILINE))
    fields = Settings.model_fields
    assert list(shown) == [name_in_environment(field) for field in fields]
    assert {name: says for says, name in explained.items()} == {
        name_in_environment(field): about.description for field, about in fields.items()
    }


def test_the_example_file_can_be_used_as_it_is_with_all_its_values(tmp_path: Path) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix("#") for line in lines if line.startswith("#TROLY_")]
    (tmp_path / ".env").write_text("\n".join(shown), encoding="utf-8")
    assert read_settings() == Settings(_env_file=None)  # type: ignore[call-arg]
