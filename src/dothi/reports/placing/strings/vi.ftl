# reports: a place for one that came without
reports-place-missing = Phản ánh này chưa có vị trí trên bản đồ.
reports-place-missing-mine = Chúng tôi chưa biết việc bạn phản ánh ở đâu.
reports-place-choose = Chọn vị trí
reports-place-words = Số nhà, đường, phường, xã, đặc khu; tên cũ cũng được
reports-place-words-desk = Số nhà, đường, phường, xã, đặc khu (tên cũ cũng được), hoặc vĩ độ, kinh độ
reports-place-search = Tìm
reports-place-here = Đúng nơi này
reports-place-about = sai số khoảng { $metres } m
reports-place-nothing = Không tìm thấy nơi nào như vậy. Hãy thử tên đường, tên phường hoặc xã, không cần dấu.
reports-said-placed = đã xác định vị trí
error-report-placed-already = Phản ánh { $code } đã có vị trí hoặc đã kết thúc; hãy tải lại trang.
reports-did-place = Đã xác định vị trí của { $code }.
