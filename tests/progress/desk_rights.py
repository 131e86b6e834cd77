"""Who may do what at the desk: role x act x own or another agency, the table that all ways in are held to."""

from __future__ import annotations

LEGAL = "Sở Tư pháp"  # the actor's agency in the cells of "other"; leads the shared task with the others

# act; roles that may do it to their own agency; roles that may do it to another
TABLE = """
submit; dau-moi;
correct; dau-moi;
withdraw; dau-moi;
add-note; dau-moi;
attach; dau-moi;
upload-link; dau-moi;
confirm; dieu-phoi; dieu-phoi
send-back; dieu-phoi; dieu-phoi
lock; dieu-phoi; dieu-phoi
reopen; dieu-phoi; dieu-phoi
pause; dieu-phoi; dieu-phoi
lift-pause; dieu-phoi; dieu-phoi
report; dau-moi lanh-dao dieu-phoi; dieu-phoi
standing; dau-moi lanh-dao dieu-phoi; dieu-phoi
history; dau-moi lanh-dao dieu-phoi; dieu-phoi
last-year; dau-moi lanh-dao dieu-phoi; dieu-phoi
status; dau-moi lanh-dao dieu-phoi; dieu-phoi
coverage; dau-moi lanh-dao dieu-phoi; dieu-phoi
waiting; dieu-phoi; dieu-phoi
evidence; dau-moi lanh-dao dieu-phoi; dieu-phoi
open-evidence; dau-moi lanh-dao dieu-phoi; dieu-phoi
"""
ALLOWED = {
    (act.strip(), reach): set(roles.split())
    for line in TABLE.strip().splitlines()
    for act, *cells in [line.split(";")]
    for reach, roles in zip(("own", "other"), cells, strict=True)
}
