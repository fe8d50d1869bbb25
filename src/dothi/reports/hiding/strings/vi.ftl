# reports: hiding faces and plates in a picture before it is public
reports-hide = Che ảnh
reports-hide-heading = Che mặt người, biển số trong ảnh { $number }
reports-hide-proposed = Máy gợi ý { $count } khung.
reports-hide-nothing = Cán bộ đã xem lúc { $at }: không có gì phải che.
reports-hide-no-promise = Gợi ý tự động chỉ là trợ giúp, không bảo đảm: hãy tự xem cả ảnh, thêm khung cho mặt người, biển số, tên, số nhà còn sót. Máy hầu như không thấy biển số hai dòng, tức biển của mọi xe máy và nhiều ô tô (thử trên ảnh ghép biển giả: biển một dòng thấy 53/63; biển hai dòng nền trắng, vàng 0/42, nền xanh 6/21): luôn tự vẽ khung cho biển xe máy. Phần bị che được xóa khỏi bản công khai trên máy chủ; ảnh gốc chỉ cán bộ xem được.
reports-hide-add = Thêm khung
reports-hide-remove = Bỏ khung
reports-hide-box = Khung { "{n}" }: phím mũi tên để dời, Shift và mũi tên để đổi cỡ, Delete để bỏ
reports-hide-boxes = Các khung bằng số
reports-hide-help = Kéo trên ảnh để thêm khung, hoặc bấm Thêm khung; phím mũi tên để dời, Delete để bỏ. Không có khung nào là không che gì.
reports-hide-lines = Mỗi dòng một khung: trái, trên, rộng, cao, tính bằng phần nghìn của ảnh; để trống là không che gì.
reports-hide-do = Lưu bản công khai
reports-hide-copy = Bản công khai
reports-hide-done = Đã lưu bản công khai của ảnh. Ảnh chỉ hiện ra ngoài sau khi cho công khai.
reports-said-hid = che { $parts } chỗ trong ảnh { $photo }
error-report-hide-boxes = Các khung che không đọc được: mỗi dòng bốn số nguyên, nằm trong ảnh, nhiều nhất { $most } khung; hãy sửa rồi lưu lại.
