"""Asking over HTTP: one message in, the dialogue's messages out."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator
from starlette.responses import Response

from api.answering import Answering
from api.contract import problems
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Answer, AnswerKind, Outgoing

CHANNEL = "http"
TEXT_LIMIT = 20_000  # characters; the dialogue answers long texts kindly, this is only a stop
PROBLEMS = problems(422, 429, 503)

ConversationId = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:@-]+$")
]

_EXAMPLE_REQUEST: dict[str, Any] = {"conversation": "abc", "text": "Ai chủ trì nhiệm vụ III.4?"}
_EXAMPLE_RESPONSE: dict[str, Any] = {
    "messages": [
        {
            "text": "Câu trả lời\n\n“Trích nguyên văn”\n\nNguồn: Mục …, STT …",
            "choices": [{"label": "Chỉ tiêu", "action": "t:III.4:target"}],
            "body": "Câu trả lời",
            "quote": "Trích nguyên văn",
            "source": "Nguồn: Mục …, STT …",
            "feedback": "7f3a9c",
            "files": [],
        }
    ],
    "answer": {
        "kind": "answered",
        "task_ids": ["III.4"],
        "group_task_ids": [],
        "citations": [{"task_id": "III.4", "label": "Mục …, STT …", "quote": "Trích nguyên văn"}],
    },
}


class ChatRequest(BaseModel):
    """``action`` is sent when one of the offered choices is taken; ``text`` may then be its label."""

    model_config = ConfigDict(strict=True, json_schema_extra={"examples": [_EXAMPLE_REQUEST]})
    conversation: ConversationId
    text: Annotated[str, StringConstraints(max_length=TEXT_LIMIT)] = ""
    action: str | None = None

    @field_validator("action")
    @classmethod
    def _fits(cls, action: str | None) -> str | None:
        if action is not None and len(action.encode()) > ACTION_LIMIT_BYTES:
            raise ValueError(f"dài quá {ACTION_LIMIT_BYTES} byte")
        return action or None


class ChatChoice(BaseModel):
    """A next step; send ``action`` back to take it."""

    label: str
    action: str


class ChatFile(BaseModel):
    """A file handed over with a message; ``content`` is in base64."""

    name: str
    media_type: str
    content: str


class ChatMessage(BaseModel):
    """``text`` is the whole message; ``body``, ``quote`` and ``source`` are its parts."""

    text: str
    choices: list[ChatChoice]
    body: str
    quote: str
    source: str
    feedback: str
    files: list[ChatFile]


class ChatCitation(BaseModel):
    """Where in the plan an answer stands."""

    task_id: str
    label: str
    quote: str


class ChatAnswer(BaseModel):
    """The answer as data. ``group_task_ids`` bind the agency only through a group it belongs to."""

    kind: AnswerKind
    task_ids: list[str]
    group_task_ids: list[str]
    citations: list[ChatCitation]


class ChatResponse(BaseModel):
    """What the assistant says, and the same as data."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE_RESPONSE]})
    messages: list[ChatMessage]
    answer: ChatAnswer


def chat_router(answering: Answering) -> APIRouter:
    """``POST /chat``."""
    router = APIRouter(tags=["Hỏi đáp"])

    @router.post(
        "/chat", summary="Hỏi trợ lý", response_model=ChatResponse, responses=PROBLEMS | problems(400, 413)
    )
    async def chat(request: ChatRequest) -> Response:
        outgoing = await answering.ask(CHANNEL, request.conversation, request.text, request.action)
        return Response(orjson.dumps(chat_body(outgoing)), media_type="application/json")

    return router


def chat_body(outgoing: Sequence[Outgoing]) -> dict[str, Any]:
    """The dialogue's messages in the terms of ChatResponse."""
    return {
        "messages": [
            {
                "text": message.full_text,
                "choices": message.choices,
                "body": message.text,
                "quote": message.quote,
                "source": message.source,
                "feedback": message.feedback,
                "files": [
                    {
                        "name": file.name,
                        "media_type": file.media_type,
                        "content": base64.b64encode(file.content).decode(),
                    }
                    for file in message.files
                ],
            }
            for message in outgoing
        ],
        "answer": _answer_body([message.answer for message in outgoing if message.answer]),
    }


def _answer_body(answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "kind": _kind_of(answers),
        "task_ids": _merged(answer.task_ids for answer in answers),
        "group_task_ids": _merged(answer.group_task_ids for answer in answers),
        "citations": [citation for answer in answers for citation in answer.citations],
    }


def _kind_of(answers: Sequence[Answer]) -> Literal["answered", "refused", "clarify"]:
    """A greeting carries no answer of its own and counts as answered."""
    kinds = {answer.kind for answer in answers}
    if not kinds or "answered" in kinds:
        return "answered"
    return "clarify" if "clarify" in kinds else "refused"


def _merged(lists: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(task_id for ids in lists for task_id in ids))
