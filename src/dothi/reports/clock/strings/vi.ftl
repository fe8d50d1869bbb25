# reports: what is told of deadlines
reports-message-soon = { $code } ({ $category }) sắp đến hạn { $due }.
reports-message-late = { $code } ({ $category }) đã quá hạn { $due }; đơn vị xử lý: { $agency }.
reports-message-untaken = { $code } ({ $category }) quá hạn tiếp nhận từ { $due }.
