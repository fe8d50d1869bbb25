connectors-title = Nguồn dữ liệu
connectors-ignored-columns = Cột có trong tệp nhưng không dùng: { $columns }
connectors-import-summary =
    { NUMBER($rows) } dòng trong { $seconds } s ({ NUMBER($speed) } dòng/s): { NUMBER($stored) } dòng được nhận, { NUMBER($refused) } bị loại, { NUMBER($filtered) } ngoài bộ lọc, { NUMBER($empty) } không có số liệu.
    { NUMBER($values) } giá trị được nhận, { NUMBER($values_refused) } bị loại, { NUMBER($gaps) } ô trống.
connectors-dry-run-wrote-nothing = Chạy thử: chưa ghi gì vào hệ thống.
connectors-import-changed = { NUMBER($changed) } giá trị mới đã được ghi.
connectors-import-unchanged = Không có gì thay đổi: mọi giá trị của tệp đã có trong hệ thống.

connectors-column-line = Dòng
connectors-column-column = Cột
connectors-column-value = Nội dung
connectors-column-reason = Lý do
connectors-column-detail = Chi tiết

connectors-reject-quality = Nguồn đánh dấu số liệu không đạt
connectors-reject-double-time = Trùng thời điểm với dòng khác của cùng đối tượng
connectors-reject-impossible = Giá trị không thể có trong thực tế
connectors-reject-missing-marker = Dấu hiệu thiếu số liệu, không phải số đo
connectors-reject-not-a-number = Không phải là số
connectors-reject-no-time = Không có thời điểm
connectors-reject-bad-time = Thời điểm không đúng dạng đã khai
connectors-reject-ambiguous-time = Giờ địa phương không xác định (lúc đổi giờ)
connectors-reject-time-ahead = Thời điểm ở tương lai
connectors-reject-bad-id = Không lập được mã đối tượng
connectors-reject-unknown-station = Trạm không có trong bảng trạm
connectors-reject-too-few-cells = Dòng thiếu ô
connectors-reject-too-many-cells = Dòng thừa ô
connectors-reject-bad-encoding = Chữ không đúng bảng mã đã khai
connectors-reject-formula = Ô chứa công thức
connectors-reject-too-long = Chữ quá dài
connectors-reject-outside-area = Đối tượng nằm ngoài địa bàn của người nhập

error-import-runs-already = Lượt nhập số { $id } đang chạy; hãy đợi lượt này kết thúc.
error-import-taken-over = Lượt nhập số { $id } đã được một tiến trình khác tiếp quản; phần đã ghi vẫn giữ nguyên.
error-import-broke-off = Lượt nhập bị dừng giữa chừng; các đợt đã ghi vẫn giữ nguyên, hãy chạy lại để nhập phần còn thiếu.
error-import-file-gone = Tệp { $file } của lượt nhập không còn trên máy chủ; hãy tải tệp lên lại.

error-file-unreadable = Tệp { $file } không đọc được ({ $detail }); hãy kiểm tra đường dẫn và quyền đọc.
error-file-too-large = Tệp { $file } lớn hơn giới hạn { $limit_mb } MB; hãy chia nhỏ tệp.
error-file-unpacks-too-large = Tệp { $file } khi giải nén lớn hơn giới hạn { $limit_mb } MB; hãy chia nhỏ tệp.
error-file-format-unknown = Tệp { $file } không thuộc dạng đọc được ({ $known }); hãy khai [file] format trong tệp ánh xạ.
error-file-damaged = Tệp { $file } bị hỏng hoặc không đúng dạng: { $detail }
error-file-no-header = Tệp { $file } không có dòng tiêu đề; hãy kiểm tra [file] header trong tệp ánh xạ.
error-file-no-sheet = Tệp { $file } không có trang tính { $sheet }; các trang: { $known }
error-file-double-column = Tệp { $file } có hai cột cùng tên { $column }; hãy đổi tên một cột.
error-file-too-many-columns = Tệp { $file } có quá { $limit } cột.
error-file-too-many-rows = Tệp { $file } có quá { $limit } dòng; hãy chia nhỏ tệp.

error-mapping-unreadable = Tệp ánh xạ { $file } không đọc được: { $detail }
error-mapping-not-toml = Tệp ánh xạ { $file }, dòng { $where }: không đúng cú pháp TOML ({ $detail })
error-mapping-not-a-table = Tệp ánh xạ { $file }, { $where }: phải là một bảng, viết dưới dạng [tên].
error-mapping-unknown-key = Tệp ánh xạ { $file }, { $where }: khóa này không có; các khóa dùng được: { $known }
error-mapping-missing-key = Tệp ánh xạ { $file }, { $where }: thiếu khóa này; hãy thêm vào.
error-mapping-not-a-text = Tệp ánh xạ { $file }, { $where }: phải là chữ trong dấu ngoặc kép và không trống.
error-mapping-not-texts = Tệp ánh xạ { $file }, { $where }: phải là một chữ hoặc danh sách các chữ.
error-mapping-unknown-value = Tệp ánh xạ { $file }, { $where }: giá trị "{ $value }" không dùng được; dùng: { $known }
error-mapping-one-of-two = Tệp ánh xạ { $file }, { $where }: phải khai đúng một trong hai: khóa này hoặc { $other }
error-mapping-unknown-zone = Tệp ánh xạ { $file }, { $where }: múi giờ "{ $value }" không tồn tại; ví dụ đúng: Asia/Ho_Chi_Minh
error-mapping-bad-time-format = Tệp ánh xạ { $file }, { $where }: dạng thời gian "{ $value }" phải là iso hoặc mẫu như %d/%m/%Y %H:%M
error-mapping-bad-name = Tệp ánh xạ { $file }, { $where }: tên "{ $value }" chỉ được gồm chữ cái không dấu và chữ số, bắt đầu bằng chữ cái.
error-mapping-twice = Tệp ánh xạ { $file }, { $where }: thuộc tính { $value } được khai hai lần; hãy bỏ một.
error-mapping-unknown-unit = Tệp ánh xạ { $file }, { $where }: không đổi được đơn vị { $value } sang { $unit }; dùng: { $known }
error-mapping-path-not-allowed = Tệp ánh xạ { $file }, { $where }: "{ $value }" phải là tên tệp, không kèm thư mục.
error-mapping-bad-location = Tệp ánh xạ { $file }, { $where }: cần lon và lat là số theo độ (WGS 84).
error-mapping-two-locations = Tệp ánh xạ { $file }, { $where }: chỉ khai một trong hai: bảng trạm hoặc vị trí cố định.
error-mapping-no-column = Tệp ánh xạ { $file }, { $where }: tệp dữ liệu không có cột "{ $column }"; các cột: { $known }
error-mapping-stations-missing = Tệp ánh xạ { $file }, { $where }: không thấy bảng trạm { $value } cạnh tệp dữ liệu hoặc tệp ánh xạ; hãy đặt tệp vào đó.
error-mapping-bad-station = Bảng trạm { $file }, dòng { $where }: { $detail }

connectors-replayed = Đã phát lại { NUMBER($count) } bản ghi; { NUMBER($refused) } dòng của tệp bị loại.
error-file-nothing-to-replay = Tệp { $file } không có bản ghi nào trong khoảng thời gian đã chọn; hãy kiểm tra --from và --to.
