"""Training an encoder: from raw text to a model that loads both ways."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.encoder import is_static, load_encoder
from retrieval.notions import Notion, Saying
from retrieval.training.checkpoint import PATIENCE, Progress
from retrieval.training.lexicon import write_lexicon
from retrieval.training.measure import HELD_BACK, hold_back
from retrieval.training.neighbours import FARTHEST, NEAREST, neighbours_of
from retrieval.training.noise import Typist, slip
from retrieval.training.pairs import PairMaker
from retrieval.training.texts import TrainingDataError, TrainingText, read_questions, read_texts
from retrieval.training.tokenizer import train_tokenizer

TITLES = ["Quản lý đất đai", "Cấp giấy phép", "Bảo vệ rừng", "Đăng ký kinh doanh", "Tuyển dụng công chức"]
BODY = (
    "Cơ quan {0} tiếp nhận hồ sơ {0}. Thời hạn giải quyết {0} là ba ngày làm việc; kết quả {0} trả một lần."
)

NOTIONS = [
    Notion(
        "nop-truc-tuyen",
        ("Nộp trực tuyến", "Nộp qua mạng điện tử"),
        (Saying("citizen", "bấm điện thoại là xong"), Saying("clerk", "gửi bằng điện thoại")),
    )
]


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
        tmp_path,
        tmp_path / "model",
        steps=30,
        seed=3,
        dimension=32,
        batch=24,
        vocabulary_size=300,
        notions=NOTIONS,
    )
    made = load_encoder(tmp_path / "model").encode_passages(["quản lý đất đai", "bảo vệ rừng"])
    assert figures["last_loss"] <= figures["first_loss"]
    assert 0 < figures["legal_mrr_at_10"] <= 1
    assert is_static(tmp_path / "model")
    assert "30 steps at most of about 24 pairs" in (tmp_path / "model" / "README.md").read_text(
        encoding="utf-8"
    )
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
    typist = Typist({"đúng hạn": ("kịp hẹn",)}, {"hồ sơ": ("hs",)})
    first, second = random.Random(5), random.Random(5)
    typed = [typist.type(text, first) for _ in range(80)]
    assert typed == [typist.type(text, second) for _ in range(80)]
    assert all(typed)
    assert len(set(typed)) > 20
    assert any("kịp" in one for one in typed)
    assert any("hs" in one.split() for one in typed)


def test_a_slip_changes_a_word_and_leaves_short_ones() -> None:
    rng = random.Random(3)
    assert all(slip("ở", rng) == "ở" for _ in range(20))
    assert sum(slip("kiểm", rng) != "kiểm" for _ in range(50)) > 40


def pairs_of(**options: Any) -> PairMaker:
    texts = [TrainingText(f"{TITLES[at % 5]} {at}", BODY.format(f"việc {at}")) for at in range(40)]
    return PairMaker(texts, NOTIONS, Typist(), size=30, seed=2, **options)


def test_a_batch_asks_nothing_twice_and_is_the_same_whenever_it_is_made() -> None:
    maker = pairs_of()
    batches = [maker.batch(number) for number in range(3)]
    assert batches == [pairs_of().batch(number) for number in range(3)]
    for batch in batches:
        assert len({pair.question for pair in batch}) == len(batch) >= 27
        assert all(pair.question and pair.passage for pair in batch)


def test_what_is_said_for_a_notion_stands_beside_how_it_is_written() -> None:
    rng = random.Random(1)
    pairs = [pairs_of().said(NOTIONS[0], rng) for _ in range(60)]
    assert {pair.passage for pair in pairs} <= {
        *NOTIONS[0].written,
        "Nộp trực tuyến. Nộp qua mạng điện tử",
        "Nộp qua mạng điện tử. Nộp trực tuyến",
    }
    assert any("điện thoại" in pair.question for pair in pairs)


def test_half_of_a_batch_are_neighbours_of_the_other_half() -> None:
    following = np.asarray([[(at + 1) % 40] for at in range(40)], dtype=np.int32)
    maker = pairs_of(neighbours=following)
    numbers = [int(text.title.split()[-1]) for text in maker._chosen(0, random.Random(1))]
    fresh = numbers[: maker._fresh]
    assert len(fresh) == 14
    assert {(number + 1) % 40 for number in fresh} <= set(numbers)


def test_neighbours_are_near_and_not_the_nearest() -> None:
    angles = np.linspace(0, 3, 60)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found = neighbours_of(vectors)
    assert found.shape == (60, FARTHEST - NEAREST)
    assert 30 not in found[30]
    assert np.abs(found[30] - 30).max() <= FARTHEST


def test_some_sayings_are_held_back_from_training() -> None:
    said = tuple(Saying("clerk", f"nói kiểu {at}") for at in range(HELD_BACK))
    kept, held = hold_back([Notion("a", ("Viết",), said)])
    assert len(kept[0].said) == HELD_BACK - 1
    assert [one.notion for one in held] == [0]
    assert held[0].text not in {saying.text for saying in kept[0].said}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_interrupted_training_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retrieval.training import trainer
    from retrieval.training.command import train_encoder

    write_passages(tmp_path)
    monkeypatch.setattr(trainer, "MEASURE_EVERY", 10)
    options: dict[str, Any] = {
        "steps": 30, "seed": 3, "dimension": 32, "batch": 24, "vocabulary_size": 300, "workers": 0,
        "notions": NOTIONS,
    }  # fmt: skip
    done: list[int] = []

    def cut(*args: Any) -> Any:
        features = trainer_loaded(*args)
        done.append(args[1].start)
        if len(done) == 3:
            raise KeyboardInterrupt
        return features

    trainer_loaded = trainer._loaded
    monkeypatch.setattr(trainer, "_loaded", cut)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(tmp_path, tmp_path / "cut", **options)
    assert not (tmp_path / "cut").exists()
    resumed = train_encoder(tmp_path, tmp_path / "cut", **options)
    assert done[3] == done[2] > 0
    assert resumed["best_at_step"] in {10, 20, 30}
    assert not (tmp_path / ".cut.training").exists()


def test_training_stops_when_nothing_gets_better() -> None:
    progress = Progress(measured=[(at, {"a": 0.5 if at else 0.6}) for at in range(PATIENCE + 1)])
    assert progress.is_spent
    assert progress.best_at == 0
    progress.measured.append((99, {"a": 0.7}))
    assert not progress.is_spent


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
