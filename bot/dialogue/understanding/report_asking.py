"""Whether a line asks something, whatever figures it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.dialogue.understanding.phrases import words_of
from bot.dialogue.understanding.report_cues import CueAt, ReportCue
from bot.dialogue.understanding.report_reasons import Reason
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_values import lies_in

FIRST_WORDS = 4
_ASKED_LAST = re.compile(
    r"(?<![^\W_])(?<!: )(?<!:)(?<!scan )(?<!may )(?<!bi )(?<!hu )(?<!thi )(?<!van )(?<!con )(?:khong"
    r"|chua|ko|hok|hong|kg|sao|the nao|o dau)(?:\s+(?:a|em|anh|chi|sep|ta|vay|nhi|ha|za|z"
    r"|v|ad|bot|e|ban|day|the|zay|dzay))*[\s.!]*$"
)
_HANDING_IN = re.compile(
    r"\s+(?:xin |duoc |nho )?(?:bao|bc|ghi|cap nhat|gui|nop|nhap|bo sung|them|trinh|khai|update"
    r"|dang ky|sua|lui|gia han|doi sang|doi qua|hoan|tam dung)(?![^\W_])"
)
_EITHER = re.compile(
    r"\d\s*%?\s+hay\s+(?:la\s+)?\d|\bhay chua\b|\bdung hay sai\b"
    r"|\bla\b[^,.;]*\bhay (?!bi |hu |loi |treo |nghen |cham |mat |lam |co |rot |xay |dung )"
)
_UNSURE = re.compile(r"(?<![^\W_])(?:khong nho|khong ro|khong biet|khong chac|gi do|chua ro)(?![^\W_])")
_DENIED = re.compile(r"(?<![^\W_])(?:chua|khong|ko|hong|hok|dau co)(?![^\W_])")
_WITHOUT_EXCEPTION = re.compile(r"(?:\s+[^\W\d_]+){0,3}?\s+(?:deu|cung)(?![^\W_])")


def asks(line: Line, cues: Sequence[CueAt], reasons: Callable[[], Sequence[Reason]]) -> bool:
    """Whether a line asks; ``reasons`` are looked for only where a word of asking stands."""
    if _ASKED_LAST.search(line.bare) or (_EITHER.search(line.bare) and not _UNSURE.search(line.bare)):
        return True
    if any(ReportCue.ASK in cue.labels and opens(line, cue) and not _hands_in(line, cue) for cue in cues):
        return True
    asking = [cue for cue in cues if ReportCue.QUESTION in cue.labels and not _denies(line, cue)]
    if not asking:
        return False
    wishes = [(one.start, one.end) for one in reasons() if one.kind == "proposal"]
    return not all(lies_in(cue.start, cue.end, wishes) for cue in asking)


def opens(line: Line, cue: CueAt) -> bool:
    """Whether a cue is among the first words of its sentence."""
    clause = line.clause_at(cue.start)
    return clause.opens and len(words_of(line.text[clause.start : cue.start])) < FIRST_WORDS


def _hands_in(line: Line, cue: CueAt) -> bool:
    """ "cho em ghi ..." asks to be heard, nothing else."""
    return bool(_HANDING_IN.match(line.bare, cue.end))


def _denies(line: Line, cue: CueAt) -> bool:
    """ "chưa có sáng kiến nào", "hồ sơ nào cũng đúng hạn" ask nothing."""
    clause = line.clause_at(cue.start)
    before = line.bare[clause.start : cue.start]
    after = line.bare[cue.end : clause.end]
    return cue.phrase in ("nao", "gi", "ai") and bool(
        _DENIED.search(before) or _WITHOUT_EXCEPTION.match(after)
    )
