"""People who report through Telegram's webhook, each update of theirs delivered once, or up to five times."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import TelegramOptions
from bot.inbox import Inbox
from progress.report_rows import WAITS
from progress.tables.asking import QuestionRow, UpdateRow
from progress.tables.people import AuditRow
from progress.tables.reports import EvidenceRow, NoteRow, PeriodLockRow, ReportRow, ReviewRow
from tests.bot.channels.telegram.scripted import TOKEN, ScriptedTelegram
from tests.dialogues.desk import CHANNEL, DeskScene
from tests.dialogues.transcripts import Transcript
from tests.progress.evidence_files import JPEG

WEBHOOK = "https://troly.example.vn/webhooks/telegram"
PHOTO = "photos/1.jpg"
COPIES_AT_MOST = 5
COORDINATOR = 2001
AGENCIES = {1001: "Sở Tài chính", 1002: "Sở Tư pháp", 1003: "Sở Nội vụ", 1004: "Phường Rạch Giá"}
NOTED = {1001: "II.1", 1002: "VI.1", 1003: "VI.1", 1004: "VI.1"}  # led by others, with these beside them
ASKED = ("Ai chủ trì III.4?", "Mục II có bao nhiêu nhiệm vụ", "/tiendo", "/kybaocao", "xin chào")

State = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Press:
    """The button of this label under the last answer; typed where there is none."""

    label: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with a caption."""

    caption: str


Step = str | Press | Photo


class Deliveries:
    """One telling of the story, from an empty database to the last copy."""

    def __init__(self, scene: DeskScene, script: ScriptedTelegram, dice: random.Random, copies: int) -> None:
        self._scene = scene
        self._script = script
        self._dice = dice
        self._copies = copies
        self._channel = TelegramChannel(
            TelegramOptions(TOKEN, WEBHOOK, api=script.api),
            scene.dialogue.handle,
            Inbox(scene.database, scene.clock),
            scene.clock,
        )
        self._numbers = {chat: chat * 1_000 for chat in (*AGENCIES, COORDINATOR)}
        self._waiting: list[dict[str, Any]] = []  # copies that are still to come

    async def tell(self, seed: int, reporters: int) -> State:
        """What so many reporters say by ``seed``, in any order across the chats; all that is stored then."""
        chats = tuple(AGENCIES)[:reporters]
        people = {str(chat): (f"đầu mối {AGENCIES[chat]}",) for chat in chats}
        self._scene.begin(Transcript("", (), people=people | {str(COORDINATOR): ("điều phối",)}))
        self._script.requests.clear()
        self._scene.reporting.attachments.add(CHANNEL, self._channel.fetch)  # type: ignore[attr-defined]
        story = random.Random(seed)
        scripts = {chat: self._script_of(chat, story) for chat in chats}
        verdicts = {chat: story.choice(("confirm", "return")) for chat in chats}
        async with self._channel:
            await asyncio.gather(*(self._say(chat, steps) for chat, steps in scripts.items()))
            for chat, verdict in verdicts.items():
                await self._judge(chat, verdict)
            await asyncio.gather(*(self._say(chat, ("/tiendo", Press("Gửi lại"), "đúng")) for chat in chats))
            await self._say(COORDINATOR, ("/kybaocao khóa kỳ 6 tháng", "hết hạn", Press("Đúng")))
            self._dice.shuffle(self._waiting)
            for update in self._waiting:
                await self._deliver(update)
            await self._until_answered()
        self._scene.question_log.write_out()
        return self._state()

    def _script_of(self, chat: int, story: random.Random) -> list[Step]:
        """A person's day: his tasks one after another, with questions, corrections and second thoughts."""
        obligations = self._scene.reporting.obligations
        led = [
            task.id
            for task in obligations.plan.tasks
            if obligations.role(task.id, AGENCIES[chat]) == "lead"
            and obligations.periods.task_period(task.id, "2026-6T")
        ]
        kept, corrected, withdrawn, dropped = story.sample(led, 4)
        parts: list[list[Step]] = [
            [Photo(f"{kept} làm được {story.randrange(99)}% công việc"), Press("Đúng")],
            [f"{corrected} làm được 20% công việc", "sửa 25%", "đúng", f"/suabaocao {corrected} 45%", "đúng"],
            [
                f"{withdrawn} làm được 30% công việc",
                Press("Đúng"),
                f"/huybaocao {withdrawn} nhập nhầm",
                "đúng",
            ],
            [f"{dropped} làm được 10% công việc", Press("Hủy")],
            [f"{NOTED[chat]} 40%", Press("Ghi chú phối hợp"), "đã gửi số liệu", "đúng"],
            [story.choice(ASKED)],
        ]
        story.shuffle(parts)
        return [step for part in parts for step in part]

    async def _say(self, chat: int, steps: Iterable[Step]) -> None:
        """Each step once the one before was answered; copies of earlier ones come in between."""
        for step in steps:
            update = self._update(chat, step)
            again = self._dice.randrange(self._copies)
            at_once = self._dice.randint(0, again)
            await asyncio.gather(*(self._deliver(update) for _ in range(1 + at_once)))
            self._waiting += [update] * (again - at_once)
            await self._until_answered(update["update_id"])
            self._dice.shuffle(self._waiting)
            for _ in range(self._dice.randrange(3)):
                if self._waiting:
                    await self._deliver(self._waiting.pop())

    async def _judge(self, chat: int, verdict: str) -> None:
        """The coordinator on the report of a chat that stands and was sent first."""
        query = select(ReportRow.id).where(WAITS, ReportRow.agency == AGENCIES[chat]).order_by(ReportRow.id)
        query = query.outerjoin(ReviewRow, ReviewRow.report_id == ReportRow.id)
        with self._scene.database.reading() as connection:
            report = connection.execute(query).scalars().first()
        await self._say(COORDINATOR, ("/choduyet",))
        await self._press(COORDINATOR, f"{verdict}:{report}")
        if verdict == "return":
            await self._say(COORDINATOR, ("thiếu số liệu", Press("Đúng")))

    async def _press(self, chat: int, data: str) -> None:
        update = self._pressed(chat, data)
        await asyncio.gather(*(self._deliver(update) for _ in range(self._copies)))
        await self._until_answered(update["update_id"])

    async def _deliver(self, update: dict[str, Any]) -> None:
        body = json.dumps(update).encode()
        assert await self._channel.accept(body, self._channel.options.webhook_secret) == 200

    async def _until_answered(self, number: int | None = None) -> None:
        """Until one update, or all, are closed; none may have failed."""
        query = select(UpdateRow.state)
        if number is not None:
            query = query.where(UpdateRow.message_id == str(number))
        async with asyncio.timeout(30):
            while True:
                with self._scene.database.reading() as connection:
                    states = set(connection.execute(query).scalars())
                assert "failed" not in states
                if states == {"done"}:
                    return
                await asyncio.sleep(0.005)

    # --- updates as Telegram writes them ---

    def _update(self, chat: int, step: Step) -> dict[str, Any]:
        match step:
            case Press(label):
                data = self._offered(chat).get(label)
                return self._pressed(chat, data) if data else self._said(chat, text=label)
            case Photo(caption):
                size = {"file_id": f"photo {chat}", "file_unique_id": "u", "width": 9, "height": 9}
                return self._said(chat, photo=[size | {"file_size": len(JPEG)}], caption=caption)
            case _:
                return self._said(chat, text=step)

    def _said(self, chat: int, **content: Any) -> dict[str, Any]:
        number = self._next(chat)
        return {"update_id": number, "message": self._message(chat, number) | content}

    def _pressed(self, chat: int, data: str) -> dict[str, Any]:
        number = self._next(chat)
        message = self._message(chat, number) | {"text": "…"}
        query = {"id": str(number), "from": message["from"], "chat_instance": "1", "data": data}
        return {"update_id": number, "callback_query": query | {"message": message}}

    def _message(self, chat: int, number: int) -> dict[str, Any]:
        sender = {"id": chat, "is_bot": False, "first_name": "An"}
        date = int(self._scene.clock().timestamp())
        return {
            "message_id": number,
            "date": date,
            "chat": {"id": chat, "type": "private", "first_name": "An"},
            "from": sender,
        }

    def _next(self, chat: int) -> int:
        self._numbers[chat] += 1
        return self._numbers[chat]

    def _offered(self, chat: int) -> dict[str, str]:
        """The buttons under the last answer in a chat, by label; "Gửi lại" is the first of its kind."""
        sent = [body for body in self._script.bodies("sendMessage") if body["chat_id"] == str(chat)]
        offered: dict[str, str] = {}
        for body in sent[-2:]:  # what came back from the review is told before the answer
            for row in body.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    offered[button["text"]] = button["callback_data"]
        return {label.partition(" VI")[0] if label.startswith("Gửi lại") else label: data
                for label, data in offered.items()}  # fmt: skip

    # --- what is stored ---

    def _state(self) -> State:
        """All of it but for numbers, which tell the order across the chats."""
        with self._scene.database.reading() as connection:
            rows = {row.id: row for row in connection.execute(select(ReportRow.__table__))}
            keys = {number: (row.task_id, row.agency, row.version) for number, row in rows.items()}
            tables = (ReviewRow, EvidenceRow, NoteRow, PeriodLockRow, AuditRow, QuestionRow)
            found = {table: connection.execute(select(table.__table__)).all() for table in tables}
        return {
            "reports": _sorted(
                (*keys[row.id], keys.get(row.replaces), row.standing, json.dumps(row.content), row.reason,
                 row.message_id)
                for row in rows.values()
            ),
            "reviews": _sorted((*keys[row.report_id], row.verdict, row.reason) for row in found[ReviewRow]),
            "evidence": _sorted((*keys[row.report_id], row.sha256) for row in found[EvidenceRow]),
            "notes": _sorted((row.task_id, row.agency, row.text) for row in found[NoteRow]),
            "locks": _sorted((row.period, row.decision, row.reason) for row in found[PeriodLockRow]),
            "audit": _sorted((row.act, re.sub(r"\d+:", ":", row.about)) for row in found[AuditRow]),
            "questions": _sorted((row.kind, row.text, row.task_ids) for row in found[QuestionRow]),
        }  # fmt: skip


def _sorted(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)
