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
