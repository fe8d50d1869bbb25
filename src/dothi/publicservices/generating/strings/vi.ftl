# generating
error-generating-numbers = Không sinh được chừng ấy hồ sơ. Chọn từ 1 đến { $most } hồ sơ của một năm từ { $first } đến { $last }.
error-generating-real-stands = Ở đây đang có hồ sơ thật, nên không sinh hồ sơ thử tải. Dùng một hệ thống riêng, hoặc thêm --beside-real nếu thật sự muốn; mọi số liệu sẽ không tính hồ sơ sinh ra.
error-generating-stands = Nguồn { $code } đã được sinh trước đây. Chọn --seed khác, hoặc bỏ đi bằng dothi dossiers forget-generated.
error-generating-no-communes = Chưa có phường, xã nào để sinh hồ sơ. Nạp địa giới trước (dothi territory).
generating-done = Đã sinh { $n } hồ sơ thử tải của năm { $year } trong { $seconds } giây, chỉ số đã tính lại.
generating-forgotten = Đã bỏ { $n } hồ sơ thử tải.
