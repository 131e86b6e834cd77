"""A digest as one message: its lines numbered as its choices are, the rest a tap away."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.messages import ACTION_LIMIT_BYTES, Answer, Choice, Outgoing, OutgoingFile
from bot.texts import digests
from bot.texts.names import small
from corpus.model import Task
from progress.digests import CoordinatorPart, Digest, FocalPart, LeaderPart, Owed
from progress.obligations import Obligations

LINES = 10
LINES_BESIDE_OTHERS = 5  # where a person has several roles
COLLECTIVE_SHOWN = 6
CHOICES_AT_MOST = 12  # ten lines, the rest, and one more
_COLLECTIVE_OFFERED = 3
_AGENCIES_OFFERED = 2
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DigestMessages:
    """Speaks digests; what the plan calls a task and a period is said as there."""

    obligations: Obligations

    def message(
        self, digest: Digest, *, is_late: bool = False, page: int = 1, picture: bytes = b"", tail: str = ""
    ) -> Outgoing:
        """The whole digest, or a further page of a focal point's lines."""
        if page > 1 and digest.focal is not None:
            size = self._shown(digest)
            start = min(page - 1, (len(digest.focal.lines) - 1) // size) * size
            rest, further = self._focal_lines(digest.focal, start, size, page)
            return _outgoing([digests.page(digest.day, start // size + 1), *rest], further)
        lines = [digests.heading(digest.day, is_late=is_late)]
        pairs: list[Pair] = []
        if digest.focal is not None:
            lines += digests.focal_head(digest.focal, self._periods)
            told, offered = self._focal_lines(digest.focal, 0, self._shown(digest), 1)
            lines, pairs = [*lines, *told], [*pairs, *offered]
        for leader in digest.leader:
            told, offered = self._leader(leader, self._shown(digest))
            lines, pairs = [*lines, *told], [*pairs, *offered]
        if digest.coordinator is not None:
            told, offered = self._roll_up(digest.coordinator)
            lines, pairs = [*lines, *told], [*pairs, *offered]
        files = (OutgoingFile("tong-hop.png", "image/png", picture),) if picture else ()
        return _outgoing([*lines, tail] if tail else lines, pairs, files)

    def actions(self, digest: Digest) -> tuple[str, ...]:
        """What the numbers of the message stand for, the first in front."""
        if digest.focal is None:
            return ()
        shown = digest.focal.lines[: self._shown(digest)]
        return tuple(self._action(one) for one in shown)

    @property
    def _periods(self) -> digests.Periods:
        return self.obligations.periods.by_key

    def _shown(self, digest: Digest) -> int:
        parts = (digest.focal is not None) + len(digest.leader) + (digest.coordinator is not None)
        return LINES if parts == 1 else LINES_BESIDE_OTHERS

    def _focal_lines(self, part: FocalPart, start: int, size: int, page: int) -> tuple[list[str], list[Pair]]:
        several = len(part.agencies) > 1
        newest = part.counts[0].period if part.counts else ""
        shown = part.lines[start : start + size]
        lines, pairs = [], []
        for place, one in enumerate(shown, start=1):  # on each page anew, as its choices count
            period = "" if one.period == newest else small(self._periods[one.period].name)
            agency = one.agency if several else ""
            lines.append(digests.line(place, one, self._task(one), period=period, agency=agency))
            pairs.append((digests.label(one, period=period, agency=agency), self._action(one)))
        if left := len(part.lines) - start - len(shown):
            lines.append(digests.rest(left))
            pairs.append(("Xem tiếp", f"digest:{page + 1}"))
        return lines, pairs

    def _leader(self, part: LeaderPart, size: int) -> tuple[list[str], list[Pair]]:
        shown = part.escalated[:size]
        lines = digests.leader_head(part, self._periods)
        for one in shown:
            period = "" if one.period == part.period else small(self._periods[one.period].name)
            lines.append(digests.escalated(one, self._task(one), period=period))
        if left := len(part.escalated) - len(shown):
            lines.append(digests.rest(left))
        return lines, [(digests.leader_label(part.agency), f"standing:1:{self._place(part.agency)}")]

    def _roll_up(self, part: CoordinatorPart) -> tuple[list[str], list[Pair]]:
        lines = digests.roll_up_head(part, self._periods)
        lines += [digests.collective(one) for one in part.tasks[:COLLECTIVE_SHOWN]]
        if left := len(part.tasks[COLLECTIVE_SHOWN:]):
            lines.append(digests.more_collective(left))
        lines += digests.roll_up_tail(part, self._periods)
        pairs = [("Chờ xác nhận", "reviews:1:")] if part.waiting else []
        pairs += [(one.name, f"standing:1:{one.name}") for one in part.tasks[:_COLLECTIVE_OFFERED]]
        pairs += [(one.name, f"standing:1:{self._place(one.name)}") for one in part.worst[:_AGENCIES_OFFERED]]
        return lines, pairs

    def _task(self, owed: Owed) -> Task:
        return self.obligations.plan.task_by_id[owed.task_id]

    def _place(self, agency: str) -> str:
        return f"#{self.obligations.agencies.index(agency)}"

    def _action(self, owed: Owed) -> str:
        """What came back is taken up as it was; else the report begins, of this agency in this period."""
        if owed.report_id:
            return f"resend:{owed.report_id}"
        return f"report:{owed.task_id}:{self._place(owed.agency)}:{owed.period}"


def _outgoing(lines: list[str], pairs: list[Pair], files: tuple[OutgoingFile, ...] = ()) -> Outgoing:
    fitting = [Choice(label, act) for label, act in pairs if len(act.encode()) <= ACTION_LIMIT_BYTES]
    unique = {choice.label: choice for choice in reversed(fitting[:CHOICES_AT_MOST])}
    choices = tuple(choice for choice in fitting[:CHOICES_AT_MOST] if unique[choice.label] is choice)
    return Outgoing("\n".join(lines), choices=choices, answer=Answer("answered"), files=files)
