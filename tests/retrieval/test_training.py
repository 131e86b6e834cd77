"""Training an encoder: from raw text to a model that loads both ways."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from retrieval.encoder import is_static, load_encoder
from retrieval.training.lexicon import write_lexicon
from retrieval.training.noise import Typist
from retrieval.training.pairs import PairMaker
from retrieval.training.texts import TrainingDataError, TrainingText, read_questions, read_texts
from retrieval.training.tokenizer import train_tokenizer

TITLES = ["Quản lý đất đai", "Cấp giấy phép", "Bảo vệ rừng", "Đăng ký kinh doanh", "Tuyển dụng công chức"]
BODY = (
    "Cơ quan {0} tiếp nhận hồ sơ {0}. Thời hạn giải quyết {0} là ba ngày làm việc; kết quả {0} trả một lần."
)


def write_passages(folder: Path, count: int = 60) -> None:
    rows = [
        {"title": f"{TITLES[at % 5]} {at}", "text": BODY.format(f"{TITLES[at % 5].lower()} số {at}")}
        for at in range(count)
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "passages.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    questions = [
        {"question": f"ai {TITLES[at].lower()} {at}", "passage": rows[at]["text"]} for at in range(5)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in questions)
    (folder / "questions_dev.jsonl").write_text(lines, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_training_gives_a_model_with_card_that_loads_without_torch(tmp_path: Path) -> None:
    from retrieval.training.command import train_encoder

    write_passages(tmp_path)
    figures = train_encoder(
        tmp_path, tmp_path / "model", steps=30, seed=3, dimension=32, batch=24, vocabulary_size=300
    )
    made = load_encoder(tmp_path / "model").encode_passages(["quản lý đất đai", "bảo vệ rừng"])
    assert figures["last_loss"] <= figures["first_loss"]
    assert 0 < figures["mrr_at_10"] <= 1
    assert is_static(tmp_path / "model")
    assert "30 steps of 24 pairs" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert made.shape == (2, 32)
    assert float(made[0] @ made[1]) < 0.9


def test_a_folder_without_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="passages"):
        read_texts(tmp_path)
    assert read_questions(tmp_path) == []


def test_titles_that_say_nothing_alone_are_joined_with_their_topic(tmp_path: Path) -> None:
    rows = [{"title": "Phạm vi điều chỉnh", "text": f"Luật {at}", "topic": "Đất đai"} for at in range(5)]
    (tmp_path / "passages.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert {text.title for text in read_texts(tmp_path)} == {"Phạm vi điều chỉnh Đất đai"}


def test_pieces_are_the_same_with_and_without_marks() -> None:
    tokenizer = train_tokenizer([BODY] * 5 + ["Đổi mới đơn vị"] * 5, compounds=["ho so"], vocabulary_size=200)
    pieces = tokenizer.encode("ĐỔI MỚI hồ sơ", add_special_tokens=False).tokens
    assert pieces == tokenizer.encode("doi moi ho so", add_special_tokens=False).tokens
    assert "ho so" in pieces


def test_typing_is_repeatable_and_never_empty() -> None:
    text = "Giải quyết hồ sơ đúng hạn"
    said = {"đúng hạn": ("kịp hẹn",)}
    first, second = (Typist(random.Random(5), said) for _ in range(2))
    typed = [first.type(text) for _ in range(50)]
    assert typed == [second.type(text) for _ in range(50)]
    assert all(typed)
    assert len(set(typed)) > 20
    assert any("kịp" in one for one in typed)


def test_a_batch_asks_nothing_twice() -> None:
    rng = random.Random(2)
    texts = [TrainingText(f"{TITLES[at % 5]} {at}", BODY.format(f"việc {at}")) for at in range(40)]
    maker = PairMaker(texts, Typist(rng), rng, {"trực tuyến": ("qua mạng", "online")})
    batch = next(maker.batches(30))
    assert len({pair.question for pair in batch}) == 30
    assert sum(pair.passage == "trực tuyến" for pair in batch) == 1
    assert all(pair.question and pair.passage for pair in batch)


def test_the_lexicon_finds_syllables_that_belong_together(tmp_path: Path) -> None:
    rng = random.Random(4)
    loose = ["rừng", "đất", "nước", "người", "việc", "nhà", "đường", "sông", "biển", "đèn", "vườn", "hoa"]
    texts = [
        TrainingText("", " ".join(["hồ sơ" if rng.random() < 0.2 else rng.choice(loose) for _ in range(40)]))
        for _ in range(60)
    ]
    write_lexicon(texts, tmp_path / "lexicon.tsv")
    rows = [
        line.split("\t") for line in (tmp_path / "lexicon.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert [word for word, _, bond in rows if float(bond) > 0.3] == ["ho so"]
