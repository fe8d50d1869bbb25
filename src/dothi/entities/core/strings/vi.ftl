error-entity-exists = Thực thể { $entity } đã tồn tại; hãy cập nhật thay vì tạo mới.
error-entity-does-not-exist = Thực thể { $entity } không tồn tại hoặc nằm ngoài phạm vi được xem.
error-entity-was-not-there = Thực thể { $entity } chưa có hoặc không còn vào thời điểm đó, hay nằm ngoài phạm vi được xem.
error-entity-without-type-does-not-exist = Thực thể { $entity } chưa tồn tại và nội dung gửi lên không có "type"; hãy gửi kèm "type" để tạo mới.
error-entity-not-an-object = Thực thể phải là một đối tượng JSON.
error-entity-without-id = Thực thể thiếu "id"; hãy gửi một URI, ví dụ urn:ngsi-ld:AirQualityObserved:tram-1.
error-entity-without-type = Thực thể thiếu "type".
error-entity-type-malformed = "type" của thực thể phải là một tên hoặc một danh sách tên.
error-entity-id-not-a-uri = Mã thực thể "{ $entity }" không phải là URI; hãy dùng dạng urn:ngsi-ld:<Loại>:<mã>.
error-scope-malformed = "scope" phải là đường dẫn bắt đầu bằng dấu "/", hoặc một danh sách đường dẫn như vậy.
error-attribute-exists = Thuộc tính { $attribute } đã có; với noOverwrite giá trị cũ được giữ nguyên.
error-attribute-does-not-exist = Thuộc tính { $attribute } không tồn tại ở thực thể { $entity }.
error-attribute-without-value = Thuộc tính { $attribute } thiếu thành phần "{ $member }".
error-attribute-null = Thuộc tính { $attribute } không được là null; hãy bỏ thuộc tính ra, hoặc gửi "urn:ngsi-ld:null" để xóa.
error-attribute-kind-unknown = Thuộc tính { $attribute } có kiểu "{ $kind }" không thuộc NGSI-LD.
error-attribute-dataset-twice = Thuộc tính { $attribute } có hai giá trị cùng datasetId { $dataset }.
error-attribute-name-malformed = Tên thuộc tính "{ $attribute }" có ký tự không được phép.
error-relationship-not-a-uri = Quan hệ { $attribute } phải trỏ tới một URI.
error-language-map-malformed = languageMap của { $attribute } phải là đối tượng gồm mã ngôn ngữ và chuỗi.
error-vocab-malformed = vocab của { $attribute } phải là chuỗi hoặc danh sách chuỗi.
error-value-not-a-list = Giá trị của { $attribute } phải là danh sách.
error-dataset-not-a-uri = datasetId của { $attribute } phải là một URI.
error-unit-malformed = unitCode của { $attribute } phải là chuỗi ngắn (mã UN/CEFACT, ví dụ GQ).
error-text-with-nul = Giá trị của { $attribute } chứa ký tự NUL, không lưu được.
error-nested-too-deep = Giá trị của { $attribute } lồng quá { $depth } tầng.
error-geometry-malformed = { $attribute } không phải là hình GeoJSON đúng.
error-geometry-ring-open = Vùng của { $attribute } có đường biên không khép kín (ít nhất 4 điểm, điểm cuối trùng điểm đầu).
error-coordinates-out-of-range = Tọa độ { $lon }, { $lat } của { $attribute } nằm ngoài Trái Đất; thứ tự là kinh độ, vĩ độ.
error-time-malformed = Thời điểm "{ $value }" của { $attribute } không đọc được; hãy dùng ISO 8601 có múi giờ, ví dụ 2026-11-22T08:00:00Z.
error-observed-in-future = Thời điểm đo { $observed } của { $attribute } ở tương lai hơn { $limit_s } giây; hãy chỉnh đồng hồ của thiết bị.
error-context-not-available = @context { $url } chưa có ở đây và cũng không tải được từ địa chỉ đó (chỉ hỏi các máy chủ trong DOTHI_CONTEXT_HOSTS); hãy gửi kèm nội dung @context hoặc lưu lên đây trước.
error-context-malformed = @context không đúng mẫu: phải là địa chỉ, đối tượng hoặc danh sách của chúng.
error-context-invalid = Nội dung tại { $url } không phải @context (một đối tượng JSON có "@context").
error-context-scoped = Từ { $term } trong @context có context riêng, NGSI-LD không cho phép (CIM 009 §5.5.7).
error-query-malformed = Điều kiện { $parameter } không đọc được ở vị trí { $position }: { $detail }.
error-query-too-complex = Điều kiện { $parameter } quá phức tạp; hãy chia thành nhiều truy vấn.
error-value-not-storable = Cơ sở dữ liệu không lưu được { $kind ->
    [number] một con số trong yêu cầu vì vượt phạm vi; hãy gửi hoặc so sánh số trong khoảng từ -1,7e308 đến 1,7e308
    [time] một thời điểm trong yêu cầu vì nằm ngoài các năm từ 1 đến 9999; hãy sửa lại thời điểm đó
    [pattern] một mẫu trong yêu cầu (~=, !~=, idPattern) vì không phải biểu thức chính quy POSIX; hãy viết lại, không dùng nhóm có tên, tham chiếu ngược và nhìn trước, nhìn sau
    [letter] một văn bản trong yêu cầu vì có ký tự không thuộc UTF-8; hãy bỏ ký tự đó
    [length] một văn bản trong yêu cầu vì quá dài; hãy rút ngắn hoặc chia nhỏ
    [form] một giá trị trong yêu cầu vì sai dạng so với kiểu của nó; hãy sửa lại
   *[other] một giá trị trong yêu cầu; hãy kiểm tra kiểu, phạm vi và độ dài của các giá trị
 }.
error-history-too-dense = Có hơn { $most } giá trị thuộc cùng thời điểm { $at }, nhiều hơn mức một trả lời được chứa; hãy hỏi ít thực thể hoặc thuộc tính hơn, hoặc theo timeproperty=observedAt.
error-text-without-language = Thuộc tính { $attribute } lưu văn bản theo ngôn ngữ, còn văn bản gửi đến không nêu ngôn ngữ; hãy nêu bằng tham số lang hoặc gửi languageMap.
error-attribute-kind-differs = Kiểu của thuộc tính { $attribute } khác với kiểu đang lưu; muốn đổi kiểu hãy thay cả thuộc tính.
error-value-against-schema = Giá trị của { $path } không hợp với loại { $entity_type }: { $keyword ->
    [required] thiếu thành phần này
    [type] phải là { $limit ->
        [number] số
        [integer] số nguyên
        [string] văn bản
        [boolean] true hoặc false
        [array] danh sách
        [object] đối tượng
       *[other] kiểu { $limit }
     }, hiện là "{ $value }"
    [minimum] phải từ { $limit } trở lên, hiện là { $value }
    [maximum] phải từ { $limit } trở xuống, hiện là { $value }
    [exclusiveMinimum] phải lớn hơn { $limit }, hiện là { $value }
    [exclusiveMaximum] phải nhỏ hơn { $limit }, hiện là { $value }
    [enum] phải là một trong: { $limit }; hiện là "{ $value }"
    [const] phải là "{ $limit }", hiện là "{ $value }"
    [maxLength] dài hơn { $limit } ký tự
    [pattern] phải theo mẫu { $limit }, hiện là "{ $value }"
    [format] phải theo dạng { $limit }, hiện là "{ $value }"
    [additionalProperties] loại này không có thành phần ấy
   *[other] trái quy tắc { $keyword } { $limit }, hiện là "{ $value }"
 }.
error-type-of-another-pack = Loại { $entity_type } đã do một gói khác khai báo; hãy bỏ loại này khỏi gói { $pack } hoặc gỡ nó ở gói kia.
