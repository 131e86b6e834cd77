"""Names and texts that people and channels give, in a form that any engine keeps."""

from __future__ import annotations

import hashlib

KEY_LENGTH = 200
_UNSTORABLE = "\x00"  # PostgreSQL keeps no NUL in a text


def storable_key(key: str) -> str:
    """The key itself; one that is too long or not plain text is replaced by its digest."""
    if len(key) <= KEY_LENGTH and _UNSTORABLE not in key and not any("\ud800" <= c <= "\udfff" for c in key):
        return key
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


def storable_text(text: str) -> str:
    """The text without what no engine keeps, and without spaces around it."""
    return "".join(sign for sign in text if sign != _UNSTORABLE and not "\ud800" <= sign <= "\udfff").strip()
