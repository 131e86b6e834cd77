"""The notions by which people show what they ask for; their phrases stand in ``cues.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path


class Cue(StrEnum):
    """What a phrase says about the question."""

    LEAD = "lead"
    ASSIGNED = "assigned"  # "được giao", "lo": the lead, unless another role is said too
    COORDINATE = "coordinate"
    TAKE_PART = "take part"  # "phải làm", "liên quan": a role, but which is not said
    WHO = "who"
    TARGET = "target"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"  # "mấy phần trăm": always a figure
    WHEN = "when"
    CONTENT = "content"
    WHICH = "which"  # "nhiệm vụ nào", "những việc gì": a list is wanted
    LIST = "list"
    UNIT_TASK = "unit task"
    UNIT_SECTION = "unit section"
    UNIT_AGENCY = "unit agency"
    UNIT_TARGET = "unit target"
    MORE = "more"  # "A hay B nhiều hơn"
    MOST = "most"
    LEAST = "least"
    IS_IT_SO = "is it so"
    REACHED = "reached"
    ONLY = "only"
    BOTH = "both"
    NUMBERED = "numbered"
    MEANING = "meaning"
    WHOLE_PLAN = "whole plan"
    DOCUMENT_NUMBER = "document number"
    DOCUMENT_DATE = "document date"
    DOCUMENT_ISSUER = "document issuer"
    DOCUMENT_TITLE = "document title"
    LEGAL_DOCUMENT = "legal document"
    POINTING = "pointing"  # "nhiệm vụ đó", "cái này": what was spoken of last
    GOING_ON = "going on"  # "thế", "còn": a follow-up opens so
    ORDINAL_FIRST = "ordinal first"
    ORDINAL_LAST = "ordinal last"
    NEXT_ROW = "next row"
    PREVIOUS_ROW = "previous row"
    SPOKEN_EARLIER = "spoken earlier"  # "nhiệm vụ hồi nãy"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    AGREED = "agreed"  # "ok", "đúng rồi"
    DOUBTED = "doubted"  # "sai rồi"
    HELP = "help"
    FILLER = "filler"
    VAGUE = "vague"  # "công tác", "thực hiện": part of a title or of the question's frame
    # what the plan does not hold, whatever the subject
    PERSON = "person"
    CONTACT = "contact"
    MONEY = "money"
    RESULT = "result"
    REASON = "reason"
    OPINION = "opinion"
    CLOCK = "clock"
    PLACE = "place"
    HOW_TO = "how to"
    SCORE = "score"
    PENALTY = "penalty"
    CHATTER = "chatter"
    OVERRIDE = "override"


OUTSIDE = frozenset(
    {
        Cue.PERSON,
        Cue.CONTACT,
        Cue.MONEY,
        Cue.RESULT,
        Cue.REASON,
        Cue.OPINION,
        Cue.CLOCK,
        Cue.PLACE,
        Cue.HOW_TO,
        Cue.SCORE,
        Cue.PENALTY,
    }
)
"""Attributes no task of a plan carries: asking for one is refused, however well the subject is found."""

FORGIVING = frozenset(
    {
        Cue.LEAD, Cue.COORDINATE, Cue.WHO, Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN, Cue.CONTENT, Cue.WHICH,
        Cue.ASSIGNED, Cue.IS_IT_SO, Cue.REACHED, Cue.LIST, Cue.UNIT_TASK,
    }
)  # fmt: skip
"""Cues found through a slip of the keyboard; a greeting or a refusal is never guessed."""

FUNCTION_WORDS = frozenset(
    {
        "a",
        "da",
        "vang",
        "nhe",
        "nha",
        "thi",
        "la",
        "ma",
        "ve",
        "o",
        "va",
        "cac",
        "nhung",
        "duoc",
        "phai",
        "se",
        "em",
    }
)
"""Folded words that are hardly ever content: they need a neighbour they form one word with."""


@cache
def phrases() -> Mapping[Cue, tuple[str, ...]]:
    """The phrases of every cue, from ``cues.toml``."""
    lists = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    return {cue: tuple(lists[cue.name.lower()]) for cue in Cue}
