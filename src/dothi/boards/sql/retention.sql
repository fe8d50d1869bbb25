-- Openings of boards that are past their time.

-- name: past_openings
select id from boards_opening where opened_at < %(before)s limit %(limit)s
