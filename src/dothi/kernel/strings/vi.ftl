error-internal = Hệ thống gặp lỗi không lường trước; việc đang làm chưa được ghi. Hãy thử lại, nếu vẫn lỗi hãy báo quản trị.
error-bad-request = Dữ liệu gửi lên không đọc được.
error-invalid-request = Yêu cầu không đúng mẫu.
error-not-authenticated = Yêu cầu này cần đăng nhập hoặc khóa API.
error-not-allowed = Tài khoản này không có quyền làm việc đó.
error-scope-does-not-reach = Vai trò của tài khoản này không bao gồm địa bàn hoặc cơ quan đó; hãy chọn nơi thuộc phạm vi của mình.
error-not-found = Đối tượng không tồn tại hoặc không thuộc phạm vi của tài khoản này.
error-conflict = Trạng thái đã đổi trước khi yêu cầu đến; hãy tải lại rồi làm tiếp.
error-too-large = Nội dung gửi lên quá lớn.
error-page-body-too-large = Dữ liệu gửi lên vượt quá { $limit_mb } MB; hãy gửi tệp nhỏ hơn hoặc chia nhỏ tệp.
error-upload-too-slow = Dữ liệu gửi lên quá chậm nên không được nhận; hãy kiểm tra đường truyền rồi gửi lại.
error-too-many-uploads = Hệ thống đang nhận nhiều tệp lớn cùng lúc; hãy thử lại sau một phút.
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

certainty-S = Đã đối chiếu văn bản gốc
certainty-S2 = Nguồn thứ cấp, chưa đối chiếu
certainty-M = Chưa kiểm chứng
certainty-D = Do hệ thống hoặc địa phương tự quy định

kernel-thing-eventfailure = Lần xử lý không thành giữa các phần
kernel-thing-retentionrule = Thời hạn lưu
kernel-audit-changed = Bị sửa: { $table } dòng { $row }
kernel-audit-deleted = Bị xóa: { $table } dòng { $row }
kernel-audit-inserted = Bị chèn thêm: { $table } dòng { $row }
kernel-audit-current = Sửa không qua nhật ký: { $table } dòng { $row } khác với phiên bản mới nhất của nó
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
error-query-not-past = Thời điểm "{ $value }" của tham số { $name } chưa tới; hãy chọn một phút đã qua.
error-query-not-a-time = Tham số { $name } phải là thời điểm như { $example }, hiện là "{ $value }".
error-event-failure-settled = Tin này đã được giải quyết; hãy tải lại trang.
error-event-handler-gone = Phiên bản này không còn nơi xử lý { $handler }; hãy bỏ qua tin và ghi lý do.
error-event-aside-without-reason = Chỉ bỏ qua tin khi có lý do; hãy ghi lý do.
error-drill-tables-not-made = Không tạo được các bảng của bản sao diễn tập: { $detail }. Chạy `dothi doctor` rồi thử lại.
error-egress-refused = Máy { $host } nằm trong mạng nội bộ; quản trị viên phải cho phép bằng DOTHI_EGRESS_ALLOW.
kernel-list-origins = Nguồn gốc giá trị
kernel-list-origins-purpose = Mỗi giá trị là đo trực tiếp, phát lại, mô phỏng, ước tính hay nhập tay; mọi hệ thống ghi bằng cùng một từ.
error-sheet-unreadable = Tệp này không đọc được như XLSX.
error-sheet-too-large = Tệp lớn hơn { $most } MB, hoặc nở ra quá lớn khi giải nén.
error-sheet-macros = Tệp chứa macro hoặc liên kết ngoài; hãy lưu lại thành XLSX thuần.
error-sheet-formulas = Tệp chứa công thức; hãy dán lại thành giá trị.

error-retention-unknown = Loại bản ghi “{ $kind }” không có thời hạn lưu.
error-retention-days = Thời hạn lưu phải từ { $lowest } đến { $highest } ngày.
error-retention-past = Ngày hiệu lực đã qua; hãy chọn hôm nay hoặc một ngày sau.
error-retention-far = Ngày hiệu lực xa hơn { $last }; hãy chọn một ngày không muộn hơn ngày đó.
error-retention-needs-source = Thời hạn mới cần mục đích, nguồn và lý do.
error-retention-certainty = Độ chắc chắn “{ $certainty }” không tồn tại.

# Papers of the administrative form
kernel-paper-day = { $place }, ngày { $day } tháng { $month } năm { $year }
kernel-paper-no = Số: { $number }
kernel-paper-to = Nơi nhận:
