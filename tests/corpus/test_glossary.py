"""Terms of the plan and terms from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.glossary import Entry, Glossary
from corpus.model import PlanAbbreviation
from corpus.plans import BUNDLED_PLAN, read_plan
from corpus.tables import TableError

PLAN = read_plan(BUNDLED_PLAN)
GLOSSARY = Glossary.load(PLAN)


def entry_of(term: str) -> Entry:
    entry = GLOSSARY.lookup(term)
    assert entry is not None
    return entry


@pytest.mark.parametrize("own", PLAN.abbreviations, ids=lambda one: one.short)
def test_what_the_plan_explains_is_told_in_its_words_and_place(own: PlanAbbreviation) -> None:
    entry = entry_of(own.short)
    assert entry.in_plan
    assert (entry.full, entry.where) == (own.full, own.where)


@pytest.mark.parametrize(
    ("term", "place"), [("NDXP", "VII.4"), ("IPv6", "VII.8.1"), ("par index", "tên văn bản")]
)
def test_what_the_plan_uses_without_explaining_is_said_to_be_so(term: str, place: str) -> None:
    entry = entry_of(term)
    assert not entry.in_plan
    assert entry.is_used_unexplained
    assert place in entry.where


def test_par_index_and_sipas_name_their_outside_source() -> None:
    assert "876/QĐ-BNV" in entry_of("PAR INDEX").source
    assert "1001/QĐ-BNV" in entry_of("SIPAS").source


@pytest.mark.parametrize(
    ("term", "short"),
    [
        ("par", "PAR INDEX"),
        ("Chỉ số cải cách hành chính", "PAR INDEX"),
        ("chi so hai long", "SIPAS"),
        ("cchc", "CCHC"),
        ("tri tue nhan tao", "AI"),
        ("hdnd", "HĐND"),
        ("phản ánh, kiến nghị", "PAKN"),
        ("dvc toan trinh", "DVC toàn trình"),
    ],
)
def test_a_term_is_known_by_every_name(term: str, short: str) -> None:
    assert entry_of(term).short == short


@pytest.mark.parametrize("term", ["xyz", "", "nhiệm vụ", "Sở Nội vụ"])
def test_other_words_are_no_terms(term: str) -> None:
    assert GLOSSARY.lookup(term) is None


def test_every_entry_is_listed_once() -> None:
    shorts = [entry.short for entry in GLOSSARY.entries]
    assert len(shorts) == len(set(shorts)) >= 60


def test_a_row_without_meaning_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text("short,full,aliases,note,source\nABC,,,,\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"glossary\.csv, dòng 2: ô full để trống"):
        Glossary.load(PLAN, path)
