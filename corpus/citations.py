"""The legal documents a row names: type, number, date, issuer and what they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from corpus.model import CitedDocument

_TYPES = (
    "Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư liên tịch"
    "|Thông tư|Kế hoạch|Công văn|Công điện|Kết luận|Quy định|Chương trình hành động|Chương trình|Hướng dẫn"
    "|Đề án|Thông báo|Lệnh|Báo cáo|Tờ trình|Văn bản|Quy chế|Quy hoạch"
)
_NUMBER = r"\d+[a-z]?(?:/\d{4})?(?:/[A-ZĐ]+\d*|-[A-ZĐ]+/[A-ZĐ]+)(?:[-/.][A-ZĐ\d]+)*"
_DAY = r"\d{1,2} ?(?:/|\.|-|tháng) ?\d{1,2} ?(?:/|\.|-|năm) ?\d{4}"
_NUMBERED = re.compile(
    rf"(?P<type>{_TYPES}) (?:số ?:? ?)?(?P<number>{_NUMBER})(?P<dated>,? (?:ngày )?(?P<date>{_DAY}))?",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r" của (?P<issuer>(?:Thủ tướng Chính phủ|Chính phủ|Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|UBTVQH"
    r"|Ban (?:Chấp hành Trung ương|Bí thư|Chỉ đạo|Thường vụ)[^,;.(]{0,80}?|Bộ Chính trị"
    r"|Bộ trưởng Bộ [^,;.(]{2,60}?"
    r"|Bộ [^,;.(]{2,60}?|Tỉnh ủy|Thành ủy|Trung ương|Hội đồng nhân dân[^,;.(]{0,40}?|HĐND[^,;.(]{0,40}?"
    r"|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)[^,;.(]{0,40}?|Thanh tra Chính phủ|Sở [^,;.(]{2,60}?))"
    r"(?= (?:về|ban hành|quy định|phê duyệt|và|trong|hướng dẫn|là|theo|được)\s| ?[,;.()]| ?$)"
)
_SUBJECT = re.compile(r" ?(?:ban hành|quy định|phê duyệt)? ?về (?:việc )?(?P<subject>[^.;(]+)", re.IGNORECASE)
# Laws are cited by name; the name goes on until a word that cannot belong to it.
_LAW_ENDS = (
    r"(?:(?:và|hoặc) (?:các|Luật|Nghị|văn bản|Bộ luật|Pháp lệnh)\b|năm \d|số \d|được\b|của\b|theo\b|ngày\b"
    r"|về việc\b|quy định\b|đã\b|có hiệu lực|các văn bản|Luật\b|Nghị |Bộ luật\b|Thông tư\b)"
)
_LAW = re.compile(
    r"(?<!\w)(?P<type>Bộ luật|Luật|Pháp lệnh|Hiến pháp) (?P<name>[A-ZĐÀ-Ỹ]\w*"
    rf"(?:,? (?!{_LAW_ENDS})\w+)*)(?P<year> năm \d{{4}})?"
)
_ADVERBS = r"(?:có hiệu quả|hiệu quả|nghiêm túc|đầy đủ|kịp thời|tốt|nghiêm|đồng bộ|thường xuyên)"
_VERBS = (
    r"(?:tiếp tục|tổ chức|quán triệt|triển khai|thực hiện|vận hành|xây dựng|ban hành|hoàn thiện|duy trì"
    r"|rà soát|cập nhật|đẩy mạnh|nâng cao|tăng cường|phát triển)"
)
_LEADING_ACTS = re.compile(rf"^(?:(?:{_VERBS}|{_ADVERBS})(?:,| và)? )+", re.IGNORECASE)


def read_citations(texts: Iterable[str]) -> tuple[CitedDocument, ...]:
    """Documents cited in the lines of a row, in order, each once."""
    found: dict[str, CitedDocument] = {}
    for text in texts:
        for _, document in sorted([*_numbered(text), *_laws(text)], key=lambda pair: pair[0]):
            found.setdefault(document.number or document.cited_as, document)
    return tuple(found.values())


def citation_spans(text: str) -> list[tuple[int, int]]:
    """Where documents are named in a text, so that their numbers are not taken for figures."""
    return [match.span() for pattern in (_NUMBERED, _LAW) for match in pattern.finditer(text)]


def _numbered(text: str) -> list[tuple[int, CitedDocument]]:
    documents = []
    for match in _NUMBERED.finditer(text):
        issuer = _ISSUER.match(text, match.end())
        after = issuer.end() if issuer else match.end()
        document = CitedDocument(
            cited_as=match.group().strip(),
            type=match["type"][:1].upper() + match["type"][1:].lower(),
            number=match["number"],
            issuer=issuer["issuer"].strip() if issuer else None,
            date=_date(match["date"]),
            subject=_subject(text, match.start(), after),
        )
        documents.append((match.start(), document))
    return documents


def _laws(text: str) -> list[tuple[int, CitedDocument]]:
    return [
        (match.start(), CitedDocument(cited_as=match.group().strip(), type=match["type"]))
        for match in _LAW.finditer(text)
    ]


def _date(words: str | None) -> dt.date | None:
    if not words:
        return None
    day, month, year = map(int, re.findall(r"\d+", words))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _subject(text: str, start: int, after: int) -> str | None:
    """What follows "về"; else the thing done "theo" the document, when the sentence says so."""
    said = _SUBJECT.match(text, after)
    if said:
        return said["subject"].strip(" ,")
    before = re.search(r"(?:^|[.;:] )(?P<done>[^.;:]+?) theo $", text[:start])
    thing = _LEADING_ACTS.sub("", before["done"]).strip() if before else ""
    return thing if thing[:1].isupper() else None
