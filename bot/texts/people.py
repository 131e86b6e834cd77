"""What is said to people about themselves, their roles, codes and data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.texts.names import channel
from bot.texts.times import day_of, moment
from progress.persons import Identity, IssuedCode, IssuedToken, Person, TokenInUse
from progress.roles import Membership, Role

_NEXT = {
    Role.REPORTER: "\nGõ /baocao để báo cáo, /tiendo để xem tiến độ của cơ quan.",
    Role.LEADER: "\nGõ /tiendo để xem tiến độ của cơ quan.",
    Role.COORDINATOR: "\nGõ /choduyet để xem báo cáo chờ xác nhận, /moi để mời người.",
    Role.ADMINISTRATOR: "\nGõ /moi để mời người, /thuhoi để thu hồi vai trò.",
}


def role_of(role: Role, agency: str) -> str:
    return f"{role.label}, {agency or 'toàn tỉnh'}"


def held(membership: Membership) -> str:
    return role_of(membership.role, membership.agency)


def name_of(person: Person) -> str:
    return person.display_name or f"người số {person.id}"


# --- where ---


def only_private() -> str:
    return "Việc này chỉ làm trong trò chuyện riêng; anh/chị nhắn riêng cho tôi giúp."


def only_proven(channel: str) -> str:
    if channel == "web":
        return "Trên trang web anh/chị mở mục Đăng nhập (/dang-nhap), nhập mã mời ở đó rồi gõ lại lệnh này."
    return "Kênh này không cho biết chắc ai đang nhắn; anh/chị làm việc này trên Telegram giúp."


def nothing_kept() -> str:
    return "Lệnh này không lưu gì nên không nhận ra ai; anh/chị dùng troly chat hoặc Telegram giúp."


def not_registered() -> str:
    return "Tôi chưa biết anh/chị là ai; anh/chị gõ /dangky và mã mời, ví dụ: /dangky CF4H-7K2M"


def only_registered_ask() -> str:
    return "Chỉ người đã đăng ký mới hỏi được; anh/chị gõ /dangky và mã mời, ví dụ: /dangky CF4H-7K2M"


def dropped() -> str:
    return "Dạ, tôi không thay đổi gì."


# --- coming ---


def code_wanted() -> str:
    return "Anh/chị ghi thêm mã sau lệnh, ví dụ: /dangky CF4H-7K2M"


def registered(person: Person, gained: Membership) -> str:
    name = f" {person.display_name}" if person.display_name else ""
    return f"Đã đăng ký. Anh/chị{name} là {held(gained)}.{_NEXT.get(gained.role, '')}"


def linked(person: Person) -> str:
    return f"Đã nối kênh này với {name_of(person)}.\nVai trò: {_roles(person.memberships)}."


def who(person: Person, identities: Iterable[Identity]) -> str:
    channels = ", ".join(dict.fromkeys(channel(one.channel) for one in identities))
    roles = [f"• {held(one)} (từ {day_of(one.since)})" for one in person.memberships]
    lines = [
        f"Anh/chị là {name_of(person)}.",
        *(["Vai trò:", *roles] if roles else ["Chưa giữ vai trò nào."]),
    ]
    return "\n".join([*lines, f"Kênh đã nối: {channels}."])


def link_code(issued: IssuedCode) -> str:
    return (
        f"Mã nối kênh: {issued.code}\n"
        f"Dùng một lần, trước {moment(issued.expires_at)}.\n"
        f"Ở kênh kia, anh/chị gõ: /dangky {issued.code}"
    )


# --- inviting ---


def which_role() -> str:
    return "Anh/chị mời vào vai trò nào ạ? Mời chọn, hoặc gõ cả câu, ví dụ: /moi dau-moi Sở Tài chính"


def role_unknown() -> str:
    known = ", ".join(f"{role.value} ({role.label})" for role in Role)
    return f"Tôi chưa rõ vai trò nào; anh/chị chọn một trong các vai trò: {known}."


def which_agency(role: Role) -> str:
    return f"Mời {role.label} của cơ quan nào ạ? Anh/chị gõ tên cơ quan."


def which_agency_to_revoke() -> str:
    return "Thu hồi vai trò ở cơ quan nào ạ? Anh/chị gõ tên cơ quan, “toàn tỉnh”, hoặc số của người."


def agency_unclear(typed: str, nearest: Sequence[str]) -> str:
    near = f" Gần nhất: {'; '.join(nearest)}." if nearest else ""
    return f"Danh bạ không có đúng một cơ quan tên “{typed}”.{near} Anh/chị gõ lại tên cơ quan giúp."


def agency_is_group(group: str, members: Sequence[str]) -> str:
    return f"“{group}” là một nhóm; anh/chị nêu đúng một cơ quan, ví dụ: {'; '.join(members)}."


def invited(role: Role, agency: str, issued: IssuedCode, link: str | None) -> str:
    opened = f"\nhoặc mở: {link}" if link else ""
    return (
        f"Mã mời số {issued.invitation_id}: {issued.code}\n"
        f"Vai trò: {role_of(role, agency)}\n"
        f"Dùng một lần, trước {moment(issued.expires_at)}.\n"
        f"Người được mời gõ cho tôi: /dangky {issued.code}{opened}"
    )


def withdrawn(invitation_id: int) -> str:
    return f"Đã hủy mã mời số {invitation_id}."


# --- going ---


def no_roles() -> str:
    return "Anh/chị không giữ vai trò nào nên không có gì để thôi."


def no_role_there(agency: str) -> str:
    return f"Anh/chị không giữ vai trò nào ở {agency}."


def which_role_to_leave(memberships: Sequence[Membership]) -> str:
    return "\n".join(
        [
            "Anh/chị thôi giữ vai trò nào ạ? Mời chọn, hoặc gõ /roi và tên cơ quan.",
            *(f"• {held(one)}" for one in memberships),
        ]
    )


def sure_to_leave(memberships: Sequence[Membership]) -> str:
    return f"Anh/chị thôi giữ: {_roles(memberships)}. Đúng không ạ?"


def left(ended: Sequence[Membership]) -> str:
    return f"Đã thôi giữ: {_roles(ended)}."


def members(agency: str, people: Sequence[Person]) -> str:
    if not people:
        return f"Chưa có ai giữ vai trò ở {agency or 'toàn tỉnh'}."
    return "\n".join(
        [
            "Thu hồi vai trò của ai ạ? Mời chọn, hoặc gõ /thuhoi và số của người.",
            *(f"• {one.id}. {name_of(one)} – {_roles(one.memberships)}" for one in people),
        ]
    )


def holds_nothing(person: Person) -> str:
    return f"{name_of(person)} không giữ vai trò nào."


def which_role_to_revoke(person: Person) -> str:
    return f"Thu hồi vai trò nào của {name_of(person)} ạ? Đang giữ: {_roles(person.memberships)}."


def sure_to_revoke(person: Person, memberships: Sequence[Membership]) -> str:
    return f"Thu hồi của {name_of(person)}: {_roles(memberships)}. Đúng không ạ?"


def revoked(person: Person, ended: Sequence[Membership]) -> str:
    return f"Đã thu hồi của {name_of(person)}: {_roles(ended)}."


# --- own data ---


def own_data() -> str:
    return "Tệp này có mọi dữ liệu đang lưu về anh/chị, trừ mã và mật khẩu, vì tôi không lưu chúng."


def erase_once() -> str:
    return (
        "Xóa dữ liệu cá nhân: tên, các kênh đã nối, vai trò, mã truy cập và mạch trò chuyện bị xóa. "
        "Báo cáo của cơ quan được giữ lại, không kèm tên. Anh/chị có chắc không ạ?"
    )


def erase_twice() -> str:
    return "Xóa rồi không lấy lại được; muốn dùng tiếp phải có mã mời mới. Anh/chị vẫn xóa chứ ạ?"


def erased() -> str:
    return "Đã xóa dữ liệu cá nhân của anh/chị."


def token_issued(issued: IssuedToken) -> str:
    return (
        f"Mã truy cập số {issued.id}, chỉ hiện một lần:\n{issued.token}\n"
        f"Dùng đến {moment(issued.expires_at)}. Ai có mã này làm được mọi việc thay anh/chị; xin giữ kín."
    )


def tokens(own: Sequence[TokenInUse]) -> str:
    return "\n".join(
        [
            "Mã truy cập đang dùng được:",
            *(
                f"• số {one.id}, cấp {day_of(one.issued_at)}, đến {day_of(one.expires_at)}, "
                + (f"dùng gần nhất {moment(one.last_used_at)}" if one.last_used_at else "chưa dùng")
                for one in own
            ),
        ]
    )


def token_ended(number: int) -> str:
    return f"Đã thu hồi mã truy cập số {number}."


def token_not_there(number: int) -> str:
    return f"Anh/chị không có mã truy cập số {number} nào còn dùng được."


def tokens_ended(how_many: int) -> str:
    return (
        f"Đã thu hồi {how_many} mã truy cập." if how_many else "Anh/chị không có mã truy cập nào đang dùng."
    )


def _roles(memberships: Sequence[Membership]) -> str:
    return "; ".join(held(one) for one in memberships) or "chưa giữ vai trò nào"
