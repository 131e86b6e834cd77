"""The load generator: clients that each ask one question after another over one kept connection.

It speaks bare HTTP/1.1 on asyncio streams, so that on a small machine the server keeps the processor.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from bench.figures import percentile
from bench.questions import Talk, talks

HOST = "127.0.0.1"
PATH = "/api/v1/chat"
REPLY_LIMIT_S = 30.0
WARM_UP_REQUESTS = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of the generator saw. ``busy`` is the generator's own share of one core."""

    requests: int
    errors: int
    seconds: float
    p50_ms: float
    p95_ms: float
    busy: float
    first_error: str = ""

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


@dataclass(slots=True)
class _Seen:
    """What the clients have seen so far."""

    timings: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def requests_of(all_talks: list[Talk], client: int, clients: int, name: str) -> Iterator[bytes]:
    """One client's requests without end: its share of the talks, each in a conversation of its own."""
    mine = all_talks[client::clients]
    for round_ in itertools.count():
        for place, talk in enumerate(mine):
            for question in talk:
                conversation = f"{name}-{client}-{round_}-{place}"
                yield _request({"conversation": conversation, "text": question})


async def run(port: int, clients: int, seconds: float) -> Load:
    """Warm up, then ask for ``seconds`` with ``clients`` at once."""
    bank = talks()

    async def ask(name: str, limit: int | None, end: float) -> _Seen:
        seen = _Seen()
        streams = (requests_of(bank, client, clients, name) for client in range(clients))
        await asyncio.gather(*(_client(port, itertools.islice(one, limit), end, seen) for one in streams))
        return seen

    await ask("warm", max(1, WARM_UP_REQUESTS // clients), math.inf)
    begin, busy_before = time.perf_counter(), time.process_time()
    seen = await ask("timed", None, begin + seconds)
    spent = time.perf_counter() - begin
    return Load(
        requests=len(seen.timings),
        errors=len(seen.errors),
        seconds=spent,
        p50_ms=percentile(seen.timings, 0.5) if seen.timings else 0.0,
        p95_ms=percentile(seen.timings, 0.95) if seen.timings else 0.0,
        busy=(time.process_time() - busy_before) / spent,
        first_error=seen.errors[0] if seen.errors else "",
    )


async def _client(port: int, requests: Iterator[bytes], end: float, seen: _Seen) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    for request in requests:
        begin = time.perf_counter()
        if begin >= end:
            break
        writer.write(request)
        try:
            status, body = await asyncio.wait_for(_reply(reader), REPLY_LIMIT_S)
        except (OSError, EOFError, TimeoutError) as error:
            seen.errors.append(repr(error))
            writer.close()
            reader, writer = await asyncio.open_connection(HOST, port)
            continue
        if status == b"200" and body.startswith(b"{"):
            seen.timings.append((time.perf_counter() - begin) * 1000)
        else:
            seen.errors.append(f"{status.decode()} {body[:200].decode(errors='replace')}")
    writer.close()


def _request(body: dict[str, str]) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    head = f"POST {PATH} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


async def _reply(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = head.split(b" ", 2)[1]
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    return status, await reader.readexactly(length)


def main() -> int:
    """Print what was seen as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    print(json.dumps(asdict(asyncio.run(run(given.port, given.clients, given.seconds)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
