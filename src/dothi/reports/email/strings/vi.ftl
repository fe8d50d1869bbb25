# reports: letters that come by e-mail
reports-mailboxes = Hộp thư
reports-mailbox = Hộp thư
reports-mailbox-new = Thêm hộp thư
reports-mailboxes-none = Chưa có hộp thư nào.
reports-mailboxes-none-hint = Thêm hộp thư mà người dân gửi phản ánh tới; hệ thống đọc mỗi phút, không sửa, không xóa gì trong đó.
reports-mailbox-no-channel = Chưa có kênh gửi thư điện tử: người gửi không nhận được mã và liên kết.
reports-mailbox-state = Tình trạng
reports-mailbox-read = Đọc được lần cuối
reports-mailbox-since = Đọc thư đến từ
reports-mailbox-works = Đang đọc
reports-mailbox-stopped = Đã dừng
reports-mailbox-trouble = Không đọc được
reports-mailbox-unread = Chưa đọc lần nào
reports-mailbox-silent = Lâu chưa đọc được
reports-mailbox-test = Thử kết nối
reports-mailbox-tested = Kết nối được; thư mục có { $count } thư.
reports-mailbox-stop = Dừng đọc
reports-mailbox-start = Đọc lại
reports-mailbox-question = Dừng đọc hộp thư này? Thư đến trong lúc dừng sẽ được đọc khi bật lại.
reports-mailbox-keep = Lưu
reports-mailbox-kept = Đã lưu hộp thư { $name }.
reports-mailbox-field-name = Tên gọi
reports-mailbox-field-code = Mã
reports-mailbox-code-help = Chữ không dấu, số và gạch nối; không đổi được sau này.
reports-mailbox-field-address = Địa chỉ người dân gửi tới
reports-mailbox-field-host = Máy chủ IMAP
reports-mailbox-field-port = Cổng
reports-mailbox-field-security = Bảo mật
reports-mailbox-security-tls = TLS (thường là cổng 993)
reports-mailbox-security-starttls = STARTTLS (thường là cổng 143)
reports-mailbox-field-username = Tên đăng nhập
reports-mailbox-field-password = Mật khẩu
reports-mailbox-password-help = Được mã hóa khi lưu và không hiện lại. Nên tạo mật khẩu ứng dụng riêng cho hệ thống này.
reports-mailbox-password-kept = Để trống: giữ mật khẩu đang dùng. Đổi máy chủ hoặc tên đăng nhập thì nhập lại.
reports-mailbox-field-folder = Thư mục
reports-mailbox-field-agency = Đơn vị
reports-mailbox-agency-help = Cán bộ điều phối của đơn vị này xem các thư chờ quyết định.
reports-mailbox-field-category = Loại phản ánh mặc định
reports-mailbox-category-help = Dùng khi nội dung thư không cho biết loại; cán bộ điều phối đổi lại được.
reports-mailbox-field-since = Đọc thư từ
reports-mailbox-field-stopped-at = Dừng lúc
reports-mailbox-field-changed-at = Sửa lúc
reports-mailbox-field-changed-by = Người sửa
reports-mailbox-line = { $code }  { $address }  đọc lúc { $read }  chờ xem { $waiting }  { $state }
reports-mailbox-summary = { $code }: { $reports } phản ánh mới, { $notes } bổ sung, { $aside } chờ cán bộ, { $ignored } thư tự động, { $known } đã biết
reports-thing-mailbox = Hộp thư nhận phản ánh

reports-mail = Thư chờ xem
reports-mail-lead = Những thư chưa thành phản ánh, mỗi thư kèm lý do. Nhận thành phản ánh thì người gửi được báo mã và liên kết; bỏ qua thì nội dung bị xóa.
reports-mail-none = Không có thư nào chờ.
reports-mail-none-hint = Thư đọc được đã thành phản ánh hoặc được ghi vào phản ánh đang có.
reports-mail-why = Vì sao chờ
reports-mail-came = Đến lúc
reports-mail-sender = Người gửi
reports-mail-take = Nhận thành phản ánh
reports-mail-drop = Bỏ qua
reports-mail-drop-question = Bỏ qua thư này? Nội dung và ảnh của thư bị xóa, không lấy lại được.
reports-mail-taken = Thư đã thành phản ánh { $code }; người gửi được báo mã và liên kết.
reports-mail-no-subject = (không có tiêu đề)
reports-mail-dropped = Đã bỏ qua thư; nội dung đã xóa.
reports-mail-category-by-words = Theo nội dung thư
reports-mail-why-sender = Không có người gửi trả lời được
reports-mail-why-unproved = Máy chủ thư báo người gửi có thể bị giả mạo
reports-mail-why-spam = Máy chủ thư đánh dấu là thư rác
reports-mail-why-large = Thư lớn hơn mức cho phép, chưa tải về
reports-mail-why-unreadable = Thư hỏng, không đọc được
reports-mail-why-flood = Người này gửi quá nhiều thư trong một lúc
reports-mail-why-empty = Thư không có nội dung
reports-mail-why-emergency = Có thể là việc khẩn cấp
reports-mail-why-refused = Không thành phản ánh được (ví dụ: loại phản ánh đã thôi dùng)
reports-mail-why-over = Viết thêm cho phản ánh đã trả lời hoặc đã đóng
reports-mail-no-place = Thư không cho biết vị trí
reports-said-mailed = người phản ánh viết thêm qua thư
reports-mail-owed-sender = Thư phản ánh chờ xem: không rõ người gửi
reports-mail-owed-unproved = Thư phản ánh chờ xem: người gửi có thể bị giả mạo
reports-mail-owed-spam = Thư phản ánh chờ xem: có thể là thư rác
reports-mail-owed-large = Thư phản ánh chờ xem: thư quá lớn
reports-mail-owed-unreadable = Thư phản ánh chờ xem: thư hỏng
reports-mail-owed-flood = Thư phản ánh chờ xem: một người gửi quá nhiều
reports-mail-owed-empty = Thư phản ánh chờ xem: không có nội dung
reports-mail-owed-emergency = Thư phản ánh: có thể là việc khẩn cấp
reports-mail-owed-refused = Thư phản ánh chờ xem: không thành phản ánh được
reports-mail-owed-over = Thư viết thêm cho phản ánh đã xong

reports-mail-receipt-title = { $code } – đã nhận phản ánh · report received
reports-mail-receipt =
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }.
    Theo dõi, bổ sung và đánh giá tại liên kết riêng của bạn (đừng chuyển cho người khác):
    { $link }
    { $left ->
        [0] Muốn bổ sung, bạn trả lời thư này.
       *[other] Có { $left } tệp không phải là ảnh, quá lớn hoặc quá nhiều nên không được nhận. Muốn bổ sung, bạn trả lời thư này.
    }

    We have received your report { $code }. Follow it, add to it and rate the result by your own link above; or answer this letter.
reports-mail-receipt-plain-title = { $code } – đã nhận phản ánh · report received
reports-mail-receipt-plain =
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }. Muốn bổ sung, bạn trả lời thư này.
    { $left ->
        [0] {""}
       *[other] Có { $left } tệp không phải là ảnh, quá lớn hoặc quá nhiều nên không được nhận.
    }
    We have received your report { $code }. To add something, answer this letter.
reports-mail-receipt-place-title = { $code } – cần thêm vị trí · place needed
reports-mail-receipt-place =
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }, nhưng chưa rõ việc ở đâu.
    Hãy chọn vị trí tại liên kết riêng của bạn (đừng chuyển cho người khác); nếu không, cán bộ sẽ tìm theo nội dung thư:
    { $link }
    { $left ->
        [0] Muốn bổ sung, bạn trả lời thư này.
       *[other] Có { $left } tệp không phải là ảnh, quá lớn hoặc quá nhiều nên không được nhận. Muốn bổ sung, bạn trả lời thư này.
    }

    We have received your report { $code }, but do not know where it is. Please tell the place by your own link above, or an officer will look for it.
reports-mail-receipt-place-plain-title = { $code } – cần thêm vị trí · place needed
reports-mail-receipt-place-plain =
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }, nhưng chưa rõ việc ở đâu. Hãy trả lời thư này và cho biết số nhà, đường, phường hoặc xã.
    { $left ->
        [0] {""}
       *[other] Có { $left } tệp không phải là ảnh, quá lớn hoặc quá nhiều nên không được nhận.
    }
    We have received your report { $code }, but do not know where it is. Please answer this letter with house number, street and ward.
reports-mail-over-title = { $code } – phản ánh đã có kết quả · already answered
reports-mail-over =
    Phản ánh { $code } đã được trả lời. Xem kết quả, đánh giá hoặc yêu cầu xử lý lại tại { $address } (mã xác nhận gửi về thư điện tử này). Cán bộ cũng sẽ đọc thư của bạn.

    Report { $code } was answered. See, rate or reopen it at the address above; an officer will read your letter, too.
reports-mail-over-plain-title = { $code } – phản ánh đã có kết quả · already answered
reports-mail-over-plain =
    Phản ánh { $code } đã được trả lời; xem, đánh giá hoặc yêu cầu xử lý lại bằng liên kết đã nhận. Cán bộ cũng sẽ đọc thư của bạn.

    Report { $code } was answered; see, rate or reopen it by the link that you were sent. An officer will read your letter, too.
reports-mail-flood-title = Thư của bạn đang chờ xem · your letters wait
reports-mail-flood =
    Chúng tôi vừa nhận được nhiều thư từ bạn. Các thư sau không bị mất: cán bộ sẽ đọc. Việc gấp hãy gọi 1022; khẩn cấp gọi 112, 113, 114, 115.

    Many letters came from you just now. None is lost: an officer will read them. For anything urgent please call 1022; in an emergency 112, 113, 114 or 115.
reports-mail-empty-title = Thư chưa có nội dung · empty letter
reports-mail-empty =
    Thư của bạn không có nội dung nên chưa thành phản ánh. Hãy cho biết việc gì và ở đâu, kèm ảnh nếu có, hoặc dùng { $form }

    Your letter was empty, so it is no report yet. Please write what it is and where, or use the address above.
reports-mail-large-title = Thư quá lớn · letter too large
reports-mail-large =
    Thư của bạn lớn quá mức nhận được. Cán bộ sẽ xem; nhanh hơn, hãy gửi lại với ảnh nhỏ hơn hoặc dùng { $form }

    Your letter is too large for us. An officer will look at it; it is quicker to send it again with smaller photos, or to use the address above.
reports-mail-emergency-title = Khẩn cấp: hãy gọi ngay { $number } · please call now
reports-mail-emergency =
    { $text }
    Nếu đang có nguy hiểm, hãy gọi ngay { $number }. Thư điện tử không được đọc kịp. Nếu không phải việc khẩn cấp, cán bộ sẽ xem thư của bạn.

    If somebody is in danger, call { $number } now: e-mail is not read in time. If it is no emergency, an officer will read your letter.

error-mail-inside = Máy chủ thư { $host } nằm trong mạng nội bộ nên không được kết nối; quản trị viên thêm vào DOTHI_EGRESS_ALLOW nếu đúng là máy chủ đó.
error-mail-certificate = Chứng chỉ của máy chủ thư { $host } không tin được ({ $detail }); kiểm tra tên máy chủ, hoặc thêm tổ chức cấp chứng chỉ vào DOTHI_EGRESS_CA.
error-mail-slow = Máy chủ thư { $host } trả lời quá chậm; hệ thống thử lại sau một phút.
error-mail-no-connection = Không kết nối được máy chủ thư { $host }: { $detail }; kiểm tra tên máy chủ và cổng.
error-mail-broke-off = Máy chủ thư { $host } ngắt kết nối: { $detail }; hệ thống thử lại sau một phút.
error-mail-answer = Máy chủ thư { $host } trả lời không theo IMAP; kiểm tra máy chủ và cổng có đúng là IMAP.
error-mail-folder = Hộp thư không có thư mục { $folder }; kiểm tra tên thư mục (chữ không dấu).
error-mail-login = Máy chủ thư { $host } không nhận tên đăng nhập hoặc mật khẩu; nhập lại, hoặc tạo mật khẩu ứng dụng.
error-mail-secret = Mật khẩu hộp thư không giải mã được vì khóa đã đổi; nhập lại mật khẩu.
error-mail-password = Hộp thư mới cần mật khẩu; hãy nhập mật khẩu.
error-mail-password-again = Máy chủ hoặc tên đăng nhập đã đổi; hãy nhập lại mật khẩu.
error-mail-field = Mục { $field } của hộp thư trống hoặc sai dạng; hãy sửa lại.
error-mail-code-taken = Mã { $code } đã có hộp thư khác dùng; hãy chọn mã khác.
error-mail-no-mailbox = Không có hộp thư { $code }; hãy xem lại danh sách.
error-mail-gone = Thư này không còn chờ: đã có người quyết định, hoặc không thuộc đơn vị của bạn.
error-mail-decided = { $who } đã quyết định về thư này; hãy tải lại danh sách.
