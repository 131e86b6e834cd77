"""The bank of notions: what is shipped, and how a damaged one is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.tables import TableError
from corpus.vietnamese import fold
from retrieval.notions import BANK, Saying, bank_digest, read_notions


def write_bank(folder: Path, *lines: str) -> Path:
    (folder / "bank.csv").write_text("\n".join(["notion,who,ways", *lines]) + "\n", encoding="utf-8")
    return folder


def test_a_bank_is_read_by_notion(tmp_path: Path) -> None:
    bank = write_bank(
        tmp_path,
        "dung-han,written,Giải quyết đúng hạn|Trả kết quả đúng hẹn",
        "dung-han,citizen,chờ hoài chưa có giấy",
        "dung-han,clerk,trễ hẹn với dân",
    )
    (notion,) = read_notions(bank)
    assert notion.written == ("Giải quyết đúng hạn", "Trả kết quả đúng hẹn")
    assert notion.said == (Saying("citizen", "chờ hoài chưa có giấy"), Saying("clerk", "trễ hẹn với dân"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("dung-han,written,", "dòng 2: ô ways để trống"),
        ("dung-han,mayor,chờ", "dòng 2: ô who phải là"),
        ("dung-han,clerk,trễ", "dòng 2: “dung-han” chưa có dòng written"),
    ],
)
def test_a_mistake_in_the_bank_is_told_by_line(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=told):
        read_notions(write_bank(tmp_path, line))


def test_the_digest_follows_the_bank(tmp_path: Path) -> None:
    before = bank_digest(write_bank(tmp_path, "a,written,Một"))
    assert bank_digest(write_bank(tmp_path, "a,written,Một")) == before
    assert bank_digest(write_bank(tmp_path, "a,written,Hai")) != before


def test_the_shipped_bank_is_whole() -> None:
    notions = read_notions()
    assert len(notions) >= 300
    assert len({notion.id for notion in notions}) == len(notions)
    for notion in notions:
        assert len(notion.written) >= 2, notion.id
        assert {saying.who for saying in notion.said} == {"official", "clerk", "citizen"}, notion.id
    said = Counter(fold(saying.text) for notion in notions for saying in notion.said)
    assert sum(said.values()) >= 5_000
    assert sum(count - 1 for count in said.values()) <= 0.01 * len(said)


def test_the_bank_says_who_keeps_it() -> None:
    assert "Người giữ" in (BANK / "README.md").read_text(encoding="utf-8")
