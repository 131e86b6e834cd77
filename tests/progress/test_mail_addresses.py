"""An operator writes down where people get letters; nobody speaks by e-mail."""

from __future__ import annotations

import pytest

from progress.audit import AuditLog, Deed
from progress.database import Database
from progress.mail_addresses import MailAddresses, NoAddress
from progress.people import People
from progress.persons import Identity
from progress.refusals import IdentityTaken, PersonUnknown
from tests.conftest import Clock
from tests.progress.newcomers import joined


@pytest.fixture
def addresses(database: Database, clock: Clock) -> MailAddresses:
    return MailAddresses(database, clock)


def test_a_person_has_one_address_which_can_be_changed_and_removed(
    people: People, addresses: MailAddresses, database: Database
) -> None:
    person = joined(people, "1")
    for given in (" An@AnGiang.gov.vn ", "an@angiang.gov.vn", "an.moi@angiang.gov.vn"):
        kept = addresses.write_down(person.id, given, channel="cli")
        assert kept == given.strip().lower()
        assert [one.sender for one in people.identities_of([person.id])[person.id]] == [kept, "1"]
    addresses.remove(person.id, channel="cli")
    assert people.identities_of([person.id])[person.id] == (Identity("telegram", "1"),)
    deeds = [one.deed for one in AuditLog(database).latest()]
    assert deeds[:4] == [Deed.REMOVE_MAIL, Deed.SET_MAIL, Deed.SET_MAIL, Deed.SET_MAIL]


def test_an_address_has_one_person(people: People, addresses: MailAddresses) -> None:
    an, binh = joined(people, "1"), joined(people, "2")
    addresses.write_down(an.id, "an@angiang.gov.vn", channel="cli")
    with pytest.raises(IdentityTaken):
        addresses.write_down(binh.id, "an@angiang.gov.vn", channel="cli")
    with pytest.raises(PersonUnknown):
        addresses.write_down(binh.id + 1, "khac@angiang.gov.vn", channel="cli")
    assert people.identities_of([binh.id])[binh.id] == (Identity("telegram", "2"),)


@pytest.mark.parametrize("given", ["an", "an@", "an@x", "a b@x.vn", "an@x.vn, b@x.vn", f"{'a' * 200}@x.vn"])
def test_what_is_no_address_is_refused(people: People, addresses: MailAddresses, given: str) -> None:
    with pytest.raises(NoAddress):
        addresses.write_down(joined(people, "1").id, given, channel="cli")
