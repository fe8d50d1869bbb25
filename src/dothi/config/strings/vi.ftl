# Giao diện lập trình /api/v1
api-description = Giao diện lập trình của dothi cho các hệ thống khác: danh mục dùng chung và những gì các phần khác cung cấp. Mỗi yêu cầu mang theo khóa đọc (Authorization: Bearer <mã>.<bí mật>) hoặc phiên đăng nhập của người có quyền. Lỗi theo RFC 7807, tiếng Việt hoặc tiếng Anh theo Accept-Language.
error-api-address = Giao diện lập trình không có địa chỉ { $path }; danh sách địa chỉ ở /api/v1/openapi.json.
error-api-method = Địa chỉ này không nhận { $method }; được dùng: { $allowed }.
error-api-parameters = Tham số không đúng: { $wrong }.
error-api-needs-key = Yêu cầu cần khóa API còn hiệu lực (Authorization: Bearer <mã>.<bí mật>) hoặc phiên đăng nhập.
error-api-key-does-not-read = Khóa loại { $kind } chỉ dùng để gửi số liệu, không đọc được; hãy dùng khóa đọc.
