# reports: what may be the same, and why
reports-near-metres = about { $metres } m away
reports-near-days = { $days ->
    [0] today
    [1] yesterday
   *[other] { $days } days ago
}
reports-near-same = same category
reports-near-kin = similar category
reports-near-words = words { $share } % alike
