# Danh mục dùng chung
codelists-thing-codelist = Danh mục dùng chung
codelists-thing-release = Phiên bản danh mục
codelists-thing-entry = Mục của danh mục
codelists-field-code = Mã
codelists-field-name-vi = Tên tiếng Việt
codelists-field-name-en = Tên tiếng Anh
codelists-field-purpose-vi = Dùng để làm gì (tiếng Việt)
codelists-field-purpose-en = Dùng để làm gì (tiếng Anh)
codelists-field-owner = Cơ quan chủ quản
codelists-field-basis = Căn cứ
codelists-field-certainty = Độ chắc chắn của căn cứ
codelists-field-home = Nơi lưu

error-codelists-list-does-not-exist = Danh mục { $code } không tồn tại.
error-codelists-version-does-not-exist = Danh mục { $code } không có phiên bản { $number }.
error-codelists-entry-does-not-exist = Mã { $code } không có trong danh mục { $list } ngày { $day }.
error-codelists-no-draft = Danh mục { $code } không có bản nháp.
