"""A small plan made by hand, the bundled one, and the search over both."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from corpus.model import (
    Bullet,
    Correction,
    Document,
    Parent,
    Plan,
    PlanAbbreviation,
    Section,
    SourceSpan,
    Task,
)
from corpus.plans import read_plan
from retrieval.encoder import Encoder, load_encoder
from retrieval.search import Search
from retrieval.words import Lexicon

SPAN = SourceSpan(1, 1)


def task(task_id: str, title: str, *bullets: str, parent: str | None = None) -> Task:
    """A task of the small plan."""
    section, number = task_id.split(".", 1)
    return Task(
        id=task_id,
        section=section,
        number=number,
        parent=parent,
        title=title,
        heading=f"{title}:",
        bullets=tuple(Bullet(1, text) for text in bullets),
        text="\n".join([f"{title}:", *(f"- {text}" for text in bullets)]),
        lead_agencies=("Sở Y tế",),
        coordinating_agencies=(),
        timeframe="2026",
        targets=(),
        soft_targets=(),
        cited_documents=(),
        corrections=(),
        source=SPAN,
    )


@pytest.fixture(scope="session")
def small_plan() -> Plan:
    """A plan of another office: health and schools, nothing of administrative reform."""
    tasks = (
        replace(
            task(
                "A.1", "Phòng, chống dịch bệnh", "Tiêm trủng mở rộng cho trẻ em đạt 95%.", "Diệt lăng quăng."
            ),
            corrections=(Correction("Tiêm trủng", "Tiêm chủng"),),
        ),
        task("A.2", "Khám sức khỏe định kỳ cho NCT", "Lập hồ sơ theo dõi sức khỏe."),
        task("A.3", "Kiểm tra an toàn thực phẩm", "Kiểm tra bếp ăn tập thể, thức ăn đường phố."),
        task("B.4.1", "Sửa chữa phòng học", parent="B.4"),
        task("B.4.2", "Mua sắm bàn ghế", parent="B.4"),
        task("B.5", "Bồi dưỡng giáo viên tiếng Anh"),
    )
    return Plan(
        document=Document("Kế hoạch", "5/KH-UBND", "5/KH-UBND", dt.date(2026, 1, 5), "UBND", "", "Kế hoạch"),
        sections=(
            Section("A", "Y tế", ("A.1", "A.2", "A.3"), 3),
            Section("B", "Giáo dục", ("B.4.1", "B.4.2", "B.5"), 2),
        ),
        parents=(Parent("B.4", "B", "4", "Cơ sở vật chất trường học", ("B.4.1", "B.4.2"), SPAN),),
        tasks=tasks,
        agencies=(),
        abbreviations=(PlanAbbreviation("NCT", "người cao tuổi", ("A.2",)),),
    )


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def small_search(small_plan: Plan, encoder: Encoder) -> Search:
    return Search.open(small_plan, encoder=encoder)


@pytest.fixture(scope="session")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(scope="session")
def search(plan: Plan, encoder: Encoder) -> Search:
    return Search.open(plan, encoder=encoder)
