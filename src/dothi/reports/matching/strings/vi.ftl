# reports: what may be the same, and why
reports-near-metres = cách khoảng { $metres } m
reports-near-days = { $days ->
    [0] hôm nay
   *[other] { $days } ngày trước
}
reports-near-same = cùng loại
reports-near-kin = loại gần giống
reports-near-words = lời kể giống { $share } %
