# reports: import
reports-import-summary = { $rows } dòng: nhập { $stored }, đã có { $repeated }, từ chối { $refused }. Ngoài các phường, xã, đặc khu của Việt Nam: { $outside }; không có tọa độ: { $placeless }.
reports-import-refused-unmapped = loại không có trong bảng đối chiếu
reports-import-refused-time = thời gian không đọc được hoặc thiếu
reports-import-refused-no-id = thiếu mã
reports-import-refused-closed-before = đóng trước khi nhận
reports-import-first-line = dòng đầu tiên: { $line }
reports-import-other = Theo loại chung của bảng đối chiếu:
reports-import-unmapped = Loại chưa đối chiếu:
reports-import-dry = Chạy thử: chưa ghi gì.
reports-import-overdue = Trễ hạn tại { $at }: { $late } trên { $all } phản ánh có hạn ghi trong tệp ({ $share } %).
error-report-mapping = Tệp đối chiếu { $file } không dùng được: { $why }; hãy sửa rồi chạy lại.
error-report-mapping-agency = Không có cơ quan mã { $agency }; hãy sửa bảng đối chiếu.
error-report-import-file = Tệp { $file } không đọc được: { $why }; hãy kiểm tra cột và mã hóa UTF-8.
reports-measure-routing = Cơ quan nhận theo bảng thẩm quyền (độ chính xác, độ phủ): các dòng viết từ { $learned } % đầu theo thời gian ({ $categories } dòng theo loại, thêm { $areas } dòng theo khu vực), chuyển { $n } yêu cầu sau đó theo các dòng này, { $unnamed } thuộc loại bảng đối chiếu không nêu; không chọn gì theo phần đo.
reports-measure-way-category = Chỉ theo loại; để bàn điều phối quyết định: { $left }; quyết định bởi: { $decided }
reports-measure-way-area = Theo loại và khu vực; để bàn điều phối quyết định: { $left }; quyết định bởi: { $decided }
reports-measure-way-words = Theo lời mô tả, loại do biểu mẫu đề xuất sau khi học phần đầu; để bàn điều phối quyết định: { $left }; quyết định bởi: { $decided }
reports-measure-way-floor = Mốc: luôn là cơ quan nhiều nhất
reports-measure-decided-area = dòng của khu vực
reports-measure-decided-category = dòng của loại
reports-measure-decided-above = dòng của loại cấp trên
reports-measure-category-words = Loại theo lời mô tả: đúng ngay { $first }, có trong ba đề xuất { $among }, n={ $n }.
reports-measure-no-words = Tệp không có lời của người dân: không đo được đề xuất theo lời mô tả.
reports-measure-duplicates-unknown = Bảng đối chiếu không nêu cột `closed_as`: không có gì cho biết việc nào trùng.
reports-measure-duplicates = Đề xuất trùng trong số việc còn mở lúc đó. marked: thành phố đóng vì trùng (thêm { $unplaced } việc không có vị trí); findable: trong tệp có việc trước còn mở cùng loại, cùng địa chỉ, @k: việc đó có trong k đề xuất đầu; độ chính xác là mức thấp nhất, vì không phải việc trùng nào cũng được ghi.
reports-measure-duplicates-part =   { $part }: marked n={ $marked }, có đề xuất { $shown }; findable n={ $findable }: { $at }; độ chính xác ít nhất { $precision }; số đề xuất mỗi việc: trung bình { $mean }, p95 { $p95 } (n={ $n })
reports-measure-tried = Giới hạn khác, chọn trên dev cho { $categories } loại có từ { $least } việc trùng. F1: dev theo giới hạn hiện hành, dev theo giới hạn đã chọn, test hiện hành, test đã chọn; sau đó tất cả trên test (độ chính xác, độ phủ), hiện hành và đã chọn.
reports-measure-addresses = Địa chỉ đặt đúng phường, xã, đặc khu hiện nay: { $n } dòng có đáp án, { $without } dòng không có (đơn vị đã hết trước 01/7/2025 hoặc ngoài địa bàn). Cột: đúng ngay đề xuất đầu; có trong năm đề xuất; thư viện { $library } đúng; thư viện không trả lời. Chỉ chỉnh trên phần dev.
reports-measure-words = Loại do biểu mẫu đề xuất theo lời mô tả (có dấu, không dấu). Cột: đúng ngay; có trong các đề xuất; không đề xuất gì; số câu được nhắc gọi đúng số (loại không nhận phản ánh, biểu mẫu hiện lời nhắc gọi: tính là đúng); số câu bị nhắc gọi dù gửi phản ánh được. Chỉ chỉnh từ ngữ trên phần dev.
reports-measure-words-floor = mốc, test: luôn là ba loại nhiều nhất trong dev
