# notify
notify-title-plain = Tin từ trung tâm điều hành

notify-thing-channel = Kênh gửi tin
notify-thing-address = Địa chỉ nhận tin của người dùng
notify-thing-preference = Cách nhận tin của người dùng
notify-thing-notifyrule = Thời hạn gửi tin

error-notify-importance = Mức quan trọng "{ $importance }" không tồn tại; dùng critical, high hoặc normal.
error-notify-way = Cách gửi "{ $way }" không tồn tại; hãy chọn một cách mà các kênh phục vụ.
error-notify-needs-address = Tin không có địa chỉ nhận thì không gửi được; hãy cho số hoặc địa chỉ.
error-notify-needs-purpose = Tin gửi đi phải có mục đích; hãy ghi gửi để làm gì.
error-notify-message-does-not-exist = Tin { $key } không tồn tại; hãy tìm trong hộp tin gửi đi.
