"""An HTTP server that answers everything with the same small JSON: the load generator's own ceiling."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import cast

BODY = b'{"messages":[{"text":"%s"}]}' % (b"x" * 1500)  # about as long as an answer
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)


class FixedReply(asyncio.Protocol):
    """Replies once for each chunk received; the generator sends one request a chunk."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        del data
        self._transport.write(HEAD + BODY)


async def serve(port: int) -> None:
    """Serve until stopped."""
    server = await asyncio.get_running_loop().create_server(FixedReply, "127.0.0.1", port)
    await server.serve_forever()


def main() -> int:
    """Serve on ``--port``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(serve(parser.parse_args().port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
