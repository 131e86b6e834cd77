"""Codes of invitations: made to be typed on a phone with a Vietnamese keyboard, kept only as hashes."""

from __future__ import annotations

import hashlib
import re
import secrets

from corpus.vietnamese import tidy

# Without vowels, D, L and W no keyboard puts Vietnamese marks on a code, and none reads as a word; of signs
# that look alike (S5, Z2, B8, G6) the digit stays.
ALPHABET = "CFHJKMNPQRTVX23456789"
CODE_LENGTH = 8
TOKEN_BYTES = 32
_TYPED_LENGTH_LIMIT = 40
_LOOK_ALIKES = str.maketrans("SZBG", "5286")
_PUNCTUATION = re.compile(r"[\W_]+")
# Slow on purpose (some 20 ms): codes are short, and a stolen copy of the database must not give them away
# before they expire.
_SCRYPT_COST = 2**12
_SCRYPT_SALT = b"troly-invitation"


def new_code() -> str:
    """A random code, as in "CF4H-7K2M".

    Two like signs never stand together, since quick Telex turns TT into TH; so there are 21 x 20^7 codes,
    some 2^34.6.
    """
    signs = ""
    while len(signs) < CODE_LENGTH:
        sign = secrets.choice(ALPHABET)
        if not signs.endswith(sign):
            signs += sign
    return _written(signs)


def read_code(typed: str) -> str | None:
    """The code that was typed in small letters, with blanks, without the hyphen; None for what is no code."""
    signs = _PUNCTUATION.sub("", tidy(typed, _TYPED_LENGTH_LIMIT)).upper().translate(_LOOK_ALIKES)
    if len(signs) != CODE_LENGTH or not set(signs) <= set(ALPHABET):
        return None
    return _written(signs)


def code_hash(code: str) -> str:
    """What is stored of a code: 64 hexadecimal digits, the same for the same code."""
    return hashlib.scrypt(code.encode(), salt=_SCRYPT_SALT, n=_SCRYPT_COST, r=8, p=1, dklen=32).hex()


def new_token() -> str:
    """A random bearer token of 256 bits; its prefix lets scanners of leaked secrets know it."""
    return f"troly_{secrets.token_urlsafe(TOKEN_BYTES)}"


def token_hash(token: str) -> str:
    """What is stored of a token; a fast hash will do, since nobody guesses 256 bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _written(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
