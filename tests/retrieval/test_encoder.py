"""Loading models: the bundled one without torch, any other through sentence-transformers."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import BUNDLED, Encoder, EncoderError, StaticEncoder, is_static, load_encoder
from tests.retrieval.tiny_bert import save_tokenizer, sizes_of

TEXTS = [
    "Dịch vụ công trực tuyến toàn trình",
    "quan ly tai san cong",
    "Đ",
    "PAR INDEX, SIPAS; 95,5% (IPv6)",
    "hồ sơ " * 400,
    "từ lạ: xyzzyq ωψ 漢字",
]
LIMIT = 20 * 1024 * 1024


def test_the_bundled_model_is_small_and_has_a_card() -> None:
    assert sum(file.stat().st_size for file in BUNDLED.iterdir()) <= LIMIT
    assert "Article 15" in (BUNDLED / "README.md").read_text(encoding="utf-8")


def test_marks_case_and_unicode_form_do_not_matter(encoder: Encoder) -> None:
    wanted = encoder.encode_query("Đổi mới sáng tạo")
    for typed in ("doi moi sang tao", "ĐỔI MỚI SÁNG TẠO", unicodedata.normalize("NFD", "Đổi mới sáng tạo")):
        assert float(encoder.encode_query(typed) @ wanted) == pytest.approx(1.0, abs=1e-6)


def test_vectors_have_length_one_or_nothing_to_say(encoder: Encoder) -> None:
    vectors = encoder.encode_passages([*TEXTS, ""])
    assert vectors.shape == (len(TEXTS) + 1, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1] * len(TEXTS) + [0], atol=1e-5)
    np.testing.assert_allclose(vectors[0], encoder.encode_query(TEXTS[0]), atol=1e-6)


def test_asking_with_the_bundled_model_never_loads_torch() -> None:
    program = (
        "import sys; from corpus.plans import read_plan; from retrieval.search import Search;"
        "hit = Search.open(read_plan()).search('quản lý tài sản công').hits[0];"
        "print(hit.task_id, sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "VI.2 []"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_ways_of_loading_give_the_same_vectors() -> None:
    from sentence_transformers import SentenceTransformer

    light = StaticEncoder(BUNDLED).encode_passages(TEXTS)
    full = np.asarray(SentenceTransformer(str(BUNDLED), device="cpu").encode(TEXTS), dtype=np.float32)
    cosines = (light * full).sum(axis=1) / np.linalg.norm(full, axis=1)
    assert float(cosines.min()) >= 0.99999


@pytest.mark.slow
def test_model2vec_loads_the_folder_too(encoder: Encoder) -> None:
    from model2vec import StaticModel

    plain = StaticModel.from_pretrained(BUNDLED).encode(TEXTS[:3], normalize=True)
    np.testing.assert_allclose(plain, encoder.encode_passages(TEXTS[:3]), atol=2e-3)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_model_brings_its_own_prefixes(tmp_path: Path) -> None:
    model = small_transformer(tmp_path / "model")
    loaded = load_encoder(model)
    assert not is_static(model)
    assert loaded.identity.startswith("st:")
    assert loaded.encode_passages(["hồ sơ", "tài sản"]).shape == (2, loaded.dimension)
    assert float(np.linalg.norm(loaded.encode_query("hồ sơ"))) == pytest.approx(1.0, abs=1e-5)
    asked, stored = loaded.encode_query("hồ sơ"), loaded.encode_passages(["query: hồ sơ"])[0]
    plain = loaded.encode_passages(["hồ sơ"])[0]
    assert float(asked @ stored) == pytest.approx(1.0, abs=1e-5)
    assert float(asked @ plain) < 0.9999


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json"])
def test_a_broken_folder_is_one_clear_line(missing: str, tmp_path: Path) -> None:
    for file in BUNDLED.iterdir():
        if file.name != missing:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(EncoderError) as raised:
        load_encoder(tmp_path)
    assert str(tmp_path) in str(raised.value)
    assert "\n" not in str(raised.value)


def small_transformer(folder: Path) -> Path:
    """A tiny untrained transformer that asks for "query: " before questions."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    known = ["query", ":", "hồ", "sơ", "tài", "sản"]
    raw = folder.with_name("raw")
    save_tokenizer(raw, known)
    BertModel(sizes_of(known)).save_pretrained(raw)
    words = Transformer(str(raw))
    model = SentenceTransformer(
        modules=[words, Pooling(16, pooling_mode="mean")], prompts={"query": "query: "}, device="cpu"
    )
    model.save_pretrained(str(folder), create_model_card=False)
    return folder
