# one-stop dossiers
publicservices-title = Hồ sơ một cửa
publicservices-dossier = Hồ sơ
publicservices-none = Chưa có hồ sơ nào.
publicservices-none-hint = Nhập tệp từ hệ thống một cửa, hoặc kết nối một nguồn hồ sơ.
publicservices-late = Trễ hạn
publicservices-generated = Dữ liệu sinh ra để thử tải
publicservices-family-waiting = Mới đăng ký
publicservices-family-received = Đã tiếp nhận
publicservices-family-refused = Không được tiếp nhận
publicservices-family-handling = Đang xử lý
publicservices-family-supplement = Chờ bổ sung giấy tờ
publicservices-family-payment = Chờ nộp phí, lệ phí
publicservices-family-withdrawn = Công dân rút hồ sơ
publicservices-family-stopped = Dừng xử lý
publicservices-family-done = Đã xử lý xong
publicservices-family-returned = Đã trả kết quả
error-publicservices-dossier-does-not-exist = Hồ sơ { $code } không có, hoặc nằm ngoài phạm vi được xem. Xin kiểm tra lại mã.

# things and fields, for pages of history
publicservices-thing-procedure = Phiên bản thủ tục hành chính
publicservices-thing-statecode = Mã trạng thái hồ sơ
publicservices-thing-agencycode = Mã định danh cơ quan
publicservices-thing-servicerule = Giới hạn của hồ sơ một cửa
publicservices-thing-feed = Nguồn hồ sơ
publicservices-field-agency = Cơ quan
publicservices-field-received-at = Tiếp nhận
publicservices-field-due-at = Hạn trả
publicservices-field-state = Trạng thái
publicservices-field-procedure = Thủ tục
publicservices-of-several = Nhiều hệ thống cùng báo mã này; mỗi hệ thống giữ một bản ghi.
facts-publicservices = Hồ sơ một cửa (mỗi hồ sơ một dòng)
publicservices-import-done = { $rows } dòng: { $stored } mới hoặc thay đổi, { $same } như cũ, { $refused } bị từ chối; { $flagged } có dấu cảnh báo.
publicservices-import-dry = Chạy thử, không ghi gì. { $rows } dòng: { $stored } nhận được, { $same } trùng, { $refused } bị từ chối; { $flagged } có dấu cảnh báo.
publicservices-catalogue-loaded = Đã thêm { $added } dòng; { $standing } dòng đã có từ trước.
error-publicservices-catalogue-line = Dòng { $line } của { $file } không đọc được ({ $detail }). Xin sửa dòng này; chưa ghi dòng nào.
error-publicservices-catalogue-file = Tệp { $file } không đọc được ({ $detail }). Xin dùng CSV mã UTF-8 có dòng tiêu đề.
error-publicservices-feed-does-not-exist = Nguồn hồ sơ “{ $feed }” chưa có hoặc đã tắt. Xin khai báo nguồn trước khi nhập.
error-publicservices-feed-code = Mã nguồn “{ $code }” không hợp lệ. Xin dùng chữ thường, số và gạch nối, từ 2 đến 60 ký tự.
error-publicservices-feed-name = Nguồn hồ sơ cần có tên. Xin ghi tên hệ thống.
error-publicservices-feed-origin = Nguồn gốc “{ $origin }” không có. Xin chọn một trong: { $known }.
error-publicservices-feed-quiet = Số giờ im lặng { $hours } không hợp lệ. Xin ghi từ 1 đến 8784.
error-publicservices-feed-agency = Cơ quan “{ $agency }” không có. Xin kiểm tra lại mã cơ quan.

# why a row is refused
publicservices-reject-code-malformed = Mã hồ sơ không đúng dạng nào trong ba dạng
publicservices-reject-code-no-day = Ngày trong mã hồ sơ không có thật
publicservices-reject-code-future = Mã hồ sơ của một ngày chưa đến
publicservices-reject-state-unknown = Mã trạng thái chưa khai báo
publicservices-reject-no-state = Thiếu trạng thái
publicservices-reject-no-procedure = Thiếu mã thủ tục
publicservices-reject-older-than-held = Cũ hơn bản đang giữ
publicservices-reject-time-ahead = Thời điểm nằm ở tương lai
publicservices-reject-time-too-early = Thời điểm quá xa trong quá khứ
publicservices-reject-not-yes-or-no = Không phải có hoặc không
publicservices-reject-not-a-count = Không phải số đếm hợp lệ
publicservices-reject-unknown-word = Từ chưa khai báo trong ánh xạ

# what is doubtful about a dossier
publicservices-flag-second-request = Yêu cầu bổ sung quá một lần
publicservices-flag-second-new-date = Hẹn lại quá một lần
publicservices-flag-apology-late = Xin lỗi sau thời điểm phải gửi
publicservices-flag-promised-past-limit = Hẹn trả quá thời hạn pháp luật
publicservices-flag-ended-before-received = Mốc thời gian đi ngược
publicservices-flag-procedure-unknown = Thủ tục không có trong danh mục
publicservices-flag-agency-unknown = Cơ quan không có trong danh mục
publicservices-flag-code-of-another-day = Mã mang ngày khác ngày tiếp nhận
publicservices-flag-same-code-elsewhere = Hệ thống khác cũng báo mã này
publicservices-flag-went-back = Lùi lại so với lần báo trước
publicservices-flag-not-received = Rút trước khi được tiếp nhận
