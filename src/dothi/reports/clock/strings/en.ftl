# reports: what is told of deadlines
reports-message-soon = { $code } ({ $category }) is due soon: { $due }.
reports-message-late = { $code } ({ $category }) is late since { $due }; with: { $agency }.
reports-message-untaken = Nobody has taken { $code } ({ $category }); it should have been by { $due }.
