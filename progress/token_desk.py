"""Bearer tokens of people: given, told, noted when used, and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, and_, func, select

from progress import tokens
from progress.audit import Deed, Entry, write_down
from progress.codes import new_token, token_hash
from progress.people_reading import PeopleReader
from progress.person_rows import BY_TOKEN, living_person, person_in
from progress.persons import OPERATOR, Actor, IssuedToken, Person
from progress.tables.access import AccessTokenRow

TOKEN_LIFE = dt.timedelta(days=90)
PEOPLE_LOCK = 201_2027  # any number, the same in every process


class TokenDesk(PeopleReader):
    """What programs speak with for a person. Each change is one transaction, with its line in the log."""

    def issue_token(
        self,
        person_id: int,
        *,
        channel: str,
        valid_for: dt.timedelta = TOKEN_LIFE,
        is_by_operator: bool = False,
    ) -> IssuedToken:
        """A bearer token that speaks for a person, who asks for it himself, or an operator for him.

        Raises PersonUnknown.
        """
        now = self._clock()
        token, expires_at = new_token(), now + valid_for
        actor: Actor = OPERATOR if is_by_operator else person_id
        with self._changing() as connection:
            living_person(connection, person_id)
            number = tokens.add(connection, person_id, token, now, expires_at)
            write_down(connection, Entry(now, actor, Deed.ISSUE_TOKEN, tokens.named(number), channel))
        return IssuedToken(token, expires_at, number)

    def person_of_token(self, token: str) -> Person | None:
        """For whom a token speaks; None for one that is unknown, expired or revoked."""
        now = self._clock()
        with self._database.reading() as connection:
            rows = connection.execute(BY_TOKEN, {"token_hash": token_hash(token), "now": now}).all()
        if rows and tokens.is_use_worth_noting(rows[0].last_used_at, now):
            with self._database.writing() as connection:
                tokens.note_use(connection, rows[0].token_id, now)
        return person_in(rows)

    def revoke_token(self, token: str, *, channel: str) -> bool:
        """End one token, by its bearer. False when it had ended or never was."""
        return self._end_tokens(channel, AccessTokenRow.token_hash == token_hash(token)) > 0

    def revoke_token_of(
        self, person_id: int, token_id: int, *, channel: str, is_by_operator: bool = False
    ) -> bool:
        """End one token of a person, by its number. False when it had ended or is not his."""
        which = and_(AccessTokenRow.person_id == person_id, AccessTokenRow.id == token_id)
        return self._end_tokens(channel, which, is_by_operator=is_by_operator) > 0

    def revoke_tokens(self, person_id: int, *, channel: str, is_by_operator: bool = False) -> int:
        """End all tokens of a person; how many there were."""
        of_person = AccessTokenRow.person_id == person_id
        return self._end_tokens(channel, of_person, is_by_operator=is_by_operator)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """One transaction at a time changes people, in any process: they change seldom, and never halfway."""
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(PEOPLE_LOCK)))
            yield connection

    def _end_tokens(self, channel: str, which: ColumnElement[bool], *, is_by_operator: bool = False) -> int:
        now = self._clock()
        with self._changing() as connection:
            ended = tokens.end(connection, which, now)
            for number, owner in ended:
                actor: Actor = OPERATOR if is_by_operator else owner
                write_down(connection, Entry(now, actor, Deed.REVOKE_TOKEN, tokens.named(number), channel))
        return len(ended)
