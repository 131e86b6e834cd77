"""The conversation: dialogue, texts, commands and the channels that carry them."""
