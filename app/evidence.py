"""The desk of evidence as the settings want it: where files are kept, how large, scanned by what."""

from __future__ import annotations

from app.clock import Clock
from app.mistakes import OperatorMistake
from app.settings import Settings
from app.store import Store
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import BucketOptions, BucketStore, EvidenceStore, FolderStore
from progress.obligations import Obligations
from progress.scanning import open_scanner

MEGABYTE = 2**20


def open_evidence(
    settings: Settings, obligations: Obligations, store: Store, *, clock: Clock
) -> EvidenceDesk:
    """Raises OperatorMistake when the bucket or the scanner cannot be used as they are written."""
    try:
        scanner = open_scanner(settings.virus_scanner or "")
    except ValueError:
        raise OperatorMistake(
            "TROLY_VIRUS_SCANNER: câu lệnh có dấu nháy chưa đóng hoặc cổng không phải là số."
        ) from None
    return EvidenceDesk(
        store.database,
        obligations,
        clock,
        open_evidence_store(settings),
        scanner,
        size_limit=settings.evidence_limit_mb * MEGABYTE,
    )


def open_evidence_store(settings: Settings) -> EvidenceStore:
    """The folder, or the bucket that is set. Raises OperatorMistake."""
    if settings.evidence_store is None:
        return FolderStore(settings.evidence_folder)
    bucket, _, prefix = settings.evidence_store.removeprefix("s3://").partition("/")
    secrets = (settings.evidence_key_id, settings.evidence_secret)
    key_id, secret = (one.get_secret_value() if one else "" for one in secrets)
    endpoint = str(settings.evidence_endpoint or "").rstrip("/")
    options = BucketOptions(bucket, prefix.strip("/"), endpoint, settings.evidence_region, key_id, secret)
    from obstore.exceptions import BaseError

    try:
        return BucketStore(options)
    except (BaseError, ValueError) as error:
        raise OperatorMistake(f"TROLY_EVIDENCE_STORE: không dùng được kho “{bucket}”.") from error
