"""All tables together, for those who migrate, empty or copy the whole database."""

from __future__ import annotations

from progress.tables import access, asking, deliveries, digests, people, reports
from progress.tables.base import Base

MODULES = (asking, people, access, reports, deliveries, digests)  # imported so that their tables are known
METADATA = Base.metadata
