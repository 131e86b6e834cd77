"""The `troly` command: its subcommands, and how mistakes are told."""

from __future__ import annotations

import sys

import typer

from app.commands import (
    answer,
    ask,
    backup,
    chat,
    digest,
    doctor,
    evaluate,
    invite,
    mail,
    migrate,
    people,
    plan,
    questions,
    restore,
    revoke,
    serve,
    token,
    train_encoder,
    worker,
)
from app.mistakes import OperatorMistake

MISTAKE_STATUS = 2

cli = typer.Typer(
    name="troly",
    help="Trợ lý CCHC: hỏi kế hoạch cải cách hành chính bằng tiếng Việt, trả lời đúng và có nguồn.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks print the values of variables, secrets among them
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in (
    ("serve", serve.serve),
    ("worker", worker.worker),
    ("chat", chat.chat),
    ("ask", ask.ask),
    ("answer", answer.answer),
    ("questions", questions.questions),
    ("digest", digest.digest),
    ("invite", invite.invite),
    ("people", people.people),
    ("mail", mail.mail),
    ("revoke", revoke.revoke),
    ("token", token.token),
    ("evaluate", evaluate.evaluate),
    ("train-encoder", train_encoder.train_encoder),
    ("migrate", migrate.migrate),
    ("backup", backup.backup),
    ("restore", restore.restore),
    ("doctor", doctor.doctor),
):
    cli.command(name)(command)
cli.add_typer(plan.commands, name="plan")


@cli.callback()
def prepare() -> None:
    """Trợ lý CCHC: hỏi kế hoạch cải cách hành chính bằng tiếng Việt, trả lời đúng và có nguồn."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # also under LANG=C


def main() -> None:
    """Run `troly`; an operator's mistake is one line and status 2."""
    try:
        cli()
    except OperatorMistake as mistake:
        typer.echo(str(mistake), err=True)
        sys.exit(MISTAKE_STATUS)
