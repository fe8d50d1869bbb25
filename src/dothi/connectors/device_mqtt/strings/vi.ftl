connectors-kind-device-mqtt = Thiết bị gửi qua MQTT
connectors-kind-device-mqtt-help = Thiết bị gửi thẳng vào máy chủ MQTT của hệ thống; ở đây khai chủ quản và nhịp để theo dõi độ trễ
connectors-device-mqtt-prefix = Phần đầu mã đối tượng
connectors-device-mqtt-prefix-help = Mọi đối tượng có mã bắt đầu như vậy, có giá trị đến qua MQTT
