connectors-kind-hand-in = Người nhập tệp
connectors-kind-hand-in-help = Cán bộ nhập tệp theo một ánh xạ; ở đây khai chủ quản và nhịp để biết tệp nào chưa nộp
connectors-hand-in-mapping = Tên tệp ánh xạ
connectors-hand-in-mapping-help = Đúng như ghi ở trang nhập tệp
