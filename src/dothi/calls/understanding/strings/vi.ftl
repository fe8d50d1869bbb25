calls-thing-protocolcard = Phiếu hỏi
calls-field-version = Phiên bản
calls-field-kinds = Dùng cho nhóm
calls-field-advice = Hướng dẫn đọc ngay
calls-field-questions = Câu hỏi
calls-field-approved-by = Đơn vị phê duyệt
calls-field-approved-on = Ngày phê duyệt
calls-field-digest = Dấu vân tay nội dung
calls-field-recorded-at = Ghi nhận lúc
calls-near-place = cách { $metres } m (giới hạn { $limit } m{ $grown ->
    [0] {""}
   *[other] , gồm sai số { $grown } m
})
calls-near-no-place = chưa rõ vị trí, chỉ xét giờ và loại
calls-near-minutes = { $minutes ->
    [0] vừa báo
   *[other] báo { $minutes } phút trước
}
calls-near-same-kind = cùng nhóm { $kind }
calls-near-alike-kind = nhóm dễ lẫn: { $kind }
calls-near-same-caller = cùng số gọi
calls-near-surge = { $calls } cuộc gọi cùng vụ trong { $minutes } phút
calls-place-former = tên cũ: { $old }
calls-place-street = { $name }: giữa đoạn qua { $unit }, dài hai phía khoảng { $metres } m
calls-place-crossing = giao { $one } với { $two }
calls-place-former-street = tên cũ của { $name } ({ $source })
calls-place-thing = { $type } trong dữ liệu
calls-place-no-number = số nhà { $number } chưa có trong dữ liệu
calls-place-whole-unit = giữa { $unit }, chưa phải địa chỉ
calls-streets-indexed = Đã ghi { $streets } đường để tìm địa chỉ (nguồn: { $file }).
calls-streets-not-indexed = Chưa ghi được tên đường để tìm địa chỉ: hệ thống chưa chạy. Chạy lại dothi map names khi hệ thống đang chạy.
