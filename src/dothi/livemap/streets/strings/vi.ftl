error-livemap-streets-unreadable = Không đọc được tệp bản đồ { $file }: { $reason }. Hãy dùng tệp .osm.pbf trích từ OpenStreetMap.
error-livemap-streets-nothing-drawn = Tệp { $file } không có đường, nước, công viên hay địa danh nào để vẽ.
error-livemap-streets-not-loaded = Đường phố chưa được nạp; hãy chạy: dothi map import TỆP.osm.pbf
livemap-streets-step-read = Đọc đối tượng
livemap-streets-step-tiles = Vẽ ô bản đồ
livemap-streets-imported = Đã nạp đường phố từ { $file } ({ $size } MB, dữ liệu ngày { $day }). { $licence }
livemap-streets-day-unknown = không rõ
livemap-streets-none = Đường phố chưa được nạp.
