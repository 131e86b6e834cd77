"""What a person may want of the desk of reports: a closed union, read before anybody is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SayReport:
    """A message that may report: "III.4 35%"; whether it does is read once the person is known to report."""

    text: str


@dataclass(frozen=True, slots=True)
class StartReport:
    """/baocao, /suabaocao or a button: pick a task, or say how one goes.

    ``page`` of the obligations; ``agency`` by its place ("#17") and ``period`` by its key where a button
    names them. ``is_command`` when it was not words that may mean else ("báo cáo").
    """

    argument: str = ""
    corrects: bool = False
    page: int = 1
    agency: str = ""
    period: str = ""
    is_command: bool = True


@dataclass(frozen=True, slots=True)
class WithdrawReport:
    """/huybaocao: "III.4 nhập nhầm"."""

    argument: str


@dataclass(frozen=True, slots=True)
class ResendReport:
    """Send a returned report once more."""

    report_id: int


@dataclass(frozen=True, slots=True)
class Settle:
    """Đúng, Sửa or Hủy under what was shown; ``mark`` of a button, "" when typed."""

    answer: Literal["yes", "change", "drop"]
    mark: str = ""
    rest: str = ""  # "sửa 40%"


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice of the question in hand, from 0."""

    mark: str
    place: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A typed message while a question is in hand."""

    text: str


@dataclass(frozen=True, slots=True)
class LeaveNote:
    """A note of an agency that coordinates a task."""

    task_id: str


@dataclass(frozen=True, slots=True)
class AskStanding:
    """/tiendo: mine, an agency's, a task's; ``is_command`` when it was not a sentence that may mean else."""

    argument: str = ""
    page: int = 1
    is_command: bool = True


@dataclass(frozen=True, slots=True)
class AskHistory:
    """All versions on a task of one agency, in a period by its key; "" for the current one."""

    task_id: str
    agency: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class AskPeriod:
    """/kybaocao: the current period, or the one named."""

    argument: str = ""
    is_command: bool = True


@dataclass(frozen=True, slots=True)
class DecideOnPeriod:
    """Lock a period, or open it again."""

    period: str
    is_lock: bool


@dataclass(frozen=True, slots=True)
class ShowReviews:
    """/choduyet: what waits for review."""

    argument: str = ""
    page: int = 1
    is_command: bool = True


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """One report with its verdicts to choose from."""

    report_id: int


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """Xác nhận or Trả lại."""

    report_id: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class SendFiles:
    """Photos or files, with a caption or without."""

    caption: str


@dataclass(frozen=True, slots=True)
class AskToAttach:
    """A button: how to add files to a report."""

    report_id: int


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """A button: the files on a report."""

    report_id: int


@dataclass(frozen=True, slots=True)
class AskDigest:
    """/bantin: what waits today, or how it is to come; ``is_command`` when it was no sentence."""

    argument: str = ""
    page: int = 1
    is_command: bool = True


DeskIntent = (
    SayReport | StartReport | WithdrawReport | ResendReport | Settle | Pick | Reply | LeaveNote | AskStanding
    | AskHistory | AskPeriod | DecideOnPeriod | ShowReviews | ReviewReport | JudgeReport | SendFiles
    | AskToAttach | ShowEvidence | AskDigest
)  # fmt: skip
