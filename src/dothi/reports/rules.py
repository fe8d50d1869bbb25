"""Limits of this room as dated data: `value("photos")` is what holds today, with its source beside it in the row."""

from __future__ import annotations

from dothi.kernel.limits import Limits, Seed
from dothi.reports.models import ReportRule

SEEDS = (
    Seed("photos", 5, "Quyết định của dự án: tối đa năm ảnh cho một phản ánh", 1, 20),
    Seed("photo-mb", 20, "Quyết định của dự án: ảnh điện thoại lớn nhất thường gặp", 1, 40),
    Seed("near-metres", 75, "Quyết định của dự án: phản ánh cùng loại trong 75 m có thể là một việc", 10, 1000),
    Seed("near-days", 30, "Quyết định của dự án: chỉ hỏi trùng với phản ánh trong 30 ngày", 1, 365),
    Seed("place-metres", 150, "Quyết định của dự án: vị trí công khai của phản ánh liên quan đến người được làm tròn", 10, 2000),
    Seed("form-minutes", 10, "Quyết định của dự án: khoảng thời gian đếm phản ánh gửi từ một nơi", 1, 120),
    Seed("form-browser", 15, "Quyết định của dự án: một trình duyệt gửi nhiều nhất chừng này phản ánh trong khoảng đó", 3, 1000),
    Seed("look-minutes", 10, "Quyết định của dự án: khoảng thời gian đếm lượt hỏi nơi, loại, việc gần đó", 1, 120),
    Seed("look-browser", 600, "Quyết định của dự án: một trình duyệt hỏi nhiều nhất chừng này lượt; một phản ánh cần vài chục lượt", 50, 100_000),
    Seed("look-address", 20_000, "Quyết định của dự án: một mạng dùng chung (cơ quan, trường học, nhà mạng) hỏi nhiều nhất chừng này lượt", 500, 10_000_000),
    Seed("device-minutes", 60, "Quyết định của dự án: khoảng thời gian đếm máy đăng ký nhận tin", 1, 1440),
    Seed("device-browser", 30, "Quyết định của dự án: một trình duyệt đăng ký nhận tin nhiều nhất chừng này lượt trong khoảng đó", 3, 1000),
    Seed("device-address", 300, "Quyết định của dự án: từ một mạng dùng chung đăng ký nhận tin nhiều nhất chừng này lượt", 20, 100_000),
    Seed("mail-minutes", 60, "Quyết định của dự án: khoảng thời gian đếm thư của một người gửi", 5, 1440),
    Seed("mail-sender", 10, "Quyết định của dự án: một người gửi nhiều nhất chừng này thư trong khoảng đó; thư sau chờ cán bộ xem", 1, 1000),
    Seed("mail-mb", 40, "Quyết định của dự án: thư lớn hơn chừng này MB không tải về, chờ cán bộ xem", 1, 100),
    Seed("mail-hours", 8, "Quyết định của dự án: thư chưa thành phản ánh được cán bộ xem trong một ngày làm việc", 1, 80),
    Seed("review-hours", 8, "Quyết định của dự án: kết quả chờ duyệt được xem trong một ngày làm việc", 1, 80),
    Seed("dossier-minutes", 10, "Quyết định của dự án: khoảng thời gian đếm lượt tra cứu hồ sơ một cửa", 1, 1440),
    Seed("dossier-browser", 20, "Quyết định của dự án: một trình duyệt, hoặc về một mã, tra cứu nhiều nhất chừng này lượt", 3, 1000),
    Seed("dossier-address", 600, "Quyết định của dự án: một mạng dùng chung tra cứu nhiều nhất chừng này lượt", 20, 1_000_000),
    Seed("voice-minutes", 60, "Quyết định của dự án: khoảng thời gian đếm câu trả lời khảo sát, ý kiến gửi từ một nơi", 1, 1440),
    Seed("voice-browser", 30, "Quyết định của dự án: một trình duyệt gửi nhiều nhất chừng này câu trả lời, ý kiến trong khoảng đó", 3, 1000),
    Seed("voice-address", 600, "Quyết định của dự án: một mạng dùng chung gửi nhiều nhất chừng này câu trả lời, ý kiến", 20, 1_000_000),
    Seed("form-address", 600, "Quyết định của dự án: một mạng dùng chung (cơ quan, trường học, nhà mạng) gửi nhiều nhất chừng này", 20, 1_000_000),
    Seed("soon-minutes", 60, "Quyết định của dự án: việc xử lý ngay được báo trước một giờ, ngày đêm", 5, 1440),
    Seed("soon-hours", 8, "Quyết định của dự án: báo trước một ngày làm việc", 1, 80),
    Seed("code-minutes", 10, "Quyết định của dự án: mã xác nhận của người dân hết hạn sau 10 phút", 5, 30),
    Seed("code-tries", 5, "Quyết định của dự án: nhập sai 5 lần thì mã bị hủy", 1, 10),
    Seed("codes-per-hour", 3, "Quyết định của dự án: mỗi số, mỗi địa chỉ nhận tối đa 3 mã trong một giờ", 1, 20),
    Seed("codes-per-day", 8, "Quyết định của dự án: mỗi số, mỗi địa chỉ nhận tối đa 8 mã trong một ngày", 1, 50),
    Seed("codes-network-hour", 60, "Quyết định của dự án: một mạng dùng chung xin tối đa 60 mã trong một giờ", 5, 1000),
    Seed("proof-minutes", 30, "Quyết định của dự án: sau khi xác nhận, xem và đánh giá được trong 30 phút", 5, 240),
    Seed("cluster-metres", 300, "Quyết định của dự án: điểm nóng xét trong bán kính 300 m", 50, 5000),
    Seed("cluster-days", 7, "Quyết định của dự án: điểm nóng của 7 ngày gần nhất", 1, 60),
    Seed("cluster-past-days", 84, "Quyết định của dự án: so với 12 tuần gần nhất", 14, 730),
    Seed("cluster-least", 4, "Quyết định của dự án: dưới bốn phản ánh không gọi là điểm nóng", 2, 100),
    Seed("cluster-false", 1, "Quyết định của dự án: mỗi đêm nhiều nhất khoảng một điểm nóng chỉ do ngẫu nhiên", 1, 50),
    Seed("repeat-metres", 50, "Quyết định của dự án: cùng một chỗ là trong 50 m", 10, 500),
    Seed("repeat-days", 180, "Quyết định của dự án: nơi lặp lại xét trong 180 ngày", 30, 1095),
    Seed("repeat-least", 3, "Quyết định của dự án: từ ba lần là lặp lại", 2, 50),
    Seed("repeat-apart-days", 7, "Quyết định của dự án: các phản ánh trong bảy ngày là một lần", 1, 90),
    Seed("score-least", 10, "Quyết định của dự án: dưới 10 phản ánh thì không tính tỷ lệ trên bảng điểm công khai", 3, 100),
    Seed("data-answer-days", 2, "Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP: trả lời yêu cầu của chủ thể dữ liệu trong 2 ngày làm việc", 1, 15, "S2"),
    Seed("data-asks-day", 10, "Quyết định của dự án: một người xem, yêu cầu về dữ liệu của mình nhiều nhất chừng này lần trong một ngày", 3, 100),
    Seed("score-minutes", 10, "Quyết định của dự án: bảng điểm chưa chốt được tính lại nhiều nhất mười phút một lần", 1, 1440),
    Seed("score-days", 15, "Quyết định của dự án: chốt bảng điểm 15 ngày sau khi hết tháng, khi người dân đã có thời gian đánh giá", 1, 60),
)  # fmt: skip
LIMITS = Limits(ReportRule, SEEDS)
ensure_rules, value = LIMITS.ensure, LIMITS.value
