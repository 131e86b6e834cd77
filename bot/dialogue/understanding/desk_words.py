"""Which messages may be for the desk of reports, told from a few words before anything is looked up."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import (
    AskDigest,
    AskPeriod,
    AskStanding,
    DeskIntent,
    Reply,
    SayReport,
    Settle,
    ShowReviews,
    StartReport,
)
from bot.dialogue.understanding.digest_words import wish_in_sentence
from corpus.keystrokes import decode_typing
from corpus.vietnamese import fold

_LONGEST_ANSWER = 200  # characters; what is longer is no answer but a report of its own
_ROW = re.compile(r"\b[ivx]+[.\- ]\d{1,2}(?:\.\d{1,2})*(?![\d/,.]*[\d%])", re.IGNORECASE)
_CODE = re.compile(r"\b(?:muc|nhiem vu|nv|stt|so)(?: so)? \d+\b|\b20[23]\d\b")
# Words at the end, or anywhere, that ask and are in no report.
_ASKS = re.compile(
    r"\b(?:bao nhieu|the nao|la gi|khi nao|bao gio|nhung ai|ai|chu tri|phoi hop|nao|gi|dau|sao"
    r"|may(?! (?:anh|chi|em|ban|bac|sep)\b))"
    r"(?: (?:a|vay|the|nhi|ha|em|anh|chi|ban|day|do|roi|ta))*$"
    r"|\b(?:bao nhieu|nhung ai|ai chu tri|ai phoi hop|ai lam|co quan nao|don vi nao|so nao|do ai|giao ai)\b"
)
# What tells beside a task's number: figures, states, difficulties.
_TELLS = re.compile(
    r"%|\d|\b(?:phan tram|xon?g|hoan|done|completed?|finish(?:ed)?|bao cao|bc|cap nhat|tien do|chua|tam"
    r"|dung|dang|ngung|gac|ket|lam|vuong|kho|thieu|cho|doi|loi|hong|hu|de xuat|de nghi|kien nghi|xin|nua"
    r"|ban hanh|nop|dat|to chuc|cong bo|trinh|ve dich|bat dau|do dang|in progress|on hold|pause"
    r"|tot|kha|xuat sac"
    r"|cham|tre|het|khong|nhac|rot|qua)\b"
)
# What tells without one.
_TELLS_ALONE = re.compile(
    r"%|\d|\b(?:phan tram|xon?g|hoan (?:tat|th\w*)|done|completed?|finish(?:ed)?|bao cao|bc|cap nhat|dang"
    r"|ngung|nop|chua (?:lam|thuc hien|trien khai|bat dau|xong|hoan|to chuc|co gi|dung|dau"
    r"|ban hanh|xay|ra|toi)"
    r"|nua|tam (?:dung|ngung|hoan|gac)|dung lai|ket thuc|lam roi|in progress|on hold|pause|do dang|da \w+ roi"
    r"|da ban hanh|ve dich)\b"
)
_DIGIT = r"(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_SPOKEN = re.compile(  # "ba chấm bốn", "hai cuộc", "bốn mươi văn bản"
    rf"\b{_DIGIT} (?:(?:muoi|tram|chuc) |cham {_DIGIT}\b|(?:cuoc|lop|van ban|don vi|ho so"
    rf"|thu tuc|nguoi|cai|du an|xa)\b)"
)
_COURTESY = (
    r"(?:\s+(?:roi|r|a|ah|nha|nhe|nhen|nghen|ban|em|anh|chi|luon|do|day|thoi|giup|di|oi|vay|bac|sep))*"
)
_YES = re.compile(
    r"(?:da\s+|vang\s+|u\s+)?(?:dung|dr|dung vay|dung the|ok|oke|okay|okie|oki|ok la|chuan|chinh xac|dong y"
    r"|nhat tri|vang|u|uh|um|uhm|yes|y|phai|luu|luu lai|gui|gui luon|chot|xac nhan|duoc|dc|thay|da)"
    + _COURTESY
)
_CHANGE = re.compile(
    r"(?:a\s+)?(?:chua dung|sai|sua|sua lai|chinh|chinh lai|doi lai|can sua|muon sua|nham)" + _COURTESY
)
_CHANGE_TO = re.compile(
    r"(?:à|a|nhầm|nham|sửa|sua|chỉnh|chinh)\s*(?:lại|lai)?\s*(?:thành|thanh|là|la)?[\s,:]+(?P<rest>.+)",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"(?:huy|huy bo|bo|bo di|bo qua|thoi|thoi khoi|khong gui|khong luu|khong|ko|cancel|dung gui|dung luu|khoi"
    r"|giu)" + _COURTESY
)
_DROP_SURELY = re.compile(r"(?:huy|huy bo|huy bao cao|huy nhap)(?:\s+(?:nay|do|di|luon|giup|nha|nhe|a|em))*")
_ADDING = re.compile(r"(?:them\s+)?(?:ghi chu|de xuat|kien nghi|kho khan|vuong mac|vuong)\b")
_OF_REPORTING = (
    "bao cao", "bc", "tien do", "tinh hinh", "tinh trang", "ky ", "han ", "chua nop", "chua gui", "duyet",
    "the nao", " dau", " sao",
)  # fmt: skip
_OF_THE_DIGEST = ("ban tin", "im lang", "hoan nhac", "nhac ")
_MINE = (
    r"(?:don vi|co quan|so|phuong|xa|ben|chung|cua)?\s*"
    r"(?:toi|em|minh|tui|chung toi|chung em|ben em|ben toi|ben minh|don vi|co quan)"
)
_UNITS = r"(?:don vi|co quan|so|xa|phuong)"
_SEND = r"(?:phai\s+)?(?:nop\s+|gui\s+|lam\s+)?(?:bao cao|bc)"
_STANDING = re.compile(
    rf"\b(?:tien do|tinh hinh|tinh trang)\s+(?:bao cao\s+)?(?:cua\s+)?(?:ca\s+)?{_MINE}\b"
    rf"|\b{_MINE}\s+(?:con|dang)\s+(?:no|thieu|phai|chua)\s+(?:{_SEND}|(?:nop\s+|gui\s+)?(?:nhiem vu|nv))\b"
    rf"|\b(?:con|dang)\s+(?:no|thieu)\s+(?:bao cao|bc)\b"
    rf"|\b(?:ai|nhung ai|{_UNITS}(?: nao)?)\s+(?:van |con )?chua\s+(?:{_SEND}|nop|gui)\b"
    rf"|\b(?:bao nhieu|may)\s+{_UNITS}\s+(?:da|chua)\s+(?:{_SEND}|nop|gui)\b"
    r"|\b(?:lich su|qua trinh)\s+bao cao\b"
    r"|^(?:xem\s+)?(?:tien do|tinh hinh|tinh trang)(?:\s+bao cao)?(?:\s+cua)?(?:\s+(?:nhiem vu|nv))?"
    r"(?:\s+[ivx]+(?: \d+)+)?$"
    r"|^(?:nhiem vu\s+|nv\s+)?[ivx]+(?: \d+)+\s+(?:the nao|den dau|toi dau|ra sao|sao)(?:\s+roi)?$"
)
_PERIOD = re.compile(
    r"\bky\s+(?:nay|hien tai|bao cao)\b.*\b(?:han|den ngay nao|khi nao|ngay nao|bao gio|khoa|mo)\b"
    r"|\b(?:han|thoi han)\s+(?:cuoi\s+)?(?:nop\s+|gui\s+)?(?:bao cao|bc)\b"
    rf"|\b(?:khi nao|bao gio|ngay nao|hom nao)\s+(?:la\s+)?(?:het\s+|den\s+)?(?:han\s+)?(?:{_SEND}|han)\b"
    r"|\bdang (?:la )?ky (?:nao|may|gi)\b|\bky nao\b.*\bmo\b"
)
_STARTING = re.compile(
    r"(?:(?:da|toi|em|minh|cho|xin|muon|can|de)\s+)*(?:(?:gui|nop|lam)\s+)?(?:bao cao|bc|cap nhat tien do)"
    r"(?:\s+(?:di|nhe|nha|a|voi|ket qua|nhiem vu|tien do|ky nay|nay))*"
)
_REVIEWS = re.compile(
    r"\b(?:bao cao|bc)\s+(?:nao\s+)?(?:dang\s+|con\s+)?cho\s+(?:duyet|xac nhan)\b|^cho duyet$|\bcan duyet\b"
)


def desk_intent(text: str, conversation: Conversation) -> DeskIntent | None:
    """What a typed message may want of the desk; None for one that is hardly for it.

    Pure and without any look-up. SayReport and the questions are guesses: who is no reporter, or whose words
    turn out to tell nothing, is answered as if there were no desk.
    """
    if answer := _answer(text, conversation):
        return answer
    if conversation.in_hand is not None and conversation.in_hand.asks:
        return Reply(text)
    folded = fold(text)
    if any(word in folded for word in _OF_THE_DIGEST) and (wish := wish_in_sentence(text)) is not None:
        return AskDigest(wish, is_command=False)
    if asked := _asked(text, folded):
        return asked
    if conversation.reports_for and "?" not in text:
        return SayReport(text)  # who reports here is read with more care
    return SayReport(text) if may_tell(text, folded) else None


def _asked(text: str, folded: str) -> DeskIntent | None:
    """A question about the reporting itself; most messages hold none of its words."""
    if not any(word in folded for word in _OF_REPORTING):
        return None
    if _STARTING.fullmatch(folded):
        return StartReport(is_command=False)
    if _STANDING.search(folded):
        return AskStanding(text, is_command=False)
    if _PERIOD.search(folded):
        return AskPeriod(text, is_command=False)
    if _REVIEWS.search(folded):
        return ShowReviews(text, is_command=False)
    return None


def may_tell(text: str, folded: str) -> bool:
    """Whether a message could report; most questions could not. ``folded`` is ``fold(text)``."""
    if "?" in text or _ASKS.search(folded):
        return False
    if _tells(text):
        return True
    decoded = decode_typing(text)
    return decoded != text and _tells(decoded)


def _tells(text: str) -> bool:
    without_row = _ROW.sub(" ", text)
    folded = fold(without_row)
    rest = _CODE.sub(" ", folded)
    names_task = without_row != text or rest != folded
    return bool((_TELLS if names_task else _TELLS_ALONE).search(rest) or _SPOKEN.search(rest))


def was_shown_last(conversation: Conversation) -> bool:
    """Whether what is in hand was the last thing shown, so that "đúng" and "hủy" speak of it."""
    hand = conversation.in_hand
    if hand is None:
        return False
    return any(hand.mark in action.split(":") for _, action in conversation.choices)


def _answer(text: str, conversation: Conversation) -> Settle | None:
    """ "đúng", "sửa", "hủy" while something waits for it."""
    hand = conversation.in_hand
    if (hand is None and not conversation.done) or len(text) > _LONGEST_ANSWER:
        return None
    folded = fold(decode_typing(text))
    if hand is None:  # perhaps the word that confirmed, delivered once more
        return Settle("yes") if _YES.fullmatch(folded) else None
    was_last = was_shown_last(conversation)
    if _YES.fullmatch(folded) and (was_last or not hand.asks):
        return Settle("yes")
    if _DROP_SURELY.fullmatch(folded):
        return Settle("drop")
    if not was_last:
        return None
    if _DROP.fullmatch(folded):
        return Settle("drop")
    if hand.asks:
        return None
    if _CHANGE.fullmatch(folded):
        return Settle("change")
    if rest := _CHANGE_TO.fullmatch(text.strip()):
        return Settle("change", rest=rest["rest"])
    return Settle("change", rest=text) if hand.kind == "report" and _ADDING.match(folded) else None
