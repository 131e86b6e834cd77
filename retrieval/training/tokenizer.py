"""The word pieces a model reads: Vietnamese folded inside the normaliser, so marks never matter."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
VOCABULARY_SIZE = 16_000
MAX_TOKENS = 512


def train_tokenizer(
    texts: Iterable[str], *, compounds: Iterable[str] = (), vocabulary_size: int = VOCABULARY_SIZE
) -> Tokenizer:
    """Learn a WordPiece vocabulary; "Đổi mới", "đổi mới" (NFC or NFD) and "doi moi" give the same pieces.

    ``compounds`` are folded words of two syllables ("truc tuyen") that become one piece: a syllable alone
    means too many things once its marks are gone.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("đ", "d"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary_size, special_tokens=[UNKNOWN], min_frequency=3, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_tokens([AddedToken(word, normalized=True, single_word=True) for word in compounds])
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
