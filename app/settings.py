"""Settings from the environment and from .env; every mistake is told in one Vietnamese line."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.mistakes import OperatorMistake

PREFIX = "TROLY_"
ENV_FILE = Path(".env")
DATABASE_NAME = "troly.db"
MOST_DAYS_BEFORE = 20  # working days
RATE = r"^(0|[1-9]\d*/([1-9]\d* )?(second|minute|hour|day)s?)$"


class SettingsError(OperatorMistake):
    """One or more settings cannot be used; each has a line of its own."""


def _setting(default: Any, *, says: str, expects: str, **limits: Any) -> Any:
    """A field with what it means, and what a wrong value should have been, both in Vietnamese."""
    return Field(default, description=says, json_schema_extra={"expects": expects}, **limits)


class Settings(BaseSettings):
    """All settings, each read from ``TROLY_`` and its name in capitals. Secrets never show in a repr."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    data_folder: Path = _setting(
        Path("data"),
        says="Thư mục giữ cơ sở dữ liệu và chỉ mục tìm kiếm.",
        expects="đường dẫn một thư mục",
    )
    database_url: SecretStr | None = _setting(
        None,
        says="Cơ sở dữ liệu; bỏ trống là SQLite trong thư mục dữ liệu.",
        expects="sqlite:///tệp hoặc postgresql://người:mật_khẩu@máy/tên",
    )
    plan: Path | None = _setting(
        None,
        says="Tệp kế hoạch; bỏ trống là Phụ lục II, Kế hoạch 201/KH-UBND của An Giang.",
        expects="đường dẫn một tệp có thật",
    )
    directory: Path | None = _setting(
        None,
        says="Thư mục danh bạ cơ quan của tỉnh (các tệp .csv); bỏ trống là danh bạ An Giang.",
        expects="đường dẫn một thư mục có thật",
    )
    reporting_calendar: Path | None = _setting(
        None,
        says="Tệp lịch báo cáo (.toml): các kỳ, ngày chốt, hạn gửi; bỏ trống là lịch bốn kỳ mỗi năm.",
        expects="đường dẫn một tệp có thật",
    )
    days_off: Path | None = _setting(
        None,
        says="Tệp ngày nghỉ và làm bù riêng (.toml), thêm vào lịch nghỉ lễ đi kèm; bỏ trống là không có.",
        expects="đường dẫn một tệp có thật",
    )
    digest_time: str = _setting(
        "07:30",
        says="Giờ gửi bản tin sáng các ngày làm việc, giờ Việt Nam; ai muốn khác thì gõ /bantin gio.",
        expects="dạng 07:30, từ 06:00 đến 20:59",
        pattern=r"^(0[6-9]|1\d|20):[0-5]\d$",
    )
    digest_reminders: Annotated[tuple[int, ...], NoDecode] = _setting(
        (5, 3, 1),
        says="Nhắc báo cáo chưa gửi trước hạn mấy ngày làm việc, cách nhau bằng dấu phẩy.",
        expects="các số từ 1 đến 20, cách nhau bằng dấu phẩy",
    )
    digest_grace: int = _setting(
        2,
        says="Quá hạn mấy ngày làm việc thì báo lãnh đạo cơ quan.",
        expects="một số từ 0 đến 20",
        ge=0,
        le=20,
    )
    retrieval_model: str | None = _setting(
        None,
        says="Thư mục hoặc tên mô hình sentence-transformers; bỏ trống là mô hình đi kèm.",
        expects="thư mục hoặc tên một mô hình",
        validation_alias=AliasChoices(f"{PREFIX}RETRIEVAL_MODEL", "RETRIEVAL_MODEL"),
    )
    rerank_model: str | None = _setting(
        None,
        says="Thư mục hoặc tên mô hình cross-encoder đọc lại các nhiệm vụ đứng đầu; bỏ trống là không dùng.",
        expects="thư mục hoặc tên một mô hình",
    )
    host: str = _setting(
        "127.0.0.1",
        says="Địa chỉ máy chủ lắng nghe; 0.0.0.0 là mọi địa chỉ.",
        expects="một địa chỉ máy",
    )
    port: int = _setting(
        8000, says="Cổng máy chủ lắng nghe.", expects="một số nguyên từ 1 đến 65535", ge=1, le=65535
    )
    metrics_port: int | None = _setting(
        None,
        says="Cổng riêng cho số đo của Prometheus (/metrics), không đưa ra ngoài; bỏ trống là không mở.",
        expects="một số nguyên từ 1 đến 65535",
        ge=1,
        le=65535,
    )
    public_url: HttpUrl | None = _setting(
        None,
        says="Địa chỉ người ngoài dùng để vào; có thì Telegram gọi về địa chỉ này (webhook).",
        expects="một địa chỉ https://",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = _setting(
        ("127.0.0.1",),
        says="Máy trung gian (proxy) được tin khi báo địa chỉ người dùng, cách nhau bằng dấu phẩy.",
        expects="các địa chỉ hoặc dải mạng, cách nhau bằng dấu phẩy",
    )
    ask_rate: str = _setting(
        "120/minute",
        says="Mỗi địa chỉ được hỏi bao nhiêu lần; 0 là không giới hạn.",
        expects="dạng 120/minute, 5/second, hoặc 0",
        pattern=RATE,
    )
    browse_rate: str = _setting(
        "600/minute",
        says="Mỗi địa chỉ được xem bao nhiêu trang; 0 là không giới hạn.",
        expects="dạng 600/minute, 20/second, hoặc 0",
        pattern=RATE,
    )
    telegram_token: SecretStr | None = _setting(
        None, says="Mã bí mật của bot Telegram (BotFather cấp); bỏ trống là không dùng.", expects="mã của bot"
    )
    telegram_bot: str | None = _setting(
        None,
        says="Tên của bot Telegram, để lời mời có đường dẫn t.me; bỏ trống là lời mời chỉ có mã.",
        expects="tên BotFather cấp, như troly_angiang_bot",
        pattern=r"^[A-Za-z][A-Za-z0-9_]{4,31}$",
    )
    telegram_api: HttpUrl = _setting(
        HttpUrl("https://api.telegram.org"),
        says="Máy chủ Bot API; đổi khi cơ quan tự chạy máy chủ Bot API.",
        expects="một địa chỉ http:// hoặc https://",
    )
    telegram_proxy: SecretStr | None = _setting(
        None,
        says="Proxy để ra Telegram khi mạng chặn, ví dụ http://máy:cổng.",
        expects="một địa chỉ http://",
    )
    jobs: Literal["embedded", "workers"] = _setting(
        "embedded",
        says="Việc tự chạy (bản tin, gửi tin, dọn dữ liệu): embedded là ngay trong troly serve, "
        "workers là trong các tiến trình troly worker, cần PostgreSQL.",
        expects="embedded hoặc workers",
    )
    deliveries_at_once: int = _setting(
        4,
        says="Mỗi kênh gửi đi nhiều nhất mấy tin cùng lúc; tăng khi đường truyền ra Telegram chậm. "
        "Khi tiến trình bị ngắt đột ngột, những tin đang gửi dở có thể tới hai lần.",
        expects="một số nguyên từ 1 đến 16",
        ge=1,
        le=16,
    )
    smtp_url: SecretStr | None = _setting(
        None,
        says="Máy chủ thư cho người không nhận được tin qua kênh khác: smtp://tên:mật_khẩu@máy:587 "
        "(STARTTLS) hoặc smtps://tên:mật_khẩu@máy:465; bỏ trống là không gửi thư.",
        expects="dạng smtp://máy:cổng hoặc smtps://máy:cổng",
    )
    mail_sender: str | None = _setting(
        None,
        says="Địa chỉ thư gửi đi, như troly@angiang.gov.vn; cần khi đặt TROLY_SMTP_URL.",
        expects="một địa chỉ thư",
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
    )
    asking: Literal["all", "registered"] = _setting(
        "all",
        says="Ai được hỏi: all là mọi người, registered là người đã đăng ký và đang giữ một vai trò.",
        expects="all hoặc registered",
    )
    evidence_store: str | None = _setting(
        None,
        says="Nơi giữ tệp minh chứng: s3://kho/thư-mục; bỏ trống là thư mục evidence trong thư mục dữ liệu.",
        expects="dạng s3://tên-kho hoặc s3://tên-kho/thư-mục",
        pattern=r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^/].*)?$",
    )
    evidence_endpoint: HttpUrl | None = _setting(
        None,
        says="Địa chỉ máy chủ S3 của cơ quan (MinIO, Ceph…); bỏ trống là Amazon S3.",
        expects="một địa chỉ http:// hoặc https://",
    )
    evidence_region: str = _setting("us-east-1", says="Vùng của kho S3.", expects="tên một vùng")
    evidence_key_id: SecretStr | None = _setting(
        None, says="Mã khóa vào kho S3; bỏ trống là lấy từ máy đang chạy.", expects="mã khóa S3"
    )
    evidence_secret: SecretStr | None = _setting(
        None, says="Khóa bí mật vào kho S3.", expects="khóa bí mật S3"
    )
    evidence_limit_mb: int = _setting(
        20, says="Mỗi tệp minh chứng lớn nhất bao nhiêu MB.", expects="một số MB từ 1 đến 100", ge=1, le=100
    )
    virus_scanner: str | None = _setting(
        None,
        says="Quét vi-rút mỗi tệp: clamd:///đường/dẫn.sock, clamd://máy:cổng, hoặc một lệnh đọc tệp "
        "từ đầu vào (kết thúc 0 là sạch, 1 là có vi-rút); bỏ trống là không quét.",
        expects="clamd://... hoặc một câu lệnh",
    )
    question_retention_days: int = _setting(
        90,
        says="Giữ lời của câu hỏi chưa trả lời được bao nhiêu ngày.",
        expects="một số ngày từ 1 đến 3650",
        ge=1,
        le=3650,
    )
    conversation_retention_days: int = _setting(
        30,
        says="Nhớ mạch trò chuyện bao nhiêu ngày từ lần hỏi cuối.",
        expects="một số ngày từ 1 đến 3650",
        ge=1,
        le=3650,
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _setting(
        "INFO", says="Mức ghi nhật ký.", expects="DEBUG, INFO, WARNING hoặc ERROR"
    )
    log_format: Literal["console", "json"] = _setting(
        "console", says="Dạng nhật ký: console cho người đọc, json cho máy đọc.", expects="console hoặc json"
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("digest_reminders", mode="before")
    @classmethod
    def _days(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        days = tuple(int(part) for part in value.split(","))  # ValueError is told as any other
        if not all(1 <= day <= MOST_DAYS_BEFORE for day in days):
            raise ValueError(value)
        return days

    @field_validator("telegram_bot", mode="before")
    @classmethod
    def _without_at(cls, value: object) -> object:
        return value.strip().removeprefix("@") if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("plan", "reporting_calendar", "days_off", mode="after")
    @classmethod
    def _is_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(value)
        return value

    @field_validator("directory", mode="after")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(value)
        return value

    @property
    def database(self) -> str:
        """URL of the database, with its password: not for logs."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_folder / DATABASE_NAME}"

    @property
    def evidence_folder(self) -> Path:
        return self.data_folder / "evidence"

    @property
    def index_folder(self) -> Path:
        return self.data_folder / "index"


def read_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Settings of this process. Raises SettingsError that lists every mistake."""
    given = {**_in_file(env_file), **os.environ}
    mistakes = list(_unknown(given))
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # an argument of BaseSettings itself
    except ValidationError as error:
        mistakes += [_line(detail) for detail in error.errors(include_url=False)]
    else:
        mistakes += _contradictions(settings)
        if not mistakes:
            return settings
    raise SettingsError("\n".join(mistakes))


def name_in_environment(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def _in_file(env_file: Path | None) -> Mapping[str, str | None]:
    if env_file is None or not env_file.is_file():
        return {}
    try:
        return dotenv_values(env_file)
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{env_file}: không đọc được; cần một tệp văn bản UTF-8.") from None


def _unknown(given: Iterable[str]) -> Iterable[str]:
    known = [name_in_environment(field) for field in Settings.model_fields]
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"; có phải {close[0]}?" if close else "; xem .env.example."
            yield f"{name}: không có cài đặt nào tên như vậy{hint}"


def _line(detail: ErrorDetails) -> str:
    field = str(detail["loc"][0]).removeprefix(PREFIX).lower()
    about = Settings.model_fields[field]
    expects = about.json_schema_extra["expects"] if isinstance(about.json_schema_extra, dict) else ""
    is_secret = "SecretStr" in str(about.annotation)
    value = "" if is_secret else f" “{detail['input']}”"
    return f"{name_in_environment(field)}: giá trị{value} không dùng được, cần {expects}."


def _contradictions(settings: Settings) -> Iterable[str]:
    url = settings.public_url
    if settings.telegram_token and url and url.scheme != "https":
        yield f"TROLY_PUBLIC_URL: Telegram chỉ gọi về địa chỉ https://, không phải “{url}”."
    if settings.jobs == "workers" and settings.database.startswith("sqlite"):
        yield "TROLY_JOBS: workers cần PostgreSQL; đặt TROLY_DATABASE_URL=postgresql://..., hoặc để embedded."
    if (settings.smtp_url is None) != (settings.mail_sender is None):
        yield "TROLY_SMTP_URL và TROLY_MAIL_SENDER: cần cả hai, hoặc bỏ trống cả hai."
    if (settings.evidence_key_id is None) != (settings.evidence_secret is None):
        yield "TROLY_EVIDENCE_KEY_ID và TROLY_EVIDENCE_SECRET: cần cả hai, hoặc bỏ trống cả hai."
