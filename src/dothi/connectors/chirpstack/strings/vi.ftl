connectors-kind-chirpstack = LoRaWAN qua ChirpStack (HTTP)
connectors-kind-chirpstack-help = Máy chủ ChirpStack v4 gửi từng sự kiện của thiết bị LoRaWAN tới /api/v1/sources/MÃ-NGUỒN/readings (HTTP integration, mã hóa JSON)
connectors-chirpstack-key = Mã khóa được gửi
connectors-chirpstack-key-help = Phần trước dấu chấm của khóa ghi hoặc khóa thiết bị; trong ChirpStack thêm tiêu đề Authorization: Bearer KHÓA
connectors-reject-no-event = Không phải sự kiện của ChirpStack
connectors-reject-device-log = ChirpStack báo lỗi thiết bị
connectors-reject-device-double = Hai thiết bị cho ra cùng một mã đối tượng từ tên; hãy đổi tên một thiết bị hoặc lập mã từ devEui
connectors-reject-not-decoded = Thiết bị chưa có codec trong ChirpStack nên chỉ có dữ liệu thô
error-source-no-event = Địa chỉ phải nói sự kiện nào (?event=up); nhận được: { $event }. Các sự kiện: { $known }
