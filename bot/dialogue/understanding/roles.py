"""Who is said to do what: ties the agencies of a sentence to the role words around them."""

from __future__ import annotations

from bot.dialogue.intents import Role, RoleClause
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.phrases import Span
from bot.dialogue.understanding.reading import AgencySpan, Reading

_NEAR = 4  # words between an agency and the role word that speaks of it
_PARTNER_WORDS = frozenset({"voi", "cung", "cho"})  # "phối hợp với X": X is the one who leads


def role_of(span: Span[Cue]) -> Role:
    return "coordinate" if Cue.COORDINATE in span.labels else "lead"


def role_spans(reading: Reading) -> tuple[Span[Cue], ...]:
    """Words that say a role; "được giao" and the like only count where nothing clearer is said."""
    plain = reading.spans_of(Cue.LEAD, Cue.COORDINATE)
    affirmed = tuple(span for span in plain if not is_denied(span.first, reading))
    return affirmed or plain or reading.spans_of(Cue.ASSIGNED)


def is_denied(position: int, reading: Reading) -> bool:
    """Whether "không" or "không phải" stands right before: what is ruled out beside what is meant."""
    before = [word.folded for word in reading.words[max(0, position - 2) : position]]
    return before[-1:] == ["khong"] or before == ["khong", "phai"]


def role_asked(reading: Reading) -> Role | None:
    """The role the question turns on, None when no role word was said."""
    spans = role_spans(reading)
    if not spans:
        return None
    roles = {role_of(span) for span in spans}
    if len(roles) == 1:
        return roles.pop()
    who = reading.first_span(Cue.WHO)
    if who is None or len(reading.spans_of(Cue.WHO)) > 1:
        return "either"
    return role_of(min(spans, key=lambda span: abs(span.first - who.last)))


def clauses_of(reading: Reading) -> tuple[RoleClause, ...]:
    """One clause an agency, in the order they are named."""
    spans = role_spans(reading)
    clauses = []
    for number, mention in enumerate(reading.agencies):
        if len(reading.agencies) > 1 and is_denied(mention.first, reading):
            continue  # "Thuế tỉnh chứ không phải Thanh tra tỉnh"
        following = (
            reading.agencies[number + 1].first if number + 1 < len(reading.agencies) else len(reading.words)
        )
        before = reading.agencies[number - 1].last if number else 0
        clauses.append(RoleClause(mention.agency, _role_for(mention, spans, before, following, reading)))
    both = {role_of(span) for span in spans}
    if len(clauses) == 1 and len(both) == 2:
        return (RoleClause(clauses[0].agency, "either"),)
    return tuple(_shared(clauses, role_asked(reading)))


def _role_for(
    mention: AgencySpan, spans: tuple[Span[Cue], ...], before: int, following: int, reading: Reading
) -> Role:
    behind = [span for span in spans if before <= span.first < mention.first]
    if behind and _is_partner(behind[-1], mention, reading):
        return "lead" if role_of(behind[-1]) == "coordinate" else "coordinate"
    ahead = [span for span in spans if mention.last <= span.first < following]
    if ahead and ahead[0].first - mention.last <= _NEAR:
        return role_of(ahead[0])
    if behind and mention.first - behind[-1].last <= 2:
        return role_of(behind[-1])
    return "either"


def _is_partner(span: Span[Cue], mention: AgencySpan, reading: Reading) -> bool:
    between = [reading.words[i].folded for i in range(span.last, mention.first)]
    said = span.phrase.split()
    return 0 <= mention.first - span.last <= 1 and (
        (bool(between) and between[0] in _PARTNER_WORDS) or (not between and said[-1] in _PARTNER_WORDS)
    )


def _shared(clauses: list[RoleClause], asked: Role | None) -> list[RoleClause]:
    """ "Sở A và Sở B chủ trì": an agency without a role of its own takes the next one's."""
    roles: list[Role] = [clause.role for clause in clauses]
    for i in range(len(roles) - 2, -1, -1):
        if roles[i] == "either":
            roles[i] = roles[i + 1]
    for i in range(1, len(roles)):
        if roles[i] == "either":
            roles[i] = roles[i - 1]
    return [
        RoleClause(clause.agency, asked if role == "either" and asked else role)
        for clause, role in zip(clauses, roles, strict=True)
    ]


def stands_as_role(mention: AgencySpan, reading: Reading) -> bool:
    """Whether an agency is asked about; a group inside a subject ("hồ sơ UBND cấp xã tiếp nhận") is content
    unless a role word stands beside it."""
    if mention.is_weak and not reading.has(Cue.IS_IT_SO, Cue.LEAD, Cue.COORDINATE):
        return False
    if not mention.is_group:
        return True
    spans = reading.spans_of(Cue.LEAD, Cue.COORDINATE)
    return any(0 <= span.first - mention.last <= 2 or 0 <= mention.first - span.last <= 2 for span in spans)
