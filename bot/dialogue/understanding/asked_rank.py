"""Recognises rankings: who or what has most or fewest tasks, and which of two has more."""

from __future__ import annotations

from bot.dialogue.intents import Intent, Rank
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.list_frame import list_subject, opens_with
from bot.dialogue.understanding.reading import Reading
from bot.dialogue.understanding.roles import role_asked

_TASKS = ("nhiem vu", "viec", "dau viec")
_SECTIONS = ("linh vuc", "muc", "phan", "nhung linh vuc", "nhom nhiem vu", "chuong", "mang")
# Rankings are by number: "nhiều ... nhất", "ít ... nhất", "nặng nhất"; not "chậm nhất", "tốt nhất".
_AMOUNTS = frozenset({"nhieu", "it", "dong", "nang", "ban", "ganh", "top", "lon"})
_NUMBER_WORDS = frozenset({"may", "bao", "mot", "hai", "ba"})  # "ít nhất mấy": a minimum


def rank(reading: Reading) -> Intent | None:
    """ "Sở nào chủ trì nhiều nhiệm vụ nhất", "lĩnh vực nào ít việc nhất", "Sở A hay Sở B nhiều việc hơn"."""
    if list_subject(reading):
        return None
    role = role_asked(reading) or "lead"
    if reading.has(Cue.MORE) and len(reading.agencies) > 1:
        fewest = any(span.phrase.startswith("it") for span in reading.spans_of(Cue.MORE))
        return Rank("agencies", role, fewest, agencies=tuple(mention.agency for mention in reading.agencies))
    if not _is_ranking(reading):
        return None
    is_fewest = any(word.folded == "it" for word in reading.words)
    section = reading.section.roman if reading.section else ""
    if opens_with(reading, _TASKS, Cue.WHICH):
        ranked = " ".join(span.phrase for span in reading.spans_of(Cue.MOST, Cue.LEAST))
        if role == "coordinate" or reading.has(Cue.UNIT_AGENCY):
            return Rank("coordinators", is_fewest=is_fewest, section=section)
        if reading.has(Cue.UNIT_TARGET, Cue.TARGET) or "chi tieu" in ranked:
            return Rank("targets", is_fewest=is_fewest, section=section)
    if opens_with(reading, _SECTIONS, Cue.UNIT_SECTION, Cue.WHICH):
        return Rank("sections", is_fewest=is_fewest)
    if reading.has(Cue.WHO, Cue.UNIT_AGENCY, Cue.LEAD, Cue.COORDINATE):
        return Rank("agencies", role=role, is_fewest=is_fewest, section=section)
    return None


def _is_ranking(reading: Reading) -> bool:
    most, least = reading.first_span(Cue.MOST), reading.first_span(Cue.LEAST)
    if not (most or least) or reading.codes or reading.has(Cue.HOW_MUCH, Cue.RESULT, Cue.OPINION):
        return False
    if least and not most and _is_number_next(reading, least.last):
        return False  # "ít nhất 3 cuộc": a minimum, not a ranking
    return any(word.folded in _AMOUNTS for word in reading.words)


def _is_number_next(reading: Reading, position: int) -> bool:
    following = reading.words[position].folded if position < len(reading.words) else ""
    return following[:1].isdigit() or following in _NUMBER_WORDS
