"""Files that people sent, fetched from the channel they came through when they are needed."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.messages import Attachment

Fetch = Callable[[Attachment], bytes]


class AttachmentTooLarge(Exception):
    """The channel gives no file larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class AttachmentGone(Exception):
    """The channel does not give the file: it is too old, or the channel cannot be reached."""


class ChannelFiles:
    """The ways to fetch a file, one a channel; a channel adds its own when it starts."""

    def __init__(self) -> None:
        self._ways: dict[str, Fetch] = {}

    def add(self, channel: str, fetch: Fetch) -> None:
        self._ways[channel] = fetch

    def takes_files(self, channel: str) -> bool:
        """Whether people can send files on a channel."""
        return channel in self._ways

    def fetch(self, channel: str, attachment: Attachment) -> bytes:
        """The bytes of a file. Raises AttachmentTooLarge and AttachmentGone, also for an unknown channel."""
        way = self._ways.get(channel)
        if way is None:
            raise AttachmentGone
        return way(attachment)
