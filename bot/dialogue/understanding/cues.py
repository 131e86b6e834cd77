"""The words by which people show what they ask for, one entry a notion; written with marks, matched with or without."""

from __future__ import annotations

from enum import StrEnum


class Cue(StrEnum):
    """What a phrase says about the question."""

    LEAD = "lead"
    ASSIGNED = "assigned"  # "được giao", "lo": the lead, unless another role is said too
    COORDINATE = "coordinate"
    TAKE_PART = "take part"  # "phải làm", "liên quan": a role, but which is not said
    WHO = "who"
    TARGET = "target"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"  # "mấy phần trăm": always a figure
    WHEN = "when"
    CONTENT = "content"
    WHICH = "which"  # "nhiệm vụ nào", "những việc gì": a list is wanted
    LIST = "list"
    UNIT_TASK = "unit task"
    UNIT_SECTION = "unit section"
    UNIT_AGENCY = "unit agency"
    UNIT_TARGET = "unit target"
    MORE = "more"  # "A hay B nhiều hơn"
    MOST = "most"
    LEAST = "least"
    IS_IT_SO = "is it so"
    REACHED = "reached"
    ONLY = "only"
    BOTH = "both"
    EITHER = "either"
    NUMBERED = "numbered"
    MEANING = "meaning"
    WHOLE_PLAN = "whole plan"
    DOCUMENT_NUMBER = "document number"
    DOCUMENT_DATE = "document date"
    DOCUMENT_ISSUER = "document issuer"
    DOCUMENT_TITLE = "document title"
    LEGAL_DOCUMENT = "legal document"
    POINTING = "pointing"  # "nhiệm vụ đó", "cái này": what was spoken of last
    GOING_ON = "going on"  # "thế", "còn": a follow-up opens so
    ORDINAL_FIRST = "ordinal first"
    ORDINAL_LAST = "ordinal last"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    HELP = "help"
    FILLER = "filler"
    VAGUE = "vague"  # "công tác", "thực hiện": part of a title or of the question's frame
    # what the plan does not hold, whatever the subject
    PERSON = "person"
    CONTACT = "contact"
    MONEY = "money"
    RESULT = "result"
    REASON = "reason"
    OPINION = "opinion"
    CLOCK = "clock"
    PLACE = "place"
    HOW_TO = "how to"
    SCORE = "score"
    PENALTY = "penalty"
    CHATTER = "chatter"
    OVERRIDE = "override"


OUTSIDE = frozenset(
    {
        Cue.PERSON,
        Cue.CONTACT,
        Cue.MONEY,
        Cue.RESULT,
        Cue.REASON,
        Cue.OPINION,
        Cue.CLOCK,
        Cue.PLACE,
        Cue.HOW_TO,
        Cue.SCORE,
        Cue.PENALTY,
    }
)
"""Attributes no task of a plan carries: asking for one is refused, however well the subject is found."""

FUNCTION_WORDS = frozenset("a da vang nhe nha thi la ma ve o va cac nhung duoc phai se em".split())
"""Folded words that are hardly ever content: they need a neighbour they form one word with."""

PHRASES: dict[Cue, str] = {
    Cue.LEAD: """
        chủ trì; chủ trì chính; chủ trì thực hiện; chủ trì triển khai; chủ trì tham mưu; đầu mối; làm đầu mối; đầu mối chủ trì; làm chủ trì; làm chính; lo
        chính; phụ trách chính; chịu trách nhiệm chính; chịu trách nhiệm chủ trì; trách nhiệm chính; trách nhiệm chủ trì; cầm trịch; cầm cái; cầm chịch; đứng
        mũi chịu sào; đứng chính; gánh chính; chủ quản; đứng đầu việc; được giao chủ trì; giao chủ trì; phân công chủ trì; thực hiện chính; triển khai chính;
        lãnh chính; lãnh đạo thực hiện; cơ quan chủ trì; đơn vị chủ trì; sở chủ trì; chủ chì; chủ tri; lead; leader; làm lead; in charge; pic; owner; leading
    """,
    Cue.ASSIGNED: """
        giao cho; được giao; được giao cho; được phân công; phân công; phân công cho; giao ai; giao về; giao; lo; lo vụ; lo việc; lo khâu; lo chuyện; lo liệu;
        gánh; ôm; nhận việc; đứng ra; đi đầu; dẫn dắt; làm trưởng; chủ lực; đảm nhiệm; đảm nhận; đảm trách; phụ trách; chịu trách nhiệm; chịu trách nhiệm thực
        hiện; thuộc trách nhiệm; là trách nhiệm; trách nhiệm thuộc; đứng tên; handle; take care
    """,
    Cue.COORDINATE: """
        phối hợp; phối hợp thực hiện; phối kết hợp; cơ quan phối hợp; đơn vị phối hợp; cùng phối hợp; tham gia phối hợp;
        cùng làm; cùng tham gia; cùng thực hiện; tham gia; tham gia cùng; hỗ trợ; phụ; phụ giúp; phụ với; phụ cùng; phụ thêm;
        đồng hành; chung tay; làm cùng; làm chung; kết hợp; phụ vào; tiếp sức; bên phối hợp; đi cùng;
        cùng sở; cùng với ai; với ai; phụ họa; support; hỗ trợ thêm; backup; join; hiệp đồng; vào cuộc cùng; kề vai
    """,
    Cue.TAKE_PART: """
        chia thành; chia làm; được chia; chia ra; có tất cả; có tổng cộng; tất cả có; có tổng;
        liên quan; dính; dính tới; dính đến; có tên; có mặt; góp mặt; xuất hiện; phải làm; cần làm; làm những; được nêu tên; nêu tên; có vai trò; vai trò;
        phải lo; có phần; phải thực hiện; cần thực hiện; có việc; có nhiệm vụ; có những nhiệm vụ; nhiệm vụ của; việc của; công việc của; tham dự
    """,
    Cue.WHO: """
        cơ quan nào làm; đơn vị nào làm; sở nào làm; bên nào làm; ai làm; ai thực hiện; cơ quan nào thực hiện; đơn vị nào thực hiện; sở nào thực hiện; bên nào thực hiện; cơ quan nào triển khai; đơn vị nào triển khai; ai triển khai;
        phòng ban nào; phòng nào; who; bên nào đó; những đâu; đâu; ai vậy; ai đó; ai đây; chủ thể nào; đầu mối nào; những sở ngành nào; sở ngành gì; cơ quan nào vậy;
        ai; cơ quan nào; những cơ quan nào; các cơ quan nào; đơn vị nào; những đơn vị nào; sở nào; những sở nào; bên nào; những bên nào;
        ngành nào; phía nào; cơ quan gì; đơn vị gì; sở gì; những ai; nơi nào; cq nào; đv nào; sở ngành nào; sở ban ngành nào; ban ngành nào; chỗ nào;
        cơ quan đơn vị nào; cơ quan chủ trì; đơn vị chủ trì; cơ quan phối hợp; đơn vị phối hợp; tổ chức nào; về tay ai; của ai;
        của sở nào; thuộc sở nào; thuộc cơ quan nào; thuộc đơn vị nào; thuộc về ai; ai là; là ai; mấy sở nào; cơ quan đầu mối; đơn vị đầu mối; ông nào; anh nào; sở mô; cơ quan mô
    """,
    Cue.TARGET: """
        target; kpi; goal; đặt mục tiêu; mức tối thiểu; mức phấn đấu; ngưỡng; yêu cầu bao nhiêu; quy định bao nhiêu; là bao nhiêu; thì bao nhiêu; bao nhiêu là đạt; bao nhiêu mới đạt; mấy mới đạt; bao nhiêu là đủ;
        chỉ tiêu; mục tiêu; chỉ tiêu cụ thể; mục tiêu cụ thể; tỷ lệ bao nhiêu; tỉ lệ bao nhiêu; tỷ lệ nào; tỉ lệ nào; tỷ lệ mấy; tỉ lệ mấy;
        tỷ lệ phần trăm; đạt tỷ lệ; đạt tỉ lệ; đạt mức; mức nào; ở mức nào; mức mấy; mức bao nhiêu; con số; con số nào; con số cụ thể; đạt bao nhiêu; đạt mấy; phải đạt;
        cần đạt; đạt được bao nhiêu; đạt chỉ tiêu; chỉ tiêu nào; yêu cầu đạt; đích; chỉ tiêu gì; chỉ tiêu ra sao; chỉ tiêu thế nào; chỉ tiêu phấn đấu; phấn đấu bao nhiêu; phấn đấu đạt bao nhiêu;
        tối thiểu bao nhiêu; tối thiểu mấy; ít nhất bao nhiêu; ít nhất mấy; từ bao nhiêu; từ mấy; bao nhiêu trở lên; mấy trở lên; tăng như thế nào; tăng thế nào; tăng ra sao; tăng bao nhiêu;
        giảm bao nhiêu; giảm như thế nào; giảm thế nào; tăng lên bao nhiêu; nâng lên bao nhiêu; đặt ra bao nhiêu; chiếm bao nhiêu; top mấy; nhóm mấy; thứ mấy; hạng mấy;
        tăng hay giảm; tăng giảm ra sao; tăng giảm thế nào; so với năm trước; kế hoạch đặt ra; phải tới; tới bao nhiêu; lên bao nhiêu; đến bao nhiêu; được bao nhiêu; xong bao nhiêu; hoàn thành bao nhiêu
    """,
    Cue.HOW_MUCH: """
        bao nhiêu phần trăm; bao nhiêu %; mấy phần trăm; mấy %; bn %; bao nhiêu cuộc; mấy cuộc; bao nhiêu lần; mấy lần; mấy buổi; bao nhiêu buổi;
        % bao nhiêu; % mấy; phần trăm bao nhiêu; bao nhiêu phần; mấy phần; mấy chục phần trăm; phần trăm nào; tỷ lệ %; tỉ lệ %; số % ; mấy mươi %
    """,
    Cue.HOW_MANY: """
        bao nhiêu; mấy; số lượng; tổng số; tổng cộng; số; bao lăm; tổng cộng bao nhiêu; tổng cộng mấy; có bao nhiêu; có mấy; đếm; đếm giúp; đếm xem; bao nhiêu cái; mấy cái; nhiêu
    """,
    Cue.WHEN: """
        thời gian nào; trong thời gian nào; vào thời gian nào; thời gian thực hiện nào; khoảng thời gian nào;
        dead line; timeline; time; due; schedule; làm tới năm nào; tới hết năm nào; đến hết năm nào; đến mấy; tới mấy;
        thời gian; thời hạn; thời gian thực hiện; thời hạn thực hiện; khi nào; chừng nào; lúc nào; bao giờ; đến khi nào; tới khi nào; đến bao giờ; tới bao giờ; tới chừng nào; đến năm nào; tới năm nào;
        năm nào; từ năm nào; giai đoạn nào; giai đoạn thực hiện; giai đoạn mấy; trong giai đoạn; hạn chót; hạn cuối; hạn cuối cùng; hạn hoàn thành; hạn thực hiện; hạn bao giờ; hạn nào; hạn khi nào; hạn tới đâu;
        bao lâu; trong bao lâu; kéo dài; kéo dài đến; xong trước; hoàn thành khi nào; deadline; mốc thời gian; mốc hoàn thành; kết thúc; kết thúc năm; bắt đầu; tới năm mấy; đến năm mấy;
        năm mấy; lộ trình; thời điểm; thời điểm nào; khoảng thời gian; quãng thời gian; tiến độ thời gian; mấy năm; những năm nào; hồi nào; hạn
    """,
    Cue.CONTENT: """
        làm gì; kêu mình làm gì; kêu làm gì; yêu cầu mình làm gì; nội dung sao; sao vậy; yêu cầu; đề nghị; tiêu chí gì; có nội dung gì; nói sao; ghi sao;
        nội dung; nội dung cụ thể; nội dung gì; những nội dung; gì; cái gì; chi; tuân thủ những gì; tuân thủ gì; tập huấn nội dung gì; gồm những gì; gồm gì; gồm cái gì; bao gồm; bao gồm những gì; bao gồm gì; bao gồm những nội dung gì; gồm những nội dung; gồm nội dung; gồm việc gì;
        gồm những việc gì; gồm những việc nào; gồm các việc; gồm những công việc; gồm có; gồm có gì; gồm; nói gì; nói về cái gì; nói về gì; nói về; nói tới gì; nói cái gì; nói j; nội dung là gì; là nhiệm vụ gì; là việc gì;
        chi tiết; cụ thể; cụ thể là gì; cụ thể thế nào; cụ thể ra sao; làm gì; làm cái gì; làm những gì; làm những việc gì; làm việc gì; phải làm gì; phải làm những gì; cần làm gì; cần làm những gì; yêu cầu gì; yêu cầu những gì; yêu cầu làm gì;
        có những gì; có gì; có những nội dung gì; mô tả; nguyên văn; trích; trích nguyên văn; viết gì; ghi gì; ghi những gì; ghi như thế nào; ghi thế nào; ghi là gì; quy định gì; quy định những gì; quy định thế nào; triển khai thế nào;
        triển khai những gì; triển khai gì; thực hiện thế nào; thực hiện như thế nào; thực hiện những gì; thực hiện gì; làm sao; như thế nào; thế nào; ra sao; làm như thế nào; công việc cụ thể; việc cụ thể; những công việc nào; những công việc cụ thể nào; cụ thể những gì;
        giới thiệu; cho biết về; thông tin về; tìm hiểu; tóm tắt; giải pháp; giải pháp gì; những giải pháp nào; xem nhiệm vụ; xem
    """,
    Cue.WHICH: """
        nhiệm vụ nào; những nhiệm vụ nào; các nhiệm vụ nào; nhiệm vụ gì; những nhiệm vụ gì; việc nào; những việc nào; việc gì; những việc gì; đầu việc nào; những đầu việc nào; công việc nào; công việc gì;
        những gì; cái nào; những cái nào; các việc nào; mấy việc nào; nhiệm vụ mô; gì; mục nào; những mục nào; phần nào; lĩnh vực nào; những lĩnh vực nào; nội dung nào; những nội dung nào; việc chi; nhiệm vụ chi; mấy việc gì; mấy nhiệm vụ nào
    """,
    Cue.LIST: """
        cho xin list; xin list; list ra; show; list giúp;
        liệt kê; kể tên; kể ra; kể; nêu tên; nêu; nêu rõ; danh sách; danh mục nhiệm vụ; cho xem danh sách; đọc tên; list; điểm qua; cho danh sách; tên các; kể hết; kể giùm; thống kê; những nhiệm vụ; các nhiệm vụ; toàn bộ nhiệm vụ; tất cả nhiệm vụ; tất cả các nhiệm vụ; hết các nhiệm vụ
    """,
    Cue.UNIT_TASK: "nhiệm vụ; việc; đầu việc; công việc; cái nhiệm vụ; nhiệm vụ giải pháp; hạng mục; đầu mục; tác vụ",
    Cue.UNIT_SECTION: "lĩnh vực; mục; mục lớn; phần; phần lớn; nhóm nhiệm vụ; chương; mảng; nhóm nội dung; nội dung lớn; mục la mã",
    Cue.UNIT_AGENCY: "cơ quan; đơn vị; sở; sở ngành; sở ban ngành; cơ quan đơn vị; ngành; đầu mối; bên",
    Cue.UNIT_TARGET: "chỉ tiêu; mục tiêu; con số; chỉ tiêu định lượng",
    Cue.MORE: "nhiều hơn; ít hơn; nhiều nhiệm vụ hơn; nhiều việc hơn; ít nhiệm vụ hơn; ít việc hơn; hơn; nặng hơn; nhiều hơn hay ít hơn; chủ trì nhiều hơn",
    Cue.MOST: "nhất; top; nhiều nhất; nhiều việc nhất; nhiều nhiệm vụ nhất; đông nhất; nặng nhất; nặng việc nhất; cao nhất; lớn nhất; nhiều hơn cả; dài nhất; nhiều chỉ tiêu nhất; bận nhất; gánh nhiều nhất; đứng đầu về số; top đầu; xếp hạng các; xếp hạng",
    Cue.LEAST: "ít nhất; ít việc nhất; ít nhiệm vụ nhất; thấp nhất; nhỏ nhất; ít hơn cả; nhẹ nhất; ngắn nhất",
    Cue.IS_IT_SO: """
        đúng không; phải không; đúng chưa; phải chăng; có phải; có phải là; có đúng; có đúng là; đúng hông; phải hông; phải hem; đúng hem; đúng k; phải ko; đúng ko; đúng chứ; hả; hở; à; ha; hen; đúng hay sai; đúng hay không; phải hay không;
        có không; không nhỉ; nhỉ; chứ gì; chứ; có đúng vậy không; đúng vậy không; vậy đúng không; đúng rồi phải không; phải vậy không; không phải; xác nhận; kiểm tra giúp; nghe nói; nghe bảo; tưởng; tôi tưởng; em tưởng; em nghe; tôi nghe; thấy bảo
    """,
    Cue.REACHED: """
        đã đạt chỉ tiêu; đạt chỉ tiêu; đã đạt mục tiêu; đã đạt; đạt hả; đạt hen; đạt đúng không;
        pass; pass chưa; pass chỉ tiêu chưa; đủ chỉ tiêu chưa; đủ chỉ tiêu không; đạt rồi hả; là đạt rồi; đạt rồi; coi như đạt; tính là đạt; vậy là đạt; đạt mức tối thiểu; có đạt mức; đạt ct; đạt target; đủ mức; đã đủ; đã hoàn thành chỉ tiêu; hoàn thành chỉ tiêu chưa; đạt mục tiêu không; đạt mục tiêu; đạt chỉ tiêu; ok chưa; đạt kế hoạch không; có được không; có vượt; đã vượt; vượt chỉ tiêu chưa; đúng chỉ tiêu chưa; chưa đạt đúng không; đạt tiêu chuẩn chưa; đủ yêu cầu chưa; đúng mục tiêu không; so với mục tiêu; so với kế hoạch;
        đạt chưa; đạt không; đạt chỉ tiêu chưa; đạt yêu cầu chưa; đạt yêu cầu không; đạt mục tiêu chưa; đủ chưa; đủ không; có đạt không; đã đạt chưa; có đạt; được chưa; vậy đạt chưa; thế đã đạt chưa; đã đủ chưa;
        đạt kế hoạch chưa; đạt hay chưa; đạt hay không; đạt chỉ tiêu không; có đủ không; có đạt chỉ tiêu không; đã đạt chỉ tiêu chưa; có đạt yêu cầu không; như vậy đạt chưa; ổn chưa; vượt chưa; thiếu bao nhiêu; còn thiếu bao nhiêu; hơn bao nhiêu; kém bao nhiêu; so với chỉ tiêu; đạt k; đạt ko; đạt hông; vậy được chưa
    """,
    Cue.ONLY: "chỉ; duy nhất; một mình; riêng; độc lập; chỉ mình; mỗi mình; chỉ riêng; chỉ có; tự mình; đơn độc",
    Cue.BOTH: "cả hai; vừa; đồng thời; cùng lúc; lẫn; cả; chung; cùng",
    Cue.EITHER: "hoặc; hay; hay là; hoặc là",
    Cue.NUMBERED: "số thứ tự; stt; đánh số; được đánh số; số tt; có số",
    Cue.MEANING: """
        viết tắt; là viết tắt; viết tắt của; viết tắt của từ gì; viết tắt của chữ gì; viết tắt là gì; chữ viết tắt; viết đầy đủ; nghĩa là gì; có nghĩa là gì; nghĩa gì; nghĩa; ý nghĩa; có nghĩa; nghĩa là; là gì; là cái gì; là chữ gì; stand for; stand for gì; stands for gì; là từ gì; là j; tên đầy đủ; đầy đủ là gì; đầy đủ là; giải thích; giải nghĩa; định nghĩa;
        khái niệm; hiểu là gì; hiểu thế nào; hiểu như thế nào; được hiểu là; là sao; nghĩa sao; tức là gì; tức là; dịch ra; stands for; viết đủ; cụm từ gì; từ gì; chữ gì; ghi tắt; ký hiệu
    """,
    Cue.WHOLE_PLAN: """
        kế hoạch này; toàn kế hoạch; cả kế hoạch; toàn bộ kế hoạch; toàn phụ lục; cả phụ lục; phụ lục này; trong kế hoạch; của kế hoạch; kế hoạch; phụ lục; trong phụ lục; bản kế hoạch; văn bản này; tất cả; toàn bộ; bảng nhiệm vụ; cái kế hoạch; kế hoạch trên
    """,
    Cue.DOCUMENT_NUMBER: "số và ngày; số của kế hoạch; kèm theo kế hoạch số mấy; kèm kế hoạch số mấy; kế hoạch số bao nhiêu; kèm theo; số ngày; số mấy; số bao nhiêu; số hiệu; số kế hoạch; số văn bản; số nào; số gì; mang số; ký hiệu văn bản; kế hoạch số mấy; kế hoạch nào; kèm theo kế hoạch nào; kèm theo văn bản nào; ban hành kèm theo; thuộc kế hoạch nào; số ký hiệu",
    Cue.DOCUMENT_DATE: "ngày nào; ngày mấy; ngày tháng; ngày ban hành; ngày ký; ban hành ngày; ký ngày; ban hành khi nào; ra ngày; ban hành lúc nào; ban hành năm nào; ban hành bao giờ; ra đời khi nào; ký khi nào; ra khi nào; ngày bao nhiêu; ngày tháng năm; có hiệu lực khi nào; ban hành hồi nào; ban hành vào; ngày ra",
    Cue.DOCUMENT_ISSUER: "ai ban hành; cơ quan nào ban hành; do ai ban hành; nơi ban hành; ban hành bởi; cơ quan ban hành; ai ra; ai phát hành; cấp nào ban hành; của cơ quan nào; do cơ quan nào ban hành; đơn vị nào ban hành; của ai ban hành; tỉnh nào ban hành; của tỉnh nào; ai ký ban hành; ban hành",
    Cue.DOCUMENT_TITLE: "tên gì; tên đầy đủ; tên là gì; tiêu đề; tên phụ lục; tên kế hoạch; tựa đề; tên văn bản; tên của; nhan đề; về việc gì; về nội dung gì; tên",
    Cue.LEGAL_DOCUMENT: """
        văn bản nào; văn bản gì; văn bản pháp luật nào; căn cứ; căn cứ nào; căn cứ vào đâu; căn cứ văn bản nào; theo văn bản nào; theo quyết định nào; theo quyết định; quyết định nào; chỉ thị nào; những chỉ thị nào; luật nào; những luật nào; nghị định nào; nghị quyết nào; thông tư nào; viện dẫn; dẫn chiếu; nhắc đến văn bản; nhắc tới văn bản;
        cơ sở pháp lý; văn bản viện dẫn; theo chỉ thị nào; chỉ thị số mấy; quyết định số mấy; quyết định số bao nhiêu; chỉ thị số bao nhiêu; theo luật nào; theo quy định nào; chỉ thị; quyết định; quyết định gì; chỉ thị gì; luật gì
    """,
    Cue.POINTING: """
        mục vừa rồi; phần vừa rồi; danh sách đó; trong số đó; quay lại; quay lại mục đó; đó; này; ấy; kia; trên; nhiệm vụ đó; nhiệm vụ này; nhiệm vụ ấy; nhiệm vụ trên; việc đó; việc này; việc ấy; cái đó; cái này; cái ấy; mục đó; mục này; phần đó; phần này; các nhiệm vụ đó; những nhiệm vụ đó; mấy nhiệm vụ đó; các việc đó; những việc đó; mấy cái đó; mấy việc đó; chúng; nó; vụ đó; vụ này; lĩnh vực đó; lĩnh vực này;
        cơ quan đó; sở đó; đơn vị đó; nhiệm vụ vừa rồi; vừa nêu; vừa nói; nói trên; nêu trên; ở trên; khi nãy; hồi nãy; lúc nãy; vừa hỏi; đấy; ở đó
    """,
    Cue.GOING_ON: "chuyển sang việc khác; chuyển sang; việc khác; sang việc khác; hỏi tiếp; hỏi thêm; thế; thế còn; còn; vậy còn; vậy; thế thì; rồi; rồi còn; vậy thì; còn về; thế về; ủa; còn nữa; ngoài ra; tiếp; tiếp theo; thôi; à mà; mà; ờ; ừ; okie; còn lại; thì sao; sao",
    Cue.ORDINAL_FIRST: "đầu tiên; thứ nhất",
    Cue.ORDINAL_LAST: "cuối cùng; cuối; sau cùng",
    Cue.GREETING: "chào; xin chào; chào bạn; chào em; chào anh; chào chị; chào ad; chào bot; hello; hi; hello bạn; hé lô; alo; a lô; chào buổi sáng; chào buổi chiều; chào trợ lý; hey; chào mọi người; hello ad; hi ad; kính chào",
    Cue.THANKS: "cảm ơn; cám ơn; cảm ơn bạn; cảm ơn em; cảm ơn nhiều; cám ơn nhiều; thanks; thank you; thank; thks; tks; xin cảm ơn; xin cám ơn; cảm ơn nhé; cảm ơn nha; đội ơn; cảm ơn trợ lý; trân trọng cảm ơn; tuyệt vời; hay quá; tốt quá; good job",
    Cue.FAREWELL: "tạm biệt; bye; bye bye; bai; hẹn gặp lại; chào tạm biệt; thôi nhé; hết rồi; kết thúc nhé; xong rồi cảm ơn; pp; gặp lại sau",
    Cue.HELP: "giúp; hướng dẫn; hướng dẫn sử dụng; trợ giúp; help; menu; dùng thế nào; sử dụng thế nào; cách dùng; cách sử dụng; dùng sao; hỏi được gì; hỏi gì được; hỏi được những gì; làm được gì; làm được những gì; biết làm gì; có thể làm gì; bạn là ai; em là ai; mày là ai; bạn làm gì; bạn biết gì; hỗ trợ gì; hỗ trợ được gì; hỗ trợ những gì; giúp được gì; giúp gì; có thể giúp gì; trợ lý là gì; bot là gì; bot này làm gì; hỏi thế nào; hỏi như thế nào; bạn giúp được gì; trả lời được gì; bạn tên gì; bạn tên là gì; mày tên gì; em tên gì",
    Cue.VAGUE: "thông tin; trả lời; thực hiện; triển khai; nhiệm vụ; công việc; công tác; nội dung; tỉnh; tỉnh mình; việc; an giang; kế hoạch; phụ lục",
    Cue.FILLER: """
        ạ; dạ; vâng; nhé; nha; nghen; nghe; á; vậy; vậy ạ; với; giúp; giúp tôi; giúp em; giúp mình; giùm; giùm tôi; giùm em; dùm; cho hỏi; cho em hỏi; cho tôi
        hỏi; cho mình hỏi; xin hỏi; hỏi; muốn hỏi; tôi muốn hỏi; em muốn hỏi; mình muốn hỏi; cho biết; cho tôi biết; cho em biết; xin cho biết; vui lòng; vui
        lòng cho biết; làm ơn; anh; chị; em; mình; tôi; bạn; anh chị; anh em; bà con; sếp; ad; admin; bot; trợ lý; ơi; thưa; thì; là; mà; của; do; về; trong;
        ở; tại; cho; theo; có; và; các; những; được; bị; phải; cần; sẽ; đã; đang; để; khi; nếu; cũng; đều; vào; ra; lên; đến; tới; từ; trên; vụ; cái; chuyện;
        khâu; phía; bên; hiện nay; nay; biết; nói; hãy; nên; ta; tụi; tụi em; chúng tôi; chúng ta; nhiêu đây; nào; gì; đi; rồi; luôn; thật; lắm; thôi;
        nữa; vậy ta; hen; hông; không; ko; chưa; lại; cụ thể; đúng; như; thế; này; đó; kia; ấy; thuộc; tra; tra cứu; tìm; tìm kiếm; tìm
        giúp; cần tìm; cần biết; muốn biết; tôi cần; em cần; xin; dạ thưa; dạ em; dạ cho; thưa anh; thưa chị; gấp; hỏi gấp; xíu; tí; chút; chút xíu; mấy;
        mong; mong được; sếp hỏi; nhỉ; hả; hỉ; zậy; zị; dzậy; vại; nhen; nhoa; nè; nhá; ak; ah; á anh; á chị; luôn nha; cảm ơn trước; info; please; pls; plz;
        ok; okay; thông tin giúp; giúp với; cho hỏi xíu; cho em xin; cho xin; xin thông tin; cho tôi xin; cho mình xin; tra giúp; tra giùm; coi; coi giùm; coi
        giúp; kiểm tra giùm; tóm lại; bởi; nằm; để ý; quan tâm; em ơi; anh ơi; chị ơi; bạn ơi; trợ lý ơi; ad ơi; trong kế hoạch; theo kế hoạch; trong phụ lục;
        theo phụ lục; của kế hoạch; trong kế hoạch này; cụ; gọi; tính; định; đang cần; cần gấp; vô; dzô; đặng; mới; bữa; bữa nay; hôm bữa; liền; ngay; vừa;
        sao cho; sắp; sắp tới; ơ; ờ; à; ủa; ok em; được không; được hông; được ko; không ạ; không vậy; không biết; chẳng biết; chả biết; không rõ; chưa rõ;
        không nhớ; quên; quên mất; lỡ quên; nhớ; hình như; có lẽ; chắc; kiểu; kiểu như; dạng; đại loại; nói chung; thật ra; trước; sau; nhau; mọi người; tụi
        mình; bên em; bên mình; bên anh; bên tôi; đơn vị em; đơn vị mình; cơ quan em; cơ quan mình; phòng em; xã em; xã mình; phường em; phường mình; sở em;
        sở mình; chỗ em; ở đây; ở đó; trển; dưới này; ngoài; ngoài ra; ngoài lead
    """,
    Cue.PERSON: """
        cá nhân; người chịu trách nhiệm; người đứng đầu là ai; ai trực tiếp; trực tiếp phụ trách; tên cán bộ; tên á; tên người; tên của; danh tính; người trực; đích danh ai; ai là người ký; ai đã ký; chữ ký; lãnh đạo nào; ông hay bà;
        tên gì; họ tên; họ và tên; tên họ; tên là gì; tên ai; tên của ông; tên của bà; tên giám đốc; tên lãnh đạo; tên chủ tịch; ông nào làm; bà nào làm; người nào; ai là giám đốc; giám đốc là ai; giám đốc; phó giám đốc; trưởng phòng; trưởng ban; chủ tịch là ai; ai là chủ tịch; ai làm chủ tịch; ai làm giám đốc; chủ tịch tỉnh; chủ tịch ubnd tỉnh; phó chủ tịch; bí thư; bí thư tỉnh ủy; chánh văn phòng; chánh thanh tra; cục trưởng; người ký; ai ký; ký tên; người đứng tên; cán bộ nào; chuyên viên nào; công chức nào; người phụ trách; cá nhân nào; đồng chí nào; ông bà nào; ai làm trưởng; thủ trưởng; quê; tuổi; bao nhiêu tuổi; tiểu sử
    """,
    Cue.CONTACT: "số điện thoại; điện thoại; sđt; hotline; đường dây nóng; email; e mail; gmail; thư điện tử; zalo; liên hệ; liên lạc; gọi số nào; gọi ai; fax; facebook; website; trang web; link; đường link; tài khoản; mật khẩu; đăng nhập; số máy",
    Cue.MONEY: """
        tổng kp; kp; tổng vốn; lấy từ đâu; tiền đâu; bao nhiêu kinh phí; mấy đồng; bao nhiêu đồng; ngân sách nào; nguồn nào;
        kinh phí; kinh phí bao nhiêu; tổng kinh phí; bao nhiêu tiền; mấy tiền; tiền; bao nhiêu tỷ; mấy tỷ; bao nhiêu triệu; mấy triệu; tỷ đồng; triệu đồng; nghìn đồng; dự toán; tổng mức đầu tư; chi phí; tốn bao nhiêu; tốn; giá; giá bao nhiêu; giá vé; phụ cấp; tiền lương; lương; lương cơ sở; mức lương; thưởng; tiền thưởng; lệ phí; mức phí; phí bao nhiêu; học phí; viện phí; trợ cấp; thù lao; nguồn kinh phí; ngân sách bao nhiêu; ngân sách cấp; cấp bao nhiêu tiền; kinh phí từ đâu; mức hỗ trợ; vốn bao nhiêu; bao nhiêu vốn; nguồn vốn nào; nguồn vốn; mức chi; đền bù; bồi thường
    """,
    Cue.RESULT: """
        bị trễ; trễ nhiều; trễ hạn cao nhất; cao nhất trong tháng; trong tháng vừa qua; tháng vừa qua; vừa qua; 
        hiện đạt; hiện nay đạt; hiện tại đạt; đang đạt; đã đạt; đã đạt được; đạt được bao nhiêu rồi; đạt bao nhiêu rồi; làm được bao nhiêu; làm tới đâu; làm đến đâu; tới đâu rồi; đến đâu rồi; tiến độ tới đâu; tiến độ đến đâu; tiến độ thế nào; tiến độ ra sao; kết quả thực hiện; kết quả đạt được; kết quả ra sao; kết quả thế nào; kết quả năm; năm ngoái; năm trước đạt; năm rồi; tháng trước; tháng rồi; quý trước; quý vừa rồi; hôm qua; hôm nay; tuần này; tuần trước; tháng này; đã xong chưa; xong chưa; hoàn thành chưa; đã hoàn thành chưa; đã làm chưa; làm xong chưa; báo cáo chưa; nộp chưa; nộp báo cáo chưa; đã nộp; chưa nộp; chậm nhất; trễ nhất; tốt nhất; kém nhất; tệ nhất; yếu nhất; đứng thứ mấy; xếp thứ mấy; xếp hạng mấy; hạng mấy toàn quốc; đứng hạng; hạng bao nhiêu; xếp hạng bao nhiêu; xếp thứ bao nhiêu; thứ hạng năm; điểm số năm; thực tế; đến nay; tính đến nay; quá hạn; trễ hạn chưa; quá hạn chưa; số liệu; thống kê năm; hiện trạng; thực trạng; tình hình thực hiện; tình hình; hiện còn; hiện có; hiện nay có; đang có; bao nhiêu hồ sơ; mấy hồ sơ; bao nhiêu biên chế; bao nhiêu công chức; bao nhiêu cán bộ; bao nhiêu người; bao nhiêu dân; dân số; diện tích
    """,
    Cue.REASON: "tai s; why; lam chi; làm chi; pros and cons; tại sao; vì sao; sao lại; lý do; nguyên nhân; vì lý do gì; do đâu; vì đâu; tại vì sao; cớ gì; sao không; động cơ; nguyên do; ý nghĩa của việc; mục đích; để làm gì; lợi ích",
    Cue.OPINION: "theo bạn; theo ban; hiệu quả nhất; giỏi nhất; dở nhất; tốt nhất; có nên; nên không; theo bạn; theo em; theo anh; theo ý bạn; bạn nghĩ; bạn thấy; em thấy sao; đánh giá sao; nhận xét; ý kiến của bạn; dự đoán; dự báo; có khả thi; khả thi không; liệu có; có hợp lý không; có tốt không; có hay không; tin không; thích; ghét; hay hơn; tốt hơn; so sánh với; khen; chê",
    Cue.CLOCK: "ngày nào hằng tháng; ngày mấy hằng tháng; hằng tháng vào ngày; ngày mấy; ngày nào; tuần nào; buổi nào; làm việc từ mấy giờ; từ mấy giờ; mấy giờ; giờ nào; giờ làm việc; giờ mở cửa; thứ mấy làm; làm việc thứ; mở cửa; đóng cửa; lịch làm việc; giờ hành chính; lịch tiếp dân; lịch họp; bao nhiêu giờ; lịch trực; mấy giờ rồi; ngày mai; lịch nghỉ; nghỉ lễ; nghỉ tết",
    Cue.PLACE: "ở đâu; địa chỉ; chỗ nào bán; đường nào; nằm ở đâu; trụ sở; đi đường nào; gần đây; cách đây; bao xa; tòa nhà nào; nộp ở đâu; làm ở đâu; đến đâu để; đường đi; chỉ đường; bản đồ",
    Cue.HOW_TO: "thủ tục làm; cách làm; làm thế nào để; làm sao để; hướng dẫn làm; hướng dẫn thủ tục; cách nộp; nộp hồ sơ ở; cần giấy tờ gì; giấy tờ gì; hồ sơ gồm; hồ sơ cần; thành phần hồ sơ; đăng ký thế nào; đăng ký như thế nào; xin cấp; làm lại; cấp lại; cấp đổi; làm giấy; làm hồ sơ; xin giấy; đăng ký kết hôn; khai sinh; biểu mẫu; mẫu đơn; tờ khai; quy trình làm; các bước; trình tự thủ tục; thủ tục gồm; bao lâu có; mấy ngày có; mấy ngày thì; mất mấy ngày; bao nhiêu ngày; nghỉ phép",
    Cue.SCORE: "bao nhiêu điểm; mấy điểm; trọng số; thang điểm; điểm tối đa; điểm chuẩn; điểm thành phần; cách tính điểm; chấm điểm; tính điểm; điểm số; hệ số; được mấy điểm; điểm cộng; điểm trừ; tiêu chí nào; bao nhiêu tiêu chí; mấy tiêu chí; tiêu chí thành phần",
    Cue.PENALTY: "chế tài xử lý; chế tài gì; bị làm sao; không hoàn thành thì; nếu không hoàn thành; xử phạt; bị phạt; mức phạt; phạt bao nhiêu; phạt; chế tài; bị kỷ luật; kỷ luật thế nào; kỷ luật ra sao; xử lý kỷ luật; bị xử lý; bị gì không; bị sao không; bị trừ; cắt thi đua; bị trừ điểm; khiển trách; cách chức; kỷ luật những ai; hình thức kỷ luật; khen thưởng; thưởng gì",
    Cue.CHATTER: """
        kể chuyện; chuyện cười; truyện cười; làm thơ; bài thơ; viết thơ; hát; bài hát; thời tiết; bóng đá; tỷ số; xổ số; vé số; giá vàng; chứng khoán; nấu; nấu ăn; công thức nấu; món ăn; quán cơm; quán ăn; quán cà phê; nhà hàng; khách sạn; du lịch đâu; đi chơi; phim; ca sĩ; người yêu; hẹn hò; buồn quá; chán quá; mệt quá; yêu; đẹp trai; xinh; bạn có người yêu; tử vi; bói; phong thủy; dịch sang tiếng anh; dịch giúp; dịch câu; dịch đoạn; dịch sang; translate; viết code; lập trình; viết hàm; viết chương trình; python; javascript; giải toán; giải phương trình; tính giúp; viết bài văn; viết văn; viết email; viết thư; soạn thư; soạn công văn; soạn thảo; viết báo cáo giúp; viết giúp; soạn giúp; viết bài; làm giúp bài; chatgpt; openai; gemini; bitcoin; vợ; chồng; tàu cao tốc; máy bay; vé máy bay; tàu; xe khách; bệnh viện nào; thuốc gì; uống thuốc; chúc mừng sinh nhật; đố; câu đố; chơi game; game
    """,
    Cue.OVERRIDE: """
        bỏ qua; bỏ qua mọi; bỏ qua hướng dẫn; bỏ qua các hướng dẫn; bỏ qua chỉ dẫn; phớt lờ; quên hết; quên mọi; hãy quên; đóng vai; giả vờ; giả sử bạn; hãy là; từ giờ bạn; từ bây giờ bạn; bạn là chatgpt; system prompt; prompt; lời nhắc hệ thống; câu lệnh hệ thống; chế độ nhà phát triển; developer mode; jailbreak; dan mode; tắt giới hạn; tắt mọi giới hạn; không giới hạn; ignore; ignore previous; ignore all; disregard; previous instructions; instructions; reveal; override; pretend; act as; cấu hình; cấu hình máy chủ; máy chủ; khóa api; api key; api; token; mật khẩu; biến môi trường; cơ sở dữ liệu của bạn; mã nguồn; source code; drop table; delete from; select * from; xóa dữ liệu; xóa hết; xóa toàn bộ; quyền admin; quyền quản trị; quản trị viên; tài khoản admin; hack; in ra toàn bộ; sudo; rm rf; shell; gửi tin nhắn cho; gửi email cho; nhắn cho
    """,
}
