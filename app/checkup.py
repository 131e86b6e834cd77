"""The parts a troly stands on, looked at one by one; nothing is repaired and no data is changed."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import inspect, text

from app.clock import Clock
from app.evidence import open_evidence_store
from app.findings import Finding, broken, unused, well
from app.mistakes import OperatorMistake
from app.readiness import index_trouble
from app.settings import Settings
from app.telegram_checkup import telegram_findings
from app.wiring import Assistant, build_assistant
from bot.roll_up_picture import has_font
from progress.database import Database, DatabaseError, newest_revision
from progress.evidence import FileInfected, ScannerDown
from progress.scanning import open_scanner
from progress.tables.whole import METADATA

ZONE = "Asia/Ho_Chi_Minh"
FREE_ENOUGH = 2 * 2**30  # bytes: a backup is as large as the data, and a full disk stops every act
CLOCK_PATIENCE = dt.timedelta(minutes=2)
SAMPLE = "Trợ lý CCHC tự kiểm tra.".encode()


def findings(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """All findings, in the order in which they depend on each other."""
    yield _folder(settings.data_folder)
    yield _disk(settings.data_folder)
    yield from _tried("cơ sở dữ liệu", lambda: list(_database(settings, clock)))
    yield from _tried("chỉ mục và mô hình", lambda: list(_assistant(settings, clock)))
    yield _zone(clock)
    yield from _tried("kho minh chứng", lambda: [_evidence(settings, clock)])
    yield from _tried("quét vi-rút", lambda: [_scanner(settings)])
    yield from _tried("phông chữ", lambda: [_font()])
    yield from _tried("Telegram", lambda: list(telegram_findings(settings)))
    yield from _tried("thư điện tử", lambda: [_mail(settings)])


def _tried(part: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except OperatorMistake as mistake:
        return [broken(part, str(mistake), "sửa mục ấy trong cài đặt")]
    except Exception as error:  # noqa: BLE001 - one part that cannot be looked at must not hide the others
        return [broken(part, f"không kiểm tra được ({type(error).__name__})", "xem nhật ký của troly serve")]


def _folder(folder: Path) -> Finding:
    part = "thư mục dữ liệu"
    there = _nearest(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        told = f"không ghi được vào {there}"
        return broken(part, told, "cho tài khoản chạy troly quyền ghi, hoặc đặt TROLY_DATA_FOLDER khác")
    if there != folder.absolute():
        return unused(part, f"chưa có {folder}; troly serve sẽ tạo")
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        told = f"{folder} thuộc tài khoản {_account(owner)}, lệnh này chạy bằng {_account(os.geteuid())}"
        return broken(part, told, f"chạy lại bằng tài khoản ấy: sudo -u {_account(owner)} troly doctor")
    if folder.stat().st_mode & 0o077:
        return broken(part, f"tài khoản khác đọc được {folder}", f"chmod 700 {folder}")
    return well(part, str(folder))


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_nearest(folder)).free
    told = f"còn trống {free / 2**30:.1f} GB"
    if free < FREE_ENOUGH:
        return broken(
            "đĩa", told, f"dọn bớt để còn ít nhất {FREE_ENOUGH // 2**30} GB (bản sao lưu cũ, nhật ký)"
        )
    return well("đĩa", told)


def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    part = "cơ sở dữ liệu"
    file = settings.data_folder / "troly.db"
    if settings.database_url is None and not file.exists():
        yield unused(part, f"chưa có {file}; troly serve sẽ tạo")
        return
    try:
        database = Database.open(settings.database)
    except DatabaseError as error:
        yield broken(
            part, str(error), "xem máy chủ và TROLY_DATABASE_URL; tệp hỏng thì dời đi rồi troly restore"
        )
        return
    with closing(database):
        trouble = _damage(database) if database.is_sqlite else ""
        if trouble:
            yield broken(
                part, f"tệp hỏng ({trouble})", "dừng troly, dời tệp ấy đi, rồi troly restore bản gần nhất"
            )
            return
        yield well(part, "SQLite" if database.is_sqlite else "PostgreSQL")
        yield _tables(database)
        if not database.is_sqlite:
            yield _server_clock(database, clock)


def _damage(database: Database) -> str:
    """What SQLite itself finds wrong with its file, "" for nothing."""
    with database.reading() as connection:
        found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    return "" if found == "ok" else " ".join(found.split())


def _tables(database: Database) -> Finding:
    part = "bảng dữ liệu"
    found, wanted = database.revision(), newest_revision()
    if found is None:
        return unused(part, "chưa có bảng nào; troly serve hoặc troly migrate sẽ tạo")
    if found != wanted:
        told = f"ở bản {found}, chương trình cần bản {wanted}"
        remedy = (
            "cài bản troly mới hơn" if found > wanted else "sao lưu (troly backup) rồi chạy troly migrate"
        )
        return broken(part, told, remedy)
    with database.engine.connect() as connection:
        lost = sorted(set(METADATA.tables) - set(inspect(connection).get_table_names()))
    if lost:
        return broken(part, f"thiếu {', '.join(lost)}", "troly restore vào một cơ sở dữ liệu mới, trống")
    return well(part, f"bản {found}")


def _server_clock(database: Database, clock: Clock) -> Finding:
    with database.reading() as connection:
        theirs: dt.datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs(theirs - clock())
    told = f"lệch máy chủ PostgreSQL {apart.total_seconds():.0f} giây"
    if apart > CLOCK_PATIENCE:
        return broken("đồng hồ", told, "bật đồng bộ giờ (chrony hoặc systemd-timesyncd) ở cả hai máy")
    return well("đồng hồ", told)


def _zone(clock: Clock) -> Finding:
    try:
        zone = ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return broken("múi giờ", f"máy không có {ZONE}", "cài gói tzdata")
    return well("múi giờ", f"{ZONE}, bây giờ là {clock().astimezone(zone):%H:%M ngày %d/%m/%Y}")


def _assistant(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Plan, directory, index and model as `troly serve` opens them; beside a folder that is not there yet."""
    with tempfile.TemporaryDirectory() as beside:
        is_there = settings.data_folder.is_dir() and settings.data_folder.stat().st_uid == os.geteuid()
        folder = settings.data_folder if is_there else Path(beside)
        assistant = build_assistant(
            settings.model_copy(update={"data_folder": folder}), clock=clock, keeps=False
        )
        yield _plan(assistant, clock)
        trouble = index_trouble(assistant)
        if trouble:
            yield broken(
                "chỉ mục và mô hình", trouble, f"xóa {settings.index_folder} rồi chạy lại troly serve"
            )
        else:
            yield well("chỉ mục và mô hình", settings.retrieval_model or "mô hình đi kèm")


def _plan(assistant: Assistant, clock: Clock) -> Finding:
    document = assistant.plan.document
    told = f"{document.kind} {document.number}, {len(assistant.plan.tasks)} nhiệm vụ"
    if clock().date() < document.date:
        told = f"ban hành ngày {document.date:%d/%m/%Y}, sau ngày của máy này"
        return broken("kế hoạch", told, "chỉnh lại ngày giờ của máy")
    return well("kế hoạch", told)


def _evidence(settings: Settings, clock: Clock) -> Finding:
    part = "kho minh chứng"
    if settings.evidence_store is None:
        return well(part, f"thư mục {settings.evidence_folder}")
    store = open_evidence_store(settings)
    try:
        kept = store.put(SAMPLE)
        store.get(kept)
        store.remove(kept, before=clock() + dt.timedelta(days=1))
    except Exception as error:  # noqa: BLE001 - whatever S3 says, the operator looks at the same settings
        told = f"không ghi và đọc lại được ở {settings.evidence_store} ({type(error).__name__})"
        return broken(part, told, "xem các mục TROLY_EVIDENCE_...: địa chỉ, vùng, mã khóa, quyền ghi")
    return well(part, settings.evidence_store)


def _scanner(settings: Settings) -> Finding:
    part = "quét vi-rút"
    if not settings.virus_scanner:
        return unused(part, "không dùng")
    try:
        open_scanner(settings.virus_scanner).check(SAMPLE)
    except FileInfected:
        return broken(part, "máy quét cho rằng một câu chữ thường là vi-rút", "xem lại TROLY_VIRUS_SCANNER")
    except (ScannerDown, ValueError):
        return broken(part, "máy quét không trả lời, nên không nhận tệp nào", "xem TROLY_VIRUS_SCANNER")
    return well(part, settings.virus_scanner)


def _font() -> Finding:
    if has_font():
        return well("phông chữ", "có phông vẽ hình tổng hợp")
    return broken("phông chữ", "thiếu phông DejaVu Sans của matplotlib", "cài lại troly")


def _mail(settings: Settings) -> Finding:
    part = "thư điện tử"
    if settings.smtp_url is None:
        return unused(part, "không dùng (chưa đặt TROLY_SMTP_URL)")
    from aiosmtplib import SMTPAuthenticationError, SMTPException

    from bot.delivery.mail import greet, read_mail_options

    options = read_mail_options(settings.smtp_url.get_secret_value(), settings.mail_sender or "")
    try:
        asyncio.run(greet(options))
    except SMTPAuthenticationError:
        return broken(part, "máy chủ thư không nhận tên và mật khẩu", "sửa TROLY_SMTP_URL")
    except (SMTPException, OSError) as error:
        told = f"không liên lạc được với {options.host}:{options.port} ({type(error).__name__})"
        return broken(part, told, "xem máy chủ thư và TROLY_SMTP_URL")
    return well(part, f"{options.host}:{options.port}")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    found = folder.absolute()
    while not found.is_dir():
        found = found.parent
    return found


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
