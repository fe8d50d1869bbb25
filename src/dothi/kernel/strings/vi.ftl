error-internal = Hệ thống gặp lỗi không lường trước; việc đang làm chưa được ghi. Hãy thử lại, nếu vẫn lỗi hãy báo quản trị.
error-bad-request = Dữ liệu gửi lên không đọc được.
error-invalid-request = Yêu cầu không đúng mẫu.
error-not-authenticated = Yêu cầu này cần đăng nhập hoặc khóa API.
error-not-allowed = Tài khoản này không có quyền làm việc đó.
error-not-found = Đối tượng không tồn tại hoặc không thuộc phạm vi của tài khoản này.
error-conflict = Trạng thái đã đổi trước khi yêu cầu đến; hãy tải lại rồi làm tiếp.
error-too-large = Nội dung gửi lên quá lớn.
error-unavailable = Một bộ phận đang ngừng; hãy thử lại sau ít phút.
error-configuration = Cấu hình sai.
error-setting-file-unreadable = Biến { $variable } chỉ tới tệp { $path } nhưng tệp này không đọc được; hãy kiểm tra đường dẫn và quyền đọc.
error-setting-not-a-number = Biến { $variable } phải là số nguyên, hiện là "{ $value }".
error-setting-not-yes-or-no = Biến { $variable } phải là yes hoặc no, hiện là "{ $value }".

origin-live = Trực tiếp
origin-replayed = Phát lại
origin-simulated = Mô phỏng
origin-estimated = Ước tính
origin-typed = Nhập tay

kernel-audit-changed = Bị sửa: { $table } dòng { $row }
kernel-audit-deleted = Bị xóa: { $table } dòng { $row }
kernel-audit-inserted = Bị chèn thêm: { $table } dòng { $row }
kernel-audit-loose = Không thuộc khối nào: { $table } dòng { $row }
kernel-audit-hash = Khối { $row } của { $table } bị sửa: mã băm không khớp
kernel-audit-link = Khối { $row } của { $table } không nối với khối trước
kernel-audit-content = Khối { $row } của { $table } không khớp nội dung đã niêm phong
kernel-audit-gap = Thiếu khối { $row } của { $table }
kernel-audit-head = Đầu chuỗi đã ghi nhận trước đây (khối { $row } của { $table }) không còn trong chuỗi
kernel-audit-unreadable = { $count } bản ghi có cột đã bỏ ở phiên bản sau: chỉ kiểm tra được mắt xích, không so được nội dung
kernel-audit-broken = Nhật ký KHÔNG toàn vẹn: { $count } sai lệch trong { $blocks } khối, { $rows } dòng.
kernel-audit-intact = Nhật ký toàn vẹn: { $blocks } khối, { $rows } dòng. Đầu chuỗi: khối { $seq }, { $hash }

kernel-yes = Có
kernel-no = Không
kernel-history-insert = Tạo mới
kernel-history-update = Sửa
kernel-history-delete = Xóa
