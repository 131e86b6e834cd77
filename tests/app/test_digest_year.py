"""A year of mornings from the date of the plan: who is told what and when, against rules written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import insert, select

from app.digests import DigestRounds
from bot.delivery.outbox import Outbox
from bot.delivery.stored_messages import from_json
from progress.database import Database
from progress.desk import ReportDesk
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules, DigestSettings
from progress.digests import CoordinatorPart, Snooze
from progress.obligations import Obligations
from progress.people import People
from progress.periods import PlanPeriods
from progress.persons import Person
from progress.records import Content, Report
from progress.reporting_calendar import ReportingCalendar
from progress.roles import Role
from progress.tables.deliveries import DeliveryRow
from progress.tables.people import MembershipRow, PersonRow
from progress.working_days import VIETNAM_TIME, WorkingDays
from tests.conftest import Clock
from tests.progress.desk_scene import DIRECTORY, PLAN

FINANCE, WARD = "Sở Tài chính", "Phường Rạch Giá"
LED = {"III.4": (FINANCE, WARD), "VI.1": (FINANCE,), "VI.2": (FINANCE,)}
FIRST, LAST = dt.date(2026, 4, 16), dt.date(2027, 4, 15)
DAY = dt.timedelta(days=1)
ASLEEP = {dt.date(2026, 9, 17): (dt.time(10, 30),), dt.date(2026, 12, 1): (dt.time(13),)}
MORNING = (dt.time(7, 30), dt.time(9))
# Public holidays, days in lieu and a make-up Saturday of this year, written by hand.
HOLIDAYS = {
    (2026, 4, 27), (2026, 4, 30), (2026, 5, 1), (2026, 8, 31), (2026, 9, 1), (2026, 9, 2), (2026, 11, 24),
    (2027, 1, 1), (2027, 2, 4), (2027, 2, 5), (2027, 2, 8), (2027, 2, 9), (2027, 2, 10),
}  # fmt: skip
MAKE_UP_DAYS = {(2026, 8, 22)}
PERIODS = {  # key -> name, opening, due
    "2026-6T": ("6 tháng 2026", dt.date(2026, 6, 1), dt.date(2026, 6, 17)),
    "2026-Q3": ("quý III/2026", dt.date(2026, 9, 1), dt.date(2026, 9, 17)),
    "2026-N": ("năm 2026", dt.date(2026, 12, 1), dt.date(2026, 12, 17)),
    "2027-Q1": ("quý I/2027", dt.date(2027, 3, 1), dt.date(2027, 3, 17)),
}
ROLES = {
    "An": ((Role.REPORTER, FINANCE),),
    "Bình": ((Role.LEADER, FINANCE),),
    "Lan": ((Role.REPORTER, WARD),),
    "Minh": ((Role.REPORTER, FINANCE), (Role.REPORTER, WARD)),
    "Tâm": ((Role.REPORTER, FINANCE),),
    "Huệ": ((Role.COORDINATOR, ""),),
    "Quang": ((Role.ADMINISTRATOR, ""),),
}
# What happens in the afternoon of a day: (agency, task, period, percent) is a report.
REPORTS = {
    dt.date(2026, 6, 12): [(FINANCE, "VI.1", "2026-6T", 50)],
    dt.date(2026, 6, 17): [(FINANCE, "VI.2", "2026-6T", 100)],
    dt.date(2026, 6, 19): [(WARD, "III.4", "2026-6T", 100)],
    dt.date(2026, 6, 25): [(FINANCE, "III.4", "2026-6T", 70)],
    dt.date(2026, 9, 14): [(FINANCE, task, "2026-Q3", 100) for task in LED],
    dt.date(2026, 9, 18): [(FINANCE, "VI.1", "2026-Q3", 100)],  # what came back on the 15th
    dt.date(2026, 12, 10): [(agency, task, "2026-N", 100) for task, led in LED.items() for agency in led],
}
RETURNED = {dt.date(2026, 9, 15): (FINANCE, "VI.1", "2026-Q3")}
CONFIRMED = {dt.date(2026, 7, 1): "2026-6T", dt.date(2026, 12, 15): "2026-N"}
LOCKED = {dt.date(2027, 1, 5): "2026-Q3"}
AT_NINE = {dt.date(2026, 6, 8): dt.time(9), dt.date(2026, 7, 1): None}  # Lan's own time, for a while
QUIET = {dt.date(2026, 6, 15): ("An", dt.date(2026, 6, 18))}
SNOOZED = {dt.date(2026, 9, 21): ("Lan", "III.4", dt.date(2026, 10, 1))}

Told = tuple[dt.date, str, tuple[str, ...]]  # the day, who, and what beside single tasks


# --- the rules, as simply as they can be written ---


def works(day: dt.date) -> bool:
    date = (day.year, day.month, day.day)
    return date in MAKE_UP_DAYS or (day.weekday() < 5 and date not in HOLIDAYS)


def working_days_after(day: dt.date, count: int) -> dt.date:
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not works(day):
            day += step
    return day


def vietnamese(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@dataclass
class Rule:
    """What has happened so far, and what follows for everybody on a morning."""

    sent: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)  # -> standing, percent
    since: dict[tuple[str, str, str], dt.date] = field(default_factory=dict)  # when the first version came
    locked: set[str] = field(default_factory=set)
    quiet: dict[str, dt.date] = field(default_factory=dict)
    snoozed: dict[str, tuple[str, dt.date]] = field(default_factory=dict)
    told_on: dict[str, dt.date] = field(default_factory=dict)
    thanked: set[tuple[str, str]] = field(default_factory=set)

    def open_periods(self, today: dt.date) -> list[str]:
        return [key for key, (_, opens, _) in PERIODS.items() if opens <= today and key not in self.locked]

    def owed(self, agency: str, today: dt.date) -> list[tuple[str, str, str]]:
        """(period, task, how it stands) of all that an agency has to send."""
        found = []
        for period in self.open_periods(today):
            left = (PERIODS[period][2] - today).days
            for task, led in LED.items():
                standing, _ = self.sent.get((agency, task, period), ("", 0))
                if agency in led and standing in ("", "returned"):
                    state = standing or ("overdue" if left < 0 else "due soon" if left <= 3 else "in time")
                    found.append((period, task, state))
        return found

    def tells(self, period: str, state: str, today: dt.date) -> bool:
        due = PERIODS[period][2]
        return state != "in time" or today in [working_days_after(due, -lead) for lead in (5, 3, 1)]

    def opened(self, name: str, today: dt.date) -> list[str]:
        before = self.told_on.get(name, FIRST - DAY)
        return [
            f"Kỳ {said} đã mở: nhận báo cáo từ {vietnamese(opens)}, hạn {vietnamese(due)}."
            for key, (said, opens, due) in PERIODS.items()
            if before < opens <= today <= due and key not in self.locked
        ]

    def focal(self, name: str, agencies: list[str], today: dt.date) -> list[str]:
        task_off, until = self.snoozed.get(name, ("", FIRST))
        all_owed = [one for agency in agencies for one in self.owed(agency, today)]
        told = [one for one in all_owed if self.tells(one[0], one[2], today)]
        hidden = [one for one in told if one[1] == task_off and today < until]
        shown = [one for one in told if one not in hidden]
        names = {
            "overdue": "quá hạn", "returned": "bị trả lại", "due soon": "sắp đến hạn", "in time": "trong hạn",
        }  # fmt: skip
        lines = []
        for period in sorted({one[0] for one in shown}, key=lambda key: PERIODS[key][2], reverse=True):
            states = [one[2] for one in shown if one[0] == period]
            counts = [f"{states.count(state)} {words}" for state, words in names.items() if state in states]
            lines.append(f"Kỳ {PERIODS[period][0]}: {', '.join(counts)}.")
        lines += self.opened(name, today)
        current = self.current(today)
        if current and not all_owed and (name, current) not in self.thanked:
            self.thanked.add((name, current))
            lines.append(f"{'; '.join(agencies)} đã báo cáo đủ kỳ {PERIODS[current][0]}, cảm ơn anh/chị.")
        if hidden and lines:
            lines.append(f"Đang hoãn nhắc: {task_off} (đến {vietnamese(until)}).")
        return lines

    def current(self, today: dt.date) -> str:
        """The newest that gathers reports, else the last that began."""
        periods = self.open_periods(today)
        gathering = [key for key in periods if today <= PERIODS[key][2]]
        return (gathering or periods or [""])[-1]

    def leader(self, agency: str, today: dt.date) -> list[str]:
        late = [one for one in self.owed(agency, today) if today > working_days_after(PERIODS[one[0]][2], 2)]
        if not late:
            return []
        tasks = [task for task, led in LED.items() if agency in led]
        current = self.current(today)
        standing = [self.sent.get((agency, task, current), ("", 0))[0] for task in tasks]
        reported = sum(one in ("pending", "confirmed") for one in standing)
        latest = {
            task: [
                percent for (who, what, _), (_, percent) in self.sent.items() if (who, what) == (agency, task)
            ]
            for task in tasks
        }
        done = sum(bool(percents) and percents[-1] == 100 for percents in latest.values())
        return [
            f"{agency}, kỳ {PERIODS[current][0]}: tỷ lệ cập nhật {rate(reported, len(tasks))}, "
            f"tỷ lệ hoàn thành {rate(done, len(tasks))}.",
            f"Quá hạn cần đôn đốc: {len(late)} việc; đầu mối: An; Minh; Tâm.",
        ]

    def coordinator(self, name: str, today: dt.date) -> list[str]:
        owed = [one for agency in (FINANCE, WARD) for one in self.owed(agency, today)]
        waiting = [
            key for key, (state, _) in self.sent.items() if state == "pending" and key[2] not in self.locked
        ]
        opened = self.opened(name, today)
        if not (waiting or opened or any(self.tells(period, state, today) for period, _, state in owed)):
            return []
        lines = []
        current = self.current(today)
        if current:
            missing = [one for one in owed if one[0] == current]
            late = sum(one[2] == "overdue" for one in missing)
            told = f", {late} quá hạn" if late else ""
            lines.append(f"Toàn tỉnh, kỳ {PERIODS[current][0]}: {len(missing)}/4 báo cáo chưa nộp{told}.")
        lines += opened
        earlier = [
            (PERIODS[key][0], sum(one[0] == key for one in owed))
            for key in self.open_periods(today)
            if key != current
        ]
        if any(count for _, count in earlier):
            told = ", ".join(f"{said} còn {count}" for said, count in earlier if count)
            lines.append(f"Kỳ trước chưa nộp: {told}.")
        if waiting:
            days = (today - min(self.since[key] for key in waiting)).days
            lines.append(f"Chờ xác nhận: {len(waiting)} báo cáo, lâu nhất {days} ngày.")
        return lines

    def morning(self, today: dt.date) -> Iterator[Told]:
        if not works(today) or (today in ASLEEP and ASLEEP[today][0] >= dt.time(12)):
            return
        monday = today - DAY * today.weekday()
        for name in ROLES:
            if name == "Tâm" or today < self.quiet.get(name, FIRST):
                continue
            if name == "Minh" and today != working_days_after(monday - DAY, 1):
                continue
            lines: list[str] = []
            for role, agencies in by_role(name):
                if role is Role.REPORTER:
                    lines += self.focal(name, agencies, today)
                elif role is Role.LEADER:
                    lines += self.leader(agencies[0], today)
                elif role is Role.COORDINATOR:
                    lines += self.coordinator(name, today)
            if lines:
                self.told_on[name] = today
                yield today, name, tuple(lines)

    def afternoon(self, today: dt.date) -> None:
        for agency, task, period, percent in REPORTS.get(today, ()):
            self.since.setdefault((agency, task, period), today)
            self.sent[agency, task, period] = ("pending", percent)
        if today in RETURNED:
            _, percent = self.sent[RETURNED[today]]
            self.sent[RETURNED[today]] = ("returned", percent)
        for key, (state, percent) in list(self.sent.items()):
            if key[2] == CONFIRMED.get(today) and state == "pending":
                self.sent[key] = ("confirmed", percent)
        self.locked |= {LOCKED[today]} if today in LOCKED else set()
        if today in QUIET:
            name, until = QUIET[today]
            self.quiet[name] = until
        if today in SNOOZED:
            name, task, until = SNOOZED[today]
            self.snoozed[name] = (task, until)


def by_role(name: str) -> Iterator[tuple[Role, list[str]]]:
    for role in dict.fromkeys(role for role, _ in ROLES[name]):
        yield role, [agency for one, agency in ROLES[name] if one is role]


def rate(part: int, whole: int) -> str:
    return {
        (0, 3): "0/3 (0 %)", (1, 3): "1/3 (33,3 %)", (2, 3): "2/3 (66,7 %)", (3, 3): "3/3 (100 %)",
    }[part, whole]  # fmt: skip


# --- the year as it goes ---


class Year:
    """The real desk, people and outbox over one database, moved from day to day by a clock."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock(dt.datetime.combine(FIRST, dt.time(0, 30), VIETNAM_TIME))
        tasks = tuple(replace(task, lead_agencies=LED[task.id]) for task in PLAN.tasks if task.id in LED)
        plan = replace(PLAN, tasks=tasks)
        obligations = Obligations(plan, DIRECTORY, PlanPeriods(ReportingCalendar.load(), plan))
        self.desk = ReportDesk(database, obligations, self.clock)
        self.digests = DigestDesk(database, obligations, DigestRules(WorkingDays()), self.clock)
        self.rounds = DigestRounds(self.digests, obligations, _no_picture, Outbox(database, self.clock))
        self.people = {name: self._person(name) for name in ROLES}
        self.names = {person.id: name for name, person in self.people.items()}
        self.digests.change(self.people["Minh"], DigestSettings(rhythm="weekly"))
        self.digests.change(self.people["Tâm"], DigestSettings(rhythm="off"))

    def _person(self, name: str) -> Person:
        with self.database.writing() as connection:
            joined = {"display_name": name, "joined_at": self.clock()}
            who = insert(PersonRow).values(joined).returning(PersonRow.id)
            person_id = connection.execute(who).scalar_one()
            for role, agency in ROLES[name]:
                held = {"person_id": person_id, "agency": agency, "role": role.value, "since": self.clock()}
                connection.execute(insert(MembershipRow).values(held))
        person = People(self.database, self.clock).person(person_id)
        assert person is not None
        return person

    def run(self) -> None:
        today = FIRST
        while today <= LAST:
            for time in ASLEEP.get(today, MORNING):
                self.clock.now = dt.datetime.combine(today, time, VIETNAM_TIME)
                self.rounds.compose_due_digests(self.clock())
            self.clock.now = dt.datetime.combine(today, dt.time(15), VIETNAM_TIME)
            self._afternoon(today)
            today += DAY

    def _afternoon(self, today: dt.date) -> None:
        for agency, task, period, percent in REPORTS.get(today, ()):
            by = self.people["An" if agency == FINANCE else "Lan"]
            standing = self.desk.standing(by, task, agency, period)
            version = standing.version if standing else 0
            content = Content(percent=Decimal(percent))
            self.desk.submit(by, task, agency, period, content, channel="web", expects_version=version)
        if today in RETURNED:
            agency, task, period = RETURNED[today]
            report = self.desk.standing(self.people["Huệ"], task, agency, period)
            assert isinstance(report, Report)
            self.desk.send_back(self.people["Huệ"], report.id, "thiếu số liệu", channel="web")
        if today in CONFIRMED:
            for report in self.desk.waiting_for_review(self.people["Huệ"], CONFIRMED[today]):
                self.desk.confirm(self.people["Huệ"], report.id, channel="web")
        if today in LOCKED:
            self.desk.lock_period(self.people["Huệ"], LOCKED[today], "đã tổng hợp", channel="web")
        if today in AT_NINE:
            self.digests.change(self.people["Lan"], DigestSettings(at=AT_NINE[today]))
        if today in QUIET:
            name, until = QUIET[today]
            self.digests.change(self.people[name], DigestSettings(quiet_until=until))
        if today in SNOOZED:
            name, task, until = SNOOZED[today]
            self.digests.snooze(self.people[name], Snooze(task, until, "chờ số liệu"))

    def ledger(self) -> list[Told]:
        query = select(DeliveryRow.day, DeliveryRow.person_id, DeliveryRow.messages).order_by(
            DeliveryRow.day, DeliveryRow.person_id
        )
        with self.database.reading() as connection:
            return [
                (row.day, self.names[row.person_id], _without_tasks(from_json(row.messages)[0].text))
                for row in connection.execute(query)
            ]

    def late(self) -> set[dt.date]:
        with self.database.reading() as connection:
            rows = connection.execute(select(DeliveryRow.day, DeliveryRow.messages)).all()
        return {row.day for row in rows if "gửi muộn" in from_json(row.messages)[0].text}


def _no_picture(part: CoordinatorPart, heading: str) -> bytes:
    del part, heading
    return b""


def _without_tasks(text: str) -> tuple[str, ...]:
    gone = ("•", "…", "Chưa nộp theo mục", "Quá hạn nhiều nhất")
    lines = text.splitlines()[1:]
    return tuple(line for line in lines if not line.startswith(gone) and not line[0].isdecimal())


def test_a_year_of_mornings_goes_by_the_rules(database: Database) -> None:
    year, rule, expected = Year(database), Rule(), []
    year.run()
    today = FIRST
    while today <= LAST:
        expected += list(rule.morning(today))
        rule.afternoon(today)
        today += DAY
    assert year.ledger() == expected
    assert year.late() == {dt.date(2026, 9, 17)}
    assert len(expected) > 300
