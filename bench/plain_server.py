"""The plain pipeline served the simplest way: one FastAPI route, one uvicorn worker."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from bench.plain_pipeline import PlainPipeline


class Question(BaseModel):
    """The same body our own route takes."""

    conversation: str
    text: str


class Reply(BaseModel):
    """What the pipeline answers."""

    task_id: str
    text: str


def create_app(pipeline: PlainPipeline) -> FastAPI:
    """Routes ``POST /api/v1/chat`` and ``GET /readyz``."""
    app = FastAPI()

    @app.post("/api/v1/chat")
    def chat(question: Question) -> Reply:
        answer = pipeline.answer(question.text)
        return Reply(task_id=answer.task_id, text=answer.text)

    @app.get("/readyz")
    def readyz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def main() -> int:
    """Serve a built folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    app = create_app(PlainPipeline.open(given.folder))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
