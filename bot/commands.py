"""The commands a person can type: declared once, shown in help, menus, web and README."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, assert_never

Scope = Literal["private", "group", "all"]
Kind = Literal[
    "start", "help", "task", "agency", "section", "plan", "find",
    "register", "me", "link", "invite", "revoke", "leave", "own data", "erase", "token",
    "report", "correct", "withdraw", "standing", "period", "review", "digest",
]  # fmt: skip

NAME_PATTERN = re.compile(r"[a-z0-9_]{1,32}")  # what Telegram allows in a command name
DESCRIPTION_LIMIT = 256  # characters, Telegram's own limit
# The argument may follow on the next line; "@..." names the bot that is meant in a group.
_TYPED = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<argument>.*))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``argument`` is the placeholder shown in the help, empty when the command takes none."""

    kind: Kind
    name: str
    description: str  # short, for a channel's menu
    help: str  # one full sentence, for the help and the README
    example: str
    argument: str = ""
    scope: Scope = "all"
    aliases: tuple[str, ...] = ()
    is_personal: bool = False  # about the person who types it, so only where the sender is proven
    needs_argument: bool = True  # where it takes one

    @property
    def usage(self) -> str:
        """``/nhiemvu <mã>``; what may be left out stands in square brackets."""
        if not self.argument:
            return f"/{self.name}"
        return f"/{self.name} <{self.argument}>" if self.needs_argument else f"/{self.name} [{self.argument}]"

    def is_for(self, place: Literal["private", "group"]) -> bool:
        return self.scope in (place, "all")


COMMANDS: tuple[Command, ...] = (
    Command(
        kind="start",
        name="start",
        description="Bắt đầu trò chuyện với trợ lý",
        help="Bắt đầu trò chuyện, xem trợ lý giúp được những gì.",
        example="/start",
        aliases=("batdau",),
    ),
    Command(
        kind="task",
        name="nhiemvu",
        description="Xem một nhiệm vụ theo mã, ví dụ III.4",
        help="Xem một nhiệm vụ: nội dung, cơ quan chủ trì, phối hợp, chỉ tiêu, thời gian.",
        example="/nhiemvu III.4",
        argument="mã",
        aliases=("nv",),
    ),
    Command(
        kind="agency",
        name="coquan",
        description="Xem các nhiệm vụ của một cơ quan",
        help="Xem các nhiệm vụ một cơ quan chủ trì hoặc phối hợp.",
        example="/coquan Sở Nội vụ",
        argument="tên",
        aliases=("donvi",),
    ),
    Command(
        kind="section",
        name="muc",
        description="Xem một mục của kế hoạch, ví dụ III",
        help="Xem một mục của kế hoạch và các nhiệm vụ trong mục.",
        example="/muc III",
        argument="số",
    ),
    Command(
        kind="find",
        name="timkiem",
        description="Tìm nhiệm vụ theo từ khóa",
        help="Tìm nhiệm vụ theo từ khóa, có dấu hoặc không dấu.",
        example="/timkiem tài sản công",
        argument="từ khóa",
        aliases=("tim",),
    ),
    Command(
        kind="plan",
        name="kehoach",
        description="Giới thiệu kế hoạch và các mục",
        help="Giới thiệu kế hoạch: số, ngày, cơ quan ban hành và các mục.",
        example="/kehoach",
    ),
    Command(
        kind="report",
        name="baocao",
        description="Báo cáo kết quả một nhiệm vụ",
        help="Báo cáo kết quả nhiệm vụ của cơ quan mình; không ghi mã thì chọn từ các nhiệm vụ đến hạn.",
        example="/baocao III.4 35%",
        argument="mã và kết quả",
        needs_argument=False,
        scope="private",
        aliases=("bc",),
    ),
    Command(
        kind="standing",
        name="tiendo",
        description="Tiến độ báo cáo của cơ quan, của một nhiệm vụ",
        help="Xem cơ quan mình đã báo cáo đến đâu; kèm mã nhiệm vụ: đơn vị nào đã, chưa báo cáo, và lịch sử.",
        example="/tiendo III.4",
        argument="mã hoặc cơ quan",
        needs_argument=False,
        scope="private",
    ),
    Command(
        kind="correct",
        name="suabaocao",
        description="Sửa báo cáo đã gửi",
        help="Sửa báo cáo đã gửi; bản trước vẫn lưu trong lịch sử.",
        example="/suabaocao III.4 40%",
        argument="mã và phần cần sửa",
        needs_argument=False,
        scope="private",
        aliases=("suabc",),
    ),
    Command(
        kind="withdraw",
        name="huybaocao",
        description="Hủy báo cáo đã gửi",
        help="Hủy báo cáo đã gửi mà chưa được xác nhận, có nêu lý do.",
        example="/huybaocao III.4",
        argument="mã",
        needs_argument=False,
        scope="private",
        aliases=("huybc",),
    ),
    Command(
        kind="period",
        name="kybaocao",
        description="Kỳ báo cáo và hạn gửi",
        help="Xem kỳ báo cáo đang mở, ngày chốt số liệu và hạn gửi; Sở Nội vụ khóa, mở lại kỳ.",
        example="/kybaocao quý III",
        argument="kỳ",
        needs_argument=False,
        aliases=("ky", "hanbaocao"),
    ),
    Command(
        kind="review",
        name="choduyet",
        description="Báo cáo chờ xác nhận (Sở Nội vụ)",
        help="Xem các báo cáo chờ xác nhận; xác nhận hoặc trả lại (dành cho Sở Nội vụ).",
        example="/choduyet",
        scope="private",
        aliases=("duyet",),
    ),
    Command(
        kind="digest",
        name="bantin",
        description="Bản tin: việc gì đang chờ tôi hôm nay",
        help="Xem việc đang chờ mình hôm nay; đặt giờ nhận bản tin sáng, tắt, bật, im lặng, hoãn nhắc.",
        example="/bantin gio 8h",
        argument="gio, tat, bat, tuan…",
        needs_argument=False,
        scope="private",
    ),
    Command(
        kind="register",
        name="dangky",
        description="Đăng ký hoặc nối kênh bằng mã",
        help="Đăng ký bằng mã mời, hoặc nối kênh này bằng mã lấy từ /lienket.",
        example="/dangky CF4H-7K2M",
        argument="mã",
        scope="private",
        aliases=("dangki",),
        is_personal=True,
    ),
    Command(
        kind="me",
        name="toi",
        description="Tôi là ai, giữ vai trò gì",
        help="Xem tên, vai trò và các kênh đã nối của mình.",
        example="/toi",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="link",
        name="lienket",
        description="Lấy mã để nối một kênh khác",
        help="Lấy mã dùng một lần để trợ lý nhận ra mình trên một kênh khác.",
        example="/lienket",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="invite",
        name="moi",
        description="Mời người giữ một vai trò",
        help="Mời một người giữ một vai trò ở một cơ quan (quản trị, điều phối).",
        example="/moi dau-moi Sở Tài chính",
        argument="vai trò và cơ quan",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="revoke",
        name="thuhoi",
        description="Thu hồi vai trò của một người",
        help="Thu hồi vai trò của một người trong một cơ quan (quản trị, điều phối).",
        example="/thuhoi Sở Tài chính",
        argument="cơ quan",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="leave",
        name="roi",
        description="Thôi giữ vai trò của mình",
        help="Thôi giữ một hoặc tất cả vai trò của mình.",
        example="/roi",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="own data",
        name="dulieucuatoi",
        description="Tải dữ liệu đang lưu về tôi",
        help="Nhận một tệp có mọi dữ liệu đang lưu về mình.",
        example="/dulieucuatoi",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="erase",
        name="xoadulieu",
        description="Xóa dữ liệu cá nhân của tôi",
        help="Xóa dữ liệu cá nhân của mình; báo cáo của cơ quan được giữ lại.",
        example="/xoadulieu",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="token",
        name="token",
        description="Mã truy cập cho phần mềm",
        help="Cấp, xem và thu hồi mã truy cập để phần mềm thay mình gọi API.",
        example="/token",
        scope="private",
        is_personal=True,
    ),
    Command(
        kind="help",
        name="trogiup",
        description="Cách hỏi và các lệnh",
        help="Xem cách hỏi và danh sách lệnh.",
        example="/trogiup",
        aliases=("help", "huongdan"),
    ),
)

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}


def commands_for(place: Literal["private", "group"]) -> tuple[Command, ...]:
    """The commands offered in a private chat or in a group, in menu order."""
    return tuple(command for command in COMMANDS if command.is_for(place))


def parse_command(text: str) -> tuple[Command, str] | None:
    """``"/nhiemvu@ten_bot III.4"`` -> the command and ``"III.4"``; None when no known command is typed."""
    typed = _TYPED.fullmatch(text.strip())
    command = _BY_NAME.get(typed["name"].lower()) if typed else None
    if typed is None or command is None:
        return None
    return command, typed["argument"] or ""


def addressed_bot(text: str) -> str | None:
    """The bot named in ``"/nhiemvu@ten_bot ..."``, ``""`` when none is; None when the text is no command."""
    typed = _TYPED.fullmatch(text.strip())
    return (typed["bot"] or "") if typed else None


def spoken(command: Command, argument: str) -> str | None:
    """The question a command stands for, in the words a person would use.

    None for what no question can say: start, help, what is for the desk of reports or about a person, and a
    command whose argument is missing.
    """
    if command.argument and not argument:
        return None
    match command.kind:
        case "task":
            return f"Chi tiết nhiệm vụ {argument}"
        case "agency":
            return f"{argument} có những nhiệm vụ nào?"
        case "section":
            return f"Mục {argument} gồm những nhiệm vụ nào?"
        case "find":
            return argument
        case "plan":
            return "Kế hoạch này là kế hoạch gì, gồm những mục nào?"
        case "start" | "help" | "report" | "correct" | "withdraw" | "standing" | "period" | "review":
            return None
        case "digest":
            return None
        case "register" | "me" | "link" | "invite" | "revoke" | "leave" | "own data" | "erase" | "token":
            return None
    assert_never(command.kind)


def missing_argument(command: Command) -> str:
    """What is said when a command came without its argument."""
    return f"Anh/chị ghi thêm {command.argument} sau lệnh, ví dụ: {command.example}"


def help_text(place: Literal["private", "group"] = "private") -> str:
    """One line a command, for the help in a chat."""
    return "\n".join(f"{command.usage}: {_lower_first(command.help)}" for command in commands_for(place))


def markdown_table() -> str:
    """The README's table of commands, ending without a line break."""
    rows = [f"| `{command.usage}` | {command.help} | `{command.example}` |" for command in COMMANDS]
    return "\n".join(["| Lệnh | Dùng để | Ví dụ |", "|---|---|---|", *rows])


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
