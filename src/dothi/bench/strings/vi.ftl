error-bench-unknown = Không có bài đo "{ $bench }"; có: { $known }.
