connectors-kind-http-push = Đơn vị gửi tới (HTTP)
connectors-kind-http-push-help = Hệ thống khác gửi JSON theo dạng riêng của họ tới /api/v1/sources/MÃ-NGUỒN/readings bằng một khóa
connectors-http-push-key = Mã khóa được gửi
connectors-http-push-key-help = Phần trước dấu chấm của khóa ghi hoặc khóa thiết bị (trang Khóa)
connectors-http-push-rows = Đường dẫn tới các dòng
connectors-http-push-rows-help = JSONPath; để trống: cả nội dung gửi tới
error-source-key-limited = Khóa { $key } bị giới hạn theo địa bàn, loại, phạm vi, thuộc tính hoặc không gian nên không gửi được tới nguồn; hãy cấp khóa chỉ giới hạn theo tiền tố mã.
error-api-key-does-not-write = Khóa loại { $kind } không được gửi dữ liệu; hãy dùng khóa ghi hoặc khóa thiết bị.
