"""Files that bear out a report: sent with it or after it, by a link, and shown to those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import parse_command
from bot.dialogue.actions import desk_command
from bot.dialogue.attachments import AttachmentGone, AttachmentTooLarge
from bot.dialogue.conversation import SENT_LIMIT, Conversation
from bot.dialogue.desk_intents import AskToAttach, SayReport, SendFiles, ShowEvidence, StartReport
from bot.dialogue.drafts import Draft, InHand
from bot.dialogue.messages import Attachment, OutgoingFile
from bot.dialogue.skills.desk_replies import refused, said, to_confirm, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import not_for_us, proceed, say_report
from bot.dialogue.skills.starting import start_report
from bot.dialogue.visits import Visit
from bot.texts import evidence as texts
from bot.texts import reports, times
from progress.evidence import EvidenceError, FileTooLarge, Upload
from progress.records import Report
from progress.refusals import NotAllowed, ProgressError

FILES_AT_ONCE = 10  # kept with one report until it is confirmed
SHOWN_AT_ONCE = 5  # files in one message
SHOWN_BYTES = 20 * 2**20


def send_files(intent: SendFiles, conversation: Conversation, visit: Visit) -> Turn:
    """With a report in its caption, with the report in hand, with the one sent last; else which is asked."""
    if refusal := not_for_us(visit):
        return refused(refusal, conversation)
    new = visit.incoming.attachments
    reported = _reported_in(intent.caption, conversation, visit)
    if reported is not None:
        hand = reported.conversation.in_hand
        if hand is None or hand.kind != "report":
            return reported
        return _with_files(hand, new, reported.conversation, visit)
    hand = conversation.in_hand
    if hand is not None and hand.kind in ("report", "attach"):
        return _with_files(hand, new, conversation, visit)
    last = _sent_last(conversation, visit)
    if last is None:
        return _with_files(InHand("report", drafts=(Draft(),)), new, conversation, visit)
    return _to_attach(InHand("attach", report_id=last.id, files=new), last, conversation, visit)


def _reported_in(caption: str, conversation: Conversation, visit: Visit) -> Turn | None:
    """The turn of a caption that reports; None when it does not."""
    if not caption.strip():
        return None
    command = parse_command(caption)
    if command is None:
        return say_report(SayReport(caption), conversation, visit)
    intent = desk_command(*command)
    return start_report(intent, conversation, visit) if isinstance(intent, StartReport) else None


def _with_files(hand: InHand, new: Sequence[Attachment], conversation: Conversation, visit: Visit) -> Turn:
    files = (*hand.files, *new)
    left_out = texts.too_many(FILES_AT_ONCE) if len(files) > FILES_AT_ONCE else ""
    hand = replace(hand, files=files[:FILES_AT_ONCE])
    if hand.kind == "attach":
        report = visit.reporting.desk.report(visit.actor, hand.report_id)
        return _to_attach(hand, report, conversation, visit, left_out)
    return proceed(replace(hand, asks="", options=(), told=left_out), conversation, visit)


def _sent_last(conversation: Conversation, visit: Visit) -> Report | None:
    """The report that was sent from here last, while it stands."""
    if not conversation.sent:
        return None
    sent = visit.reporting.desk.report(visit.actor, conversation.sent[-1])
    if sent.agency not in visit.reports_for:
        return None
    return visit.reporting.desk.standing(visit.actor, sent.task_id, sent.agency, sent.period)


def _to_attach(
    hand: InHand, report: Report, conversation: Conversation, visit: Visit, left_out: str = ""
) -> Turn:
    title = reports.task_line(visit.knowledge.task(report.task_id))
    text = texts.attach_sure(texts.names(hand.files), title, report, visit.period_name(report.period))
    return to_confirm("\n".join(part for part in (left_out, text) if part), hand, conversation, change=None)


def attached(files: Sequence[Attachment], to: Sequence[Report], visit: Visit) -> list[str]:
    """Keep files with each of the reports; a line for what was kept and one for each refusal."""
    kept: list[str] = []
    lines: list[str] = []
    for file in files:
        try:
            upload = Upload(file.name, visit.reporting.attachments.fetch(visit.incoming.channel, file))
            for report in to:
                found = visit.reporting.evidence.attach(
                    visit.actor,
                    report.task_id,
                    report.agency,
                    report.period,
                    upload,
                    channel=visit.incoming.channel,
                )
            kept.append(found.name)
        except AttachmentTooLarge as error:
            lines.append(texts.not_kept(file, texts.file_refused(FileTooLarge(error.limit))))
        except AttachmentGone:
            lines.append(texts.not_kept(file, texts.gone()))
        except ProgressError as error:
            lines.append(texts.not_kept(file, texts.file_refused(error)))
    return [*([texts.kept(kept)] if kept else []), *lines]


def ask_to_attach(intent: AskToAttach, conversation: Conversation, visit: Visit) -> Turn:
    """How to add files to a report: here, where the channel takes files, and by a link that lives shortly."""
    if refusal := not_for_us(visit):
        return refused(refusal, conversation)
    report = visit.reporting.desk.report(visit.actor, intent.report_id)
    channel = visit.incoming.channel
    desk = visit.reporting.evidence
    try:
        link = desk.upload_link(visit.actor, report.task_id, report.agency, report.period, channel=channel)
    except (EvidenceError, NotAllowed) as error:
        return refused(texts.file_refused(error), conversation)
    text = texts.how_to_send(
        report,
        f"{visit.reporting.address}/tai-len/{link.token}",
        times.moment(link.expires_at),
        limit=desk.size_limit,
        takes_files=visit.reporting.attachments.takes_files(channel),
    )
    others = tuple(one for one in conversation.sent if one != report.id)
    return told(text, replace(conversation, sent=(*others, report.id)[-SENT_LIMIT:]))


def show_evidence(intent: ShowEvidence, conversation: Conversation, visit: Visit) -> Turn:
    """The files on a report, those that one message can carry as files."""
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    report = visit.reporting.desk.report(visit.actor, intent.report_id)
    desk = visit.reporting.evidence
    found = desk.evidence(visit.actor, report.task_id, report.agency, report.period)
    if not found:
        return told(texts.none_kept(report), conversation)
    files: list[OutgoingFile] = []
    for one in found[-SHOWN_AT_ONCE:]:
        if sum(len(file.content) for file in files) + one.size > SHOWN_BYTES:
            break
        try:
            opened, content = desk.open(visit.actor, one.id, channel=visit.incoming.channel)
        except EvidenceError as error:
            return refused(texts.file_refused(error), conversation)
        files.append(OutgoingFile(opened.name, opened.media_type, content))
    text = texts.listed(report, [(one.name, times.moment(one.at)) for one in found], len(files))
    return Turn(replace(said(text), files=tuple(files)), conversation)
