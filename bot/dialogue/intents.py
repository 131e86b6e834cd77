"""What a person may want: a closed union, read from one message and the conversation so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from corpus.agencies import Agency

Role = Literal["lead", "coordinate", "either"]
Aspect = Literal["lead", "coordinate", "agencies", "target", "timeframe", "detail", "documents"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
MannersKind = Literal["greeting", "thanks", "farewell", "help", "agreed", "doubted", "empty"]
DocumentField = Literal["number", "date", "issuer", "title", "all"]
Outside = Literal[
    "person", "contact", "money", "result", "reason", "opinion", "clock", "place", "how to", "score",
    "penalty", "chatter", "override", "elsewhere", "other document", "other year", "subject",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """Which task is meant: codes when given, else words to search, else what was spoken of last."""

    words: str = ""
    parts: tuple[str, ...] = ()  # the words clause by clause, when there are several
    codes: tuple[str, ...] = ()
    is_follow_up: bool = False
    near_agency: Agency | None = None  # "phối hợp với Sở Nội vụ khi ...": prefer its tasks
    near_role: Role = "either"
    section: str = ""  # only within this section
    may_follow_up: bool = False  # when the words find nothing, what was spoken of last is meant
    wants_target: bool = False  # among hits that fit as well, one that carries a target comes first


@dataclass(frozen=True, slots=True)
class AskFact:
    """Facts of a task: who leads, who coordinates, its target, its time, what it says."""

    aspects: tuple[Aspect, ...]  # usually one; "ai chủ trì, ai phối hợp" asks two
    about: About
    counts: bool = False  # "mấy cơ quan phối hợp": said with its number


@dataclass(frozen=True, slots=True)
class CheckRole:
    """ "Tài sản công là Thanh tra tỉnh chủ trì đúng không?" """

    agency: Agency
    role: Role
    about: About


@dataclass(frozen=True, slots=True)
class CheckFigure:
    """A stated figure: claimed to be the target, or reached and compared with it."""

    value: float
    unit: str
    about: About
    is_reached: bool


@dataclass(frozen=True, slots=True)
class CheckTime:
    """A stated year or span claimed to be the time frame."""

    said: str
    about: About


@dataclass(frozen=True, slots=True)
class RoleClause:
    """One condition on who does what."""

    agency: Agency
    role: Role


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are listed. Empty means the whole plan."""

    clauses: tuple[RoleClause, ...] = ()
    joined_by: Literal["and", "or"] = "and"
    alone: bool = False  # only this agency, no other beside it in the role
    section: str = ""
    timeframe: str = ""  # folded; with ``not_timeframe`` every other
    not_timeframe: bool = False
    target_value: float | None = None
    has_target: bool | None = None
    words: str = ""  # and about this subject


@dataclass(frozen=True, slots=True)
class ListTasks:
    """List and count the tasks that pass a filter; ``claimed`` is a number to confirm or correct."""

    filter: TaskFilter
    wants_numbered: bool = False  # STT numbers rather than leaf tasks
    claimed: int | None = None


@dataclass(frozen=True, slots=True)
class ListSame:
    """ "Kể tên các nhiệm vụ đó": the tasks spoken of last."""


@dataclass(frozen=True, slots=True)
class CountThings:
    """How many sections, leading agencies or targets the plan (or one section) has."""

    things: Literal["sections", "agencies", "targets"]
    role: Role = "either"
    section: str = ""
    claimed: int | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """Who or what has most or fewest tasks; among ``agencies`` only, when some are named."""

    things: Literal["agencies", "sections", "targets", "coordinators"]
    role: Role = "lead"
    is_fewest: bool = False
    section: str = ""
    agencies: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class AskDocument:
    """The plan's own number, date, issuer or name."""

    field: DocumentField
    claimed: str = ""  # a number or a date to confirm or correct


@dataclass(frozen=True, slots=True)
class AskCitedDocument:
    """A legal document the plan names: by number, or those of a task, or all of them."""

    number: str = ""
    about: About | None = None
    is_claim: bool = False  # "... là của Bộ Chính trị, đúng không?"
    said: str = ""


@dataclass(frozen=True, slots=True)
class AskMeaning:
    """What a short form or an index stands for."""

    term: str


@dataclass(frozen=True, slots=True)
class AskAgency:
    """Everything about one agency: what it leads, what it coordinates."""

    agency: Agency


@dataclass(frozen=True, slots=True)
class PickSection:
    """ "Nhiệm vụ 2" without a section: which one is meant?"""

    number: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A code that the plan does not have."""

    code: str
    section: str


@dataclass(frozen=True, slots=True)
class Manners:
    """Greeting, thanks, farewell, help, or nothing said at all."""

    kind: MannersKind


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Asks for what the plan does not hold. ``words`` is what it was about, to say what lies near."""

    reason: Outside
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """A choice: a further page of the list shown last, from 2."""

    page: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A thumb on an answer."""

    reference: str
    is_helpful: bool


Intent = (
    AskFact | CheckRole | CheckFigure | CheckTime | ListTasks | ListSame | CountThings | Rank | AskDocument
    | AskCitedDocument | AskMeaning | AskAgency | PickSection | MissingRow | Manners | OutOfScope | ShowPage
    | Rate
)  # fmt: skip
