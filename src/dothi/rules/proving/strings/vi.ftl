rules-proof-no-rule = Không có quy tắc "{ $rule }" trong gói (hoặc chính quy tắc còn sai); sửa mã ở khóa rule.
rules-proof-which = Quy tắc { $rule } có các bản từ ngày { $days }; nêu một ngày ở khóa valid_from của phép thử.
rules-proof-silence = Quy tắc mất số liệu được báo khi im lặng: bỏ khóa "{ $key }", chỉ cần calm.
rules-proof-begins = Khóa begins là giờ Việt Nam (08:00:00) hoặc ngày giờ (2026-03-03T08:00:00).
rules-proof-every = Khóa every là khoảng thời gian lớn hơn 0, ví dụ 10m, 1h.
rules-proof-values = Khóa "{ $key }" là bảng: thuộc tính = số, chữ, true/false; calm, raises, clears nhận cả danh sách lần lượt.
rules-proof-not-asked = Quy tắc { $rule } không hỏi thuộc tính { $attribute }; bỏ nó hoặc sửa tên.
rules-proof-untold = Phép thử chưa cho giá trị của { $attributes }; thêm vào calm hoặc kept.
rules-proof-usual = Quy tắc so với cùng giờ các tuần trước: thêm usual = {"{"} { $attribute } = … {"}"}.
rules-proof-rings = Với các giá trị của calm, quy tắc { $rule } đã báo; sửa phép thử hoặc quy tắc.
rules-proof-silent = Với các giá trị của raises, quy tắc { $rule } không báo; sửa phép thử hoặc quy tắc.
rules-proof-stays = Với các giá trị của clears, cảnh báo của quy tắc { $rule } không hết; sửa phép thử hoặc quy tắc.
rules-proof-long = Phép thử của quy tắc { $rule } dài quá; tăng every.
