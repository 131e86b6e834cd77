"""The table of what people say and what offices write."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from retrieval.synonyms import SynonymError, Synonyms, read_synonyms, sayings
from retrieval.words import DATA, syllables_of

HEAD = "said,means,weight,note\n"


def table(folder: Path, rows: str) -> Path:
    file = folder / "synonyms.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return file


def meanings(synonyms: Synonyms, question: str) -> list[str]:
    return [
        " ".join(syllable.text for syllable in found.means)
        for found in synonyms.expand(syllables_of(question))
    ]


def test_the_longest_entry_wins(tmp_path: Path) -> None:
    synonyms = Synonyms.load(
        table(tmp_path, "qua mạng,trực tuyến,1,\nthanh toán qua mạng,thanh toán trực tuyến,1,\n")
    )
    assert meanings(synonyms, "phí thanh toán qua mạng") == ["thanh toán trực tuyến"]
    assert meanings(synonyms, "nộp qua mạng") == ["trực tuyến"]


def test_typing_without_marks_matches_as_well(tmp_path: Path) -> None:
    synonyms = Synonyms.load(table(tmp_path, "qua mạng,trực tuyến,0.5,\n"))
    assert synonyms.expand(syllables_of("nop qua mang"))[0].weight == pytest.approx(0.5)
    assert synonyms.expand(syllables_of("nộp qua mạng"))[0].weight == pytest.approx(0.5)


def test_other_marks_do_not_match(tmp_path: Path) -> None:
    assert meanings(Synonyms.load(table(tmp_path, "qua mạng,trực tuyến,1,\n")), "quá màng") == []


@pytest.mark.parametrize("row", ["a|,b,1,", "a,,1,", "a,b,2,", "a,b,viel,", "a,b,,"])
def test_a_damaged_row_is_named_by_its_line(row: str, tmp_path: Path) -> None:
    with pytest.raises(SynonymError, match=r"synonyms\.csv, line 3"):
        read_synonyms(table(tmp_path, f"x,y,1,\n{row}\n"))


def test_sayings_turn_the_table_round(tmp_path: Path) -> None:
    assert sayings(read_synonyms(table(tmp_path, "online|qua mạng,trực tuyến,1,\n"))) == {
        "trực tuyến": ("online", "qua mạng")
    }


def test_the_shipped_table_says_nothing_twice() -> None:
    said = Counter(
        " ".join(part.text for part in entry.said) for entry in read_synonyms(DATA / "synonyms.csv")
    )
    assert [way for way, times in said.items() if times > 1] == []
    assert len(said) > 900
