connectors-kind-modbus-tcp = Modbus TCP
connectors-kind-modbus-tcp-help = Đọc thanh ghi của PLC, bơm, đồng hồ và các thiết bị sau một gateway, qua Modbus TCP
connectors-modbus-tcp-host = Địa chỉ thiết bị hoặc gateway
connectors-modbus-tcp-host-help = Modbus không có mật khẩu và không mã hóa: chỉ nối trong mạng riêng; địa chỉ nội bộ phải được quản trị hệ thống cho phép bằng DOTHI_EGRESS_ALLOW
connectors-modbus-tcp-port = Cổng
connectors-modbus-tcp-registers = Bảng thanh ghi
connectors-modbus-tcp-registers-help = Mỗi dòng một giá trị: mã thiết bị · hàm (holding, input, coil, discrete) · địa chỉ đếm từ 0 (40001 trong nhiều tài liệu là holding 0) · kiểu (int16, uint16, int32, uint32, int64, uint64, float32, float64, bit; thêm -cdab, -badc hoặc -dcba khi thứ tự byte khác) · hệ số nhân, hoặc nghĩa của từng số như 0=off,1=running · tên cột cho ánh xạ. Sau dấu # là ghi chú
connectors-modbus-tcp-timeout-s = Chờ mỗi thiết bị nhiều nhất (giây)
connectors-step-device = Thiết bị { $device }: đọc được { NUMBER($values) }/{ NUMBER($of) } giá trị
connectors-reject-device-silent = Thiết bị không trả lời
connectors-reject-device-refuses = Thiết bị từ chối câu hỏi
error-source-devices-silent = Kết nối được tới { $host } nhưng không thiết bị nào cho giá trị: { $detail }
error-source-setting-register-parts = Dòng { $line } có { $told } phần; cần đúng 6: mã thiết bị, hàm, địa chỉ, kiểu, hệ số, tên.
error-source-setting-register-function = Dòng { $line }: "{ $told }" không phải hàm đọc; hãy chọn holding, input, coil hoặc discrete.
error-source-setting-register-type = Dòng { $line }: "{ $told }" không đúng; coil và discrete chỉ đi với bit, thứ tự byte là abcd, cdab, badc hoặc dcba.
error-source-setting-register-number = Dòng { $line }: "{ $told }" không phải số dùng được ở chỗ này (mã thiết bị 0–255, địa chỉ 0–65535, hệ số khác 0).
error-source-setting-register-twice = Dòng { $line }: thiết bị này đã có giá trị tên "{ $told }".
error-source-setting-registers-many = Bảng có quá { $told } dòng; hãy chia thành nhiều nguồn.
