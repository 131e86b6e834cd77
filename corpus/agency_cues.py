"""Words beside which a loose name is an agency: "bên tài chính", "nội vụ chủ trì"."""

from __future__ import annotations

from corpus.vietnamese import fold


def _folded(phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(phrase).split()) for phrase in phrases.split(";"))


BEFORE = _folded(
    "bên; ngành; phía; thằng; tụi; ông; bà; anh; chị; cơ quan; đơn vị; sở; do; giao; giao cho; thuộc; UBND;"
    "nhiệm vụ của; nv của; việc của; phần của; trách nhiệm của; phối hợp với; cùng với; hỏi; chỗ; nhờ;"
    "ở; tại; xã; phường; đặc khu; địa bàn; lãnh đạo; giám đốc; có phải; không phải"
)
AFTER = _folded(
    "chủ trì; đang chủ trì; phối hợp; phụ trách; đầu mối; làm đầu mối; làm chính; đứng ra; đứng chính; lead;"
    "lo; được giao; chịu trách nhiệm; nộp; chưa nộp; đã nộp; chưa báo cáo; đã báo cáo; quá hạn; trễ hạn;"
    "có nhiệm vụ; có mấy nhiệm vụ; có bao nhiêu nhiệm vụ; có những nhiệm vụ; phải làm; làm những; làm gì"
)
LONGEST = max(len(phrase) for phrase in BEFORE | AFTER)
CONNECTORS = frozenset({"va", "voi", "hay", "hoac", "cung", "lan"})  # "Sở Nội vụ và tài chính"
LIST_SIGNS = frozenset({",", "&", "+", "/"})
NOT_BEFORE = frozenset({"kenh", "song", "cau", "duong", "toc", "vien"})  # "kênh Vĩnh Tế" is no commune
ASKING = frozenset({"nao", "gi"})  # "sở ngành nào" asks, it names nobody
