"""What a person wants of the morning digest: to see it, another time, quiet, a task put off."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from corpus.keystrokes import decode_typing
from corpus.vietnamese import fold
from progress.digest_settings import Rhythm

_DAY = dt.timedelta(days=1)
_WEEKDAYS = {
    "hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip
_TIME = re.compile(r"\b(?P<hour>\d{1,2})\s*(?:h|gio|g|:)?\s*(?P<minute>[0-5]\d|ruoi)?\b")
_TIME_ALONE = re.compile(_TIME.pattern + r"(?:\s*(?:sang|trua|chieu|toi))?")
_AFTERNOON = re.compile(r"\s*(?:chieu|toi)\b")
_DATE = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>20\d\d))?\b")
_WEEKDAY = re.compile(r"\b(?:thu\s+|t)(?P<name>hai|ba|tu|nam|sau|bay|[2-7])\b|\b(?P<sunday>chu nhat|cn)\b")
_COUNT = re.compile(r"\b(?P<count>\d{1,3})\s+(?P<unit>ngay|tuan)\b")
_TO_REASON = re.compile(
    r"\s(?:v[iì]|do|lý do|ly do)[\s:]+|\s*[,;]\s*(?:(?:v[iì]|do)\s+)?|:\s+", re.IGNORECASE
)

_SHOWING = re.compile(r"(?:xem\s+)?(?:hom nay|sang nay|ngay|cua (?:toi|em|minh))?")
_OFF = re.compile(r"(?:tat|dung|ngung|ngat|off|khong nhan)(?:\s+(?:ban tin|nhac|di|luon|nua|giup|sang))*")
_ON = re.compile(
    r"(?:bat|mo|on|nhan)(?:\s+(?:lai|ban tin|nhac|di|giup|hang ngay|moi ngay))*|hang ngay|moi ngay"
)
_WEEKLY = re.compile(
    r"(?:theo\s+|moi\s+|hang\s+|mot\s+)?tuan(?:\s+(?:mot|1)\s+lan)?|(?:1|mot) tuan (?:1|mot) lan"
)
_QUIET = re.compile(r"im(?:\s+lang)?\b|giu\s+im\s+lang\b|tam\s+(?:tat|dung|ngung)\b")
_SETTING_TIME = re.compile(
    r"(?:dat\s+|doi\s+)?(?:gio|luc|vao luc|hen gio|nhac (?:toi|em|minh)?\s*(?:luc|vao))\b"
)
_SNOOZING = re.compile(r"(?:tam\s+)?(?:hoan|de lai|lui)\b")
_REMINDING = re.compile(r"(?:nhac lai|nhac|bo hoan|thoi hoan)\b")
_PREVIEW = re.compile(r"(?:xem\s+)?(?:thu|gui thu)")
_SHOW_SETTINGS = re.compile(r"(?:xem\s+)?(?:cai dat|caidat|thiet lap|tuy chon)")

_SENTENCES = re.compile(
    r"(?:xem\s+|cho\s+(?:toi|em)\s+xem\s+)?ban tin\b(?P<rest>.*)"
    r"|(?P<whole>(?:tat|bat|mo|dung|ngung)\s+(?:lai\s+)?ban tin\b.*"
    r"|(?:toi\s+|em\s+|giu\s+)?im lang (?:den|toi|\d).*|hoan nhac\b.*"
    r"|nhac (?:toi|em|minh)?\s*(?:luc|vao)\s+\d.*)"
)


@dataclass(frozen=True, slots=True)
class ShowToday:
    """What waits today."""


@dataclass(frozen=True, slots=True)
class SetTime:
    """Another time of day; None where none could be read."""

    time: dt.time | None


@dataclass(frozen=True, slots=True)
class SetRhythm:
    """Daily, weekly, or not at all."""

    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class BeQuiet:
    """Nothing before a day; None where none could be read."""

    until: dt.date | None


@dataclass(frozen=True, slots=True)
class PutOff:
    """Do not remind of a task before a day; ``words`` name it. What is missing is asked for."""

    words: str
    until: dt.date | None
    reason: str


@dataclass(frozen=True, slots=True)
class RemindAgain:
    """Remind of a task again."""

    words: str


@dataclass(frozen=True, slots=True)
class Other:
    """The settings, a trial of all digests, or nothing that is known."""

    kind: Literal["settings", "preview", "unknown"]


DigestWish = ShowToday | SetTime | SetRhythm | BeQuiet | PutOff | RemindAgain | Other


def wish_in_sentence(text: str) -> str | None:
    """What a sentence says behind "bản tin" or instead of it; None for one that is not about it."""
    said = " ".join(text.split())
    found = _SENTENCES.fullmatch(fold(decode_typing(said)))
    if found is None:
        return None
    if found["whole"] is not None:
        return said
    words = len((found["rest"] or "").split())
    return " ".join(said.split()[-words:]) if words else ""


def digest_wish(said: str, today: dt.date) -> DigestWish:
    """What stands behind /bantin, in any typing."""
    said = " ".join(said.split())
    folded = fold(decode_typing(said))
    if _SHOWING.fullmatch(folded):
        return ShowToday()
    if _SHOW_SETTINGS.fullmatch(folded):
        return Other("settings")
    if _PREVIEW.fullmatch(folded):
        return Other("preview")
    if _OFF.fullmatch(folded):
        return SetRhythm("off")
    if _ON.fullmatch(folded):
        return SetRhythm("daily")
    if _WEEKLY.fullmatch(folded):
        return SetRhythm("weekly")
    if _QUIET.search(folded):
        return BeQuiet(day_in(said, today))
    if _SETTING_TIME.match(folded) or _TIME_ALONE.fullmatch(_digits(said)):
        return SetTime(time_in(said))
    if _SNOOZING.match(folded):
        return _put_off(said, today)
    if _REMINDING.match(folded):
        return RemindAgain(said)
    return Other("unknown")


def time_in(said: str) -> dt.time | None:
    """ "8h", "7h30", "7 giờ rưỡi", "2 giờ chiều"; None for what is no time of day."""
    plain = _digits(said)
    found = _TIME.search(plain)
    if found is None:
        return None
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "ruoi" else int(found["minute"] or 0)
    if hour < 12 and _AFTERNOON.match(plain, found.end()):
        hour += 12
    return dt.time(hour, minute) if hour < 24 else None


def day_in(said: str, today: dt.date) -> dt.date | None:
    """The first day meant by "đến thứ Hai", "đến 25/6", "hết tuần", "3 ngày"; None when no day is said."""
    plain = _digits(said)
    found = _said_day(plain, today)
    through = re.search(r"\bhet\b", plain) and "het tuan" not in plain
    return found + _DAY if found and through else found


def _said_day(plain: str, today: dt.date) -> dt.date | None:
    if date := _DATE.search(plain):
        return _date(int(date["day"]), int(date["month"]), date["year"], today)
    if weekday := _WEEKDAY.search(plain):
        wanted = 6 if weekday["sunday"] else _WEEKDAYS[weekday["name"]]
        return today + _DAY * ((wanted - today.weekday() - 1) % 7 + 1)
    if count := _COUNT.search(plain):
        return today + _DAY * (int(count["count"]) * (7 if count["unit"] == "tuan" else 1))
    if re.search(r"\b(?:tuan sau|het tuan|cuoi tuan)\b", plain):
        return today + _DAY * (7 - today.weekday())
    if re.search(r"\b(?:ngay kia|mot)\b", plain):
        return today + _DAY * 2
    return today + _DAY if re.search(r"\bmai\b", plain) else None


def _date(day: int, month: int, year: str | None, today: dt.date) -> dt.date | None:
    try:
        said = dt.date(int(year) if year else today.year, month, day)
        return said if year or said > today else said.replace(year=today.year + 1)
    except ValueError:
        return None


def _put_off(said: str, today: dt.date) -> PutOff:
    about, reason = said, ""
    if parted := _TO_REASON.search(said):
        about, reason = said[: parted.start()], said[parted.end() :]
    return PutOff(about, day_in(_without_row(about), today), reason.strip())


def _without_row(said: str) -> str:
    """Without "III.4", whose number is no day."""
    return re.sub(r"\b[ivxIVX]+[.\s-]*\d+(?:\.\d+)*", " ", said)


def _digits(said: str) -> str:
    """Without tones, the signs between digits kept."""
    return " ".join(fold(word) if word.isalpha() else _kept(word) for word in decode_typing(said).split())


def _kept(word: str) -> str:
    return "".join(sign if not sign.isalpha() else fold(sign) or sign for sign in word.casefold())
