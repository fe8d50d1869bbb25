livemap-title = Bản đồ tình hình
livemap-list = Danh sách trên bản đồ
livemap-alarms = Cảnh báo
livemap-entities = Đối tượng
livemap-card = Chi tiết đối tượng
livemap-card-alarms = Cảnh báo
livemap-open = Diễn biến và lịch sử
error-map-box-unreadable = Khung bản đồ "{ $box }" không đọc được; cần bốn số tây,nam,đông,bắc theo độ.
