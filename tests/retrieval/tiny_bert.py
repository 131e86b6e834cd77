"""A tiny BERT to make untrained models of: its tokenizer on disk, and its sizes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transformers import BertConfig

SPECIAL = ("[PAD]", "[UNK]")


def save_tokenizer(folder: Path, words: Sequence[str]) -> None:
    """Write a tokenizer that knows ``words`` whole and nothing else."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: place for place, word in enumerate((*SPECIAL, *words))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", model_max_length=32
    ).save_pretrained(folder)


def sizes_of(words: Sequence[str]) -> BertConfig:
    """One layer of 16 numbers for that vocabulary."""
    return BertConfig(
        vocab_size=len(SPECIAL) + len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
