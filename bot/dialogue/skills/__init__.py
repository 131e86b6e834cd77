"""One skill, one file: an intent in, a turn out."""
